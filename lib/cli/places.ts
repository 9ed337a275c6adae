import { Problems } from "../core/problems";
import { CONTINENT_CODES, continentName, countryAdvice } from "../routing/countries";
import { ALL_LOCATIONS, type Location, locationName, locationOf } from "../routing/location";

/** A place that a user names: one country or state, or all countries of a continent. */
export interface AskedPlace {
  /** In words: `FR (France)`, `Europe`. */
  readonly name: string;
  readonly locations: readonly Location[];
}

/**
 * Reads a place: `FR`, `US-CA`, `EU`, `North America`. A code that is a country's and a continent's is the country's.
 *
 * @throws `ValidationError` with what was meant
 */
export function placeOf(code: string): AskedPlace {
  const location = locationOf(code);
  if (location !== undefined) return { name: locationName(location), locations: [location] };
  const continent = CONTINENT_CODES.find(
    (known) => known === code || continentName(known).toLowerCase() === code.toLowerCase(),
  );
  return Problems.of("routing", (problems) => {
    if (continent === undefined) {
      const expected = `${countryAdvice(code)}, a state, "US-CA", or a continent, "EU", "North America"`;
      problems.refuse("--from", code, expected);
    }
    return {
      name: continent === undefined ? code : continentName(continent),
      locations: ALL_LOCATIONS.filter((one) => continent !== undefined && one.continent === continent),
    };
  });
}
