import { counted } from "../core/counted";
import type { Platform, PlatformCluster, PlatformLink } from "../pictures/model/platform";
import { resources, type Settings, type SynthesizedStack } from "./output-folder";
import { dataCentersBehind, hasLoadBalancer, regionsOf } from "./picture";

/** The parts of the platform that a stack belongs to: all stacks that it waits for, or that wait for one of them. */
export function platformAround(
  stacks: readonly SynthesizedStack[],
  name: string,
  dataCenters: readonly string[],
): Platform {
  const [root = name] = name.split(", zone ");
  const names = new Set([root]);
  for (let size = 0; size < names.size; ) {
    size = names.size;
    for (const stack of stacks) {
      const joined = [stack.name, ...stack.waitsFor];
      if (joined.some((one) => names.has(one))) for (const one of joined) names.add(one);
    }
  }
  const own = stacks.filter((stack) => names.has(stack.name));
  const ofType = (type: string) => own.flatMap(({ configuration }) => Object.entries(resources(configuration, type)));
  const serving = new Set(own.flatMap(regionsOf));
  const clusters = own.flatMap((stack) => clustersIn(stack));
  const subnets = ofType("google_compute_subnetwork").map(([, subnet]) => subnet);
  const regions = [
    ...new Set([...clusters.map(({ region }) => region), ...subnets.map(({ region }) => String(region)), ...serving]),
  ];
  const [network] = ofType("google_compute_network").map(([, settings]) => String(settings.name));
  return {
    network,
    hasLoadBalancer: own.some(hasLoadBalancer),
    regions: regions.sort().map((region) => ({
      name: region,
      ranges: subnets.filter((subnet) => subnet.region === region).map(({ ip_cidr_range }) => String(ip_cidr_range)),
      clusters: clusters.filter((cluster) => cluster.region === region),
      isBehindLoadBalancer: serving.has(region),
    })),
    behindLoadBalancer: [...new Set(own.flatMap(dataCentersBehind))].sort(),
    links: linksIn(ofType, dataCenters),
  };
}

function clustersIn({ configuration }: SynthesizedStack): readonly (PlatformCluster & { readonly region: string })[] {
  const pools = Object.values(resources(configuration, "google_container_node_pool"));
  return Object.entries(resources(configuration, "google_container_cluster")).map(([id, cluster]) => ({
    name: String(cluster.name),
    region: String(cluster.location).replace(/-[a-z]$/, ""),
    pools: pools
      .filter((pool) => String(pool.cluster).includes(`google_container_cluster.${id}.`))
      .map(poolText)
      .sort(),
  }));
}

function poolText({ name, node_config, autoscaling, node_count }: Settings): string {
  const { machine_type } = (node_config ?? {}) as Settings;
  const { total_min_node_count: least, total_max_node_count: most } = (autoscaling ?? {}) as Settings;
  const nodes =
    most === undefined
      ? node_count === undefined
        ? ""
        : `, ${node_count} nodes per zone`
      : `, ${least ?? 0} to ${most} nodes`;
  return `${name}: ${machine_type ?? "machines of Google's choice"}${nodes}`;
}

const KINDS: Readonly<Record<string, string>> = {
  google_compute_vpn_tunnel: "VPN tunnel",
  google_compute_interconnect_attachment: "attachment",
};

type OfType = (type: string) => readonly (readonly [id: string, settings: Settings])[];

/** Links have the name of their data centre in theirs. */
function linksIn(ofType: OfType, dataCenters: readonly string[]): readonly PlatformLink[] {
  const longestFirst = [...dataCenters].sort((one, other) => other.length - one.length);
  const found = Object.entries(KINDS).flatMap(([type, kind]) =>
    ofType(type).map(([id, { region }]) => ({
      kind,
      region: String(region),
      dataCenter: longestFirst.find((name) => id.includes(`_${name}_`)),
    })),
  );
  const counts = new Map<string, { readonly link: (typeof found)[number]; count: number }>();
  for (const link of found) {
    const known = counts.get(JSON.stringify(link)) ?? { link, count: 0 };
    known.count += 1;
    counts.set(JSON.stringify(link), known);
  }
  return [...counts.values()].map(({ link: { kind, region, dataCenter }, count }) => ({
    dataCenter,
    region,
    what: counted(count, kind),
  }));
}
