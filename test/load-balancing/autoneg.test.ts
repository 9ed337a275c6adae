import { ref, Token } from "cdktf";
import { autonegAnnotations } from "../../lib/load-balancing";
import { refusalOf, resourceOf } from "../support/synthesize";
import { balancer, EUROPE, service } from "./support";

const attached = service({ autoneg: true, backends: [] });

describe("a service that the autoneg controller attaches", () => {
  const stack = balancer({ api: attached });

  test("has no backends of Terraform's, and those of the controller are left alone", () => {
    const settings = resourceOf(stack, "google_compute_backend_service");
    expect(settings).not.toHaveProperty("backend");
    expect(settings.lifecycle).toEqual({ create_before_destroy: true, ignore_changes: ["backend"] });
  });

  test("gives the controller an account with four permissions, by Workload Identity", () => {
    expect(resourceOf(stack, "google_project_iam_custom_role")).toMatchObject({
      role_id: "acme_autoneg",
      permissions: [
        "compute.backendServices.get",
        "compute.backendServices.update",
        "compute.networkEndpointGroups.use",
        "compute.healthChecks.useReadOnly",
      ],
    });
    expect(resourceOf(stack, "google_service_account").account_id).toBe("acme-autoneg");
    expect(resourceOf(stack, "google_project_iam_member").role).toMatch(/google_project_iam_custom_role.*\.id/);
    const { member, role } = resourceOf(stack, "google_service_account_iam_member");
    expect(role).toBe("roles/iam.workloadIdentityUser");
    expect(member).toMatch(
      /^serviceAccount:\$\{google_service_account\..*\.project\}\.svc\.id\.goog\[autoneg-system\/autoneg-controller-manager\]$/,
    );
  });

  test("takes the controller's service account where it is called differently", () => {
    const account = (autonegServiceAccount: string) => balancer({ api: attached }, { autonegServiceAccount });
    expect(resourceOf(account("autoneg-system/autoneg"), "google_service_account_iam_member").member).toMatch(
      /\[autoneg-system\/autoneg\]$/,
    );
    expect(refusalOf(() => account("autoneg"))).toEqual([
      'stack/lb: autonegServiceAccount: given "autoneg", allowed is "namespace/name"',
    ]);
  });

  test("gives no account when no service is attached by the controller", () => {
    expect(balancer({ api: service() }).resource).not.toHaveProperty("google_service_account");
  });

  test("is named to the controller by annotations", () => {
    const names = { loadBalancerName: "acme", serviceName: "api" };
    expect(autonegAnnotations({ ...names, servicePort: 80, maxRatePerEndpoint: 100 })).toEqual({
      "cloud.google.com/neg": '{"exposed_ports":{"80":{}}}',
      "controller.autoneg.dev/neg": '{"backend_services":{"80":[{"name":"acme-api","max_rate_per_endpoint":100}]}}',
    });
    expect(resourceOf(stack, "google_compute_backend_service").name).toBe("acme-api");
  });

  test("is refused with backends, and with a rate that is not known", () => {
    expect(refusalOf(() => balancer({ api: service({ autoneg: true, backends: [EUROPE] }) }))).toEqual([
      "stack/lb: services.api.backends: given 1, allowed is none: the autoneg controller attaches them",
    ]);
    const maxRatePerEndpoint = Token.asNumber(ref("var.rate"));
    expect(refusalOf(() => balancer({ api: { ...attached, maxRatePerEndpoint } }))[0]).toContain(
      'services.api.maxRatePerEndpoint: given "a token"',
    );
  });
});
