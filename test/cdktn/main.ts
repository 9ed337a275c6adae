import { deepStrictEqual } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Runs all tests on a copy of this repository that has the successor, cdktn, under the name of cdktf, and compares what the
 * example becomes with either. Run by `npm run test:cdktn`; it installs the copy's dependencies, which takes a minute.
 */
const REPOSITORY = join(__dirname, "..", "..");
const CDKTN = "0.24.0";
/** cdktn refuses newer ones. */
const CONSTRUCTS = ">=10.6.0 <10.8.0";

const PLATFORMS = 100;

const copy = mkdtempSync(join(tmpdir(), "cdktn-"));
try {
  const tracked = run(REPOSITORY, "git", "ls-files", "--cached", "--others", "--exclude-standard").trim().split("\n");
  for (const file of tracked.filter((name) => name !== "node_modules")) {
    cpSync(join(REPOSITORY, file), join(copy, file));
  }
  alias(join(copy, "package.json"));
  show(copy, "npm", "install", "--no-audit", "--no-fund", "--prefer-offline");
  const outputs = [REPOSITORY, copy].map(synthesizeExample);
  deepStrictEqual(outputs[1], outputs[0]);
  process.stdout.write(`the example is the same but for the version, ${Object.keys(outputs[0] ?? {}).length} files\n`);
  // Each core as it is, and with what fast-synth does for it.
  const platforms = [REPOSITORY, copy].flatMap((one) => [platformsOf(one, false), platformsOf(one, true)]);
  for (const others of platforms.slice(1)) deepStrictEqual(others, platforms[0]);
  process.stdout.write(`${PLATFORMS} random platforms are the same but for the version\n`);
  show(copy, "npm", "run", "types");
  show(copy, "npm", "run", "jest");
} finally {
  rmSync(copy, { recursive: true });
}

function alias(file: string): void {
  const { devDependencies, overrides, ...others } = JSON.parse(readFileSync(file, "utf8"));
  const aliased = { ...devDependencies, cdktf: `npm:cdktn@${CDKTN}`, constructs: CONSTRUCTS };
  const everywhere = { ...overrides, cdktf: "$cdktf" };
  writeFileSync(file, JSON.stringify({ ...others, devDependencies: aliased, overrides: everywhere }, null, 2));
}

/** All files that the example becomes, without the version of the core. */
function synthesizeExample(folder: string): Record<string, string> {
  show(folder, "npm", "run", "--silent", "build");
  run(folder, process.execPath, "--import", "tsx", "examples/video-platform/main.ts");
  const outdir = join(folder, "cdktf.out");
  const { stacks, ...manifest } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  const paths = Object.values<{ synthesizedStackPath: string }>(stacks).map((stack) => stack.synthesizedStackPath);
  const files = paths.map((path) => [path, withoutVersion(readFileSync(join(outdir, path), "utf8"))]);
  const read = { ...manifest, stacks };
  return { ...Object.fromEntries(files), "manifest.json": withoutVersion(JSON.stringify(read, null, 2)) };
}

/** All files that random platforms become, or why they are refused, without the version of the core. */
function platformsOf(folder: string, fast: boolean): Record<string, string> {
  const out = mkdtempSync(join(tmpdir(), "platforms-"));
  try {
    const before = ["--require", "tsx/cjs", ...(fast ? ["--require", join(folder, "fast-synth.ts")] : [])];
    run(folder, process.execPath, ...before, join("test", "cdktn", "platforms.ts"), out, "1", String(PLATFORMS));
    const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((file) => join(file.parentPath, file.name)).sort();
    return Object.fromEntries(
      paths.map((path) => [path.slice(out.length), withoutVersion(readFileSync(path, "utf8"))]),
    );
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The two cores write an empty object and an empty list in two ways. */
function withoutVersion(text: string): string {
  return text
    .replace(/"version": "0\.\d+\.\d+"/, '"version": ""')
    .replaceAll(/\{\s+\}/g, "{}")
    .replaceAll(/\[\s+\]/g, "[]");
}

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd, encoding: "utf8" });
}

function show(cwd: string, command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd, stdio: "inherit" });
}
