import { oneOf } from "../core/checks";
import { Problems, type PropertyPath } from "../core/problems";

/**
 * The countries that Route 53 can tell apart, by the continent that AWS counts them to: ISO 3166-1 alpha-2 without BV, CX,
 * EH and HM, of whose addresses AWS has no data, and with XK for Kosovo. Other lists differ: here Cyprus, Russia and Turkey
 * are in Europe. Turkey was in Asia until April 2020, and still is in old copies of the page.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-values-geo.html, in its last public text:
 * awsdocs/amazon-route53-docs at b5a28eb of 15 June 2023, where the page was last changed on 19 August 2022. Whether Route 53
 * still has these places is asked of it with `compareWithGeoLocations`.
 */
// biome-ignore format: a table reads better than 246 lines
const COUNTRIES = {
  AF: [
    "AO", "BF", "BI", "BJ", "BW", "CD", "CF", "CG", "CI", "CM", "CV", "DJ", "DZ", "EG", "ER", "ET", "GA", "GH", "GM",
    "GN", "GQ", "GW", "KE", "KM", "LR", "LS", "LY", "MA", "MG", "ML", "MR", "MU", "MW", "MZ", "NA", "NE", "NG", "RE",
    "RW", "SC", "SD", "SH", "SL", "SN", "SO", "SS", "ST", "SZ", "TD", "TG", "TN", "TZ", "UG", "YT", "ZA", "ZM", "ZW",
  ],
  AN: ["AQ", "GS", "TF"],
  AS: [
    "AE", "AF", "AM", "AZ", "BD", "BH", "BN", "BT", "CC", "CN", "GE", "HK", "ID", "IL", "IN", "IO", "IQ", "IR", "JO",
    "JP", "KG", "KH", "KP", "KR", "KW", "KZ", "LA", "LB", "LK", "MM", "MN", "MO", "MV", "MY", "NP", "OM", "PH", "PK",
    "PS", "QA", "SA", "SG", "SY", "TH", "TJ", "TM", "TW", "UZ", "VN", "YE",
  ],
  EU: [
    "AD", "AL", "AT", "AX", "BA", "BE", "BG", "BY", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FO", "FR", "GB",
    "GG", "GI", "GR", "HR", "HU", "IE", "IM", "IS", "IT", "JE", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT",
    "NL", "NO", "PL", "PT", "RO", "RS", "RU", "SE", "SI", "SJ", "SK", "SM", "TR", "UA", "VA", "XK",
  ],
  NA: [
    "AG", "AI", "AW", "BB", "BL", "BM", "BQ", "BS", "BZ", "CA", "CR", "CU", "CW", "DM", "DO", "GD", "GL", "GP", "GT",
    "HN", "HT", "JM", "KN", "KY", "LC", "MF", "MQ", "MS", "MX", "NI", "PA", "PM", "PR", "SV", "SX", "TC", "TT", "US",
    "VC", "VG", "VI",
  ],
  OC: [
    "AS", "AU", "CK", "FJ", "FM", "GU", "KI", "MH", "MP", "NC", "NF", "NR", "NU", "NZ", "PF", "PG", "PN", "PW", "SB",
    "TK", "TL", "TO", "TV", "UM", "VU", "WF", "WS",
  ],
  SA: ["AR", "BO", "BR", "CL", "CO", "EC", "FK", "GF", "GY", "PE", "PY", "SR", "UY", "VE"],
} as const;

/** The states of the United States and the District of Columbia: the only subdivisions that Route 53 tells apart. */
// biome-ignore format: a table reads better than 51 lines
const US_STATES = [
  "US-AK", "US-AL", "US-AR", "US-AZ", "US-CA", "US-CO", "US-CT", "US-DC", "US-DE", "US-FL", "US-GA", "US-HI", "US-IA",
  "US-ID", "US-IL", "US-IN", "US-KS", "US-KY", "US-LA", "US-MA", "US-MD", "US-ME", "US-MI", "US-MN", "US-MO", "US-MS",
  "US-MT", "US-NC", "US-ND", "US-NE", "US-NH", "US-NJ", "US-NM", "US-NV", "US-NY", "US-OH", "US-OK", "US-OR", "US-PA",
  "US-RI", "US-SC", "US-SD", "US-TN", "US-TX", "US-UT", "US-VA", "US-VT", "US-WA", "US-WI", "US-WV", "US-WY",
] as const;

const CONTINENT_NAMES = {
  AF: "Africa",
  AN: "Antarctica",
  AS: "Asia",
  EU: "Europe",
  NA: "North America",
  OC: "Oceania",
  SA: "South America",
} as const;

/** A continent as Route 53 names it. `NA` is North America here and Namibia among the countries. */
export type ContinentCode = keyof typeof COUNTRIES;

/** A country as Route 53 names it: an ISO 3166-1 alpha-2 code such as `FR`. */
export type CountryCode = (typeof COUNTRIES)[ContinentCode][number];

/** A state of the United States as ISO 3166-2 names it: `US-CA`. */
export type SubdivisionCode = (typeof US_STATES)[number];

/** All countries that Route 53 can tell apart, in alphabetical order. */
export const COUNTRY_CODES: readonly CountryCode[] = Object.values(COUNTRIES).flat().sort();

/** All continents, in alphabetical order. */
export const CONTINENT_CODES: readonly ContinentCode[] = Object.keys(COUNTRIES) as ContinentCode[];

/** All subdivisions that Route 53 can tell apart, in alphabetical order. */
export const SUBDIVISION_CODES: readonly SubdivisionCode[] = US_STATES;

const CONTINENT_OF: ReadonlyMap<string, ContinentCode> = new Map(
  CONTINENT_CODES.flatMap((continent) => COUNTRIES[continent].map((country) => [country, continent] as const)),
);

/** Codes that people write for a country, and the one that ISO 3166 and Route 53 have for it. */
const MISTAKEN: Readonly<Record<string, CountryCode>> = { UK: "GB", EL: "GR" };

/** Made when it is first needed: it takes as long as loading twenty modules, and only texts for readers have names. */
let countryNames: Intl.DisplayNames | undefined;

/** Whether Route 53 knows the country. */
export function isCountryCode(code: string): code is CountryCode {
  return CONTINENT_OF.has(code);
}

/**
 * The continent that AWS counts a country to.
 *
 * @throws `ValidationError` for a code that is no country's
 */
export function continentOf(country: CountryCode): ContinentCode {
  return CONTINENT_OF.get(country) ?? refuseCode("continentOf", "country", country, countryAdvice(country));
}

/**
 * The English name of a country: `France` for `FR`.
 *
 * @throws `ValidationError` for a code that is no country's
 */
export function countryName(code: CountryCode): string {
  if (!isCountryCode(code)) refuseCode("countryName", "code", code, countryAdvice(code));
  countryNames ??= new Intl.DisplayNames("en", { type: "region" });
  return countryNames.of(code) ?? code;
}

/**
 * The English name of a continent: `Europe` for `EU`.
 *
 * @throws `ValidationError` for a code that is no continent's
 */
export function continentName(code: ContinentCode): string {
  return isContinentCode(code)
    ? CONTINENT_NAMES[code]
    : refuseCode("continentName", "code", code, oneOf(CONTINENT_CODES));
}

const isContinentCode = (code: unknown): code is ContinentCode => CONTINENT_CODES.some((known) => known === code);

/** Checks the code of a country. Only a code that is refused has advice made for it, since the names of countries take long to load. */
export function checkCountry(problems: Problems, property: PropertyPath, code: string, orElse = ""): boolean {
  return isCountryCode(code) || problems.refuse(property, code, `${countryAdvice(code)}${orElse}`, "one-of");
}

/** Refuses what only a caller can write who is not checked by TypeScript. */
export function refuseCode(name: string, parameter: string, code: unknown, expected: string): never {
  return Problems.of(name, (problems) => problems.refuse(parameter, code, expected, "one-of")) as never;
}

/** What to write instead of a code that Route 53 does not know as a country, in words. */
export function countryAdvice(code: string): string {
  const rule = adviceOnCode(code, "a country code of ISO 3166-1 (two capital letters) that Route 53 knows");
  // Not every caller is checked by TypeScript: it may be a number.
  const upper = String(code).toUpperCase();
  const isContinent = meantBy(code) === undefined && upper in CONTINENT_NAMES;
  return isContinent ? `${rule}; for ${CONTINENT_NAMES[upper as ContinentCode]} use continents` : rule;
}

/** A rule for codes of countries, and the code that was meant, where somebody wrote another one. */
export function adviceOnCode(code: string, rule: string): string {
  const meant = meantBy(code);
  return meant === undefined ? rule : `${rule}; for ${countryName(meant)} write "${meant}"`;
}

function meantBy(code: string): CountryCode | undefined {
  const upper = String(code).toUpperCase();
  return MISTAKEN[upper] ?? (isCountryCode(upper) ? upper : undefined);
}
