import type { Answerer, Places, Share } from "../answers";
import type { CountryCode } from "../countries";
import type { Location } from "../location";
import { answererName } from "./words";

/** What one of those who answer is asked for. */
export interface Load {
  readonly answerer: Answerer;
  readonly requestsPerSecond: number;
  /** The places that ask. */
  readonly from: readonly Location[];
}

/** Requests per second, by country. */
export type Demand = { readonly [country in CountryCode]?: number };

/** The load of everyone who answers. */
export function loadsOf(
  asked: readonly { readonly places: Places; readonly shares: readonly Share[] }[],
  demand: Demand,
): readonly Load[] {
  const loads = new Map<string, Load>();
  for (const { places, shares } of asked) {
    const from = places.filter((place) => requestsFrom(place, demand) > 0);
    const requests = from.reduce((sum, place) => sum + requestsFrom(place, demand), 0);
    if (requests === 0) continue;
    for (const { answerer, share } of shares) {
      const name = answererName(answerer);
      const before = loads.get(name) ?? { requestsPerSecond: 0, from: [] };
      const requestsPerSecond = before.requestsPerSecond + share * requests;
      loads.set(name, { answerer, requestsPerSecond, from: [...before.from, ...from] });
    }
  }
  return [...loads.values()];
}

/** The requests of a country, which are not divided among its states. */
function requestsFrom({ country, subdivision }: Location, demand: Demand): number {
  return country === undefined || subdivision !== undefined ? 0 : (demand[country] ?? 0);
}
