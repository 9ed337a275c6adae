import { mutationsOf } from "../../mutants/mutators";
import { describeMutant, type Fate, report } from "../../mutants/report";

const SOURCE = "const a = 1;\nconst isLong = (name: string) =>\n  name.length > MAX;\n";
const mutants = mutationsOf(SOURCE).map((mutation) => ({ file: "lib/a.ts", source: SOURCE, mutation }));

/** One bound of a number and two of a comparison. */
const judged = (...fates: Fate[]) => mutants.map((mutant, index) => ({ mutant, fate: fates[index] as Fate }));

test("a mutant is described by its place, and the lines before and after", () => {
  expect(mutants.map(describeMutant)).toEqual([
    "lib/a.ts:1 (bound)\n  - const a = 1;\n  + const a = 2;",
    "lib/a.ts:3 (bound)\n  -   name.length > MAX;\n  +   name.length >= MAX;",
    "lib/a.ts:3 (bound)\n  -   name.length > MAX;\n  +   name.length <= MAX;",
  ]);
});

test("the report lists the survivors, and says what killed the others", () => {
  expect(report(judged("killed by a test", "survived", "killed by the compiler"), 67)).toEqual({
    passes: false,
    text: [
      "lib/a.ts:3 (bound)\n  -   name.length > MAX;\n  +   name.length >= MAX;",
      "2 of 3 mutants were killed, 66.7 %: 1 killed by a test, 1 killed by the compiler, 1 survived.",
      "By kind: bound 2 of 3.",
      "That is less than 67 %.",
    ].join("\n\n"),
  });
});

test("as many as the threshold asks for are enough", () => {
  expect(report(judged("killed by a test", "survived", "killed by a test"), 66).passes).toBe(true);
  expect(report([], 95).passes).toBe(true);
});
