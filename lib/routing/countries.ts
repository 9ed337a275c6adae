/**
 * The countries that Route 53 can tell apart: ISO 3166-1 alpha-2 without BV, CX, EH and HM, and with XK for Kosovo.
 *
 * Source: the country codes of `ListGeoLocations` in the Route 53 API.
 */
// biome-ignore format: a table reads better than 246 lines
export const COUNTRY_CODES = [
  "AD", "AE", "AF", "AG", "AI", "AL", "AM", "AO", "AQ", "AR", "AS", "AT", "AU", "AW", "AX", "AZ", "BA", "BB", "BD",
  "BE", "BF", "BG", "BH", "BI", "BJ", "BL", "BM", "BN", "BO", "BQ", "BR", "BS", "BT", "BW", "BY", "BZ", "CA", "CC",
  "CD", "CF", "CG", "CH", "CI", "CK", "CL", "CM", "CN", "CO", "CR", "CU", "CV", "CW", "CY", "CZ", "DE", "DJ", "DK",
  "DM", "DO", "DZ", "EC", "EE", "EG", "ER", "ES", "ET", "FI", "FJ", "FK", "FM", "FO", "FR", "GA", "GB", "GD", "GE",
  "GF", "GG", "GH", "GI", "GL", "GM", "GN", "GP", "GQ", "GR", "GS", "GT", "GU", "GW", "GY", "HK", "HN", "HR", "HT",
  "HU", "ID", "IE", "IL", "IM", "IN", "IO", "IQ", "IR", "IS", "IT", "JE", "JM", "JO", "JP", "KE", "KG", "KH", "KI",
  "KM", "KN", "KP", "KR", "KW", "KY", "KZ", "LA", "LB", "LC", "LI", "LK", "LR", "LS", "LT", "LU", "LV", "LY", "MA",
  "MC", "MD", "ME", "MF", "MG", "MH", "MK", "ML", "MM", "MN", "MO", "MP", "MQ", "MR", "MS", "MT", "MU", "MV", "MW",
  "MX", "MY", "MZ", "NA", "NC", "NE", "NF", "NG", "NI", "NL", "NO", "NP", "NR", "NU", "NZ", "OM", "PA", "PE", "PF",
  "PG", "PH", "PK", "PL", "PM", "PN", "PR", "PS", "PT", "PW", "PY", "QA", "RE", "RO", "RS", "RU", "RW", "SA", "SB",
  "SC", "SD", "SE", "SG", "SH", "SI", "SJ", "SK", "SL", "SM", "SN", "SO", "SR", "SS", "ST", "SV", "SX", "SY", "SZ",
  "TC", "TD", "TF", "TG", "TH", "TJ", "TK", "TL", "TM", "TN", "TO", "TR", "TT", "TV", "TW", "TZ", "UA", "UG", "UM",
  "US", "UY", "UZ", "VA", "VC", "VE", "VG", "VI", "VN", "VU", "WF", "WS", "XK", "YE", "YT", "ZA", "ZM", "ZW",
] as const;

/** A country as Route 53 names it: an ISO 3166-1 alpha-2 code such as `FR`. */
export type CountryCode = (typeof COUNTRY_CODES)[number];

/** Codes that people write for a country, and the one that ISO 3166 and Route 53 have for it. */
const MISTAKEN: Readonly<Record<string, CountryCode>> = { UK: "GB", EL: "GR" };

const CODES: ReadonlySet<string> = new Set(COUNTRY_CODES);
const NAMES = new Intl.DisplayNames("en", { type: "region" });

/** Whether Route 53 knows the country. */
export function isCountryCode(code: string): code is CountryCode {
  return CODES.has(code);
}

/** The English name of a country: `France` for `FR`. */
export function countryName(code: CountryCode): string {
  return NAMES.of(code) ?? code;
}

/** What to write instead of a code that Route 53 does not know, in words. */
export function countryAdvice(code: string): string {
  const upper = code.toUpperCase();
  const meant = MISTAKEN[upper] ?? (isCountryCode(upper) ? upper : undefined);
  const rule = "a country code of ISO 3166-1 (two capital letters) that Route 53 knows";
  return meant === undefined ? rule : `${rule}; for ${countryName(meant)} write "${meant}"`;
}
