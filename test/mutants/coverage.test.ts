import { transformSync } from "@swc/core";
import { idAround, Killers, type TestFile, testsOf, withProbes } from "../../mutants/coverage";

const SOURCE = `
const twice = (value: number) => value * 2;
const pair = (value: number) => ({ value });
export class Counter {
  private readonly start = 1;
  public count(by: number): number {
    return [by].map((each) => each + this.start)[0] as number;
  }
}
export const run = (what: string) =>
  what === "twice" ? twice(4) : what === "pair" ? pair(4).value : what === "count" ? new Counter().count(4) : 0;
`;

/** The functions that are entered, by a word that stands in each. */
function enteredBy(what: string, words: readonly string[]): string[] {
  const globals = globalThis as { entered?: Set<string> };
  const { code } = transformSync(withProbes("a.ts", SOURCE), {
    module: { type: "commonjs" },
    jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  });
  const exported: { run?: (what: string) => number } = {};
  globals.entered = new Set();
  try {
    new Function("exports", code)(exported);
    exported.run?.(what);
    const { entered } = globals;
    return words.filter((word) => entered.has(idAround("a.ts", SOURCE, SOURCE.indexOf(word))));
  } finally {
    delete globals.entered;
  }
}

const PLACE = "lib/gke/gpus/catalogue.ts:120";
const WORDS = ["value * 2", "{ value }", "return [by]", "each + this", 'what === "pair"', "class Counter"];

test.each([
  ["twice", ["value * 2", 'what === "pair"', "class Counter"]],
  ["pair", ["{ value }", 'what === "pair"', "class Counter"]],
  ["count", ["return [by]", "each + this", 'what === "pair"', "class Counter"]],
  ["nothing", ['what === "pair"', "class Counter"]],
])("a probe notes each function that %s enters, and the module", (what, entered) => {
  expect(enteredBy(what, WORDS)).toEqual(entered);
});

const testFile = (path: string): TestFile => ({ path, seconds: 1, entered: new Set(), startsProcesses: false });

test("the tests that noticed most mutants of the same source come first, and the others stay in their order", () => {
  const [near, quick, sharp, sharpest] = ["near", "quick", "sharp", "sharpest"].map(testFile) as [
    TestFile,
    TestFile,
    TestFile,
    TestFile,
  ];
  const killers = new Killers();
  killers.note("lib/a.ts", sharpest);
  killers.note("lib/a.ts", sharp);
  killers.note("lib/a.ts", sharpest);
  killers.note("lib/b.ts", quick);
  const pathsFor = (source: string) => killers.first(source, [near, quick, sharp, sharpest]).map(({ path }) => path);
  expect(pathsFor("lib/a.ts")).toEqual(["sharpest", "sharp", "near", "quick"]);
  expect(pathsFor("lib/c.ts")).toEqual(["near", "quick", "sharp", "sharpest"]);
});

test("the tests that enter a place come first, then those that start processes, the nearest and quickest of each before", () => {
  const file = (path: string, seconds: number, entered: string[], startsProcesses = false): TestFile => ({
    path,
    seconds,
    entered: new Set(entered),
    startsProcesses,
  });
  const all = [
    file("test/cli/slow.test.ts", 9, [PLACE]),
    file("test/cli/quick.test.ts", 1, [PLACE], true),
    file("test/gke/room.test.ts", 10, [PLACE]),
    file("test/gke/gpus/beside.test.ts", 11, [PLACE]),
    file("test/gke/gpus/catalogue.test.ts", 12, [PLACE]),
    file("test/gke/other.test.ts", 1, ["lib/gke/other.ts:7"]),
    file("test/cli/command.test.ts", 2, [], true),
  ];
  const { covering, others } = testsOf(PLACE, all);
  const names = ["gke/gpus/catalogue", "gke/gpus/beside", "gke/room", "cli/quick", "cli/slow"];
  expect(covering.map(({ path }) => path)).toEqual(names.map((name) => `test/${name}.test.ts`));
  expect(others.map(({ path }) => path)).toEqual(["test/cli/command.test.ts"]);
});
