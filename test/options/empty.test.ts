import { OPTIONS } from "../../lib/core/options-table";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";
import { refusalOf } from "../support/synthesize";

const texts = [...optionPlaces()].flatMap(([name, [place]]) =>
  place?.kind.kind === "string" ? [[name, place] as const] : [],
);

test("most options that are texts are tried", () => {
  expect(Object.keys(OPTIONS).length).toBeGreaterThan(100);
  expect(texts.length).toBeGreaterThan(100);
});

test.each(texts)("%s is refused when it is empty", (_, { sample, path }: OptionPlace) => {
  const lines = refusalOf(() => sample.made(withAt(sample.props, path, "") as object));
  // What may be a secret is not shown.
  expect(lines).toContainEqual(expect.stringMatching(/: got (""|"something else"), expected /));
});
