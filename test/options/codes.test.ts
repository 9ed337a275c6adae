import { type Problem, ValidationError } from "../../index";
import type { OptionsKind } from "../../lib/core/options-kinds";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";

const STRANGE = " !! ";

/** A strange text where a kind has one, or nothing when it has none. */
function strange(kind: OptionsKind): unknown {
  if (kind.kind === "string") return STRANGE;
  const of = kind.kind === "list" || kind.kind === "map" ? strange(kind.of) : undefined;
  if (of === undefined) return undefined;
  return kind.kind === "list" ? [of] : { "strange key!": of };
}

function problemsWith({ sample, path, kind }: OptionPlace): readonly Problem[] {
  try {
    sample.made(withAt(sample.props, path, strange(kind)) as object);
    return [];
  } catch (error) {
    if (ValidationError.isValidationError(error)) return error.problems;
    throw error;
  }
}

const texts = [...optionPlaces()].flatMap(([name, [place]]) =>
  place !== undefined && strange(place.kind) !== undefined ? [[name, place] as const] : [],
);

test.each(texts)("%s is refused by a rule that has a code of its own", (_, place) => {
  const found = problemsWith(place).filter((problem) => "got" in problem && problem.code === "value");
  expect(found.map(({ property }) => [property, (found[0] as { expected?: string }).expected])).toEqual([]);
});
