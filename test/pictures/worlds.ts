import type { HybridPlatformProps } from "../../index";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import { COUNTRY_CODES, type CountryCode } from "../../lib/routing/countries";
import { SMALL_PLATFORM } from "../support/platform";

/** Twelve data centres: where they stand, what they can take, who takes over, and whom they serve, in percent where not wholly. */
const SITES = {
  amsterdam: ["NL", 52.4, 4.9, 50_000, "frankfurt", "NL BE LU DK NO IT:60"],
  ashburn: ["US", 39.0, -77.5, 66_000, "dallas", "US BS CU JM DO PR"],
  dallas: ["US", 32.8, -96.8, 40_000, "ashburn", "MX GT HN SV NI CR PA CO:50"],
  frankfurt: ["DE", 50.1, 8.7, 77_000, "amsterdam", "DE AT CH CZ HU:40"],
  london: ["GB", 51.5, -0.1, 44_000, "amsterdam", "GB IE IS FI:30"],
  madrid: ["ES", 40.4, -3.7, 39_000, "paris", "ES PT MA:50"],
  paris: ["FR", 48.9, 2.4, 60_000, "frankfurt", "FR DZ TN:70"],
  "san-jose": ["US", 37.3, -121.9, 33_000, "dallas", "CA:50"],
  "sao-paulo": ["BR", -23.5, -46.6, 60_000, "", "BR AR:25 UY PY"],
  singapore: ["SG", 1.3, 103.8, 44_000, "tokyo", "SG MY ID VN TH:45"],
  tokyo: ["JP", 35.7, 139.7, 50_000, "singapore", "JP KR TW"],
  warsaw: ["PL", 52.2, 21.0, 28_000, "frankfurt", "PL LT LV EE UA:50 RO SK"],
} as const;

const BIG: Readonly<Record<string, number>> = {
  US: 60_000,
  BR: 45_000,
  IN: 40_000,
  DE: 36_000,
  GB: 30_000,
  FR: 28_000,
  JP: 32_000,
};

/** Requests per second: of the largest as they stand above, of the others less and less. */
const demand = Object.fromEntries(
  COUNTRY_CODES.map((code, index) => [code, BIG[code] ?? 50 + Math.round(9000 / (1 + ((index * 37) % 101)))]),
) as RoutingFacts["demand"];

function routes(): NonNullable<HybridPlatformProps["routing"]>["countries"] {
  const all = Object.entries(SITES).flatMap(([site, [, , , , next, served]]) =>
    served.split(" ").map((text) => {
      const [code, percent] = text.split(":") as [CountryCode, string?];
      const serveFrom = next === "" ? [site] : [site, next];
      return [code, percent === undefined ? { serveFrom } : { serveFrom, percent: Number(percent) }] as const;
    }),
  );
  return Object.fromEntries(all);
}

/** A platform with twelve data centres. All of it is made up. */
export const TWELVE: HybridPlatformProps = {
  ...SMALL_PLATFORM,
  dataCenters: Object.fromEntries(
    Object.entries(SITES).map(([name, [country]], index) => [
      name,
      { ingress: { ipv4: `203.0.113.${index + 10}`, ipv6: `2001:db8:${index + 1}::10` }, country },
    ]),
  ),
  routing: { countries: routes() },
};

/** What is known of it beside its records. */
export const FACTS_OF_TWELVE: RoutingFacts = {
  version: 1,
  demand,
  dataCenters: Object.fromEntries(
    Object.entries(SITES).map(([name, [country, latitude, longitude, requestsPerSecond]]) => [
      name,
      { country, latitude, longitude, requestsPerSecond },
    ]),
  ),
  lastResort: { requestsPerSecond: 420_000, atOnce: 60_000 },
};
