import { checkNumber, checkRate, oneOf } from "../core/checks";
import { plainHostName } from "../core/host-names";
import type { Problems, PropertyPath } from "../core/problems";
import { checkDemand } from "../routing/analysis/demand";
import type { DataCenterFacts, RoutingFacts } from "../routing/analysis/routing-facts";
import { countryAdvice, isCountryCode } from "../routing/countries";
import { checkPolicies, checkTiers } from "./facts-of-policies";
import { isObject } from "./output-folder";
import { refuseUnused } from "./unused-facts";

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

/** What the records name, and what was synthesized beside them: of each version that is drawn. */
export interface KnownNames {
  readonly dataCenters: readonly string[];
  readonly hostNames: readonly string[];
  readonly facts: readonly RoutingFacts[];
}

/**
 * Checks facts. Those that a user wrote have names of the records, and nothing that is not drawn: what is misspelled would be left out of
 * pictures without a word. The synthesis, of which nothing is `known` here, may write names that these records do not have.
 */
export function checkFacts(problems: Problems, facts: RoutingFacts, known?: KnownNames): void {
  if (!checkKeys(problems, [], facts, KEYS)) return;
  const { demand, demandPerHostName = {}, hostNames = [], dataCenters = {}, lastResort = {} } = facts;
  if (demand !== undefined && checkKeys(problems, ["demand"], demand)) checkDemand(problems, ["demand"], demand);
  checkHostNames(problems, hostNames, known?.hostNames);
  if (checkKeys(problems, ["demandPerHostName"], demandPerHostName)) {
    for (const [name, each] of Object.entries(demandPerHostName)) {
      const path = ["demandPerHostName", name];
      checkHostName(problems, path, name, known?.hostNames);
      if (checkKeys(problems, path, each)) checkDemand(problems, path, each);
    }
  }
  if (checkKeys(problems, ["dataCenters"], dataCenters)) {
    for (const [name, site] of Object.entries(dataCenters))
      checkDataCenter(problems, ["dataCenters", name], site, { name, known: known?.dataCenters });
  }
  if (!checkKeys(problems, ["lastResort"], lastResort, OF_LAST_RESORT)) return;
  checkRate(problems, ["lastResort", "requestsPerSecond"], lastResort.requestsPerSecond);
  checkNumber(problems, ["lastResort", "atOnce"], lastResort.atOnce, [0], "of requests per second");
  if (known !== undefined) refuseUnused(problems, facts, known.facts);
  else checkForPlans(problems, facts);
}

/** Checks what a plan goes on from. */
function checkForPlans(problems: Problems, { policies, ttlSeconds, lastResort = {}, dataCenters = {} }: RoutingFacts) {
  checkPolicies(problems, ["policies"], policies);
  checkNumber(problems, ["ttlSeconds"], ttlSeconds, [1], "of seconds");
  checkTiers(problems, ["lastResort", "fallBackTo"], lastResort.fallBackTo);
  for (const [name, site] of Object.entries(dataCenters ?? {})) {
    const { isDrained } = isObject(site) ? (site as DataCenterFacts) : {};
    if (isDrained !== undefined && typeof isDrained !== "boolean")
      problems.refuse(["dataCenters", name, "isDrained"], isDrained, "true or false", "shape");
  }
}

function checkHostNames(problems: Problems, hostNames: readonly unknown[], known?: readonly string[]): void {
  if (!Array.isArray(hostNames)) {
    problems.refuse("hostNames", hostNames, "a list of host names", "shape");
    return;
  }
  for (const [index, name] of hostNames.entries()) checkHostName(problems, ["hostNames", `${index}`], name, known);
}

function checkHostName(problems: Problems, path: PropertyPath, name: unknown, known?: readonly string[]): void {
  if (typeof name === "string" && (known === undefined || known.map(plainHostName).includes(plainHostName(name))))
    return;
  problems.refuse(path, name, `a host name of the records: ${oneOf(known ?? [])}`, "one-of");
}

interface NamedSite {
  readonly name: string;
  readonly known?: readonly string[];
}

function checkDataCenter(
  problems: Problems,
  path: readonly string[],
  site: DataCenterFacts,
  { name, known }: NamedSite,
): void {
  if (known?.includes(name) === false)
    problems.refuse(path, name, `a data centre of the records: ${oneOf(known)}`, "one-of");
  if (!checkKeys(problems, path, site, OF_DATA_CENTER)) return;
  const { latitude, longitude, country } = site;
  checkNumber(problems, [...path, "latitude"], latitude, [-90, 90]);
  checkNumber(problems, [...path, "longitude"], longitude, [-180, 180]);
  if ((latitude === undefined) !== (longitude === undefined))
    problems.conflict(path, "has a latitude without a longitude, or the other way round: nobody knows where it stands");
  checkRate(problems, [...path, "requestsPerSecond"], site.requestsPerSecond);
  if (country !== undefined && !isCountryCode(country))
    problems.refuse([...path, "country"], country, countryAdvice(country), "one-of");
}

/** Whether it is an object at all: one with these keys alone, or with any. */
function checkKeys(problems: Problems, path: readonly string[], value: unknown, allowed?: readonly string[]): boolean {
  if (!isObject(value)) return problems.refuse(path, value, "an object", "shape");
  for (const key of allowed === undefined ? [] : Object.keys(value)) {
    if (!allowed?.includes(key)) problems.refuse([...path, key], value[key], `one of ${oneOf(allowed ?? [])}`, "shape");
  }
  return true;
}
