import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const FOLDER = join(ROOT, "docs", "features");
const NONE = ["—", "-"];

interface Row {
  readonly table: string;
  readonly feature: string;
  /** The property and its default; for what is not offered, the reason. */
  readonly words: string;
  readonly tests: readonly string[];
}

/** A test's title as it stands in the source, with the whole source: `%s` in it stands for a value of a table. */
interface Title {
  readonly title: string;
  readonly source: string;
}

const titles: readonly Title[] = readdirSync(join(ROOT, "test"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".test.ts"))
  .map((file) => readFileSync(join(ROOT, "test", file), "utf8"))
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

  test.each(rows)("$table: $feature", ({ words, tests }) => {
    if (tests.every((name) => NONE.includes(name))) {
      // What is not offered has no test, and says why.
      expect(words.length).toBeGreaterThan(20);
    } else {
      expect(tests.filter((name) => !titles.some((title) => isCalled(name, title)))).toEqual([]);
    }
  });
});

/** The rows of all tables in a page that have columns for the feature, the property, the default and the test. */
function rowsOf(table: string, page: string): Row[] {
  let head: string[] = [];
  return page.split("\n").flatMap((line) => {
    const cells = line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (cells.some((cell) => /^feature$/i.test(cell))) head = cells.map((cell) => cell.toLowerCase());
    const cell = (column: string) => cells[head.indexOf(column)] ?? "";
    const isRow = cells.length > 0 && !/^(feature|[-: ]+)$/i.test(cell("feature"));
    if (!isRow) return [];
    const tests = cell("test")
      .split("<br>")
      .map((name) => name.trim().replace(/^`(.*)`$/, "$1"));
    return [{ table, feature: cell("feature"), words: `${cell("property")} ${cell("default")}`, tests }];
  });
}

function isCalled(name: string, { title, source }: Title): boolean {
  const parts = title.split(/%[sdj]/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const values = new RegExp(`^${parts.join("(.+)")}$`).exec(name)?.slice(1);
  return values?.every((value) => source.includes(`"${value}"`)) ?? false;
}
