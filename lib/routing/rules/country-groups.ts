import type { CountryCode } from "../countries";

/**
 * The members of the European Union. Not the continent: `EU` among the continents is Europe.
 *
 * Source: https://european-union.europa.eu/principles-countries-history/eu-countries_en
 */
// biome-ignore format: a table reads better
export const EUROPEAN_UNION: readonly CountryCode[] = [
  "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
  "NL", "PL", "PT", "RO", "SE", "SI", "SK",
];

/** The European Economic Area, where the General Data Protection Regulation applies: the Union, and Iceland, Liechtenstein and Norway. */
export const EUROPEAN_ECONOMIC_AREA: readonly CountryCode[] = [...EUROPEAN_UNION, "IS", "LI", "NO"];
