import { readFileSync } from "node:fs";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");
const { dependencies, devDependencies } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
const page = readFileSync(join(REPOSITORY, "docs", "dependencies.md"), "utf8");

/** The packages in the first column of the first table below a heading. */
const namedBelow = (heading: string): readonly string[] => {
  const [, below = ""] = page.split(`\n## ${heading}\n`);
  const rows = (below.split("\n## ")[0] ?? "").match(/^\| `.*$/gm) ?? [];
  return rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
};

test.each([
  ["Dependencies", dependencies],
  ["Development dependencies", devDependencies],
])("%s are all there, each with what it is for, and no others", (heading, installed) => {
  expect([...namedBelow(heading)].sort()).toEqual(Object.keys(installed).sort());
});
