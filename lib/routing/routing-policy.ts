import { isUnknown } from "../core/tokens";
import {
  CONTINENT_CODES,
  COUNTRY_CODES,
  type ContinentCode,
  type CountryCode,
  countryAdvice,
  SUBDIVISION_CODES,
  type SubdivisionCode,
} from "./countries";
import type { Migration } from "./migration";

/** One data centre, or several that share the users at the same time, each by its capacity. */
export type Tier = string | readonly string[];

/** Where everyone is served who is not sent to a data centre, as a word in a route. */
export const ONLY_LAST_RESORT = "last-resort";

/** Which data centres serve the users of one place. */
export interface Route {
  /**
   * The data centres, in the order in which they are tried: the first that is healthy answers. In place of one there can be
   * several that share the users: `[["paris", "frankfurt"], "singapore"]`.
   *
   * When none is healthy, the global load balancer answers; it need not be named. `"last-resort"` in place of the list leaves
   * all users to it: for a country that is not to go where its continent goes, or a state that is not to go where its country goes.
   */
  readonly serveFrom: readonly Tier[] | "last-resort";

  /**
   * How much of the place's users the data centres get, in percent: a whole number from 0 to 100. The rest goes to the
   * global load balancer: with 0, everybody.
   *
   * A change of the percentage, to 0 and back too, changes two weights in place and nothing else.
   *
   * @default 100
   */
  readonly percent?: number;

  /**
   * The steps in which the percentage is raised. With them, `percent` must be one of the steps, or 0.
   *
   * @default - any percentage is allowed
   */
  readonly migration?: Migration;
}

/** Places that move together: one route for all of them, and one percentage. */
export interface Wave extends Route {
  /**
   * The countries, by their ISO 3166-1 codes: `["FR", "BE"]`.
   *
   * @default - none
   */
  readonly countries?: readonly CountryCode[];

  /**
   * The continents, for their countries that are in no wave and have no route of their own.
   *
   * @default - none
   */
  readonly continents?: readonly ContinentCode[];

  /**
   * The states of the United States: `["US-CA"]`.
   *
   * @default - none
   */
  readonly subdivisions?: readonly SubdivisionCode[];
}

/**
 * Who is served from where. The smallest place that has a route decides: a state, a country, a continent. Everyone without
 * a route is served by the global load balancer.
 */
export interface RoutingPolicy {
  /**
   * A route for each country, by its ISO 3166-1 code: `FR`.
   *
   * @default - no country has a route of its own
   */
  readonly countries?: { readonly [code in CountryCode]?: Route };

  /**
   * A route for each continent, for its countries without one of their own. AWS decides which country is on which continent.
   *
   * @default - no continent has a route
   */
  readonly continents?: { readonly [code in ContinentCode]?: Route };

  /**
   * A route for each state of the United States: `US-CA`. Not all addresses of the country can be placed in a state, so give
   * `US` a route as well.
   *
   * @default - no state has a route of its own
   */
  readonly subdivisions?: { readonly [code in SubdivisionCode]?: Route };

  /**
   * Places that move together, by the name of their wave. A place is in one wave, or has a route of its own.
   *
   * @default - each place moves alone
   */
  readonly waves?: { readonly [name: string]: Wave };
}

/** A place with a route. */
export interface Place {
  readonly kind: "continent" | "country" | "subdivision";
  readonly code: string;
  readonly route: Route;
  /** The wave whose route it is; nothing for a route of its own. */
  readonly wave?: string;
}

/** For each kind of place: the property that holds it, its codes, and what to write instead of an unknown one. */
export const KINDS = {
  continent: {
    property: "continents",
    codes: CONTINENT_CODES,
    advice: () => `a continent of Route 53: ${CONTINENT_CODES.join(", ")}`,
  },
  country: { property: "countries", codes: COUNTRY_CODES, advice: countryAdvice },
  subdivision: {
    property: "subdivisions",
    codes: SUBDIVISION_CODES,
    advice: () => 'a state of the United States: "US-CA"; Route 53 tells no other subdivisions apart',
  },
} as const;

/** From the largest to the smallest. */
export const PLACE_KINDS = ["continent", "country", "subdivision"] as const;

/** The places of a policy, each kind in alphabetical order. */
export function placesOf(policy: RoutingPolicy): readonly Place[] {
  return PLACE_KINDS.flatMap((kind) => {
    const own = Object.entries<Route | undefined>(policy[KINDS[kind].property] ?? {})
      .filter((entry): entry is [string, Route] => entry[1] !== undefined)
      .map(([code, route]): Place => ({ kind, code, route }));
    const waves = Object.entries(policy.waves ?? {}).flatMap(([name, wave]) =>
      codesOf(wave, kind).map((code): Place => ({ kind, code, route: wave, wave: name })),
    );
    return [...own, ...waves].sort((one, other) => (one.code < other.code ? -1 : 1));
  });
}

/** The places of one kind of a wave. */
export function codesOf(wave: Wave, kind: Place["kind"]): readonly string[] {
  const codes: readonly string[] = wave[KINDS[kind].property] ?? [];
  return isUnknown(codes) ? [] : codes;
}

/** The property of a policy that holds the route of a place: `countries.FR`, or `waves.first`. */
export function propertyOf({ kind, code, wave }: Place): string {
  return wave === undefined ? `${KINDS[kind].property}.${code}` : `waves.${wave}`;
}

/** The data centres of a route, a list for each time that is tried; none when it is the last resort's. */
export function tiersOf({ serveFrom }: Route): readonly (readonly string[])[] {
  return serveFrom === ONLY_LAST_RESORT ? [] : serveFrom.map(membersOf);
}

/** The percentage of a route, with its default. */
export function percentOf(route: Route): number {
  return route.percent ?? 100;
}

/** The data centres of a tier, in alphabetical order. */
export function membersOf(tier: Tier): readonly string[] {
  return typeof tier === "string" ? [tier] : [...tier].sort();
}
