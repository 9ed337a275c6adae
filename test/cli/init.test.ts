import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { asked } from "../../lib/cli/init-questions";
import { hybridKubernetes } from "../support/command-line";

const ROOT = join(__dirname, "..", "..");
const CI = join(ROOT, "examples", "ci");
const scratch = mkdtempSync(join(tmpdir(), "init-"));
afterAll(() => rmSync(scratch, { recursive: true }));

let count = 0;
function emptyFolder(): string {
  count += 1;
  const folder = join(scratch, String(count));
  mkdirSync(folder);
  return folder;
}

function filesOf(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1)).sort();
}

/** A project of these options: its folder, and what the command said. */
function project(...options: string[]) {
  const folder = emptyFolder();
  const said = hybridKubernetes("init", folder, "--yes", ...options);
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  return { folder, said, read, files: filesOf(folder) };
}

const SETTINGS = [".gitignore", ".nvmrc", "biome.json", "cdktf.json", "package.json"];

describe("a new project", () => {
  test("has all that it needs to be synthesized, checked and tested", () => {
    const { files, said } = project();
    const program = ["main.ts", "production.ts", "test/production.test.ts", "tsconfig.json"];
    expect(files).toEqual([...SETTINGS, ...program].sort());
    expect(said).toMatchObject({ status: 0, stderr: "" });
    for (const file of files) expect(said.stdout).toContain(`  ${file}\n`);
    expect(said.stdout).toContain("npm install");
  });

  test("asks for this version of the package, and for what the tests of it have", () => {
    const own = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    const { dependencies, devDependencies } = JSON.parse(project().read("package.json"));
    const { "cdktf-hybrid-kubernetes": itself, cdktf, constructs, ...providers } = dependencies;
    const { "cdktn-cli": cli, ...tools } = devDependencies;
    expect(itself).toBe(`^${own.version}`);
    expect([cdktf, cli]).toEqual(["npm:cdktn@0.24.0", "0.24.0"]);
    for (const [name, version] of Object.entries({ ...providers, ...tools })) {
      expect([name, version]).toEqual([name, own.devDependencies[name]]);
    }
    const needed = Object.keys(own.peerDependencies).filter((name) => !own.peerDependenciesMeta[name]?.optional);
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(needed));
  });

  test("is called and configured as the options say, wherever the example has a value of its own", () => {
    const { files, read } = project(
      ...["--project", "shop-live", "--region", "us-east1"],
      ...["--zone-name", "shop.example", "--zone-id", "Z99SHOP"],
    );
    const all = files.map(read).join("\n");
    for (const value of ["acme", "europe-west1", "example.com", "Z0123456789EXAMPLE"]) {
      expect(all).not.toContain(value);
    }
    expect(read("production.ts")).toContain('google: { project: "shop-live" }');
    expect(read("production.ts")).toContain('State.gcs({ bucket: "shop-live-terraform" })');
    expect(read("production.ts")).toContain('hostedZone: { zoneId: "Z99SHOP", zoneName: "shop.example" }');
    expect(read("test/production.test.ts")).toContain('answers(app, "api.shop.example")');
    expect(JSON.parse(read("package.json")).name).toBe("shop-live");
  });

  test("in JavaScript has no TypeScript in any file, and the same options", () => {
    const { files, read } = project("--javascript");
    const program = ["main.js", "production.js", "test/production.test.js", "tsconfig.json"];
    expect(files).toEqual([...SETTINGS, ...program].sort());
    expect(read("main.js")).toContain('const { HybridPlatform } = require("cdktf-hybrid-kubernetes");\n');
    expect(read("main.js")).not.toMatch(/^(import|export) /m);
    expect(read("production.js")).toContain(
      '/** @type {import("cdktf-hybrid-kubernetes").HybridPlatformProps} */\nexports.production = {\n',
    );
    expect(read("production.js").split("exports.production")[1]).toBe(
      project().read("production.ts").split("export const production: HybridPlatformProps")[1],
    );
    expect(`${read("package.json")}${read("cdktf.json")}`).not.toMatch(/tsx|\.ts\b/);
  });

  test.each(["github", "gitlab"])(
    "with --ci %s has the pipeline of the examples, to the byte and with scripts that run",
    (ci) => {
      const { folder, files, read } = project("--ci", ci);
      const workflows =
        ci === "github"
          ? [
              [".github/dependabot.yml", "dependabot.yml"],
              ...["pull-request.yml", "deploy.yml", "deploy-environment.yml", "drift.yml", "plan-routing.yml"].map(
                (file) => [`.github/workflows/${file}`, `github/${file}`],
              ),
            ]
          : [[".gitlab-ci.yml", "gitlab-ci.yml"]];
      const scripts = readdirSync(join(CI, "scripts"))
        .filter((script) => !script.startsWith(ci === "github" ? "gitlab-" : "github-"))
        .map((script) => [`ci/${script}`, `scripts/${script}`]);
      const copies = [...workflows, ...scripts] as [string, string][];
      expect(files.filter((file) => /^(ci|\.git(hub|lab).*)\b/.test(file)).sort()).toEqual(
        copies
          .map(([file]) => file)
          .concat(".gitignore")
          .filter((file) => file !== ".gitignore")
          .sort(),
      );
      for (const [file, source] of copies)
        expect([file, read(file)]).toEqual([file, readFileSync(join(CI, source), "utf8")]);
      for (const [script] of scripts) expect(statSync(join(folder, script as string)).mode & 0o100).toBe(0o100);
    },
  );

  test("has every script that the pipelines and their scripts run, and the version of Node that they run it with", () => {
    const { read } = project();
    const { scripts } = JSON.parse(read("package.json"));
    const texts = filesOf(CI).map((file) => readFileSync(join(CI, file), "utf8"));
    const run = texts.flatMap((text) =>
      [...text.matchAll(/npm (?:run (?:--silent )?)([a-z]+)/g)].map(([, name]) => name),
    );
    expect([...new Set(run)].sort()).toEqual(["check", "synth"]);
    for (const name of run) expect(scripts).toHaveProperty(name as string);
    const versions = texts.flatMap((text) => [...text.matchAll(/node-version: "(\d+)"|image: node:(\d+)/g)]);
    expect(new Set(versions.map(([, github, gitlab]) => github ?? gitlab))).toEqual(new Set([read(".nvmrc").trim()]));
  });
});

describe("what is there already", () => {
  test("is never overwritten, and then nothing is written at all", () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "main.ts"), "mine");
    writeFileSync(join(folder, ".gitignore"), "mine");
    const { status, stdout, stderr } = hybridKubernetes("init", folder, "--yes");
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toBe(
      `error: init: .gitignore: is in ${folder} already: nothing was written\ninit: main.ts: is in ${folder} already: nothing was written\n`,
    );
    expect(filesOf(folder)).toEqual([".gitignore", "main.ts"]);
    expect(readFileSync(join(folder, "main.ts"), "utf8")).toBe("mine");
  });

  test("may be anything else, and the folder need not be there", () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, "LICENSE"), "mine");
    expect(hybridKubernetes("init", folder, "--yes").status).toBe(0);
    expect(hybridKubernetes("init", join(folder, "a", "b"), "--yes").status).toBe(0);
    expect(filesOf(join(folder, "a", "b"))).toContain("main.ts");
  });
});

describe("an option of init", () => {
  test.each([
    ["--project", "Acme", 'got "Acme", expected the id of a project, 6 to 30 characters: "acme-production"'],
    ["--region", "europe-west", 'got "europe-west", expected a region of Google Cloud, such as "europe-west1"'],
    ["--zone-name", "shop", 'got "shop", expected the name of a hosted zone in lower case: "example.com"'],
    ["--zone-id", "shop.example", 'got "shop.example", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"'],
  ])("%s %s is refused, and nothing is written", (option, value, reason) => {
    const { said, files } = project(option, value);
    const [, words] = /^error: init: --[a-z-]+: (.*)\n$/.exec(said.stderr) ?? [];
    expect(said.status).toBe(1);
    expect(said.stderr).toContain(`init: ${option}: `);
    expect(words).toEqual(typeof reason === "string" ? reason : expect.stringMatching(reason));
    expect(files).toEqual([]);
  });
});

describe("in a terminal", () => {
  /** What is shown to somebody who types these lines, and what is then known. */
  async function dialogue(lines: readonly string[], given = {}) {
    const input = new PassThrough();
    const output = new PassThrough();
    let shown = "";
    output.on("data", (text) => {
      shown += text;
      // The next answer is typed when a question stands there.
      if (/: $/.test(String(text))) input.write(`${rest.shift() ?? ""}\n`);
    });
    const rest = [...lines];
    const options = await asked(given, input, output);
    return { shown, options };
  }

  test("is asked what no option has, with what an empty answer means", async () => {
    const { shown, options } = await dialogue(["js", "github", "shop-live", "", "shop.example", "Z99SHOP"]);
    expect(options).toEqual({
      javascript: true,
      ci: "github",
      project: "shop-live",
      region: "europe-west1",
      zoneName: "shop.example",
      zoneId: "Z99SHOP",
    });
    expect(shown).toContain("TypeScript or JavaScript (ts, js) [ts]: ");
  });

  test("is not asked for an option that is given", async () => {
    const given = {
      javascript: true,
      ci: "gitlab",
      project: "shop-live",
      region: "us-east1",
      zoneName: "a.example",
    } as const;
    const { shown, options } = await dialogue([""], given);
    expect(shown.match(/: /g)).toHaveLength(1);
    expect(options).toEqual({ ...given, zoneId: "Z0123456789EXAMPLE" });
  });

  test("is asked again after an answer that cannot be", async () => {
    const { shown, options } = await dialogue(["perl", "ts", "none", "Acme", "acme-shop", "", "", ""]);
    expect(shown).toContain('got "perl", expected "ts" or "js"');
    expect(shown).toContain('got "Acme", expected the id of a project, 6 to 30 characters: "acme-production"');
    expect(options).toMatchObject({ project: "acme-shop" });
    expect(options.javascript).toBe(false);
    expect(options.ci).toBeUndefined();
  });
});
