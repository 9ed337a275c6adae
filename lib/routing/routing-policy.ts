import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
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
import { checkMigration, type Migration } from "./migration";

/** One data centre, or several that share the users at the same time, each by its capacity. */
export type Tier = string | readonly string[];

/** Which data centres serve the users of one place. */
export interface Route {
  /**
   * The data centres, in the order in which they are tried: the first that is healthy answers. In place of one there can be
   * several that share the users: `[["paris", "frankfurt"], "singapore"]`.
   *
   * When none is healthy, the global load balancer answers; it need not be named.
   */
  readonly serveFrom: readonly Tier[];

  /**
   * How much of the place's users the data centres get, in percent: a whole number from 1 to 100. The rest goes to the
   * global load balancer. To serve a place without data centres, leave the place out.
   *
   * A change of the percentage changes two weights in place and nothing else.
   *
   * @default 100
   */
  readonly percent?: number;

  /**
   * The steps in which the percentage is raised. With them, `percent` must be one of the steps.
   *
   * @default - any percentage is allowed
   */
  readonly migration?: Migration;
}

/**
 * Who is served from where. The smallest place that has a route decides: a state, a country, a continent. Everyone without
 * a route is served by the global load balancer.
 */
export interface RoutingPolicy {
  /**
   * A route for each country that data centres serve, by its ISO 3166-1 code: `FR`.
   *
   * @default - no country has a route of its own
   */
  readonly countries?: { readonly [code in CountryCode]?: Route };

  /**
   * A route for each continent that data centres serve, for its countries without one of their own. AWS decides which
   * country is on which continent.
   *
   * @default - no continent has a route
   */
  readonly continents?: { readonly [code in ContinentCode]?: Route };

  /**
   * A route for each state of the United States that data centres serve: `US-CA`. Not all addresses of the country can be
   * placed in a state, so give `US` a route as well.
   *
   * @default - no state has a route of its own
   */
  readonly subdivisions?: { readonly [code in SubdivisionCode]?: Route };
}

/** A place with a route. */
export interface Place {
  readonly kind: "continent" | "country" | "subdivision";
  readonly code: string;
  readonly route: Route;
}

/** For each kind of place: the property that holds it, its codes, and what to write instead of an unknown one. */
const KINDS = {
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

/** The places of a policy, each kind in alphabetical order. */
export function placesOf(policy: RoutingPolicy): readonly Place[] {
  return (["continent", "country", "subdivision"] as const).flatMap((kind) =>
    Object.entries<Route | undefined>(policy[KINDS[kind].property] ?? {})
      .filter((entry): entry is [string, Route] => entry[1] !== undefined)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([code, route]) => ({ kind, code, route })),
  );
}

/** The property of a policy that holds a place: `countries.FR`. */
export function propertyOf({ kind, code }: Place): string {
  return `${KINDS[kind].property}.${code}`;
}

/** The percentage of a route, with its default. */
export function percentOf(route: Route): number {
  return route.percent ?? 100;
}

/** The data centres of a tier, in alphabetical order. */
export function membersOf(tier: Tier): readonly string[] {
  return typeof tier === "string" ? [tier] : [...tier].sort();
}

/** Validates a policy that may send users to `dataCenters`. */
export function checkRoutingPolicy(problems: Problems, policy: RoutingPolicy, dataCenters: readonly string[]): void {
  for (const place of placesOf(policy)) {
    const below = problems.at(propertyOf(place));
    const codes: readonly string[] = KINDS[place.kind].codes;
    below.check("", place.code, (code) => codes.includes(code), KINDS[place.kind].advice(place.code));
    checkServeFrom(below, place.route.serveFrom, dataCenters);
    const { migration, percent = 100 } = place.route;
    if (checkWholeNumber(below, "percent", percent, [1, 100]) && migration !== undefined) {
      checkMigration(below, migration, percent);
    }
  }
}

function checkServeFrom(problems: Problems, serveFrom: readonly Tier[], dataCenters: readonly string[]): void {
  if (!problems.known("serveFrom", serveFrom)) return;
  // A tier of several may be a token as a whole, and each of its members may be one.
  const parts = serveFrom.flatMap((tier): readonly Tier[] => (isUnknown(tier) ? [tier] : membersOf(tier)));
  if (parts.map((part) => problems.known("serveFrom", part)).includes(false)) return;
  const tiers = serveFrom.map(membersOf);
  const names = tiers.flat();
  if (names.length === 0) problems.refuse("serveFrom", serveFrom, "at least one data centre");
  else if (tiers.some((tier) => tier.length === 0)) problems.refuse("serveFrom", serveFrom, "no empty group");
  for (const name of names) {
    const expected = `the data centres ${listed(dataCenters)}`;
    problems.check("serveFrom", name, (name) => dataCenters.includes(name), expected, "one-of");
  }
  if (new Set(names).size < names.length) problems.refuse("serveFrom", serveFrom, "each data centre once");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "(there are none)" : names.map((name) => `"${name}"`).join(", ");
}
