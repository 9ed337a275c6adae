import { checkAbsent, checkWholeNumber, oneOf } from "../core/checks";
import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { checkMigration } from "./migration";
import {
  codesOf,
  KINDS,
  membersOf,
  ONLY_LAST_RESORT,
  PLACE_KINDS,
  type Place,
  placesOf,
  propertyOf,
  type Route,
  type RoutingPolicy,
  type Tier,
  type Wave,
} from "./routing-policy";

/** Names of routings, policies and waves are labels of DNS names; shorter than DNS demands, so that the longest fits. */
export const MAX_KEY_LENGTH = 32;

/** Validates a policy that may send users to `dataCenters`. */
export function checkRoutingPolicy(problems: Problems, policy: RoutingPolicy, dataCenters: readonly string[]): void {
  for (const [name, wave] of Object.entries(policy.waves ?? {})) checkWave(problems.at(["waves", name]), name, wave);
  const places = placesOf(policy);
  for (const place of places) {
    if (place.wave === undefined) checkRoute(problems.at(propertyOf(place)), place.route, dataCenters);
    checkCode(problems, place);
  }
  for (const [name, wave] of Object.entries(policy.waves ?? {})) {
    checkRoute(problems.at(["waves", name]), wave, dataCenters);
  }
  checkEachOnce(problems, places);
}

function checkWave(problems: Problems, name: string, wave: Wave): void {
  checkKey(problems, "", name, MAX_KEY_LENGTH);
  const isKnown = PLACE_KINDS.map((kind) => problems.known(KINDS[kind].property, wave[KINDS[kind].property]));
  const isEmpty = PLACE_KINDS.every((kind) => codesOf(wave, kind).length === 0);
  if (isEmpty && !isKnown.includes(false)) problems.refuse("", undefined, "countries, continents or subdivisions");
}

function checkCode(problems: Problems, place: Place): void {
  const { property, codes, advice } = KINDS[place.kind];
  const isCode = (code: string) => (codes as readonly string[]).includes(code);
  const holder = problems.at(propertyOf(place));
  if (place.wave === undefined) holder.check("", place.code, isCode, advice(place.code), "one-of");
  else if (holder.known(property, place.code)) holder.check(property, place.code, isCode, advice(place.code), "one-of");
}

/** A place has one route: its own or that of a wave. Its own are one by the nature of a map. */
function checkEachOnce(problems: Problems, places: readonly Place[]): void {
  const holders = new Map<string, string>();
  for (const place of [...places].sort(
    (one, other) => Number(one.wave !== undefined) - Number(other.wave !== undefined),
  )) {
    const key = `${place.kind} ${place.code}`;
    const holder = holders.get(key);
    const property = `${propertyOf(place)}.${KINDS[place.kind].property}`;
    if (holder !== undefined) problems.refuse(property, place.code, `a place without another route: ${holder} has it`);
    else holders.set(key, propertyOf(place));
  }
}

function checkRoute(problems: Problems, route: Route, dataCenters: readonly string[]): void {
  const { serveFrom, migration, percent = 100 } = route;
  if (serveFrom === ONLY_LAST_RESORT) {
    const reason = `where "${ONLY_LAST_RESORT}" serves everybody`;
    checkAbsent(problems, "percent", route.percent, reason);
    checkAbsent(problems, "migration", migration, reason);
    return;
  }
  checkServeFrom(problems, serveFrom, dataCenters);
  if (checkWholeNumber(problems, "percent", percent, [0, 100]) && migration !== undefined) {
    checkMigration(problems, migration, percent);
  }
}

function checkServeFrom(problems: Problems, serveFrom: readonly Tier[], dataCenters: readonly string[]): void {
  if (!problems.known("serveFrom", serveFrom)) return;
  const list = `a list of data centres, or "${ONLY_LAST_RESORT}"`;
  if (!problems.check("serveFrom", serveFrom, Array.isArray, list)) return;
  checkTiers(problems, "serveFrom", serveFrom, dataCenters, `, or "${ONLY_LAST_RESORT}" in place of the list`);
}

/**
 * Validates an order of data centres.
 *
 * @param instead what may stand there in place of a list without any, in words
 */
export function checkTiers(
  problems: Problems,
  property: string,
  order: readonly Tier[],
  dataCenters: readonly string[],
  instead = "",
): void {
  if (!problems.known(property, order)) return;
  // A tier of several may be a token as a whole, and each of its members may be one.
  const parts = order.flatMap((tier): readonly Tier[] => (isUnknown(tier) ? [tier] : membersOf(tier)));
  if (parts.map((part) => problems.known(property, part)).includes(false)) return;
  const tiers = order.map(membersOf);
  const names = tiers.flat();
  if (names.length === 0) problems.refuse(property, order, `at least one data centre${instead}`);
  else if (tiers.some((tier) => tier.length === 0)) problems.refuse(property, order, "no empty group");
  for (const name of names) {
    const expected = dataCenterOf(dataCenters);
    problems.check(property, name, (name) => dataCenters.includes(name), expected, "one-of");
  }
  if (new Set(names).size < names.length) problems.refuse(property, order, "each data centre once");
}

function dataCenterOf(names: readonly string[]): string {
  return names.length === 0 ? "a data centre, but none is configured" : `a data centre: ${oneOf(names)}`;
}
