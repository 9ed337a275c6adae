import { execFileSync, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { stacksOfReadme, stepsOfReadme } from "./first-project";

const REPOSITORY = join(__dirname, "..", "..");
const PEERS = ["cdktf", "constructs", "@cdktf/provider-aws", "@cdktf/provider-google", "@cdktf/provider-kubernetes"];

const STACK = `
class DnsStack extends TerraformStack {
  constructor(scope, id) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: "us-east-1" });
    new GeoRouting(this, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "shop",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: { shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
    });
  }
}
const app = new App();
new DnsStack(app, "dns");
app.synth();
`;

const SUBPATH_IN_JAVASCRIPT = `
const { App, TerraformStack } = require("cdktf");
const { AwsProvider } = require("@cdktf/provider-aws/lib/provider");
const { GeoRouting } = require("cdktf-hybrid-kubernetes/route53");
${STACK}`;

const PLATFORM = `
const platform: HybridPlatformProps = {
  google: { project: "acme-shop" },
  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
  clusters: {
    "europe-west1": {
      nodePools: {
        video: {
          machineType: "g2-standard-8",
          accelerator: Accelerator.L4,
          autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 8 },
        },
      },
    },
  },
  hostedZone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  services: { shop: { hostName: "shop.example.com", maxRatePerEndpoint: 100 } },
};
const app = new App();
new HybridPlatform(app, "shop", platform);
app.synth();
`;

const ROOT_IN_TYPESCRIPT = `
import { App } from "cdktf";
import { Accelerator, HybridPlatform, type HybridPlatformProps } from "cdktf-hybrid-kubernetes";
${PLATFORM}`;

/** Every subpath, and a use that does not compile when its types are not found. */
const SUBPATHS_IN_TYPESCRIPT = `
import { GlobalNetwork } from "cdktf-hybrid-kubernetes/network";
import { Accelerator } from "cdktf-hybrid-kubernetes/gke";
import { ClusterBackend } from "cdktf-hybrid-kubernetes/load-balancing";
import { GeoRouting } from "cdktf-hybrid-kubernetes/route53";
import { Servers, type ServerRole } from "cdktf-hybrid-kubernetes/data-center";
import { type CountryCode, isCountryCode } from "cdktf-hybrid-kubernetes/routing";
import { State } from "cdktf-hybrid-kubernetes/state";
import type { DataCenterOptions } from "cdktf-hybrid-kubernetes/stacks";
import { HorizontalPodAutoscaler } from "cdktf-hybrid-kubernetes/workloads";

export const france: CountryCode = "FR";
export const type: string = Accelerator.L4.type;
export const known: boolean = isCountryCode("GB");
export const state: State = State.local();
export const paris: DataCenterOptions = { ingress: { ipv4: "203.0.113.10" } };
export const edge: ServerRole = "edge";
export const classes = [Servers, GlobalNetwork, ClusterBackend, GeoRouting, HorizontalPodAutoscaler];
// @ts-expect-error UK is no country code
export const britain: CountryCode = "UK";
`;

/** What each entry has for an ES module, after all entries were required and before anything of them was used. */
const ENTRIES_IN_JAVASCRIPT = `
import { createRequire } from "node:module";
const require = createRequire(import.meta.url);
const { exports } = require("cdktf-hybrid-kubernetes/package.json");
const entries = Object.keys(exports)
  .filter((entry) => !["./package.json", "./fast-synth"].includes(entry))
  .map((entry) => entry.replace(".", "cdktf-hybrid-kubernetes"));
entries.forEach((entry) => require(entry));
const loaded = Object.keys(require.cache).length;
const names = {};
for (const entry of entries) {
  const { default: all, ...named } = await import(entry);
  names[entry] = Object.keys(all).map((name) => [name, typeof named[name]]);
}
console.log(JSON.stringify({ entries, loaded, names }));
`;

const run = (folder: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const tsc = (folder: string, ...args: string[]) =>
  run(folder, process.execPath, join(REPOSITORY, "node_modules", "typescript", "bin", "tsc"), ...args);

describe("the package", () => {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  let files: string[];

  beforeAll(() => {
    // `build.ts` has built it. Built again, it would be gone for a moment from under the tests that run beside this one.
    const pack = ["pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", folder];
    const [packed] = JSON.parse(run(REPOSITORY, "npm", ...pack));
    files = packed.files.map((file: { path: string }) => file.path);
    writeFileSync(join(folder, "package.json"), '{ "name": "shop", "private": true }');
    // The peers are a user's own; here they are the ones that are installed for the tests, 700 MB of them.
    const install = ["install", "--legacy-peer-deps", "--prefer-offline", "--no-audit", "--no-fund"];
    run(folder, "npm", ...install, join(folder, packed.filename));
    mkdirSync(join(folder, "node_modules", "@cdktf"), { recursive: true });
    for (const peer of PEERS) {
      symlinkSync(join(REPOSITORY, "node_modules", peer), join(folder, "node_modules", peer), "dir");
    }
    mkdirSync(join(folder, "node_modules", "@types"));
    symlinkSync(join(REPOSITORY, "node_modules/@types/node"), join(folder, "node_modules/@types/node"), "dir");
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test("holds what a user needs, and nothing else", () => {
    const others = files.filter(
      (file) =>
        !/^dist\/(index|workloads|fast-synth|testing|lib\/.+|stacks\/.+)\.(js|d\.ts)$/.test(file) &&
        !/^(examples|formula)\//.test(file),
    );
    expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    expect(files).toContain("dist/index.js");
  });

  test("holds the pipelines to copy, with scripts that run as they are", () => {
    const examples = readdirSync(join(REPOSITORY, "examples"), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.\w+$/.test(file))
      .map((file) => `examples/${file}`);
    expect(files.filter((file) => file.startsWith("examples/")).sort()).toEqual(examples.sort());
    const installed = join(folder, "node_modules", "cdktf-hybrid-kubernetes", "examples", "ci", "scripts");
    for (const script of readdirSync(installed)) {
      expect([script, statSync(join(installed, script)).mode & 0o100]).toEqual([script, 0o100]);
    }
  });

  test("synthesizes from JavaScript through a subpath", () => {
    writeFileSync(join(folder, "dns.js"), SUBPATH_IN_JAVASCRIPT);
    run(folder, "node", "dns.js");
    const { resource } = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/dns/cdk.tf.json"), "utf8"));
    // Of the host name France and everyone else, of France's share and of its chain two each.
    expect(Object.keys(resource.aws_route53_record)).toHaveLength(6);
  });

  describe("each entry", () => {
    type Entries = Record<string, [name: string, type: string][]>;
    let found: { entries: string[]; loaded: number; names: Entries };
    beforeAll(() => {
      writeFileSync(join(folder, "entries.mjs"), ENTRIES_IN_JAVASCRIPT);
      found = JSON.parse(run(folder, "node", "entries.mjs"));
    });

    test("loads nothing but itself before something of it is used", () => {
      // package.json was loaded to know the entries.
      expect(found.loaded).toBe(found.entries.length + 1);
      expect(found.entries).toContain("cdktf-hybrid-kubernetes/load-balancing");
    });

    test("has every name for an ES module, too", () => {
      const {
        "cdktf-hybrid-kubernetes": root,
        "cdktf-hybrid-kubernetes/workloads": workloads,
        ...others
      } = found.names;
      for (const [, type] of Object.values(found.names).flat()) expect(type).not.toBe("undefined");
      const names = root?.map(([name]) => name);
      expect(names).toEqual(
        expect.arrayContaining(["HybridPlatform", "RegionalCluster", "GeoRouting", "ValidationError"]),
      );
      expect(workloads?.map(([name]) => name)).toContain("HorizontalPodAutoscaler");
      const { "cdktf-hybrid-kubernetes/testing": testing, ...parts } = others;
      expect(testing).toContainEqual(["answers", "function"]);
      // The root passes on what all parts export.
      for (const [name] of Object.values(parts).flat()) expect(names).toContain(name);
    });
  });

  test.each([
    ["node16", "node16"],
    ["esnext", "bundler"],
  ])("has types for modules of %s, resolved as by %s", (module, moduleResolution) => {
    writeFileSync(join(folder, "platform.ts"), ROOT_IN_TYPESCRIPT);
    writeFileSync(join(folder, "subpaths.ts"), SUBPATHS_IN_TYPESCRIPT);
    const options = ["--strict", "--target", "es2022", "--skipLibCheck", "--noEmit", "--types", "node"];
    tsc(folder, ...options, "--module", module, "--moduleResolution", moduleResolution, "platform.ts", "subpaths.ts");
  });

  test("synthesizes from TypeScript through the root, and shows its stacks", () => {
    writeFileSync(join(folder, "platform.ts"), ROOT_IN_TYPESCRIPT);
    const options = ["--strict", "--target", "es2022", "--skipLibCheck", "--types", "node"];
    tsc(folder, ...options, "--module", "node16", "--moduleResolution", "node16", "platform.ts");
    rmSync(join(folder, "cdktf.out"), { recursive: true, force: true });
    run(folder, "node", "platform.js");
    const table = run(folder, "node_modules/.bin/hybrid-kubernetes", "stacks");
    expect(table).toMatch(/shop-cluster-europe-west1 .* shop-edge /);
  });

  describe("in the first project of the README", () => {
    const project = mkdtempSync(join(tmpdir(), "first-project-"));
    const steps = stepsOfReadme(REPOSITORY);
    const outputs: string[] = [];
    // Offline: npx runs what the project has installed, and fetches nothing.
    const env = { ...process.env, CI: "true", CHECKPOINT_DISABLE: "1", npm_config_offline: "true" };
    const shell = (command: string) => spawnSync(command, { cwd: project, encoding: "utf8", shell: true, env });

    /**
     * Stands in for `npm install`, which would need the network: each package that the command names is linked, with its
     * commands. This package is the packed one, as npm installed it above; the others are the ones that the tests have, and
     * not the newest ones that a reader gets. A package that no command names is not there.
     */
    function install(names: readonly string[]): void {
      for (const name of names) {
        const source = join(name === "cdktf-hybrid-kubernetes" ? folder : REPOSITORY, "node_modules", name);
        const target = join(project, "node_modules", name);
        mkdirSync(dirname(target), { recursive: true });
        mkdirSync(join(project, "node_modules", ".bin"), { recursive: true });
        symlinkSync(source, target, "dir");
        const { bin = {} } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
        for (const [command, path] of Object.entries<string>(typeof bin === "string" ? { [name]: bin } : bin)) {
          symlinkSync(join(target, path), join(project, "node_modules", ".bin", command));
        }
      }
    }

    beforeAll(() => {
      for (const step of steps) {
        if ("file" in step) writeFileSync(join(project, step.file), step.text);
        else if (step.command.startsWith("npm install ")) {
          install(step.command.split(" ").filter((word, index) => index > 1 && !word.startsWith("-")));
        } else {
          const { status, stdout, stderr } = shell(step.command);
          if (status !== 0) throw new Error(`${step.command}: ${stdout}${stderr}`);
          outputs.push(stdout);
        }
      }
    });
    afterAll(() => rmSync(project, { recursive: true }));

    test("every package is named that this one asks an app for", () => {
      const { peerDependencies, peerDependenciesMeta } = JSON.parse(
        readFileSync(join(folder, "node_modules", "cdktf-hybrid-kubernetes", "package.json"), "utf8"),
      );
      const needed = Object.keys(peerDependencies).filter((name) => !peerDependenciesMeta[name]?.optional);
      expect(needed.filter((name) => !existsSync(join(project, "node_modules", name)))).toEqual([]);
    });

    test("the commands, run as they stand there, write the stacks and show them", () => {
      const { stacks } = JSON.parse(readFileSync(join(project, "cdktf.out", "manifest.json"), "utf8"));
      expect(Object.keys(stacks).sort()).toEqual(stacksOfReadme(REPOSITORY));
      expect(Object.keys(stacks)).toHaveLength(4);
      for (const name of Object.keys(stacks)) expect(outputs.at(-1)).toContain(name);
    });

    test("a property that does not exist is an error", () => {
      const main = readFileSync(join(project, "main.ts"), "utf8");
      writeFileSync(join(project, "main.ts"), main.replace("percent: 25", "percnt: 25"));
      const { app } = JSON.parse(readFileSync(join(project, "cdktf.json"), "utf8"));
      const { status, stdout } = shell(app);
      expect(status).not.toBe(0);
      expect(stdout).toContain("'percnt' does not exist");
    });
  });
});
