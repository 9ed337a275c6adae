import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { isObject } from "./output-folder";

const KEYS = ["continents", "countries", "hostNames", "subdivisions", "waves"];

const OF_ROUTE = ["continents", "countries", "migration", "percent", "serveFrom", "subdivisions"];

/** Checks the shape of policies that a user wrote: where each sends whom, and in how many percent. */
export function checkPolicies(problems: Problems, path: readonly string[], policies: unknown): void {
  if (policies === undefined) return;
  for (const [name, policy] of entriesOf(problems, path, policies)) {
    const at = [...path, name];
    for (const [key, value] of entriesOf(problems, at, policy)) {
      if (!KEYS.includes(key)) problems.refuse([...at, key], value, `one of ${KEYS.join(", ")}`, "shape");
      else if (key !== "hostNames") checkRoutes(problems, [...at, key], value);
    }
    if (isObject(policy) && !isNames(policy.hostNames))
      problems.refuse([...at, "hostNames"], policy.hostNames, "a list of host names", "shape");
  }
}

/** Checks those who come one after another: names, or lists of those that share. */
export function checkTiers(problems: Problems, path: readonly string[], tiers: unknown): void {
  if (tiers === undefined) return;
  const isTier = (tier: unknown) => typeof tier === "string" || isNames(tier);
  if (!Array.isArray(tiers)) problems.refuse(path, tiers, "a list of data centres", "shape");
  else
    for (const [index, tier] of tiers.entries())
      if (!isTier(tier)) problems.refuse([...path, `${index}`], tier, "a data centre, or a list of some", "shape");
}

function checkRoutes(problems: Problems, path: readonly string[], routes: unknown): void {
  for (const [place, route] of entriesOf(problems, path, routes)) {
    if (!isObject(route)) {
      problems.refuse([...path, place], route, "an object", "shape");
      continue;
    }
    for (const key of Object.keys(route).filter((one) => !OF_ROUTE.includes(one)))
      problems.refuse([...path, place, key], route[key], `one of ${OF_ROUTE.join(", ")}`, "shape");
    const { serveFrom, percent } = route as { readonly serveFrom?: unknown; readonly percent?: number };
    const at = [...path, place];
    if (serveFrom === undefined)
      problems.refuse([...at, "serveFrom"], serveFrom, 'a list of data centres, or "last-resort"', "shape");
    else if (serveFrom !== "last-resort") checkTiers(problems, [...at, "serveFrom"], serveFrom);
    checkWholeNumber(problems, [...at, "percent"], percent, [0, 100]);
  }
}

function isNames(names: unknown): boolean {
  return Array.isArray(names) && names.every((name) => typeof name === "string");
}

/** What an object holds; nothing of anything else, which is refused. */
function entriesOf(
  problems: Problems,
  path: readonly string[],
  value: unknown,
): readonly (readonly [string, unknown])[] {
  if (isObject(value)) return Object.entries(value);
  problems.refuse(path, value, "an object", "shape");
  return [];
}
