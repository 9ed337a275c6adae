import { OPTIONS } from "../../lib/core/options-table";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";
import { refusalOf } from "../support/synthesize";

/** Values of taints, which Kubernetes takes without a value. */
const MAY_BE_EMPTY: readonly string[] = ["NodeTaint.value", "WorkerTaint.value"];
const texts = [...optionPlaces()].flatMap(([name, [place]]) =>
  place?.kind.kind === "string" && !MAY_BE_EMPTY.includes(name) ? [[name, place] as const] : [],
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

test("values of labels and taints may be empty, and their keys may not", () => {
  const tried: string[] = [];
  for (const [name, [place]] of optionPlaces()) {
    const isLabels = /\.(labels|nodeLabels|resourceLabels)$/.test(name);
    if (place === undefined || !(isLabels || MAY_BE_EMPTY.includes(name))) continue;
    const { sample, path } = place;
    const made = (value: unknown) => () => sample.made(withAt(sample.props, path, value) as object);
    expect(made(isLabels ? { purpose: "" } : "")).not.toThrow();
    if (isLabels) expect(made({ "": "web" })).toThrow();
    tried.push(name);
  }
  expect(tried.length).toBeGreaterThan(4);
});
