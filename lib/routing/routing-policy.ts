import type { Problems } from "../core/validation-error";
import { type CountryCode, countryAdvice, isCountryCode } from "./countries";

/** Which data centres serve the users of one country. */
export interface CountryRoute {
  /**
   * The data centres, in the order in which they are tried: the first that is alive answers.
   *
   * When none is alive, the global load balancer answers; it need not be named.
   */
  readonly serveFrom: readonly string[];

  /**
   * How much of the country's users the data centres get, in percent: a whole number from 1 to 100. The rest goes to the
   * global load balancer.
   *
   * A change of the percentage changes two weights in place and nothing else.
   *
   * @default 100
   */
  readonly percent?: number;
}

/** Who is served from where. Everyone who is not named is served by the global load balancer. */
export interface RoutingPolicy {
  /** A route for each country that data centres serve, by its ISO 3166-1 code: `FR`. */
  readonly countries: { readonly [code in CountryCode]?: CountryRoute };
}

/** Route 53 has at most 100 records of one name and type; one of them is for everyone else. */
const MAX_COUNTRIES = 99;

/** The countries of a policy with their routes, in alphabetical order. */
export function countryRoutes(policy: RoutingPolicy): readonly (readonly [CountryCode, CountryRoute])[] {
  return Object.entries(policy.countries)
    .filter((entry): entry is [CountryCode, CountryRoute] => entry[1] !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

/** The percentage of a route, with its default. */
export function percentOf(route: CountryRoute): number {
  return route.percent ?? 100;
}

/** Checks a policy that may send users to `dataCenters`. */
export function checkRoutingPolicy(problems: Problems, policy: RoutingPolicy, dataCenters: readonly string[]): void {
  const routes = countryRoutes(policy);
  problems.check(
    "countries",
    routes.length,
    routes.length <= MAX_COUNTRIES,
    `at most ${MAX_COUNTRIES} countries (Route 53 has 100 records a name and type, one is for everyone else)`,
  );
  for (const [code, route] of routes) {
    const country = problems.at(`countries.${code}`);
    country.check("", code, isCountryCode(code), countryAdvice(code));
    checkServeFrom(country, route.serveFrom, dataCenters);
    const percent = percentOf(route);
    country.check(
      "percent",
      percent,
      Number.isInteger(percent) && percent >= 1 && percent <= 100,
      "a whole number from 1 to 100; to serve a country without data centres, leave it out",
    );
  }
}

function checkServeFrom(country: Problems, serveFrom: readonly string[], dataCenters: readonly string[]): void {
  if (!country.known("serveFrom", serveFrom)) return;
  country.check("serveFrom", serveFrom, serveFrom.length > 0, "at least one data centre");
  for (const name of serveFrom) {
    country.check("serveFrom", name, dataCenters.includes(name), `the data centres ${listed(dataCenters)}`);
  }
  country.check("serveFrom", serveFrom, new Set(serveFrom).size === serveFrom.length, "each data centre once");
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "(there are none)" : names.map((name) => `"${name}"`).join(", ");
}
