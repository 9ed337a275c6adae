import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");
/** What the example's program needs of a checkout. */
const SOURCES = ["examples", "formula", "index.ts", "lib", "package.json", "stacks", "tsconfig.json", "workloads.ts"];

const root = mkdtempSync(join(tmpdir(), "two-checkouts-"));
afterAll(() => rmSync(root, { recursive: true }));

/** Synthesizes the example in a checkout of its own, and returns every file. */
function synthesizedIn(name: string): Record<string, string> {
  const checkout = join(root, name);
  mkdirSync(checkout, { recursive: true });
  for (const source of SOURCES) cpSync(join(REPOSITORY, source), join(checkout, source), { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(checkout, "node_modules"));
  // Where the package's exports look: it is the sources that are run.
  mkdirSync(join(checkout, "dist"));
  writeFileSync(join(checkout, "dist", "index.js"), 'module.exports = require("../index.ts");');
  execFileSync(process.execPath, ["--import", "tsx", "examples/video-platform/main.ts"], { cwd: checkout });
  const outdir = join(checkout, "cdktf.out");
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(outdir.length), readFileSync(path, "utf8")]));
}

test("two checkouts write the same to the byte, the manifest with its notes too", () => {
  const one = synthesizedIn("one");
  const manifest = JSON.parse(one["/manifest.json"] ?? "{}") as {
    stacks: Record<string, { annotations: { level: string; stacktrace?: unknown }[] }>;
  };
  const notes = Object.values(manifest.stacks).flatMap(({ annotations }) => annotations);
  expect(notes.length).toBeGreaterThan(0);
  expect(Object.values(one).filter((text) => text.includes(root) || text.includes(REPOSITORY))).toEqual([]);
  expect(synthesizedIn("another/with a longer name")).toEqual(one);
});
