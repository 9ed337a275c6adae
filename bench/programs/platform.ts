import { COUNTRY_CODES, type HybridPlatformProps, type NodePoolOptions, type Route } from "cdktf-hybrid-kubernetes";

/** How large a generated platform is. */
export interface PlatformSize {
  readonly clusters: number;
  /** How many countries have a route, up to all 246 that Route 53 knows. */
  readonly countries: number;
  readonly hostNames: number;
}

const DATA_CENTERS = ["paris", "frankfurt", "singapore"];

const web: NodePoolOptions = {
  machineType: "n2-standard-8",
  autoscaling: { totalMinNodeCount: 3, totalMaxNodeCount: 60 },
};
const video: NodePoolOptions = {
  machineType: "n2-standard-16",
  autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 24 },
};

/**
 * A platform with as many of each thing as wanted. There are fewer real regions than clusters, so the regions are made up,
 * with zones and ranges of their own.
 */
export function platform({ clusters, countries, hostNames }: PlatformSize): HybridPlatformProps {
  return {
    google: { project: "acme-bench" },
    network: { nodes: "172.16.0.0/14", pods: "172.20.0.0/14", services: "172.24.0.0/14" },
    clusters: numbered(clusters, (index) => [`europe-west${100 + index}`, cluster(index)]),
    dataCenters: {
      paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } },
      frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
      singapore: { ingress: { ipv4: "203.0.113.30", ipv6: "2001:db8:3::10" } },
    },
    hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    anycastAddresses: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
    services: numbered(hostNames, (index) => [
      `service-${index}`,
      { hostName: `service-${index}.example.com`, maxRatePerEndpoint: 100 },
    ]),
    routing: { countries: numbered(countries, (index) => [COUNTRY_CODES[index] ?? "", route(index)]) },
  };
}

function cluster(index: number): NonNullable<HybridPlatformProps["clusters"]>[string] {
  return {
    zones: ["b", "c", "d"].map((letter) => `europe-west${100 + index}-${letter}`),
    ranges: {
      nodes: `10.${index >> 4}.${(index & 15) * 16}.0/20`,
      services: `10.${64 + (index >> 4)}.${(index & 15) * 16}.0/20`,
      // A thousand clusters have more pods than 10.0.0.0/8 has addresses.
      pods: `${240 + (index >> 9)}.${(index >> 1) & 255}.${(index & 1) * 128}.0/17`,
    },
    nodePools: { web, video },
  };
}

/** Two data centres in one of three orders, and one of ten percentages. */
function route(index: number): Route {
  const first = DATA_CENTERS[index % 3] as string;
  const second = DATA_CENTERS[(index + 1) % 3] as string;
  return { serveFrom: [first, second], percent: 10 * (1 + (index % 10)) };
}

function numbered<Value>(count: number, entry: (index: number) => [string, Value]): Record<string, Value> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)));
}
