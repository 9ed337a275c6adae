import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformFileSync } from "@swc/core";

const REPOSITORY = join(__dirname, "..", "..");
const FAST_SYNTH = join(REPOSITORY, "fast-synth.ts");

const folder = mkdtempSync(join(tmpdir(), "fast-synth-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a program with the sources, and `fast-synth` before it or not. */
function run(
  program: string,
  fast: boolean,
  environment: Record<string, string> = {},
  args: readonly string[] = [],
): string {
  const before = ["--require", "tsx/cjs", ...(fast ? ["--require", FAST_SYNTH] : [])];
  return execFileSync(process.execPath, [...before, program, ...args], {
    cwd: REPOSITORY,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

/** All files below a folder, as text. */
function filesOf(outdir: string): Record<string, string> {
  const files = readdirSync(outdir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  return Object.fromEntries(paths.map((path) => [path.slice(outdir.length), readFileSync(path, "utf8")]));
}

test("writes the same to the byte, manifest and annotations too", () => {
  const program = join(folder, "platform.ts");
  writeFileSync(
    program,
    `import { App } from "${join(REPOSITORY, "node_modules/cdktf")}";
     import { HybridPlatform } from "${join(REPOSITORY, "index")}";
     import { SMALL_PLATFORM } from "${join(REPOSITORY, "test/support/platform")}";
     const app = new App();
     new HybridPlatform(app, "test", SMALL_PLATFORM);
     app.synth();`,
  );
  const synthesize = (fast: boolean) => {
    const outdir = join(folder, fast ? "fast" : "usual");
    run(program, fast, { CDKTF_OUTDIR: outdir });
    return filesOf(outdir);
  };
  const usual = synthesize(false);
  expect(Object.keys(usual)).toContain("/manifest.json");
  expect(synthesize(true)).toEqual(usual);
});

// With cdktn as well: test/cdktn/main.ts.
test("writes the same to the byte for random platforms, and refuses the same in the same words", () => {
  const [seed, runs] = [jest.getSeed(), 20];
  const synthesize = (fast: boolean) => {
    const outdir = join(folder, fast ? "fast-platforms" : "usual-platforms");
    run(join(REPOSITORY, "test/cdktn/platforms.ts"), fast, {}, [outdir, String(seed), String(runs)]);
    return filesOf(outdir);
  };
  const usual = synthesize(false);
  const written = Object.keys(usual).filter((file) => file.endsWith("/manifest.json"));
  const refused = Object.keys(usual).filter((file) => file.endsWith("/refused.txt"));
  expect([written.length > 0, written.length + refused.length]).toEqual([true, runs]);
  expect(synthesize(true)).toEqual(usual);
});

test("notes no call stack for a token, which cdktf by itself does", () => {
  const program = join(folder, "token.ts");
  writeFileSync(
    program,
    `import { Lazy } from "${join(REPOSITORY, "node_modules/cdktf")}";
     const token = Lazy.anyValue({ produce: () => 1 }) as unknown as { creationStack: string[] };
     console.log(token.creationStack.length > 0);`,
  );
  expect([run(program, false), run(program, true)]).toEqual(["true\n", "false\n"]);
});

describe("with a core whose module for call stacks", () => {
  /** Runs `fast-synth` in an app with a made-up core, and says what is left of the core's functions. */
  function withCore(name: string, module: string | undefined) {
    const app = join(folder, name);
    const core = join(app, "node_modules", "cdktf", "lib");
    mkdirSync(join(core, "tokens", "private"), { recursive: true });
    writeFileSync(join(core, "..", "package.json"), '{ "name": "cdktf", "exports": "./lib/index.js" }');
    writeFileSync(join(core, "index.js"), "");
    if (module !== undefined) writeFileSync(join(core, "tokens", "private", "stack-trace.js"), module);
    const { code } = transformFileSync(FAST_SYNTH, { module: { type: "commonjs" } });
    const show = "console.log(process.env.CDKTN_DISABLE_CREATION_STACK, loaded.captureStackTrace?.().length);";
    const load = module === undefined ? "{}" : 'require("./node_modules/cdktf/lib/tokens/private/stack-trace.js")';
    writeFileSync(join(app, "app.js"), `${code}\nconst loaded = ${load};\n${show}`);
    const { CDKTN_DISABLE_CREATION_STACK: _, ...env } = process.env;
    const { stdout, stderr } = spawnSync(process.execPath, ["app.js"], { cwd: app, encoding: "utf8", env });
    return { stdout, stderr };
  }
  const capture = 'exports.captureStackTrace = () => ["a frame"];';

  test("is cdktf's, replaces the function", () => {
    expect(withCore("cdktf", capture)).toEqual({ stdout: "1 0\n", stderr: "" });
  });

  test("is cdktn's, uses the switch and replaces nothing", () => {
    const both = `${capture} exports.captureCreationStack = () => [];`;
    expect(withCore("cdktn", both)).toEqual({ stdout: "1 1\n", stderr: "" });
  });

  test("is not there, warns and goes on", () => {
    const { stdout, stderr } = withCore("another", undefined);
    expect(stdout).toBe("1 undefined\n");
    expect(stderr).toContain("FastSynth: this version of cdktf notes call stacks in another way");
  });
});
