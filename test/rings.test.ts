import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const REPOSITORY = join(__dirname, "..");
const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));

/** The command of each ring that Jest runs, and how it names what it needs beside Node. */
const RINGS = { node: "test", terraform: "test:terraform", acceptance: "test:acceptance" };

/** How the run of everything takes the same order and values each time. */
const SEEDED = / -- "\$SEED"$/;

/** What Jest takes for a test when it sees it, and what other runners do, be it where no ring looks. */
const LIKE_A_TEST = /(^|[./])(test|spec)\.[cm]?[jt]sx?$|(^|\/)__tests__\//;

/** What is installed or made, in which there are tests of others and copies of ours. */
const NOT_OURS = /^(node_modules|dist|cdktf\.out|\.git|\.terraform|\.snippets|\.out)$/;

/** All files below a folder, as paths from the root of the repository. */
function filesIn(folder: string): string[] {
  return readdirSync(join(REPOSITORY, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return NOT_OURS.test(entry.name) ? [] : filesIn(path);
  });
}

/** Tests of a user's own, for Node's runner: `test/acceptance/init.test.ts` runs them in the project that they are for. */
const OF_A_NEW_PROJECT = join("examples", "new-project", "test");

const testFiles = filesIn("")
  .filter((path) => LIKE_A_TEST.test(path) && !path.startsWith(OF_A_NEW_PROJECT))
  .sort();

/** The files that Jest runs for a command of package.json. */
function filesOf(command: string): string[] {
  const [, options = ""] = /\bjest( .*)$/.exec(scripts[command]) ?? [];
  const jest = join(REPOSITORY, "node_modules", "jest", "bin", "jest.js");
  const listed = execFileSync(process.execPath, [jest, "--listTests", ...options.split(" ").filter(Boolean)], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  return listed
    .split("\n")
    .filter((line) => line.startsWith(REPOSITORY))
    .map((path) => relative(REPOSITORY, path));
}

describe("the rings of tests", () => {
  const files = Object.fromEntries(Object.entries(RINGS).map(([ring, command]) => [ring, filesOf(command)]));

  test("have every test file in exactly one of them", () => {
    expect(testFiles.length).toBeGreaterThan(100);
    expect(Object.values(files).flat().sort()).toEqual(testFiles);
    for (const [ring, inRing] of Object.entries(files)) expect([ring, inRing.length > 0]).toEqual([ring, true]);
  });

  test("have their files below test/, with one ending", () => {
    expect(testFiles.filter((path) => !/^test\/.*\.test\.ts$/.test(path))).toEqual([]);
  });

  test.each(["test/core/x.spec.ts", "lib/core/x.test.ts", "lib/core/__tests__/x.ts", "x.test.js", "bench/x.spec.mjs"])(
    "know %s for a test",
    (path) => {
      expect(LIKE_A_TEST.test(path)).toBe(true);
    },
  );

  test("need nothing but Node in the first of them", () => {
    const source = (file: string) => readFileSync(join(REPOSITORY, file), "utf8");
    const starting = /describeWithTerraform|terraformBinary|"(terraform|tofu|cdktf)",? ?\[|"npm", "(install|pack|ci)"/;
    expect(files.node?.filter((file) => file !== "test/rings.test.ts" && starting.test(source(file)))).toEqual([]);
    // The pattern finds those that do need it.
    expect(files.terraform?.filter((file) => starting.test(source(file))).length).toBeGreaterThan(5);
  });

  test("try all cases in the folders and files that test:cases names", () => {
    const [, named = ""] = / --testPathPatterns (.+) --selectProjects node$/.exec(scripts["test:cases"]) ?? [];
    const isNamed = (file: string) =>
      named.split(" ").some((one) => file.startsWith(`${one}/`) || file.startsWith(`${one}.`));
    const importing = testFiles.filter((file) => /support\/cases"/.test(readFileSync(join(REPOSITORY, file), "utf8")));
    expect(importing.length).toBeGreaterThan(3);
    expect(importing.filter((file) => !isNamed(file))).toEqual([]);
  });

  test("are all in the page about the tests, and run one after the other by .ci/run", () => {
    const page = readFileSync(join(REPOSITORY, "docs", "testing.md"), "utf8");
    const everything = readFileSync(join(REPOSITORY, ".ci", "run"), "utf8");
    for (const command of [...Object.values(RINGS), "test:cases", "lab"]) {
      const written = command === "test" ? "npm test" : `npm run ${command}`;
      expect([written, page.includes(`\`${written}\``)]).toEqual([written, true]);
      expect([
        written,
        everything.split("\n").some((line) => line.replace(SEEDED, "").endsWith(`run ${written}`)),
      ]).toEqual([written, true]);
    }
  });
});
