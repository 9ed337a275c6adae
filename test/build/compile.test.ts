import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");
const COMPILER = "node_modules/typescript/bin/tsc";
const STEPS = [COMPILER, "build/lazy-modules.ts", "build/lazy-doors.ts", "build/inventories.mjs"];

/** A repository in which each step only notes that it ran. */
function repository() {
  const folder = mkdtempSync(join(tmpdir(), "repository-"));
  const write = (file: string, text: string) => {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  for (const file of ["index.ts", "lib/a.ts", "stacks/a.ts", "examples/a.csv", "tsconfig.json", "dist/index.js"]) {
    write(file, "");
  }
  const noting = (step: string, status = 0) =>
    `require("fs").appendFileSync("ran", ${JSON.stringify(`${step}\n`)}); process.exit(${status});`;
  for (const step of STEPS) write(step, noting(step));
  write(
    "build/inventories.mjs",
    `import { appendFileSync } from "fs"; appendFileSync("ran", "build/inventories.mjs\\n");`,
  );
  write("node_modules/.package-lock.json", "{}");
  // It runs what it is given in its own way: here, it notes it.
  write(
    "node_modules/tsx/index.js",
    'require("fs").appendFileSync("ran", `${require("path").relative(process.cwd(), process.argv[1])}\\n`); process.exit();',
  );
  cpSync(join(REPOSITORY, "build", "compile.mjs"), join(folder, "build", "compile.mjs"));
  /** Its status, and what ran. */
  const compile = () => {
    write("ran", "");
    const { status, stderr } = spawnSync(process.execPath, ["build/compile.mjs"], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("");
    return { status, ran: readFileSync(join(folder, "ran"), "utf8").trim().split("\n").filter(Boolean) };
  };
  return { folder, write, noting, compile };
}

const ALL = { status: 0, ran: STEPS };
const NOTHING = { status: 0, ran: [] };

test("what npm run synth runs is compiled again when what goes into it has changed, and only then", () => {
  const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
  expect(scripts.synth).toMatch(/^node build\/compile\.mjs && cdktf synth && /);
  const { folder, write, compile } = repository();
  expect(compile()).toEqual(ALL);
  expect(compile()).toEqual(NOTHING);
  const changes = [
    // Another branch may have an older file.
    () => utimesSync(join(folder, "stacks/a.ts"), 1, 1),
    () => write("lib/deep/b.ts", ""),
    () => rmSync(join(folder, "lib/deep/b.ts")),
    () => write("node_modules/.package-lock.json", '{ "packages": {} }'),
  ];
  for (const change of changes) {
    change();
    expect(compile()).toEqual(ALL);
  }
  expect(compile()).toEqual(NOTHING);
});

test("what does not compile fails, as often as it is tried", () => {
  const { write, noting, compile } = repository();
  write(COMPILER, noting(COMPILER, 2));
  const failed = { status: 2, ran: [COMPILER] };
  expect(compile()).toEqual(failed);
  expect(compile()).toEqual(failed);
  write(COMPILER, noting(COMPILER));
  expect(compile()).toEqual(ALL);
});
