import { Testing, Token } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../../index";
import { POOL } from "../../support/cluster";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf, synthesize } from "../../support/synthesize";

const SHOP = { clusterName: "shop", networkName: "test", zones: ["us-east1-b"] };
const GROUP = { endpointGroupName: "k8s1-1a2b3c4d-default-api-80-5e6f7a8b" };

const refused = (change: Partial<HybridPlatformProps>) =>
  refusalOf(() => new HybridPlatform(Testing.app(), "test", { ...SMALL_PLATFORM, ...change }));

test("endpoint groups of one service are not given both under its key and under its name", () => {
  const services = { front: { ...SMALL_PLATFORM.services.api, name: "api" } };
  const clusters = (endpointGroups: Record<string, typeof GROUP>) => ({
    "us-east1": { existing: { ...SHOP, endpointGroups } },
  });
  expect(refused({ services, clusters: clusters({ front: GROUP, api: GROUP }) })).toEqual([
    'test: clusters.us-east1.existing.endpointGroups.api: got "api", expected nothing beside endpointGroups.front: both are of one service',
  ]);
  for (const one of [{ front: GROUP }, { api: GROUP }] as Record<string, typeof GROUP>[]) {
    expect(
      () => new HybridPlatform(Testing.app(), "test", { ...SMALL_PLATFORM, services, clusters: clusters(one) }),
    ).not.toThrow();
  }
});

describe("the ranges of a subnet for pods and for services", () => {
  const web = SMALL_PLATFORM.clusters["europe-west1"];
  const inSubnet = (names: object) => ({
    network: { existing: { networkName: "corp", project: "acme-host" } },
    clusters: { "europe-west1": { ...web, subnet: { subnetName: "gke", ...names } } },
  });

  test.each([
    [{ podsRangeName: "both", servicesRangeName: "both" }, "both"],
    [{ podsRangeName: "services" }, "services"],
    [{ servicesRangeName: "pods" }, "pods"],
  ])("are two: %j is refused", (names, name) => {
    expect(refused(inSubnet(names))).toEqual([
      `test: clusters.europe-west1.subnet.servicesRangeName: got "${name}", expected another range than that of the pods, "${name}"`,
    ]);
  });

  test("may be known to Terraform alone", () => {
    const unknown = Token.asString("${var.range}");
    const props = { ...SMALL_PLATFORM, ...inSubnet({ podsRangeName: unknown, servicesRangeName: unknown }) };
    expect(() => new HybridPlatform(Testing.app(), "test", props)).not.toThrow();
  });
});

test("a note says that only Terraform knows whether Workload Identity is on", () => {
  const existing = {
    ...SHOP,
    nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com",
    workloadIdentity: Token.asAny("${var.identity}") as unknown as boolean,
    maxNodes: 3,
  };
  const props = { ...SMALL_PLATFORM, clusters: { "us-east1": { existing, nodePools: { batch: POOL } } } };
  const { manifest } = synthesize((app) => new HybridPlatform(app, "test", props));
  const { annotations } = manifest.stacks["test-cluster-us-east1"];
  expect(annotations.map(({ message }: { readonly message: string }) => message)).toEqual([
    "existing.workloadIdentity is known to Terraform alone: it is not judged whether Google takes the added pools, which it refuses where Workload Identity is off",
  ]);
});
