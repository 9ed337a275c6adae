import { checkAsn } from "./asns";
import type { FabricOptions, RackOptions, RouterOptions, UpperRouterOptions } from "./fabric";
import { checkWhole, type Problems, type PropertyPath } from "./refusals";

const NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

/** The highest rack number that anything is planned for. */
const LAST_RACK = 4_000;
const LAST_UPPER = 16;

/** Checks a name that becomes the name of a file. */
export function checkName(problems: Problems, property: PropertyPath, name: string): boolean {
  if (NAME.test(name) && !name.includes("..")) return true;
  problems.refuse(
    property,
    name,
    "1 to 63 lower-case letters, digits, hyphens and dots, a letter or digit first and last",
    "name",
  );
  return false;
}

/** Refuses a number that another of its kind has. */
export function checkNumberFree(
  problems: Problems,
  property: PropertyPath,
  number: number,
  owners: Map<number, string>,
  name: string,
): boolean {
  const owner = owners.get(number);
  owners.set(number, owner ?? name);
  if (owner === undefined) return true;
  problems.refuse(property, number, `a number of its own: ${owner} has this one`);
  return false;
}

/** The properties of all routers; the last part of each is the router's name. */
export function routerProperties({
  racks = {},
  spines = {},
  borders = {},
}: FabricOptions): readonly (readonly string[])[] {
  const above = Object.entries({ spines, borders }).flatMap(([tier, routers]) =>
    Object.keys(routers).map((name) => [tier, name]),
  );
  const inRacks = Object.entries(racks).flatMap(([rack, { routers = {} }]) =>
    Object.keys(routers).map((name) => ["racks", rack, "routers", name]),
  );
  return [...inRacks, ...above];
}

/** The parts of a fabric that are sound by themselves: with these, addresses are checked even where other parts are not. */
export interface SoundFabric {
  readonly racks: FabricOptions["racks"];
  /** Whether all spines and borders are sound. */
  readonly hasUpper: boolean;
}

/** Checks racks and routers by themselves, without their addresses. */
export function checkFabric(problems: Problems, { racks, spines = {}, borders }: FabricOptions): SoundFabric {
  const names = new Map<string, string>();
  const numbers = new Map<number, string>();
  needed(problems, "racks", racks, "rack");
  const hasBorder = needed(problems, "borders", borders, "border: it leads to Google Cloud and to the Internet");
  const sound = Object.entries(racks ?? {}).filter(([name, rack]) => checkRack(problems, name, rack, numbers, names));
  const upper = [checkUpper(problems, "spines", spines, names), checkUpper(problems, "borders", borders ?? {}, names)];
  return { racks: Object.fromEntries(sound), hasUpper: hasBorder && upper.every(Boolean) };
}

function needed(problems: Problems, property: string, given: object | undefined, what: string): boolean {
  if (Object.keys(given ?? {}).length > 0) return true;
  problems.refuse(property, given, `at least one ${what}`);
  return false;
}

function checkRack(
  problems: Problems,
  name: string,
  rack: RackOptions,
  numbers: Map<number, string>,
  names: Map<string, string>,
): boolean {
  const property = ["racks", name];
  const isNamed = checkName(problems, property, name);
  const isNumbered =
    checkWhole(problems, [...property, "number"], rack.number, [0, LAST_RACK]) &&
    checkNumberFree(problems, [...property, "number"], rack.number, numbers, name);
  const routers = Object.entries(rack.routers ?? {});
  const given = routers.map(([, { number }]) => number);
  const areTwo = given.length === 2 && given.includes(1) && given.includes(2);
  if (!areTwo) {
    const allowed = "two routers, with the numbers 1 and 2: each server has a link to both";
    problems.refuse(
      [...property, "routers"],
      Object.fromEntries(routers.map(([key, { number }]) => [key, number])),
      allowed,
    );
  }
  const sound = routers.map(([router, options]) =>
    checkRouter(problems, [...property, "routers", router], router, options, names),
  );
  return isNamed && isNumbered && areTwo && sound.every(Boolean);
}

function checkUpper(
  problems: Problems,
  tier: string,
  routers: { readonly [name: string]: UpperRouterOptions },
  names: Map<string, string>,
): boolean {
  const numbers = new Map<number, string>();
  const sound = Object.entries(routers).map(([name, router]) => {
    const property = [tier, name];
    const { number } = router;
    const isSound = checkRouter(problems, property, name, router, names);
    return (
      checkWhole(problems, [...property, "number"], number, [1, LAST_UPPER]) &&
      checkNumberFree(problems, [...property, "number"], number, numbers, name) &&
      isSound
    );
  });
  return sound.every(Boolean);
}

function checkRouter(
  problems: Problems,
  property: readonly string[],
  name: string,
  { asn }: RouterOptions,
  names: Map<string, string>,
): boolean {
  const hasAsn = asn === undefined || checkAsn(problems, [...property, "asn"], asn);
  if (!checkName(problems, property, name)) return false;
  const owner = names.get(name);
  names.set(name, owner ?? property.join("."));
  if (owner === undefined) return hasAsn;
  problems.refuse(property, name, `a name of its own: fabric.${owner} has this one`, "name");
  return false;
}
