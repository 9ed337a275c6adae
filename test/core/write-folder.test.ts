import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeFolder } from "../../lib/core/write-folder";

const root = mkdtempSync(join(tmpdir(), "write-folder-"));
afterAll(() => rmSync(root, { recursive: true }));

let count = 0;
const newFolder = () => join(root, String(count++));

/** All that is below a folder: the text of files, nothing for folders. */
function contents(folder: string): Record<string, string | undefined> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const text = (path: string) => (statSync(path).isDirectory() ? undefined : readFileSync(path, "utf8"));
  return Object.fromEntries(paths.map((path) => [path, text(join(folder, path))]));
}

const FILES = new Map<string, string | Buffer>([
  ["list.json", "[]"],
  ["paris/servers/a.sls", "é"],
  ["paris/templates/unit", Buffer.from("unit")],
]);
const WRITTEN = {
  "list.json": "[]",
  paris: undefined,
  "paris/servers": undefined,
  "paris/servers/a.sls": "é",
  "paris/templates": undefined,
  "paris/templates/unit": "unit",
};

test("writes all files, and the folders that they are in", () => {
  const folder = newFolder();
  writeFolder(folder, FILES);
  expect(contents(folder)).toEqual(WRITTEN);
});

test("keeps nothing else: no file, no folder, no link, none in the place of the other", () => {
  const folder = newFolder();
  mkdirSync(join(folder, "list.json", "deep"), { recursive: true });
  mkdirSync(join(folder, "london"));
  writeFileSync(join(folder, "london", "a.sls"), "old");
  writeFileSync(join(folder, "old.json"), "old");
  mkdirSync(join(folder, "paris"));
  writeFileSync(join(folder, "paris", "servers"), "a file");
  const outside = newFolder();
  mkdirSync(outside);
  writeFileSync(join(outside, "unit"), "unit");
  symlinkSync(outside, join(folder, "paris", "templates"));
  writeFolder(folder, FILES);
  expect(contents(folder)).toEqual(WRITTEN);
  expect(contents(outside)).toEqual({ unit: "unit" });
});

test.each([
  ["a link to", symlinkSync],
  ["another name of", linkSync],
])("writes nothing outside, where %s a file is in the place of one", (_, linkTo) => {
  const folder = newFolder();
  writeFolder(folder, FILES);
  const outside = newFolder();
  mkdirSync(outside);
  for (const [name, path, text] of [
    ["same", "list.json", "[]"],
    ["other", "paris/servers/a.sls", "e"],
  ] as const) {
    writeFileSync(join(outside, name), text);
    rmSync(join(folder, path));
    linkTo(join(outside, name), join(folder, path));
  }
  writeFolder(folder, FILES);
  expect(contents(folder)).toEqual(WRITTEN);
  expect(contents(outside)).toEqual({ same: "[]", other: "e" });
  expect(lstatSync(join(folder, "list.json")).isSymbolicLink()).toBe(false);
});

test("takes the place of a link to a folder, and of a file that nobody may write", () => {
  const [folder, outside] = [newFolder(), newFolder()];
  writeFolder(outside, FILES);
  symlinkSync(outside, folder);
  writeFolder(folder, new Map([["list.json", "{}"]]));
  expect([contents(folder), contents(outside)]).toEqual([{ "list.json": "{}" }, WRITTEN]);
  chmodSync(join(folder, "list.json"), 0o444);
  writeFolder(folder, new Map([["list.json", "[]"]]));
  expect(contents(folder)).toEqual({ "list.json": "[]" });
});

test("writes what has changed, and leaves alone what has not", () => {
  const folder = newFolder();
  writeFolder(folder, FILES);
  const old = new Date("2001-01-01T00:00:00Z");
  for (const path of FILES.keys()) utimesSync(join(folder, path), old, old);
  const changed = join(folder, "paris/servers/a.sls");
  writeFileSync(changed, "e");
  writeFolder(folder, FILES);
  expect(contents(folder)).toEqual(WRITTEN);
  const written = [...FILES.keys()].filter((path) => statSync(join(folder, path)).mtimeMs !== old.getTime());
  expect(written).toEqual(["paris/servers/a.sls"]);
});

test("leaves no folder without files, and takes the place of a file", () => {
  const folder = newFolder();
  writeFileSync(folder, "a file");
  writeFolder(folder, FILES);
  expect(contents(folder)).toEqual(WRITTEN);
  writeFolder(folder, new Map());
  expect(existsSync(folder)).toBe(false);
});
