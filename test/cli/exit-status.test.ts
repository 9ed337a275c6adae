import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hybridKubernetes } from "../support/command-line";
import { COMMANDS } from "../support/command-names";

const ROOT = join(__dirname, "../..");
const page = readFileSync(join(ROOT, "docs/command-line.md"), "utf8");
const table = page.split("\n## Exit status\n")[1]?.split("\n## ")[0] ?? "";
const ROWS = table
  .split("\n")
  .filter((line) => /^\| \d/.test(line))
  .map((line) => line.slice(1, -1).split(" | "));

/** The commands that a status is of, in the table; of 0 and 1 it is all of them. */
function commandsWith(status: string): readonly string[] {
  const cells = ROWS.filter(([first = ""]) => first.trim() === status).map(([, , commands = ""]) => commands);
  return cells.flatMap((cell) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name)).sort();
}

describe("the exit status", () => {
  test("2 is in the table for each command whose help has it, and for no other", () => {
    const withTwo = COMMANDS.filter((command) => / 2 when/.test(hybridKubernetes(command, "--help").stdout));
    expect(withTwo.length).toBeGreaterThan(4);
    expect(commandsWith("2")).toEqual(withTwo.sort());
    expect(ROWS.filter(([status = ""]) => ["0", "1"].includes(status.trim())).map((row) => row[2]?.trim())).toEqual([
      "all",
      "all",
    ]);
  });

  test.each(COMMANDS)("of %s is 1 for an option that it does not have, with one line", (command) => {
    const { status, stdout, stderr } = hybridKubernetes(command, "--no-such-option");
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/^error: unknown option '--no-such-option'\n/);
  });
});

// 2 ** 53 + 1 is read as 2 ** 53, so that another run of the pipeline would have the same.
test.each(["0", "-1", "1.5", "9007199254740993", "42a"])("a release with the number %s is refused", (number) => {
  const { status, stderr } = hybridKubernetes(
    "data-centers-release",
    join(ROOT, "no-such-folder"),
    `--number=${number}`,
  );
  expect(status).toBe(1);
  expect(stderr).toContain(
    `It must be a whole number${number.length > 4 ? " from 1 to 9007199254740991" : ", 1 or more"}.`,
  );
});

test("a release without a number is refused", () => {
  const { status, stderr } = hybridKubernetes("data-centers-release", join(ROOT, "no-such-folder"));
  expect(status).toBe(1);
  expect(stderr).toContain("--number: got nothing, expected a number above that of each release before");
});
