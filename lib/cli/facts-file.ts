import { checkNumber, checkRate, oneOf } from "../core/checks";
import type { Problems } from "../core/problems";
import { checkDemand } from "../routing/analysis/demand";
import type { RoutingFacts } from "../routing/analysis/routing-facts";
import { countryAdvice, isCountryCode } from "../routing/countries";
import { isObject } from "./output-folder";

/** What a file of facts may have: docs/schemas/routing-facts.schema.json. */
const KEYS = [
  "demand",
  "demandPerHostName",
  "hostNames",
  "dataCenters",
  "lastResort",
  "policies",
  "ttlSeconds",
  "version",
];
const OF_DATA_CENTER = ["country", "isDrained", "latitude", "longitude", "requestsPerSecond"];
const OF_LAST_RESORT = ["atOnce", "fallBackTo", "requestsPerSecond"];

/** Checks facts that a user wrote: what is misspelled would be left out of pictures without a word. */
export function checkFacts(problems: Problems, facts: RoutingFacts, known: readonly string[]): void {
  checkKeys(problems, [], facts, KEYS);
  const { demand, demandPerHostName = {}, dataCenters = {}, lastResort = {} } = facts;
  if (demand !== undefined && checkKeys(problems, ["demand"], demand)) checkDemand(problems, ["demand"], demand);
  for (const [name, each] of Object.entries(demandPerHostName)) {
    const path = ["demandPerHostName", name];
    if (checkKeys(problems, path, each)) checkDemand(problems, path, each);
  }
  for (const [name, site] of Object.entries(dataCenters)) {
    const path = ["dataCenters", name];
    if (!known.includes(name)) problems.refuse(path, name, `a data centre of the records: ${oneOf(known)}`, "one-of");
    if (!checkKeys(problems, path, site, OF_DATA_CENTER)) continue;
    checkNumber(problems, [...path, "latitude"], site.latitude, [-90, 90]);
    checkNumber(problems, [...path, "longitude"], site.longitude, [-180, 180]);
    checkRate(problems, [...path, "requestsPerSecond"], site.requestsPerSecond);
    const { country } = site;
    if (country !== undefined && !isCountryCode(country))
      problems.refuse([...path, "country"], country, countryAdvice(country), "one-of");
  }
  if (!checkKeys(problems, ["lastResort"], lastResort, OF_LAST_RESORT)) return;
  checkRate(problems, ["lastResort", "requestsPerSecond"], lastResort.requestsPerSecond);
  checkNumber(problems, ["lastResort", "atOnce"], lastResort.atOnce, [0], "of requests per second");
}

/** Whether it is an object at all: one with these keys alone, or with any. */
function checkKeys(problems: Problems, path: readonly string[], value: unknown, allowed?: readonly string[]): boolean {
  if (!isObject(value)) return problems.refuse(path, value, "an object", "shape");
  for (const key of allowed === undefined ? [] : Object.keys(value)) {
    if (!allowed?.includes(key)) problems.refuse([...path, key], value[key], `one of ${oneOf(allowed ?? [])}`, "shape");
  }
  return true;
}
