import { byName, type PlannedServer, type SitePlan } from "./site-plan";

/** What the edge servers of a data centre can take, in requests per second. */
export interface EdgeCapacity {
  /** All of them together. */
  readonly whole: number;
  /** The least that is left while one server or one rack is down, by its name: `edge-1`, `rack a1`. Only what is less than all. */
  readonly without: ReadonlyMap<string, number>;
  /** Why it is not more, in words. */
  readonly reason: string;
}

/**
 * What the edge servers can take together; `undefined` when it is not known what one can take.
 *
 * Routers share requests between equal paths, of which each rack has the same number: one for each of its two routers. So every rack
 * with edge servers gets an equal part, however many it has, and a rack's routers share theirs between its own. The rack with the fewest
 * is full first.
 */
export function edgeCapacity({ options, servers }: SitePlan): EdgeCapacity | undefined {
  const rate = options.edge?.requestsPerSecondPerServer;
  const edges = servers.filter(({ role }) => role === "edge");
  if (rate === undefined || edges.length === 0) return undefined;
  const racks = countByRack(edges);
  const [fewest, count] = [...racks].reduce((least, one) => (one[1] < least[1] ? one : least));
  const equal = `each of the ${racks.size} racks with edge servers gets an equal part of the requests, and `;
  const whole = timesOf(edges);
  let least = whole;
  const without = new Map<string, number>();
  // A rack that is no worse than one of its servers adds nothing to it.
  for (const { name, times } of [...worst(byServer(edges)), ...worst(byRack(edges))]) {
    if (times < least) without.set(name, rate * times);
    least = Math.min(least, times);
  }
  const reason = `${racks.size === 1 ? "" : equal}${fewest} has ${count}, at ${rate} requests per second each`;
  return { whole: rate * whole, without, reason };
}

interface Rest {
  readonly name: string;
  readonly times: number;
}

/** How many times the rate of one server all of them can take. */
function timesOf(edges: readonly PlannedServer[]): number {
  const racks = countByRack(edges);
  return racks.size * Math.min(...racks.values());
}

function countByRack(edges: readonly PlannedServer[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { rack } of edges) counts.set(rack.name, (counts.get(rack.name) ?? 0) + 1);
  return counts;
}

function byServer(edges: readonly PlannedServer[]): readonly Rest[] {
  return rests(edges.map((edge) => [edge.name, edges.filter((other) => other !== edge)]));
}

function byRack(edges: readonly PlannedServer[]): readonly Rest[] {
  const racks = [...new Set(edges.map(({ rack }) => rack))].sort(byName);
  return rests(racks.map((rack) => [`rack ${rack.name}`, edges.filter((edge) => edge.rack !== rack)]));
}

/** What leaves no edge server is the data centre as a whole, which its health checks watch. */
function rests(parts: readonly (readonly [string, readonly PlannedServer[]])[]): readonly Rest[] {
  return parts.filter(([, left]) => left.length > 0).map(([name, left]) => ({ name, times: timesOf(left) }));
}

/** The one that leaves the least, if there is any. */
function worst(all: readonly Rest[]): readonly Rest[] {
  const least = Math.min(...all.map(({ times }) => times));
  return all.filter(({ times }) => times === least).slice(0, 1);
}
