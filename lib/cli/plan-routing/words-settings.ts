import { checkNumber, checkShare, oneOf } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { locationOf } from "../../routing/location";
import { isObject, type Settings } from "../output-folder";
import { type AfterSettings, DEFAULT_REACH, LEAST_REACH, type Planning, type Prices, REQUESTS } from "./planning";

/** The unit of each service. What names none is refused: it would be nowhere. */
export function unitsOf(problems: Problems, units: unknown, services: readonly string[]): Planning["units"] {
  const own = units === undefined ? {} : units;
  if (!isObject(own)) problems.refuse("units", units, 'the unit of each service: { "video": "Gbit/s" }', "shape");
  else {
    for (const [service, unit] of Object.entries(own)) {
      if (typeof unit !== "string" || unit === "") problems.refuse(["units", service], unit, "a text", "shape");
      checkService(problems.at("units"), service, services);
    }
  }
  return { [REQUESTS]: "requests/s", ...(own as Planning["units"]) };
}

/** What one more unit costs; a price that is misspelt would save nothing. */
export function pricesOf(problems: Problems, prices: unknown, services: readonly string[]): Prices | undefined {
  const { currency, lastResort, ...others } = isObject(prices) ? prices : {};
  for (const other of Object.keys(others))
    problems.refuse([other], others[other], "one of: currency, lastResort", "one-of");
  if (typeof currency !== "string" || currency === "" || !isObject(lastResort)) {
    const expected =
      'what one more unit at the last resort costs each month: { "currency": "EUR", "lastResort": { "requests": 2 } }';
    problems.refuse("", prices, expected, "shape");
    return undefined;
  }
  for (const [service, price] of Object.entries(lastResort)) {
    checkPrice(problems.at("lastResort"), service, price);
    checkService(problems.at("lastResort"), service, services);
  }
  return { currency, lastResort: lastResort as Prices["lastResort"] };
}

function checkPrice(problems: Problems, service: string, price: unknown): void {
  const isPrice = typeof price === "number" && price >= 0;
  if (!isPrice) problems.refuse([service], price, "a number of at least 0");
}

function checkService(problems: Problems, service: string, services: readonly string[]): void {
  // Where no service is known, that is refused by itself.
  if (services.length === 0 || services.includes(service)) return;
  problems.refuse([service], service, `a service: ${oneOf(services)}`, "one-of");
}

const AFTER = ["reach", "tolerance", "negligible"];

const A_REACH = `a number from ${LEAST_REACH} to 1: with less, a data centre that serves nobody would be what is expected`;

/** How a step is judged afterwards. */
export function afterSettingsOf(problems: Problems, after: unknown): AfterSettings {
  if (after === undefined) return { reach: {} };
  if (!isObject(after)) {
    problems.refuse("", after, 'an object: { "reach": { "default": 0.9, "FR": 0.85 } }', "shape");
    return { reach: {} };
  }
  for (const name of Object.keys(after)) {
    if (!AFTER.includes(name)) problems.refuse(name, after[name], `one of: ${AFTER.join(", ")}`, "one-of");
  }
  const { reach = {}, tolerance, negligible } = after as Settings;
  if (!isObject(reach)) problems.refuse("reach", reach, 'a part of 1 for each place: { "default": 0.9 }', "shape");
  for (const [place, part] of isObject(reach) ? Object.entries(reach) : []) {
    const isPlace = place === DEFAULT_REACH || locationOf(place) !== undefined;
    if (!isPlace) problems.refuse(["reach", place], place, 'a country, a state or "default"', "one-of");
    const isInRange = typeof part === "number" && part >= LEAST_REACH && part <= 1;
    if (!isInRange) problems.refuse(["reach", place], part, A_REACH);
  }
  if (tolerance !== undefined) checkShare(problems, "tolerance", tolerance as number);
  if (negligible !== undefined) checkNumber(problems, "negligible", negligible as number, [0, 1]);
  return after.reach === undefined ? { ...(after as object), reach: {} } : (after as unknown as AfterSettings);
}

/** The reach of each of some places; a state that has none of its own has that of its country. */
export function reachOf({ reach }: AfterSettings, places: readonly string[]): { readonly [place: string]: number } {
  const of = (name: string) => (Object.hasOwn(reach, name) ? reach[name] : undefined);
  const known = places.map(
    (place) => [place, of(place) ?? of(place.split("-")[0] ?? "") ?? of(DEFAULT_REACH) ?? 1] as const,
  );
  return Object.fromEntries(known);
}
