import { counted } from "../../core/counted";
import type { Settings, SynthesizedStack } from "../output-folder";
import { takersOf } from "../takers";
import { bandwidthText } from "./bandwidth";
import { shownValue } from "./blocks";
import { kindOfNodes, nodeCapacity, nodesText } from "./nodes";
import { codedResources } from "./resources";

/** How much something can carry before and after; nothing where there is none of it. */
export interface CapacityChange {
  readonly stack: string;
  /** `node pool web`, `service production-api at us-east1`, `link paris/vpn`. */
  readonly what: string;
  readonly before?: string;
  readonly after?: string;
}

/** What can carry more or less than before: node pools, sites of services, links. Known from the two outputs, without a plan. */
export function capacityChanges(
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
): readonly CapacityChange[] {
  const [old, young] = [capacities(before), capacities(after)];
  const keys = [...new Set([...young.keys(), ...old.keys()])].sort();
  return keys.flatMap((key): CapacityChange[] => {
    const [one, other] = [old.get(key), young.get(key)];
    if (one?.amount === other?.amount) return [];
    const { stack = "", what = "" } = other ?? one ?? {};
    return [{ stack, what, ...(one && { before: one.amount }), ...(other && { after: other.amount }) }];
  });
}

/** In words: `node pool web: 3 to 60 nodes → 3 to 90 nodes`. */
export function capacityChangeText({ what, before, after }: CapacityChange): string {
  return `${what}: ${before ?? "none"} → ${after ?? "none"}`;
}

interface Capacity {
  readonly stack: string;
  readonly what: string;
  readonly amount: string;
}

function capacities(stacks: readonly SynthesizedStack[]): ReadonlyMap<string, Capacity> {
  const all = [...stacks.flatMap(poolsOf), ...sitesOf(stacks), ...stacks.flatMap(linksOf)];
  return new Map(all.map((one) => [`${one.stack} ${one.what}`, one]));
}

function poolsOf({ name: stack, configuration }: SynthesizedStack): readonly Capacity[] {
  return [...codedResources(configuration).values()].flatMap(({ type, settings }): Capacity[] => {
    const capacity = type === "google_container_node_pool" ? nodeCapacity(settings) : undefined;
    if (capacity === undefined) return [];
    const amount = nodesText(capacity, kindOfNodes(settings));
    return [{ stack, what: `node pool ${shownValue(settings.name)}`, amount }];
  });
}

function sitesOf(stacks: readonly SynthesizedStack[]): readonly Capacity[] {
  return takersOf(stacks).flatMap(({ stack, service, sites }) =>
    sites.map(({ site }): Capacity => {
      const rate = `${site.maxRatePerEndpoint} requests per second per endpoint`;
      const amount = site.capacity === 0 ? "drained" : `${Math.round(site.capacity * 100)} % of ${rate}`;
      return { stack, what: `service ${service} at ${site.name}`, amount };
    }),
  );
}

/** The tunnels of each gateway, and the attachments of each router. */
function linksOf({ name: stack, configuration }: SynthesizedStack): readonly Capacity[] {
  const resources = codedResources(configuration);
  const tunnels = groupedBy(resources, "google_compute_vpn_tunnel", "vpn_gateway");
  const attachments = groupedBy(resources, "google_compute_interconnect_attachment", "router");
  return [
    ...[...tunnels].map(([gateway, all]) => ({ stack, what: `VPN ${gateway}`, amount: amountOf(all, "tunnel") })),
    ...[...attachments].map(([router, all]) => ({
      stack,
      what: `interconnect ${router}`,
      amount: amountOf(all, "attachment"),
    })),
  ];
}

function groupedBy(
  resources: ReturnType<typeof codedResources>,
  type: string,
  argument: string,
): ReadonlyMap<string, readonly Settings[]> {
  const groups = new Map<string, Settings[]>();
  for (const resource of resources.values()) {
    if (resource.type !== type) continue;
    const [, address = ""] = /^\$\{(\w+\.[\w-]+)\./.exec(String(resource.settings[argument])) ?? [];
    const name = shownValue(resources.get(address)?.settings.name) ?? String(resource.settings[argument]);
    groups.set(name, [...(groups.get(name) ?? []), resource.settings]);
  }
  return groups;
}

function amountOf(all: readonly Settings[], noun: string): string {
  const [each, ...others] = new Set(all.map(({ bandwidth }) => bandwidthText(bandwidth)));
  return `${counted(all.length, noun)}${each !== undefined && others.length === 0 ? ` of ${each}` : ""}`;
}
