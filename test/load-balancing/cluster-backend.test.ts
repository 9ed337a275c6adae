import { ref, Token } from "cdktf";
import { ClusterBackend, type ClusterBackendProps } from "../../lib/load-balancing";
import { globalNetworkFromAttributes } from "../../lib/network/i-global-network";
import { refusalOf, resourcesOf } from "../support/synthesize";
import { stackWith } from "./support";

const PROPS: ClusterBackendProps = {
  clusterName: "acme-europe-west1",
  serviceName: "api",
  servicePort: 80,
  zones: ["europe-west1-b", "europe-west1-c"],
  subnet: globalNetworkFromAttributes({ project: "acme-test", networkName: "acme" }).subnet("europe-west1"),
};

function made(props: Partial<ClusterBackendProps> = {}) {
  let backend: ClusterBackend | undefined;
  const stack = stackWith((scope) => {
    backend = new ClusterBackend(scope, "api", { ...PROPS, ...props });
  });
  const groups = Object.values(resourcesOf(stack, "google_compute_network_endpoint_group"));
  return { backend: backend as ClusterBackend, groups };
}

describe("a cluster backend", () => {
  test("is a group a zone that GKE takes over: named after cluster and service, described in words", () => {
    const group = (zone: string) => ({
      name: "acme-europe-west1-api",
      zone,
      description: "Made by Terraform, filled by GKE",
      network_endpoint_type: "GCE_VM_IP_PORT",
      network: "projects/acme-test/global/networks/acme",
      subnetwork: "projects/acme-test/regions/europe-west1/subnetworks/acme-europe-west1",
      lifecycle: { create_before_destroy: true },
    });
    expect(made().groups).toEqual([group("europe-west1-b"), group("europe-west1-c")]);
  });

  test("has a description that is not JSON, which GKE would compare with its own", () => {
    const description = made().groups[0]?.description;
    expect(description.length).toBeGreaterThan(0);
    expect(() => JSON.parse(description)).toThrow(SyntaxError);
  });

  test("gives the annotation that leads GKE to the groups", () => {
    expect(made({ servicePort: 8443 }).backend.annotation).toBe(
      '{"exposed_ports":{"8443":{"name":"acme-europe-west1-api"}}}',
    );
  });

  test("is found by names alone from another stack, in every generation", () => {
    for (const generation of [undefined, 2]) {
      const { groups, backend } = made({ generation });
      const found = ClusterBackend.fromClusterBackendAttributes({
        clusterName: PROPS.clusterName,
        serviceName: PROPS.serviceName,
        zones: PROPS.zones,
        project: "acme-test",
        region: "europe-west1",
        generation,
      });
      expect(found.endpointGroupIds).toEqual(
        groups.map(({ name, zone }) => `projects/acme-test/zones/${zone}/networkEndpointGroups/${name}`),
      );
      expect(found).toMatchObject({ backendName: backend.backendName, site: "europe-west1", region: "europe-west1" });
    }
  });

  test("stands beside its next generation, so that one replaces the other without an outage", () => {
    const names = [1, 2].map((generation) => made({ generation }).groups[0]?.name);
    expect(names).toEqual(["acme-europe-west1-api", "acme-europe-west1-api-g2"]);
    expect(made({ generation: 2 }).backend.annotation).toContain('"acme-europe-west1-api-g2"');
  });

  test("keeps names within 63 characters, and different, when cluster, service and generation are long", () => {
    const long = { clusterName: "c".repeat(40), serviceName: "s".repeat(22) };
    const names = [1, 2, 3].map((generation) => made({ ...long, generation }).groups[0]?.name as string);
    expect(names[0]).toBe(`${long.clusterName}-${long.serviceName}`);
    expect(names.every((name) => name.length <= 63)).toBe(true);
    expect(new Set(names).size).toBe(3);
  });

  test("refuses names, ports, zones and generations that cannot be", () => {
    const refused = (props: Partial<ClusterBackendProps>) => refusalOf(() => made(props));
    expect(refused({ serviceName: "s".repeat(23), servicePort: 0, zones: [], generation: 0 })).toEqual([
      `stack/api: serviceName: got "${"s".repeat(23)}", expected 1 to 22 lower-case letters, digits and hyphens, a letter first and no hyphen last (this has 23)`,
      "stack/api: generation: got 0, expected a whole number from 1 to 999",
      "stack/api: servicePort: got 0, expected a whole number from 1 to 65535",
      "stack/api: zones: got [], expected at least one zone",
    ]);
    expect(refused({ clusterName: "Acme" })[0]).toContain("clusterName");
    const elsewhere = ["us-east1-b"];
    const line = 'zones: got "us-east1-b", expected a zone of europe-west1: "europe-west1-b"';
    expect(refused({ zones: elsewhere })).toEqual([`stack/api: ${line}`]);
    const attributes = {
      clusterName: "c",
      serviceName: "s",
      zones: elsewhere,
      project: "acme-test",
      region: "europe-west1",
    };
    expect(refusalOf(() => ClusterBackend.fromClusterBackendAttributes(attributes))).toEqual([
      `ClusterBackend.fromClusterBackendAttributes: ${line}`,
    ]);
  });

  test("refuses tokens in what its names are made of", () => {
    const given = { clusterName: Token.asString(ref("var.x")), zones: Token.asList(ref("var.x")) };
    expect(refusalOf(() => made(given))).toEqual([
      "stack/api: clusterName: got a token, expected a value that is known at synthesis: it decides which resources there are",
      "stack/api: zones: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });

  test("is found by the name of groups that exist, in their own zones", () => {
    const found = ClusterBackend.fromClusterBackendAttributes({
      clusterName: PROPS.clusterName,
      serviceName: "api",
      zones: ["europe-west1-d"],
      project: "acme-test",
      region: "europe-west1",
      endpointGroupName: "k8s1-1a2b3c4d-default-api-80-5e6f7a8b",
    });
    expect(found).toMatchObject({
      backendName: "k8s1-1a2b3c4d-default-api-80-5e6f7a8b",
      site: "europe-west1",
      endpointGroupIds: [
        "projects/acme-test/zones/europe-west1-d/networkEndpointGroups/k8s1-1a2b3c4d-default-api-80-5e6f7a8b",
      ],
    });
    const attributes = {
      clusterName: "c",
      serviceName: "s",
      zones: ["europe-west1-d"],
      project: "p",
      region: "europe-west1",
    };
    expect(
      refusalOf(() => ClusterBackend.fromClusterBackendAttributes({ ...attributes, endpointGroupName: "Group" })),
    ).toEqual([
      'ClusterBackend.fromClusterBackendAttributes: endpointGroupName: got "Group", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ]);
  });
});
