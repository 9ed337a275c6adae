import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const page = readFileSync(join(__dirname, "..", "..", "docs", "features", "network.md"), "utf8");
const tests = readdirSync(__dirname).map((file) => readFileSync(join(__dirname, file), "utf8"));

/** The rows of the table: feature, property, default, test. */
const rows = page
  .split("\n")
  .filter((line) => line.startsWith("| "))
  .slice(2)
  .map((line) => line.slice(2, -2).split(" | "));

test("the page of features has a row for each", () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
});

test.each(rows.map(([feature, property, , name]) => [feature, property, name]))(
  "%s: the page names a test that there is, or a reason",
  (_, property, name) => {
    const exists = tests.some((text) => text.includes(`"${name}"`));
    expect(exists || property?.startsWith("left out: ")).toBe(true);
  },
);
