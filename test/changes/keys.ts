import { HybridPlatform, type HybridPlatformProps, Link, Secret } from "../../index";
import { configurationsOf } from "../support/synthesize";
import { difference } from "./difference";
import type { FoundKey } from "./found-changes";

const preSharedKey = Secret.fromSecretManager({ secret: "vpn-paris" });
const interconnect = (name: string) =>
  `https://www.googleapis.com/compute/v1/projects/acme-test/global/interconnects/${name}`;

const web = { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 } };
const batch = {
  machineType: "n2-standard-16",
  spot: true,
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 40 },
};
const api = { hostName: "api.example.com", maxRatePerEndpoint: 100 };
const shop = {
  hostName: "shop.example.com",
  maxRatePerEndpoint: 100,
  containerPort: 8081,
  securityPolicy: { denyRanges: ["203.0.113.192/26"] },
};

const [first, second] = [0, 1].map((gatewayInterface, index) => ({
  gatewayInterface: gatewayInterface as 0 | 1,
  peerAddress: index === 1 ? "203.0.113.2" : "203.0.113.1",
  preSharedKey,
  linkLocalRange: `169.254.10.${4 * index}/30`,
}));

const vpn = (tunnels: object) =>
  Link.haVpn({
    region: "europe-west1",
    asn: 64_514,
    peerAsn: 65_001,
    peerAddresses: ["203.0.113.1", "203.0.113.2"],
    tunnels,
  } as never);
const circuits = (attachments: object, name?: string) =>
  Link.dedicatedInterconnect({ region: "europe-west1", asn: 64_515, peerAsn: 65_002, attachments } as never, { name });

const TUNNELS = { "edge-1": first, "edge-2": second };
const ATTACHMENTS = {
  one: { interconnect: interconnect("one"), vlan: 100 },
  two: { interconnect: interconnect("two"), vlan: 100 },
};

const paris = {
  ingress: { ipv4: "203.0.113.10" },
  privateRanges: ["10.128.0.0/12"],
  links: { vpn: vpn(TUNNELS), circuits: circuits(ATTACHMENTS) },
};
const madrid = { ingress: { ipv4: "203.0.113.30" } };
const cluster = (pools: object) => ({ nodePools: pools }) as NonNullable<HybridPlatformProps["clusters"]>[string];

const ALL = {
  google: { project: "acme-test" },
  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
  clusters: { "europe-west1": cluster({ web, batch }), "us-east1": cluster({ web }) },
  dataCenters: { paris, madrid },
  hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  anycastAddresses: { ipv4: "198.51.100.1" },
  services: { api, shop },
  routing: { countries: { FR: { serveFrom: ["paris"] }, ES: { serveFrom: ["madrid"] } } },
} satisfies HybridPlatformProps;

const servedBy = (spain: string) => ({ countries: { FR: { serveFrom: ["paris"] }, ES: { serveFrom: [spain] } } });
const links = (of: object) => ({ dataCenters: { paris: { ...paris, links: of as never }, madrid } });

/** Each map of a platform: what it has, and how its last key may go, or be called otherwise. */
const MAPS: readonly {
  readonly map: string;
  readonly of: string;
  readonly removed: object;
  readonly renamed?: object;
  /** The same, with the former key as the name. */
  readonly named?: object;
}[] = [
  { map: "clusters", of: "a region", removed: { clusters: { "europe-west1": ALL.clusters["europe-west1"] } } },
  {
    map: "nodePools",
    of: "a node pool",
    removed: { clusters: { ...ALL.clusters, "europe-west1": cluster({ web }) } },
    renamed: { clusters: { ...ALL.clusters, "europe-west1": cluster({ web, jobs: batch }) } },
    named: { clusters: { ...ALL.clusters, "europe-west1": cluster({ web, jobs: { ...batch, name: "batch" } }) } },
  },
  {
    map: "services",
    of: "a service",
    removed: { services: { api } },
    renamed: { services: { api, store: shop } },
    named: { services: { api, store: { ...shop, name: "shop" } } },
  },
  {
    map: "dataCenters",
    of: "a data centre",
    removed: { dataCenters: { paris }, routing: servedBy("paris") },
    renamed: { dataCenters: { paris, toledo: madrid }, routing: servedBy("toledo") },
    named: { dataCenters: { paris, toledo: { ...madrid, name: "madrid" } }, routing: servedBy("toledo") },
  },
  {
    map: "links",
    of: "a link",
    removed: links({ vpn: paris.links.vpn }),
    renamed: links({ vpn: paris.links.vpn, fibre: paris.links.circuits }),
    named: links({ vpn: paris.links.vpn, fibre: circuits(ATTACHMENTS, "circuits") }),
  },
  {
    map: "tunnels",
    of: "a tunnel",
    removed: links({ ...paris.links, vpn: vpn({ "edge-1": first }) }),
    renamed: links({ ...paris.links, vpn: vpn({ "edge-1": first, west: second }) }),
    named: links({ ...paris.links, vpn: vpn({ "edge-1": first, west: { ...second, name: "edge-2" } }) }),
  },
  {
    map: "attachments",
    of: "an attachment",
    removed: links({ ...paris.links, circuits: circuits({ one: ATTACHMENTS.one }) }),
    renamed: links({ ...paris.links, circuits: circuits({ one: ATTACHMENTS.one, west: ATTACHMENTS.two }) }),
    named: links({
      ...paris.links,
      circuits: circuits({ one: ATTACHMENTS.one, west: { ...ATTACHMENTS.two, name: "two" } }),
    }),
  },
  { map: "countries", of: "a country", removed: { routing: { countries: { FR: { serveFrom: ["paris"] } } } } },
];

/** What differs when a key of a map is added, removed, or has another name. */
export function foundKeys(): readonly FoundKey[] {
  const output = (change: object = {}) =>
    configurationsOf((app) => new HybridPlatform(app, "acme", { ...ALL, ...change } as HybridPlatformProps));
  const whole = output();
  const from = (map: Pick<FoundKey, "map" | "of">, kind: FoundKey["kind"], change?: object): readonly FoundKey[] =>
    change === undefined ? [] : [{ ...map, kind, difference: difference(whole, output(change)) }];
  return MAPS.flatMap(({ map, of, removed, renamed, named }) => [
    { map, of, kind: "added", difference: difference(output(removed), whole) },
    ...from({ map, of }, "removed", removed),
    ...from({ map, of }, "renamed", renamed),
    ...from({ map, of }, "renamed, with its `name`", named),
  ]);
}
