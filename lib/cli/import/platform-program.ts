import type { Settings } from "../output-folder";
import { block, comment, docComment, literal } from "./code";
import { type Existing, isRecord, lastPart, one, textOf } from "./existing";
import { called, IMPORTABLE } from "./importable-types";
import { isInVpc, otherRangesOf } from "./other-ranges";

/** A hosted zone that exists. */
export interface KnownZone {
  readonly zoneId: string;
  readonly zoneName: string;
}

/** What is written of what exists, and what is left to do. */
interface Written {
  readonly props: Settings;
  readonly toDo: readonly string[];
  /** What is not the platform's, and need not become it. */
  readonly stays: readonly string[];
}

const ofType = (things: readonly Existing[], type: string) => things.filter((thing) => thing.type === type);

/** The program of a platform over what exists: all of it is a reference, and nothing of it is changed. In TypeScript. */
export function platformProgram(things: readonly Existing[], zones: readonly KnownZone[]): string {
  const { props, toDo, stays } = platformOf(things, zones);
  return [
    'import { App } from "cdktf";',
    'import { HybridPlatform, type HybridPlatformProps } from "cdktf-hybrid-kubernetes";',
    "",
    ...toDo.map((line) => comment(`TO DO: ${line}.`)),
    ...stays.map((line) => comment(`Stays as it is: ${line}.`)),
    "",
    docComment("What exists, as a platform refers to it: nothing of it is made, changed or destroyed."),
    `export const existing: HybridPlatformProps = ${block(props, "")};`,
    "",
    "const app = new App();",
    'new HybridPlatform(app, "production", existing);',
    "app.synth();",
  ].join("\n");
}

function platformOf(things: readonly Existing[], zones: readonly KnownZone[]): Written {
  const all = ofType(things, "google_container_cluster");
  const subnets = ofType(things, "google_compute_subnetwork");
  const vpc = vpcOf(things, all, subnets);
  const project = projectOf(all) ?? projectOf(things);
  const elsewhere = (thing: Existing) => elsewhereInWords(thing, vpc, project);
  const clusters = all.filter((cluster) => elsewhere(cluster) === undefined);
  const inVpc = subnets.filter(({ settings }) => isKnownAs(settings, vpc));
  const host = textOf(vpc?.settings.project);
  const regions = clusters.map((cluster) => ({ cluster, region: regionOf(cluster.settings) }));
  const firsts = regions.filter(({ region }, index) => regions.findIndex((other) => other.region === region) === index);
  const written = firsts.map(({ cluster, region }) => [region, clusterOf(cluster, inVpc, things)] as const);
  const [zone, ...otherZones] = zones;
  const ours = written.map(([region, { props }]) => ({ region, props }));
  return {
    props: {
      google: project === undefined ? undefined : { project },
      network: vpc && {
        existing: {
          networkName: vpc.settings.name,
          project: host === project ? undefined : host,
          otherRanges: otherRangesOf(vpc, subnets, ours),
        },
      },
      clusters: Object.fromEntries(written.map(([region, { props }]) => [region, props])),
      hostedZone: zone,
      additionalHostedZones:
        otherZones.length === 0 ? undefined : Object.fromEntries(otherZones.map((one) => [one.zoneName, one])),
    },
    toDo: [
      ...[...all, ...subnets].flatMap((thing) => elsewhere(thing) ?? []),
      ...regions
        .filter((one) => !firsts.includes(one))
        .map(
          ({ cluster, region }) =>
            `${called(cluster.type, cluster.settings)}: ${region} has another one already, and a platform one in each region`,
        ),
      ...written.flatMap(([, { toDo }]) => toDo),
      ...othersOf(things, vpc),
    ],
    stays: written.flatMap(([, { stays }]) => stays),
  };
}

/** The VPC of the clusters; without any, that with a subnet, or the first. */
function vpcOf(
  things: readonly Existing[],
  clusters: readonly Existing[],
  subnets: readonly Existing[],
): Existing | undefined {
  const all = ofType(things, "google_compute_network");
  const user = [...clusters, ...subnets].find(({ settings }) => textOf(settings.network) !== undefined);
  if (user === undefined) return all[0];
  const known = all.find((vpc) => isInVpc(user.settings, vpc));
  if (known !== undefined) return known;
  const path = textOf(user.settings.network) ?? "";
  const project = /^projects\/([^/]+)\//.exec(path)?.[1];
  return { type: "google_compute_network", settings: { name: lastPart(path), project } };
}

/** What does not name its VPC, as a name alone, may be in any. */
function isKnownAs(settings: Settings, vpc: Existing | undefined): boolean {
  return textOf(settings.network) === undefined || isInVpc(settings, vpc);
}

/** Why a cluster or a subnet does not belong to this platform: it is in another VPC, or its cluster in another project. */
function elsewhereInWords(
  { type, settings }: Existing,
  vpc: Existing | undefined,
  project?: string,
): string | undefined {
  const subject = called(type, settings);
  const own = textOf(settings.project);
  if (vpc !== undefined && !isKnownAs(settings, vpc)) {
    return `${subject}: it is in another VPC, ${String(settings.network)}, and a platform has one, ${String(vpc.settings.name)}: give it a platform of its own`;
  }
  if (type !== "google_container_cluster" || own === undefined || project === undefined || own === project)
    return undefined;
  return `${subject}: it is in another project, ${own}, and the clusters of a platform are in one, ${project}: give it a platform of its own`;
}

function projectOf(things: readonly Existing[]): string | undefined {
  return things.flatMap(({ settings }) => textOf(settings.project) ?? [])[0];
}

/** Where a cluster is; of a zonal one the region of its zone. */
function regionOf({ location }: Settings): string {
  return String(location ?? "").replace(/-[a-z]$/, "");
}

function clusterOf({ settings }: Existing, subnets: readonly Existing[], things: readonly Existing[]): Written {
  const name = textOf(settings.name) ?? "";
  const path = textOf(settings.subnetwork);
  const subnet = subnets.find(
    (one) => path !== undefined && lastPart(path) === one.settings.name && isIn(one, settings),
  );
  const policy = one(settings.ip_allocation_policy);
  const [pods, services] = [textOf(policy.cluster_secondary_range_name), textOf(policy.services_secondary_range_name)];
  const ranges = subnet && rangesOf(subnet.settings, pods, services);
  const pools = ofType(things, "google_container_node_pool").filter(
    (pool) => lastPart(String(pool.settings.cluster)) === name && regionOf(pool.settings) === regionOf(settings),
  );
  const maxNodes = pools.map(({ settings: pool }) => maxNodesOf(pool));
  return {
    props: {
      existing: {
        clusterName: name,
        location: /-[a-z]$/.test(String(settings.location)) ? settings.location : undefined,
        zones: zonesOf(settings.node_locations),
        maxNodes: pools.length > 0 && maxNodes.every((most) => most !== undefined) ? sum(maxNodes) : undefined,
      },
      subnet: path && {
        subnetName: lastPart(path),
        podsRangeName: pods === "pods" ? undefined : pods,
        servicesRangeName: services === "services" ? undefined : services,
      },
      ranges,
    },
    toDo: [
      ...podsInWords(name, settings),
      ...(path !== undefined && ranges === undefined
        ? [`cluster ${name}: its subnet's ranges are not in the files: what it holds is not judged`]
        : []),
    ],
    stays: pools.map(
      ({ settings: pool }) =>
        `${poolInWords(pool)}. As a key of nodePools it becomes the platform's, see docs/import.md`,
    ),
  };
}

/** What stands in the way of the pods of a cluster: its ranges are not known, or it has none. */
function podsInWords(name: string, { ip_allocation_policy, networking_mode }: Settings): readonly string[] {
  if (textOf(one(ip_allocation_policy).cluster_secondary_range_name) !== undefined) return [];
  if (ip_allocation_policy === undefined && networking_mode === undefined) {
    return [
      `cluster ${name}: its subnet, its ranges and its zones are not all in the files: gcloud container clusters describe tells them`,
    ];
  }
  return [
    `cluster ${name}: it has no ranges for its pods, so that a load balancer cannot reach them: it needs a new one beside it`,
  ];
}

function isIn({ settings }: Existing, cluster: Settings): boolean {
  return lastPart(String(settings.region ?? "")) === regionOf(cluster);
}

function rangesOf(subnet: Settings, pods: string | undefined, services: string | undefined): Settings | undefined {
  const secondary = (Array.isArray(subnet.secondary_ip_range) ? subnet.secondary_ip_range : []).filter(isRecord);
  const rangeOf = (name: string | undefined) => secondary.find(({ range_name }) => range_name === name)?.ip_cidr_range;
  const ranges = { nodes: subnet.ip_cidr_range, pods: rangeOf(pods), services: rangeOf(services) };
  return Object.values(ranges).every((range) => typeof range === "string") ? ranges : undefined;
}

function zonesOf(value: unknown): readonly string[] | undefined {
  const zones = Array.isArray(value) ? value.filter((zone): zone is string => typeof zone === "string").sort() : [];
  return zones.length === 0 ? undefined : zones;
}

/** The most nodes of a pool; nothing where it is not known. */
function maxNodesOf({ autoscaling, node_locations, node_count }: Settings): number | undefined {
  const limits = one(autoscaling);
  const zones = zonesOf(node_locations)?.length ?? 1;
  if (Number(limits.total_max_node_count) > 0) return Number(limits.total_max_node_count);
  if (Number(limits.max_node_count) > 0) return Number(limits.max_node_count) * zones;
  return typeof node_count === "number" ? node_count * zones : undefined;
}

const sum = (numbers: readonly (number | undefined)[]) => numbers.reduce<number>((total, one) => total + (one ?? 0), 0);

function poolInWords(pool: Settings): string {
  const limits = one(pool.autoscaling);
  const nodes = one(pool.node_config);
  const machine = textOf(nodes.machine_type) ?? "machines that are not known";
  const most = maxNodesOf(pool);
  const accelerators = (Array.isArray(nodes.guest_accelerator) ? nodes.guest_accelerator : []).filter(isRecord);
  const gpus = accelerators.map(({ count, type }) => `, ${String(count)} ${String(type)}`).join("");
  const scaled = Object.keys(limits).length > 0 ? ", autoscaled" : "";
  return `node pool ${String(pool.name)} of ${machine}${gpus}${most === undefined ? "" : `, up to ${most} nodes`}${scaled}`;
}

function inLastResort(address: string | undefined): string {
  if (address === undefined) return " with this address, which is not in the files";
  return `: ${literal({ [address.includes(":") ? "ipv6" : "ipv4"]: address })}`;
}

/** Things that a platform has by options of their own, in words. */
const OTHERS: Readonly<Record<string, (thing: Settings) => string>> = {
  google_compute_vpn_tunnel: () => "a data centre has it by links, Link.haVpn",
  google_compute_interconnect_attachment: () =>
    "a data centre has it by links, Link.dedicatedInterconnect or Link.partnerInterconnect",
  google_compute_global_address: ({ address }) =>
    `the load balancer of this address goes on as it is by loadBalancer: false and lastResort${inLastResort(textOf(address))}`,
  google_compute_backend_service: () => "a platform makes its own by services, beside it",
  aws_route53_health_check: ({ ip_address, port, resource_path }) =>
    `a data centre whose ingress is ${String(ip_address ?? "not known")} gets it, with port ${String(port ?? "not set")} and path ${String(resource_path ?? "none")} in its healthCheck`,
};

function othersOf(things: readonly Existing[], vpc: Existing | undefined): readonly string[] {
  return things.flatMap((thing) => {
    const { type, settings, id } = thing;
    const subject = settings.name === undefined && id !== undefined ? `${wordsOf(type)} ${id}` : called(type, settings);
    if (type === "google_compute_network" && vpc !== undefined && settings.name !== vpc.settings.name)
      return [`${subject}: a platform has one VPC, and this one stays as it is`];
    const isInternal = type === "google_compute_global_address" && settings.address_type === "INTERNAL";
    const words = isInternal ? undefined : OTHERS[type];
    return words === undefined ? [] : [`${subject}: ${words(settings)}`];
  });
}

const wordsOf = (type: string) =>
  type === "aws_route53_health_check" ? "health check" : (IMPORTABLE[type]?.words[0] ?? type);
