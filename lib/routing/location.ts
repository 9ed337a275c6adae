import { checkOneOf } from "../core/checks";
import { validateParameters } from "../core/options-shape";
import type { Problems } from "../core/problems";
import { isPlain } from "../core/validation-error";
import {
  CONTINENT_CODES,
  COUNTRY_CODES,
  type ContinentCode,
  type CountryCode,
  checkCountry,
  continentName,
  continentOf,
  countryAdvice,
  countryName,
  isCountryCode,
  refuseCode,
  SUBDIVISION_CODES,
  type SubdivisionCode,
} from "./countries";

/** Where a query comes from, as far as Route 53 knows it; nothing of it for an address that is not in its maps. */
export interface Location {
  readonly continent?: ContinentCode;
  readonly country?: CountryCode;
  readonly subdivision?: SubdivisionCode;
}

/** An address that Route 53 cannot place. */
export const NOWHERE: Location = {};

/** Validates that Route 53 knows a location. */
export function checkLocation(problems: Problems, { continent, country, subdivision }: Location): void {
  checkOneOf(problems, "continent", continent, CONTINENT_CODES);
  if (country !== undefined) checkCountry(problems, "country", country);
  if (subdivision !== undefined) problems.check("subdivision", subdivision, isState, A_STATE, "one-of");
}

const isState = (code: SubdivisionCode) => SUBDIVISION_CODES.includes(code);
const A_STATE = 'a state of the United States: "US-CA"';

/**
 * Where the users of a country are.
 *
 * @throws `ValidationError` for a code that is no country's
 */
export function inCountry(country: CountryCode): Location {
  if (!isCountryCode(country)) refuseCode("inCountry", "country", country, countryAdvice(country));
  return { country, continent: continentOf(country) };
}

/**
 * Where the users of a state of the United States are.
 *
 * @throws `ValidationError` for a code that is no state's
 */
export function inSubdivision(subdivision: SubdivisionCode): Location {
  if (!isState(subdivision)) refuseCode("inSubdivision", "subdivision", subdivision, A_STATE);
  return { ...inCountry("US"), subdivision };
}

/** The location that a code names: `FR`, or `US-CA`; `undefined` for one that Route 53 does not know. */
export function locationOf(code: string): Location | undefined {
  if (isCountryCode(code)) return inCountry(code);
  const subdivision = SUBDIVISION_CODES.find((known) => known === code);
  return subdivision && inSubdivision(subdivision);
}

/**
 * A location in words: `DE (Germany)`.
 *
 * @throws `ValidationError` for what is no location
 */
export function locationName(location: Location): string {
  if (!isObject(location) || !isPlain(location))
    validateParameters("locationName", { location: [location, "Location"] });
  const { continent, country, subdivision } = location;
  if (subdivision !== undefined) return subdivision;
  // A zone may have a code that is newer than our list.
  if (country !== undefined) return isCountryCode(country) ? `${country} (${countryName(country)})` : country;
  return continent === undefined ? "addresses in no known place" : nameOfContinent(continent);
}

const nameOfContinent = (code: ContinentCode) => (CONTINENT_CODES.includes(code) ? continentName(code) : code);
const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

/** Several locations in words. States go without saying when their whole country is among them. */
export function locationNames(locations: readonly Location[]): string {
  return withoutStates(locations).map(locationName).join(", ");
}

/** More locations than these are a number. */
const NAMED_LOCATIONS = 5;

/** Several locations in words, many of them as a number: `DE (Germany), FR (France)`, … `and 240 other places`. */
export function locationsInShort(locations: readonly Location[]): string {
  const all = withoutStates(locations);
  const named = all.slice(0, NAMED_LOCATIONS).map(locationName).join(", ");
  const others = all.length - NAMED_LOCATIONS;
  return others > 0 ? `${named} and ${others} other ${others === 1 ? "place" : "places"}` : named;
}

/** More locations than these are named by those that are missing, or as a number. */
const LISTED_LOCATIONS = 12;

/** The users of several locations in words: `everyone`, `everyone but DE (Germany)`, or the locations, many of them as a number. */
export function usersIn(locations: readonly Location[]): string {
  const some = new Set(locations.map(keyOf));
  const others = ALL_LOCATIONS.filter((location) => !some.has(keyOf(location)));
  if (others.length === 0) return "everyone";
  if (locations.length <= LISTED_LOCATIONS) return locationNames(locations);
  return others.length <= LISTED_LOCATIONS ? `everyone but ${locationNames(others)}` : locationsInShort(locations);
}

/** In the order of `ALL_LOCATIONS`, without the states of a country that is there itself. */
function withoutStates(locations: readonly Location[]): readonly Location[] {
  const countries = new Set(locations.filter(({ subdivision }) => !subdivision).map(({ country }) => country));
  const order = (location: Location) => ORDER.get(keyOf(location)) ?? -1;
  return [...locations]
    .sort((one, other) => order(one) - order(other))
    .filter(({ country, subdivision }) => subdivision === undefined || !countries.has(country));
}

/** All places that Route 53 can tell apart, and before them the one for addresses that it cannot place. */
export const ALL_LOCATIONS: readonly Location[] = [
  NOWHERE,
  ...COUNTRY_CODES.map(inCountry),
  ...SUBDIVISION_CODES.map(inSubdivision),
];

/** All places of a country: the country itself for users in none of its states, and the states. */
export function placesIn(country: CountryCode): readonly Location[] {
  return PLACES.get(country) ?? [];
}

const PLACES = new Map<string, Location[]>();
for (const location of ALL_LOCATIONS) {
  const { country = "" } = location;
  PLACES.set(country, [...(PLACES.get(country) ?? []), location]);
}

const ORDER: ReadonlyMap<string, number> = new Map(ALL_LOCATIONS.map((location, index) => [keyOf(location), index]));

function keyOf({ country, subdivision }: Location): string {
  return subdivision ?? country ?? "";
}
