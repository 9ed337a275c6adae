import { Token } from "cdktf";
import { ValidationError } from "../../index";
import type { OptionsKind } from "../../lib/core/options-kinds";
import { later } from "../support/cluster";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";

/** What may be unknown about an option of a kind: each text in it, be it alone, in a list or in a map, and a list as a whole. */
function unknowns(kind: OptionsKind): readonly unknown[] {
  switch (kind.kind) {
    case "string":
      return [Token.asString(later("text"))];
    case "number":
      return [Token.asNumber(later("number"))];
    case "list":
      return [...unknowns(kind.of).map((one) => [one]), Token.asList(later("list"))];
    case "map":
      return unknowns(kind.of).map((one) => ({ key: one }));
    case "either": {
      // Which of the texts that are allowed it is, nobody knows of one that is unknown: all countries are one.
      const texts = kind.of.filter(isText);
      return [...kind.of.filter((one) => !isText(one)), ...texts.slice(0, 1)].flatMap(unknowns);
    }
    case "value":
      return typeof kind.value === "string" ? [Token.asString(later("text"))] : [];
    default:
      return [];
  }
}

function isText(kind: OptionsKind): boolean {
  return kind.kind === "string" || (kind.kind === "value" && typeof kind.value === "string");
}

const places = [...optionPlaces()].flatMap(([name, [place]]) =>
  place !== undefined && unknowns(place.kind).length > 0 ? [[name, place] as const] : [],
);

/** How a program fails in which an option is something that only Terraform knows; nothing when it is refused in words. */
function crash({ sample, path }: OptionPlace, value: unknown): string | undefined {
  try {
    sample.synthesized(withAt(sample.props, path, value) as object);
    return undefined;
  } catch (error) {
    return ValidationError.isValidationError(error) ? undefined : String(error);
  }
}

test.each(places)("%s may be known to Terraform alone, or is refused in words", (_, place) => {
  expect(unknowns(place.kind).map((value) => crash(place, value))).toEqual(unknowns(place.kind).map(() => undefined));
});
