import { EdgeStack, type EdgeStackProps } from "../../stacks";
import { service, ZONE } from "../load-balancing/support";
import { addressesOf, type Block, refusalOf, resourcesOf, synthesize } from "../support/synthesize";

const SHOP = { clusterName: "shop", zones: ["europe-west1-b", "europe-west1-c"] };
const GROUP = "k8s1-1a2b3c4d-default-api-80-5e6f7a8b";

const PROPS: EdgeStackProps = {
  google: { project: "acme-test" },
  loadBalancerName: "acme",
  networkName: "acme",
  zone: ZONE,
  services: {
    api: service({ backends: [] }),
    web: service({ hostName: "web.example.com", backends: [] }),
  },
  clusters: { "europe-west1": SHOP },
};

const made = (clusters: EdgeStackProps["clusters"], props: Partial<EdgeStackProps> = {}): Block =>
  synthesize((app) => {
    new EdgeStack(app, "edge", { ...PROPS, ...props, clusters });
  }).stacks.edge as Block;

const refused = (change: object, props: Partial<EdgeStackProps> = {}) =>
  refusalOf(() => made({ "europe-west1": { ...SHOP, ...change } }, props));

const groupsOf = (stack: Block) =>
  addressesOf(stack).filter((address) => address.startsWith("google_compute_network_endpoint_group."));

const attached = (stack: Block, name: string): string[] =>
  resourcesOf(stack, "google_compute_backend_service")[`load_balancer_${name}_backend_service`]?.backend.map(
    ({ group }: Block) => group,
  );

const existing = (zone: string, name = GROUP) => `projects/acme-test/zones/${zone}/networkEndpointGroups/${name}`;
const own = (name: string) => `\${google_compute_network_endpoint_group.${name}.id}`;

describe("endpoint groups that exist", () => {
  test("are attached as they are, while other services of the cluster get new ones", () => {
    const stack = made({ "europe-west1": { ...SHOP, endpointGroups: { api: { endpointGroupName: GROUP } } } });
    expect(groupsOf(stack)).toEqual([
      "google_compute_network_endpoint_group.endpoint_group_web_europe-west1_b",
      "google_compute_network_endpoint_group.endpoint_group_web_europe-west1_c",
    ]);
    expect(attached(stack, "api")).toEqual([existing("europe-west1-b"), existing("europe-west1-c")]);
    expect(attached(stack, "web")).toEqual([
      own("endpoint_group_web_europe-west1_b"),
      own("endpoint_group_web_europe-west1_c"),
    ]);
  });

  test("are in their own zones where they are not in all of the cluster's", () => {
    const api = { endpointGroupName: GROUP, zones: ["europe-west1-c"] };
    expect(attached(made({ "europe-west1": { ...SHOP, endpointGroups: { api } } }), "api")).toEqual([
      existing("europe-west1-c"),
    ]);
  });

  test("stand beside new ones while a service moves over", () => {
    const api = { endpointGroupName: GROUP, movingOver: true };
    const stack = made({ "europe-west1": { ...SHOP, endpointGroups: { api } } });
    expect(attached(stack, "api")).toEqual([
      existing("europe-west1-b"),
      existing("europe-west1-c"),
      own("endpoint_group_api_europe-west1_b"),
      own("endpoint_group_api_europe-west1_c"),
    ]);
  });

  test("are drained with their region", () => {
    const clusters = {
      "europe-west1": { ...SHOP, endpointGroups: { api: { endpointGroupName: GROUP } } },
      "us-east1": { clusterName: "us", zones: ["us-east1-b"] },
    };
    const stack = made(clusters, { traffic: { "europe-west1": { drain: true } } });
    const { backend } = resourcesOf(stack, "google_compute_backend_service").load_balancer_api_backend_service as Block;
    expect(backend.map(({ group, capacity_scaler }: Block) => [group, capacity_scaler])).toEqual([
      [existing("europe-west1-b"), 0],
      [existing("europe-west1-c"), 0],
      [own("endpoint_group_api_us-east1_b"), 1],
    ]);
  });

  test("are refused of a service that does not exist, or that the autoneg controller attaches", () => {
    const endpointGroups = { shop: { endpointGroupName: GROUP } };
    expect(refused({ endpointGroups })).toEqual([
      'edge: clusters.europe-west1.endpointGroups.shop: got "shop", expected a service whose endpoint groups Terraform attaches: "api" or "web"',
    ]);
    const { web } = PROPS.services;
    const services = { api: service({ autoneg: true, backends: [] }), web: web as EdgeStackProps["services"][string] };
    expect(refused({ endpointGroups: { api: { endpointGroupName: GROUP } } }, { services })).toEqual([
      'edge: clusters.europe-west1.endpointGroups.api: got "api", expected a service whose endpoint groups Terraform attaches: "web"',
    ]);
  });

  test("are refused with a name or a zone that cannot be, and where two services have the same", () => {
    const api = { endpointGroupName: "Group", zones: ["us-east1-b"] };
    expect(refused({ endpointGroups: { api } })).toEqual([
      'edge: clusters.europe-west1.endpointGroups.api.endpointGroupName: got "Group", expected 1 to 63 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      'edge: clusters.europe-west1.endpointGroups.api.zones: got "us-east1-b", expected a zone of europe-west1: "europe-west1-b"',
    ]);
    const same = { endpointGroupName: GROUP };
    expect(refused({ endpointGroups: { api: same, web: same } })).toEqual([
      `edge: clusters.europe-west1.endpointGroups.web.endpointGroupName: got "${GROUP}", expected groups of its own: api has these`,
    ]);
  });

  test("are refused under the name of those that Terraform makes beside them", () => {
    const endpointGroups = { api: { endpointGroupName: "shop-api", movingOver: true } };
    const line =
      'edge: clusters.europe-west1.endpointGroups.api.endpointGroupName: got "shop-api", expected the name of groups that exist, not of those that Terraform makes: give it another endpointGroupGenerations';
    expect(refused({ endpointGroups })).toEqual([line]);
    expect(() => made({ "europe-west1": { ...SHOP, endpointGroups, endpointGroupGenerations: [2] } })).not.toThrow();
    // Groups that GKE made of the very name that Terraform would give them: attached, and not made again.
    const adopted = { api: { endpointGroupName: "shop-api" } };
    expect(() => made({ "europe-west1": { ...SHOP, endpointGroups: adopted } })).not.toThrow();
  });
});
