import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Pages in docs/features have tables with the columns feature, property, default and test, and others if they like. */
const FOLDER = join(__dirname, "..", "..", "docs", "features");

interface Row {
  readonly table: string;
  readonly feature: string;
  readonly property: string;
  readonly tests: readonly string[];
}

/** A test's title as it stands in the source, with the whole source: `%s` in it stands for a value of a table. */
interface Title {
  readonly title: string;
  readonly source: string;
}

const TESTS = join(__dirname, "..");
const titles: readonly Title[] = readdirSync(TESTS, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(TESTS, file), "utf8"))
  .flatMap((source) =>
    [...source.matchAll(/\(\s*(["'`])((?:\\.|(?!\1).)+)\1,\s*(?:async )?\(/g)].map(([, , title = ""]) => ({
      title,
      source,
    })),
  );

const rows = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".md"))
  .flatMap((file) => rowsOf(file, readFileSync(join(FOLDER, file), "utf8")));

describe("the tables of features", () => {
  test("have rows", () => {
    expect(rows.length).toBeGreaterThan(50);
  });

  test.each(rows)("$table: $feature", ({ property, tests }) => {
    // What is not offered has no test.
    if (isNone(property) || property.startsWith("left out")) expect(tests.every(isNone)).toBe(true);
    else expect(tests.filter((name) => !titles.some((title) => isCalled(name, title)))).toEqual([]);
  });
});

function rowsOf(table: string, page: string): Row[] {
  let columns: readonly string[] = [];
  return page.split("\n").flatMap((line) => {
    if (!line.startsWith("|")) columns = [];
    if (!line.startsWith("|") || /^[|\s:-]+$/.test(line)) return [];
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (columns.length === 0) {
      columns = cells.map((cell) => cell.toLowerCase());
      return [];
    }
    const cell = (column: string) => cells[columns.indexOf(column)] ?? "";
    const names = cell("test")
      .split("<br>")
      .map((name) => name.trim().replace(/^`(.*)`$/, "$1"));
    return columns.includes("test")
      ? [{ table, feature: cell("feature"), property: cell("property"), tests: names }]
      : [];
  });
}

function isNone(cell: string): boolean {
  return ["", "-", "—"].includes(cell);
}

function isCalled(name: string, { title, source }: Title): boolean {
  if (name === title) return true;
  const parts = title.split(/%[sdj]/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const values = new RegExp(`^${parts.join("(.+)")}$`).exec(name)?.slice(1);
  return values?.every((value) => source.includes(`"${value}"`)) ?? false;
}
