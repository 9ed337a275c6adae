import { ValidationError } from "../../index";
import type { OptionsKind } from "../../lib/core/options-kinds";
import { ownValue } from "../../lib/core/own-value";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";

/** What every object answers to, though nobody gave it: of each kind, by how it is spelled. */
const NAMES = ["constructor", "toString", "__proto__"];

/** The values of an option in which a name stands: alone, in a list, and as the key of a map. */
function named(kind: OptionsKind, name: string): readonly unknown[] {
  switch (kind.kind) {
    case "string":
      return [name];
    case "list":
      return named(kind.of, name).map((one) => [one]);
    case "map":
      return [...sampleOf(kind.of), ...named(kind.of, name)].map((one) => Object.fromEntries([[name, one]]));
    case "options":
      return [Object.fromEntries([[name, 1]])];
    case "either":
      return kind.of.flatMap((one) => named(one, name));
    default:
      return [];
  }
}

/** A value of a kind, for kinds in which no name stands. */
function sampleOf(kind: OptionsKind): readonly unknown[] {
  return kind.kind === "number" ? [1] : kind.kind === "boolean" ? [true] : [];
}

const places = [...optionPlaces()].flatMap(([option, [place]]) =>
  place !== undefined && named(place.kind, "name").length > 0 ? [[option, place] as const] : [],
);

/** How a program fails in which an option has this value; nothing when it is valid, or refused in words. */
function crash({ sample, path }: OptionPlace, value: unknown): string | undefined {
  try {
    sample.made(withAt(sample.props, path, value) as object);
    return undefined;
  } catch (error) {
    return ValidationError.isValidationError(error) ? undefined : `${JSON.stringify(value)}: ${error}`;
  }
}

test.each(places)("%s may have a name that every object answers to, or is refused in words", (_, place) => {
  const values = NAMES.flatMap((name) => named(place.kind, name));
  expect(values.map((value) => crash(place, value)).filter((one) => one !== undefined)).toEqual([]);
});

test.each(Object.getOwnPropertyNames(Object.prototype))(
  "a map has %s when it was given it, and not otherwise",
  (name) => {
    expect(ownValue({}, name)).toBeUndefined();
    expect(ownValue(Object.fromEntries([[name, 7]]), name)).toBe(7);
  },
);
