import { ref, Token } from "cdktf";
import { autonegAnnotations } from "../../lib/load-balancing";
import { refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { balancer, EUROPE, service } from "./support";

const attached = service({ autoneg: true, backends: [] });

describe("a service that the autoneg controller attaches", () => {
  const stack = balancer({ api: attached });

  test("has no backends of Terraform's, and those of the controller are left alone", () => {
    const settings = resourceOf(stack, "google_compute_backend_service");
    expect(settings).not.toHaveProperty("backend");
    expect(settings.lifecycle).toEqual({
      create_before_destroy: true,
      ignore_changes: ["backend", "iap[0].oauth2_client_id"],
    });
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
      'stack/lb: autonegServiceAccount: got "autoneg", expected "namespace/name"',
    ]);
  });

  test("gives no account when no service is attached by the controller", () => {
    expect(balancer({ api: service() }).resource).not.toHaveProperty("google_service_account");
  });

  test("is named to the controller by annotations", () => {
    const names = { loadBalancerName: "acme", serviceName: "api" };
    expect(autonegAnnotations({ ...names, servicePort: 80, maxRatePerEndpoint: 100 })).toEqual({
      "cloud.google.com/neg": '{"exposed_ports":{"80":{}}}',
      "controller.autoneg.dev/neg":
        '{"backend_services":{"80":[{"name":"acme-api-autoneg","max_rate_per_endpoint":100,"capacity_scaler":100}]}}',
      "controller.autoneg.dev/sync": '{"capacity_scaler":true}',
    });
    expect(resourceOf(stack, "google_compute_backend_service").name).toBe("acme-api-autoneg");
  });

  test("is told to drain a cluster, or to use a part of it, by annotations", () => {
    const props = { loadBalancerName: "acme", serviceName: "api", servicePort: 80, maxRatePerEndpoint: 100 };
    const backendWith = (capacityPercent: number) =>
      JSON.parse(autonegAnnotations({ ...props, capacityPercent })["controller.autoneg.dev/neg"] as string)
        .backend_services["80"][0];
    expect(backendWith(0)).toMatchObject({ initial_capacity: 0, capacity_scaler: 0 });
    expect(backendWith(25)).toMatchObject({ initial_capacity: 25, capacity_scaler: 25 });
    expect(backendWith(100)).not.toHaveProperty("initial_capacity");
    expect(refusalOf(() => backendWith(101))).toEqual([
      "autonegAnnotations: capacityPercent: got 101, expected a whole number from 0 to 100",
    ]);
  });

  test("has annotations of a port and a rate that are allowed, and known: they are texts", () => {
    const props = { loadBalancerName: "acme", serviceName: "api", servicePort: 80, maxRatePerEndpoint: 100 };
    expect(refusalOf(() => autonegAnnotations({ ...props, servicePort: 0, maxRatePerEndpoint: 0 }))).toEqual([
      "autonegAnnotations: servicePort: got 0, expected a whole number from 1 to 65535",
      "autonegAnnotations: maxRatePerEndpoint: got 0, expected more than 0 requests per second",
    ]);
    expect(
      refusalOf(() => autonegAnnotations({ ...props, servicePort: Token.asNumber(ref("var.port")) }))[0],
    ).toContain("autonegAnnotations: servicePort: got a token");
  });

  test("is another backend service than the one that Terraform attaches, so that a running service can change to it", () => {
    const [attachedByTerraform] = Object.keys(
      resourcesOf(balancer({ api: service() }), "google_compute_backend_service"),
    );
    expect(Object.keys(resourcesOf(stack, "google_compute_backend_service"))).not.toContain(attachedByTerraform);
  });

  test("is refused with backends, and with a rate that is not known", () => {
    expect(refusalOf(() => balancer({ api: service({ autoneg: true, backends: [EUROPE] }) }))).toEqual([
      "stack/lb: services.api.backends: got 1, expected nothing with autoneg, whose controller attaches the backends",
    ]);
    const maxRatePerEndpoint = Token.asNumber(ref("var.rate"));
    expect(refusalOf(() => balancer({ api: { ...attached, maxRatePerEndpoint } }))[0]).toContain(
      "services.api.maxRatePerEndpoint: got a token",
    );
  });
});
