import { isDeepStrictEqual } from "node:util";
import { type Problem, ValidationError } from "../../index";
import type { OptionsKind } from "../../lib/core/options-kinds";
import { cases } from "../support/cases";
import { MODEL, type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";

const allPlaces = optionPlaces();

/** Of each option the first place. */
const places = new Map([...allPlaces].flatMap(([name, [first]]) => (first === undefined ? [] : [[name, first]])));

type Refused = Extract<Problem, { got: unknown }>;

/** What is said against the values of an option. */
function problemsOf({ sample, path }: OptionPlace, value: unknown): readonly Refused[] {
  try {
    sample.made(withAt(sample.props, path, value) as object);
    return [];
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return error.problems.filter(
      (problem): problem is Refused => "got" in problem && problem.path.includes(String(path.at(-1))),
    );
  }
}

/** The rules by which a value is refused, of all that is said against the program. */
function refusals(place: OptionPlace, value: unknown): string[] {
  return problemsOf(place, place.kind.kind === "list" ? [value] : value)
    .filter(({ got }) => isDeepStrictEqual([got].flat(), [value]))
    .map(({ code }) => code);
}

const number = (text: string) => Number(text.replaceAll(",", ""));

/** Options whose text names the least and the most: `1 to 65535`. */
const ranges = Object.entries(MODEL.types).flatMap(([type, { properties }]) =>
  Object.entries(properties).flatMap(([property, { doc = "" }]) => {
    const place = places.get(`${type}.${property}`);
    const [, least, most] = /((?:(?<=\s)-)?\b\d[\d,]*) to (\d[\d,]*\d)/.exec(doc) ?? [];
    const isNumber = place?.kind.kind === "number" || (place?.kind.kind === "list" && place.kind.of.kind === "number");
    if (place === undefined || least === undefined || most === undefined || !isNumber) return [];
    return [[`${type}.${property}`, place, number(least), number(most)] as const];
  }),
);

/** Limits that depend on another option of the sample: only what is beyond them is refused for them alone. */
const TOGETHER: { readonly [name: string]: string } = {
  "BackupOptions.deleteLockDays": "at most retainDays",
  "CloudNatOptions.maxPortsPerVm": "more than minPortsPerVm",
  "RegionNetworkOptions.maxServices": "as many as the plan has room for",
  "RegionSize.maxServices": "as many as the plan has room for",
  "SitePodOptions.maxBlocksPerServer": "enough for maxPodsPerServer",
};

/** What the library gives, and no user writes. */
const GIVEN = ["IRegionalCluster.releaseChannel"];

/** The values of a closed set, or of the elements of a list that are of one. */
function valuesOf(kind: OptionsKind): readonly unknown[] {
  if (kind.kind === "list") return valuesOf(kind.of);
  if (kind.kind !== "either" || !kind.of.every((one) => one.kind === "value")) return [];
  return kind.of.flatMap((one) => (one.kind === "value" && typeof one.value !== "boolean" ? [one.value] : []));
}

const closedSets = [...places].filter(([name, { kind }]) => !GIVEN.includes(name) && valuesOf(kind).length > 0);

test.each(ranges)("%s is what its text says, and not one less or more", (name, place, least, most) => {
  const said = [least - 1, least, most, most + 1].map((value) => refusals(place, value).length > 0);
  if (name in TOGETHER) expect([said[0], said[3]]).toEqual([true, true]);
  else expect(said).toEqual([true, false, false, true]);
});

/** A value of the type that the members of a closed set have: another type is refused for that. */
function noMemberOf(kind: OptionsKind): unknown {
  const numbers = valuesOf(kind).filter((value) => typeof value === "number");
  return numbers.length > 0 ? Math.max(...numbers) + 1 : "SOMETHING_ELSE";
}

/** Of a long list, such as all countries, every tenth: one rule allows them all, and each costs a platform. */
function someOf(values: readonly unknown[]): readonly unknown[] {
  return values.length < 50 ? values : values.filter((_, index) => index % cases({ some: 10, all: 1 }) === 0);
}

test.each(closedSets)("%s is one of its values, and no other", (name) => {
  const isNoMember = (code: string) => code === "one-of" || code === "whole-number";
  // In the first place it may be ruled out altogether, as a GPU's driver is without a GPU.
  const isRefused = (place: OptionPlace) => refusals(place, noMemberOf(place.kind)).some(isNoMember);
  expect(allPlaces.get(name)?.some(isRefused)).toBe(true);
});

test.each(closedSets)("%s can be each of its values", (_, place) => {
  const values = valuesOf(place.kind);
  // A list has them all at once, with one that is none of them: the only one that is refused.
  const other = noMemberOf(place.kind);
  if (place.kind.kind === "list") {
    const refused = problemsOf(place, [...values, other]).filter(({ code }) => code === "one-of");
    expect(refused.map(({ got }) => got)).toEqual([other]);
  } else for (const value of someOf(values)) expect(refusals(place, value)).not.toContain("one-of");
});

test("most options with limits are in a sample", () => {
  expect(ranges.length).toBeGreaterThan(50);
  expect(closedSets.length).toBeGreaterThan(30);
});
