import { Problems } from "../core/problems";
import { type CountryCode, countryAdvice, type SubdivisionCode } from "../routing/countries";
import { ALL_LOCATIONS, type Location, locationOf, NOWHERE } from "../routing/location";

/** The place of addresses that Route 53 cannot place. */
export const UNKNOWN_PLACE = "unknown";

/** A place where users are: a country with its states, a state of the United States, or `UNKNOWN_PLACE`. */
export type Place = CountryCode | SubdivisionCode | typeof UNKNOWN_PLACE;

/** Where the users of places are, each location once: a country's users are also those of its states. */
export function locationsOf(property: string, places: readonly Place[]): readonly Location[] {
  const named = Problems.of("answers", (problems) => {
    if (places.length === 0) problems.conflict(property, "names no place");
    return places.flatMap((place) => {
      const location = place === UNKNOWN_PLACE ? NOWHERE : locationOf(place);
      if (location === undefined) problems.refuse(property, place, `${countryAdvice(place)}, or a state: "US-CA"`);
      return location ?? [];
    });
  });
  // The texts of failures sort places, by the list that has each of them once.
  return ALL_LOCATIONS.filter((known) => named.some((location) => isWithin(location, known)));
}

function isWithin({ country, subdivision }: Location, known: Location): boolean {
  return known.country === country && (subdivision === undefined || known.subdivision === subdivision);
}
