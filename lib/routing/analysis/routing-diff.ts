import type { DnsZone } from "../../route53/simulation/dns-zone";
import { Endpoints, order } from "../../route53/simulation/endpoints";
import type { RecordSet } from "../../route53/simulation/record-set";
import { ALL_LOCATIONS, type Location, locationNames } from "../location";
import { type Behaviour, Behaviours, percent } from "./behaviour";

/** What changes for the users of some names in some places. */
export interface RoutingChange {
  /** The names with their types: `api.example.com (A)`. */
  readonly names: readonly string[];
  /** The places, in words. */
  readonly users: string;
  /** From what to what, in words: `frankfurt 25 % → 50 %`. */
  readonly change: string;
  /** By how many percentage points the share of one endpoint changes at most. */
  readonly points: number;
}

/** What changes for users between two configurations: who answers when all is well, and the order of fail-over. */
export function routingChanges(before: DnsZone, after: DnsZone): readonly RoutingChange[] {
  const from = sideOf(before);
  const to = sideOf(after);
  const changes = new Map<string, { names: string[]; locations: Location[]; change: string; points: number }>();
  for (const name of new Set([...from.roots.keys(), ...to.roots.keys()])) {
    const found = new Map<string, { locations: Location[]; change: string; points: number }>();
    for (const location of ALL_LOCATIONS) {
      const change = changeBetween(from.behaviourOf(name, location), to.behaviourOf(name, location));
      if (change === undefined) continue;
      const known = found.get(change.change);
      found.set(change.change, { ...change, locations: [...(known?.locations ?? []), location] });
    }
    for (const { change, points, locations } of found.values()) {
      const key = `${change} ${locationNames(locations)}`;
      changes.set(key, { change, points, locations, names: [...(changes.get(key)?.names ?? []), name] });
    }
  }
  return [...changes.values()].map(({ names, locations, change, points }) => {
    return {
      names,
      change,
      points,
      users: locations.length === ALL_LOCATIONS.length ? "everyone" : locationNames(locations),
    };
  });
}

interface Side {
  readonly roots: ReadonlyMap<string, RecordSet>;
  behaviourOf(name: string, location: Location): Behaviour | undefined;
}

function sideOf(zone: DnsZone): Side {
  const behaviours = new Behaviours(zone, new Endpoints(zone));
  const roots = new Map(zone.roots().map((root) => [`${root.name} (${root.type})`, root]));
  return {
    roots,
    behaviourOf: (name, location) => {
      const root = roots.get(name);
      return root && behaviours.of(root, location);
    },
  };
}

function changeBetween(from: Behaviour | undefined, to: Behaviour | undefined) {
  const names = [...new Set([...(from?.shares.keys() ?? []), ...(to?.shares.keys() ?? [])])].sort(order);
  const moved = names
    .map((name) => ({ name, before: from?.shares.get(name) ?? 0, after: to?.shares.get(name) ?? 0 }))
    .filter(({ before, after }) => percent(before) !== percent(after));
  const parts = moved.map(({ name, before, after }) => `${name} ${percent(before)} → ${percent(after)}`);
  if (from && to && from.chain !== to.chain) parts.push(`order of fail-over ${from.chain} becomes ${to.chain}`);
  if (parts.length === 0) return undefined;
  const points = Math.max(0, ...moved.map(({ before, after }) => Math.abs(after - before) * 100));
  return { change: parts.join(", "), points };
}
