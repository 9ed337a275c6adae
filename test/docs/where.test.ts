import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../support/command-names";

const ROOT = join(__dirname, "..", "..");
const page = readFileSync(join(ROOT, "CONTRIBUTING.md"), "utf8");
const section = (title: string) => page.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";

/** The files that cells name: each in backquotes, in the folder of the one before where it has none. */
function filesIn(cells: readonly string[]): readonly string[] {
  return cells.flatMap((cell) => {
    let folder = "";
    return [...cell.matchAll(/`([\w./-]+)`/g)].map(([, name = ""]) => {
      const path = name.includes("/") ? name : `${folder}/${name}`;
      folder = path.slice(0, path.lastIndexOf("/"));
      return path;
    });
  });
}

const rows = section("Where to change what")
  .split("\n")
  .filter((line) => /^\| [^-]/.test(line))
  .map((line) => line.slice(1, -1).split(" | "))
  .slice(1);

describe("the table of where to change what", () => {
  test("names a file to open and a test in each row", () => {
    expect(rows.length).toBeGreaterThan(17);
    for (const [change = "", open = "", tested = ""] of rows) {
      expect({ change, open: filesIn([open]).length > 0, test: filesIn([tested]).length > 0 }).toEqual({
        change,
        open: true,
        test: true,
      });
    }
  });

  test.each(rows)("has only files that there are, to change %s", (_, ...cells) => {
    expect(filesIn(cells).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });
});

test("each program of servers and masters is in a row", () => {
  const folder = "formula/hybrid-kubernetes";
  const all = readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" });
  const programs = all.filter((name) => /\.(py|sh)$/.test(name)).map((name) => `${folder}/${name}`);
  const named = new Set(filesIn(rows.flatMap(([, open = ""]) => [open])));
  expect(programs.length).toBeGreaterThan(20);
  expect(programs.filter((path) => !named.has(path))).toEqual([]);
});

test("each command has a line that names the file of its output", () => {
  const listed = section("The commands")
    .split("\n")
    .filter((line) => /^\| `/.test(line))
    .map((line) => line.slice(1, -1).split(" | "));
  expect(COMMANDS.length).toBeGreaterThan(5);
  expect(listed.map(([name = ""]) => name.replaceAll(/[` ]/g, ""))).toEqual(COMMANDS);
  expect(filesIn(listed.map(([, , files = ""]) => files)).filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});
