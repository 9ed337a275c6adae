import { readFileSync } from "node:fs";
import { join } from "node:path";
import { filesBelow } from "../support/import-graph";

/** The text of a file without comments, which may show what is printed. */
function codeOf(file: string): string {
  const text = readFileSync(join(__dirname, "..", "..", file), "utf8");
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, "").replaceAll(/(^|\s)\/\/.*$/gm, "");
}

/** Where a text is in code, and the file that it may be in. */
const ONE_PLACE: readonly (readonly [what: string, pattern: RegExp, places: readonly string[]])[] = [
  ["the last resort by its printed name", /["`]last resort["`]/, ["lib/routing/answers.ts"]],
  ["nobody by the printed name", /["`]no answer["`]/, ["lib/routing/analysis/words.ts"]],
  ["a label of a routing's own records", /_routing-/, ["lib/route53/record-names.ts"]],
  ["words read again, once they are printed with an arrow", /(split|indexOf|includes|match|replace(All)?)\([^)]*→/, []],
];

test.each(ONE_PLACE)("%s is in no other file than its own", (_, pattern, places) => {
  const files = [...filesBelow("lib"), ...filesBelow("stacks")];
  expect(files.length).toBeGreaterThan(200);
  expect(files.filter((file) => pattern.test(codeOf(file)))).toEqual(places);
});
