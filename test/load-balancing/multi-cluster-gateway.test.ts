import { ref, Token } from "cdktf";
import { MultiClusterGateway } from "../../lib/load-balancing";
import { refusalOf, resourcesOf } from "../support/synthesize";
import { reference, stackWith } from "./support";

const MEMBERSHIP = "projects/acme-test/locations/europe-west1/memberships/acme-europe-west1";

const made = (configMembership = MEMBERSHIP) =>
  stackWith((stack) => {
    new MultiClusterGateway(stack, "gateway", { project: "acme-test", configMembership });
  });

describe("a fleet for multi-cluster gateways", () => {
  test("has multi-cluster services and the gateway controller, with the cluster that holds the routes", () => {
    const features = Object.values(resourcesOf(made(), "google_gke_hub_feature"));
    expect(features).toEqual([
      {
        project: "acme-test",
        name: "multiclusteringress",
        location: "global",
        spec: { multiclusteringress: { config_membership: MEMBERSHIP } },
        depends_on: expect.arrayContaining([expect.stringContaining("service_discovery")]),
      },
      {
        project: "acme-test",
        name: "multiclusterservicediscovery",
        location: "global",
        depends_on: expect.arrayContaining([expect.stringContaining("google_project_service")]),
      },
    ]);
  });

  test("lets Google's controllers do their work, and leaves the project's services on when it goes", () => {
    const stack = made();
    const members = Object.values(resourcesOf(stack, "google_project_iam_member")).map(({ role, member }) => [
      role,
      member,
    ]);
    expect(members).toEqual([
      [
        "roles/container.admin",
        expect.stringMatching(
          /^serviceAccount:service-\$\{data\.google_project\..*\.number\}@gcp-sa-multiclusteringress/,
        ),
      ],
      ["roles/compute.networkViewer", "serviceAccount:acme-test.svc.id.goog[gke-mcs/gke-mcs-importer]"],
    ]);
    const services = Object.values(resourcesOf(stack, "google_project_service"));
    expect(services.map(({ service }) => service).sort()).toEqual([
      "cloudresourcemanager.googleapis.com",
      "dns.googleapis.com",
      "gkehub.googleapis.com",
      "multiclusteringress.googleapis.com",
      "multiclusterservicediscovery.googleapis.com",
      "trafficdirector.googleapis.com",
    ]);
    expect(services.every(({ disable_on_destroy }) => disable_on_destroy === false)).toBe(true);
  });

  test("is refused with an invalid membership, and takes a reference to one", () => {
    expect(refusalOf(() => made("acme-europe-west1"))).toEqual([
      'stack/gateway: configMembership: got "acme-europe-west1", expected "projects/P/locations/L/memberships/M"',
    ]);
    const member = made(Token.asString(ref("google_gke_hub_membership.acme.id")));
    const features = Object.values(resourcesOf(member, "google_gke_hub_feature"));
    expect(features.map(({ spec }) => spec?.multiclusteringress.config_membership)).toContain(
      reference("google_gke_hub_membership.acme.id"),
    );
  });
});
