import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");
/** What a program needs of a checkout. */
const SOURCES = ["examples", "formula", "index.ts", "lib", "package.json", "stacks", "tsconfig.json", "workloads.ts"];
/** Every program in `examples`. */
const PROGRAMS = readdirSync(join(REPOSITORY, "examples"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .filter((file) => readFileSync(join(REPOSITORY, "examples", file), "utf8").includes("app.synth();"))
  .sort();

const root = mkdtempSync(join(tmpdir(), "two-checkouts-"));
afterAll(() => rmSync(root, { recursive: true }));

/** A checkout of its own. */
function checkoutIn(name: string): string {
  const checkout = join(root, name);
  mkdirSync(checkout, { recursive: true });
  for (const source of SOURCES) cpSync(join(REPOSITORY, source), join(checkout, source), { recursive: true });
  symlinkSync(join(REPOSITORY, "node_modules"), join(checkout, "node_modules"));
  // Where the package's exports look: it is the sources that are run.
  for (const entry of ["index", "workloads", "lib/planning/index"]) {
    const compiled = join(checkout, "dist", `${entry}.js`);
    mkdirSync(dirname(compiled), { recursive: true });
    writeFileSync(compiled, `module.exports = require(${JSON.stringify(join(checkout, `${entry}.ts`))});`);
  }
  return checkout;
}

/** Synthesizes an example in a checkout, and returns every file. */
function synthesizedIn(checkout: string, program: string): Record<string, string> {
  const outdir = join(checkout, "cdktf.out");
  rmSync(outdir, { recursive: true, force: true });
  execFileSync(process.execPath, ["--import", "tsx", join("examples", program)], { cwd: checkout });
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name)).sort();
  return Object.fromEntries(paths.map((path) => [path.slice(outdir.length), readFileSync(path, "utf8")]));
}

describe("two checkouts", () => {
  const one = checkoutIn("one");
  const another = checkoutIn("another/with a longer name");
  const namesOfMachine = (files: Record<string, string>) =>
    Object.keys(files).filter((file) => files[file]?.includes(root) || files[file]?.includes(REPOSITORY));

  test("are compared by every program in examples", () => {
    expect(PROGRAMS).toEqual(
      expect.arrayContaining(["ci/bootstrap.ts", "single-cluster/main.ts", "workloads/main.ts"]),
    );
  });

  test.each(PROGRAMS)("write the same to the byte, without a path of the machine: examples/%s", (program) => {
    const files = synthesizedIn(one, program);
    expect(Object.keys(files)).toContain("/manifest.json");
    expect(namesOfMachine(files)).toEqual([]);
    expect(synthesizedIn(another, program)).toEqual(files);
  });

  test("are compared with notes in a manifest", () => {
    const written = synthesizedIn(one, "video-platform/main.ts")["/manifest.json"] ?? "{}";
    const manifest = JSON.parse(written) as { stacks: Record<string, { annotations: { level: string }[] }> };
    const notes = Object.values(manifest.stacks).flatMap(({ annotations }) => annotations);
    expect(notes.length).toBeGreaterThan(0);
  });
});
