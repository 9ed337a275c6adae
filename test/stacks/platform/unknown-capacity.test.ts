import { Token } from "cdktf";
import { type ClusterOptions, HybridPlatform, type HybridPlatformProps, Link } from "../../../index";
import { VPN } from "../../links/support";
import { POOL } from "../../support/cluster";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf, synthesize } from "../../support/synthesize";

const { paris } = SMALL_PLATFORM.dataCenters;
const OURS = SMALL_PLATFORM.clusters["europe-west1"];
const SHOP = { clusterName: "shop", networkName: "test", zones: ["us-east1-b"] };
const NODES = { nodeServiceAccountEmail: "nodes@acme-test.iam.gserviceaccount.com", workloadIdentity: true };

const NOT_CHECKED = "Google Cloud as the last resort is not checked for overload";
const NO_RATE = `analysis.requestsPerSecondPerNode is not configured: ${NOT_CHECKED}`;
const NO_LAST_RESORT =
  "lastResort.requestsPerSecond is not configured: it is not judged whether the last resort carries the requests that reach it";

/** France asks for more than any part of the platform takes; what Paris takes is enough. */
const platform = (change: Partial<HybridPlatformProps> = {}): HybridPlatformProps => ({
  ...SMALL_PLATFORM,
  dataCenters: { paris: { ...paris, requestsPerSecond: 9e9 } },
  analysis: { demand: { FR: 9e9 } },
  ...change,
});

const inAmerica = (change: Partial<ClusterOptions["existing"]>, others: Partial<ClusterOptions> = {}) => ({
  "us-east1": { existing: { ...SHOP, ...change }, ...others },
});

const refused = (props: HybridPlatformProps) =>
  refusalOf(() => synthesize((app) => new HybridPlatform(app, "test", props)));

function notesOf(props: HybridPlatformProps): readonly string[] {
  const { manifest } = synthesize((app) => new HybridPlatform(app, "test", props));
  return manifest.stacks["test-dns"].annotations.map(({ message }: { readonly message: string }) => message);
}

describe("where it is known what users ask for, a platform names what it is not judged by:", () => {
  const batch = { batch: POOL };
  test.each<[string, Partial<HybridPlatformProps>, string[]]>([
    ["clusters without the rates of their nodes", {}, [NO_RATE]],
    [
      "a new cluster beside one that exists whose capacity is known",
      { clusters: { "europe-west1": OURS, ...inAmerica({ requestsPerSecond: 1000 }) } },
      [NO_RATE],
    ],
    [
      "pools without a rate in a cluster that exists whose capacity is known",
      { clusters: inAmerica({ ...NODES, requestsPerSecond: 1000, maxNodes: 3 }, { nodePools: batch }) },
      [NO_RATE],
    ],
    [
      "data centres alone behind the load balancer",
      {
        clusters: undefined,
        dataCenters: {
          paris: { ...paris, requestsPerSecond: 9e9 },
          berlin: {
            links: { vpn: Link.haVpn(VPN) },
            privateIngress: { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 },
          },
        },
        services: { api: { hostName: "api.example.com", dataCenters: ["berlin"] } },
      },
      [NO_LAST_RESORT],
    ],
    [
      "a data centre without a capacity",
      { dataCenters: { paris }, lastResort: { requestsPerSecond: 9e9 } },
      [
        "dataCenters.paris.requestsPerSecond is not configured: it is not judged whether paris carries the requests that reach it",
      ],
    ],
    [
      "a cluster that exists whose capacity only Terraform knows",
      { clusters: inAmerica({ requestsPerSecond: Token.asNumber("${var.most}") }) },
      [`clusters.us-east1.existing.requestsPerSecond is known to Terraform alone: ${NOT_CHECKED}`],
    ],
    [
      "a last resort elsewhere, and not the clusters, which are not it",
      { ...elsewhere({}), clusters: inAmerica({}) },
      [NO_LAST_RESORT],
    ],
  ])("%s", (_, change, expected) => {
    expect(notesOf(platform(change))).toEqual(expected);
  });

  test("and nothing where the capacity of the whole last resort is configured", () => {
    expect(notesOf(platform({ clusters: inAmerica({}), lastResort: { requestsPerSecond: 9e9 } }))).toEqual([]);
    expect(refused(platform({ clusters: inAmerica({}), lastResort: { requestsPerSecond: 9 } }))).toEqual([
      expect.stringContaining("and can take 9;"),
    ]);
  });

  test("and nothing of a data centre that no user is sent to", () => {
    const rome = { ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" } };
    const dataCenters = { paris: { ...paris, requestsPerSecond: 9e9 }, rome };
    expect(notesOf(platform({ dataCenters, lastResort: { requestsPerSecond: 9e9 } }))).toEqual([]);
  });

  test("and nothing where it is not known what users ask for", () => {
    expect(notesOf(platform({ analysis: undefined, dataCenters: { paris } }))).toEqual([]);
  });
});

/** No load balancer: users go to addresses elsewhere. */
function elsewhere(change: object): Partial<HybridPlatformProps> {
  const lastResort = { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9", ...change };
  return {
    loadBalancer: false,
    anycastAddresses: undefined,
    services: { api: { hostName: "api.example.com" } },
    lastResort,
  };
}

describe("a last resort elsewhere", () => {
  test("is judged by its own capacity, and not by that of the clusters", () => {
    const few = { clusters: inAmerica({ requestsPerSecond: 100 }) };
    expect(notesOf(platform({ ...elsewhere({}), ...few }))).toEqual([NO_LAST_RESORT]);
    expect(notesOf(platform({ ...elsewhere({ requestsPerSecond: 9e9 }), ...few }))).toEqual([]);
    expect(refused(platform({ ...elsewhere({ requestsPerSecond: 9 }), ...few }))).toEqual([
      expect.stringContaining("and can take 9;"),
    ]);
  });
});

test("the capacity of the last resort is configured once: by itself, or by that of its clusters", () => {
  const clusters = inAmerica({ requestsPerSecond: 1000 });
  expect(refused(platform({ clusters, lastResort: { requestsPerSecond: 6000 }, analysis: undefined }))).toEqual([
    "test: lastResort.requestsPerSecond: got 6000, expected nothing beside clusters.us-east1.existing.requestsPerSecond, which says the same of clusters",
  ]);
});
