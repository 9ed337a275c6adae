import { type ChainMaker, nearest } from "./chains";

/** Why no order of data centres can be planned for a place. */
export type Obstacle =
  /** None of those that may serve it is near enough; without `nearest` no latency to them is known. */
  | {
      readonly kind: "latency";
      readonly nearest?: string;
      readonly milliseconds?: number;
      /** The most milliseconds that are near enough. */
      readonly limit: number;
    }
  /** All that are near enough are drained: these. */
  | { readonly kind: "drained"; readonly sites: readonly string[] }
  /** None that is near enough takes all services that it asks for: these take nothing of some. */
  | { readonly kind: "capacity"; readonly sites: readonly string[]; readonly services: readonly string[] }
  /** A rule forbids those that it could have: these. */
  | { readonly kind: "rule"; readonly sites: readonly string[] }
  /** It has so many data centres, and so many are not near enough: `limits.fewerDataCenters`. */
  | { readonly kind: "fewer"; readonly standing: number }
  /** It is not among the places with the largest demand, `limits.places`, and keeps the route that it has. */
  | { readonly kind: "small" };

/** What decides which data centres a place may have. */
export interface Choice {
  readonly sites: readonly string[];
  readonly services: readonly string[];
  readonly demand: readonly number[];
  readonly capacity: readonly (readonly number[])[];
  readonly milliseconds: readonly (number | undefined)[];
  /** The most milliseconds to the first of them. */
  readonly limit: number;
  readonly drained: ChainMaker["drained"];
  readonly isAllowed: (site: number) => boolean;
  /** How many it must have. */
  readonly least: number;
}

/** What is in the way of a place for which there are no chains: what would have to change first. */
export function obstacleOf(choice: Choice): Obstacle {
  const { sites, services, demand, capacity, milliseconds, limit, drained, isAllowed, least } = choice;
  const names = (some: readonly number[]) => some.map((site) => sites[site] ?? "");
  const lacking = (site: number) =>
    services.filter((_, service) => (demand[service] ?? 0) > 0 && !((capacity[service]?.[site] ?? 0) > 0));
  const near = nearest(milliseconds, limit, { may: () => true });
  const able = near.filter((site) => !drained.has(site) && lacking(site).length === 0);
  if (able.some(isAllowed)) return { kind: "fewer", standing: least };
  if (able.length > 0) return { kind: "rule", sites: names(able) };
  // Without the rule there would be none either: what is wrong with those that it allows, or with all where it allows none.
  const allowed = sites.map((_, site) => site).filter(isAllowed);
  const isAsked = (site: number) => allowed.length === 0 || isAllowed(site);
  const some = near.filter(isAsked);
  if (some.length === 0) {
    const [site] = nearest(milliseconds, Number.POSITIVE_INFINITY, { may: isAsked });
    if (site === undefined) return { kind: "latency", limit };
    return { kind: "latency", nearest: sites[site] ?? "", milliseconds: milliseconds[site] ?? 0, limit };
  }
  const standing = some.filter((site) => !drained.has(site));
  if (standing.length === 0) return { kind: "drained", sites: names(some) };
  return { kind: "capacity", sites: names(standing), services: [...new Set(standing.flatMap(lacking))].sort() };
}
