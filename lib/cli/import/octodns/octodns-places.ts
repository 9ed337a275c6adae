import { CONTINENT_CODES, COUNTRY_CODES, SUBDIVISION_CODES } from "../../../routing/countries";

/** A place of octoDNS's, in the words of a routing policy; or why it has none. */
export type OctoPlace =
  | { readonly kind: "continents" | "countries" | "subdivisions"; readonly code: string }
  | { readonly reason: string };

/** `EU` is a continent, `EU-FR` a country and `NA-US-CA` a state. */
export function placeOfGeo(geo: string): OctoPlace {
  const [continent = "", country, province] = geo.split("-");
  if (province !== undefined) {
    const code = `${country}-${province}`;
    if (isOf(SUBDIVISION_CODES, code)) return { kind: "subdivisions", code };
    return { reason: "Route 53 tells apart the states of the United States alone" };
  }
  if (country !== undefined) {
    if (isOf(COUNTRY_CODES, country)) return { kind: "countries", code: country };
    return { reason: "Route 53 has no such country" };
  }
  if (isOf(CONTINENT_CODES, continent)) return { kind: "continents", code: continent };
  return { reason: "Route 53 has no such continent" };
}

const isOf = (codes: readonly string[], code: string) => codes.includes(code);
