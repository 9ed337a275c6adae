import { type Problem, ValidationError } from "../../index";
import type { OptionsKind } from "../../lib/core/options-kinds";
import { expectGolden } from "../support/golden";
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

function problemsWith({ sample, path, kind }: OptionPlace, value = strange(kind)): readonly Problem[] {
  try {
    sample.made(withAt(sample.props, path, value) as object);
    return [];
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    // Whatever is refused: a program that shows it beside the option finds which one it is.
    expect(error.problems.filter(({ path: at, code }) => at.length === 0 || code === undefined)).toEqual([]);
    return error.problems;
  }
}

const texts = [...optionPlaces()].flatMap(([name, [place]]) =>
  place !== undefined && strange(place.kind) !== undefined ? [[name, place] as const] : [],
);

test.each(texts)("%s is refused by a rule that has a code of its own", (_, place) => {
  const found = problemsWith(place).filter((problem) => "got" in problem && problem.code === "value");
  expect(found.map(({ property }) => [property, (found[0] as { expected?: string }).expected])).toEqual([]);
});

/** Values that many options of a kind refuse: none of a closed set, numbers that are too small, too large or not whole. */
function odd(kind: OptionsKind): readonly unknown[] {
  if (kind.kind === "list") return [[], ...odd(kind.of).map((value) => [value])];
  if (kind.kind === "map") return odd(kind.of).map((value) => ({ "strange key!": value }));
  if (kind.kind === "number") return [-1, 0.5, 1e12];
  if (kind.kind === "string") return [STRANGE];
  return kind.kind === "either" ? ["SOMETHING_ELSE", ...kind.of.flatMap(odd)] : [];
}

/** The codes of what is refused of an option: `name`, `range`. In its first place it may be ruled out altogether. */
function codesOf(places: readonly OptionPlace[]): readonly string[] {
  const codes = places.slice(0, 2).flatMap((place) =>
    odd(place.kind)
      .flatMap((value) => problemsWith(place, value))
      .filter((problem) => "path" in problem && problem.path.includes(String(place.path.at(-1))))
      .map(({ code }) => code),
  );
  return [...new Set(codes)].sort();
}

test("an option keeps the codes of its refusals: a changed line breaks the programs that read them", () => {
  const lines = [...optionPlaces()].map(([name, places]) => [name, codesOf(places)] as const);
  const refused = lines
    .filter(([, codes]) => codes.length > 0)
    .map(([name, codes]) => `${name}: ${codes.join(", ")}\n`);
  expect(refused.length).toBeGreaterThan(150);
  expectGolden("codes.txt", refused.sort().join(""));
});
