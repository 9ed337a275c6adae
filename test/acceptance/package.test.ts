import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformFileSync } from "@swc/core";
import { everything } from "../everything/program";
import { synthesize } from "../support/synthesize";
import { type Packed, pack, REPOSITORY, run } from "./packed";

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

const tsc = (folder: string, ...args: string[]) =>
  run(folder, process.execPath, join(REPOSITORY, "node_modules", "typescript", "bin", "tsc"), ...args);

/** The compiler that jsii brings along, which still knows the way of resolving modules that `cdktf init` configures. */
const typescript5 = (folder: string, ...args: string[]) =>
  run(
    folder,
    process.execPath,
    join(REPOSITORY, "node_modules", "jsii", "node_modules", "typescript", "bin", "tsc"),
    ...args,
  );

describe("the package", () => {
  let folder: string;
  let files: Packed["files"];

  beforeAll(() => {
    ({ folder, files } = pack());
  });

  afterAll(() => rmSync(folder, { recursive: true }));

  test("holds what a user needs, and nothing else", () => {
    const others = files.filter(
      (file) =>
        !/^dist\/(index|workloads|fast-synth|testing|lib\/.+|stacks\/.+)\.(js|d\.ts)$/.test(file) &&
        !/^(docs|examples|formula)\//.test(file),
    );
    expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "package.json"]);
    expect(files).toContain("dist/index.js");
  });

  test("has grown by less than 200 KiB for the pictures", () => {
    // Not the facts of a routing and the parts of a platform, which plan-routing reads as well.
    const isForPictures = (file: string) =>
      /^dist\/lib\/(pictures\/|cli\/(picture-(files|targets)|change-page|facts-(file|of-policies))\.)|^docs\/(pictures\.md|images)/.test(
        file,
      );
    const own = files.filter(isForPictures);
    const installed = join(folder, "node_modules", "cdktf-hybrid-kubernetes");
    const size = own.reduce((sum, file) => sum + statSync(join(installed, file)).size, 0);
    expect(own).toContain("dist/lib/pictures/atlas/world.js");
    expect(size).toBeLessThan(200 * 1024);
  });

  test("has what the README leads to", () => {
    // Images are for who has the repository, and for npm's page, which takes them from there.
    const readme = readFileSync(join(REPOSITORY, "README.md"), "utf8").replaceAll(/!\[[^\]]*\]\([^)]*\)/g, "");
    const links = [...readme.matchAll(/\]\((?!https:|#|\.\.\/\.\.\/actions\/)([^)#]+)[^)]*\)/g)].map(
      ([, link = ""]) => link,
    );
    expect(links.length).toBeGreaterThan(20);
    const isThere = (link: string) => files.some((file) => file === link || file.startsWith(`${link}/`));
    // That page is for who has the repository.
    expect(links.filter((link) => !isThere(link) && link !== "CONTRIBUTING.md")).toEqual([]);
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

  test("has types for a project of cdktf init, which knows nothing of exports", () => {
    writeFileSync(join(folder, "platform.ts"), ROOT_IN_TYPESCRIPT);
    writeFileSync(join(folder, "subpaths.ts"), SUBPATHS_IN_TYPESCRIPT);
    const options = ["--strict", "--target", "es2022", "--skipLibCheck", "--noEmit", "--types", "node"];
    typescript5(folder, ...options, "--module", "commonjs", "platform.ts", "subpaths.ts");
  });

  test("names the types of each subpath for those, too", () => {
    const { exports, typesVersions } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
    const { ".": _, "./package.json": __, ...subpaths } = exports;
    const types = Object.entries<string>(subpaths).map(([entry, file]) => [
      entry.replace("./", ""),
      [file.replace(/\.js$/, ".d.ts")],
    ]);
    expect(typesVersions).toEqual({ "*": Object.fromEntries(types) });
  });

  test("synthesizes from TypeScript through the root, and shows its stacks", () => {
    writeFileSync(join(folder, "platform.ts"), ROOT_IN_TYPESCRIPT);
    const options = ["--strict", "--target", "es2022", "--skipLibCheck", "--types", "node"];
    tsc(folder, ...options, "--module", "node16", "--moduleResolution", "node16", "platform.ts");
    rmSync(join(folder, "cdktf.out"), { recursive: true, force: true });
    run(folder, "node", "platform.js");
    const table = run(folder, "node_modules/.bin/hybrid-kubernetes", "stacks");
    expect(table).toMatch(/shop-cluster-europe-west1 .* shop-edge/);
  });

  // Providers' modules are loaded in another way than in the sources: with the first resource of each.
  test("makes each type of resource, as the sources do, to the byte", () => {
    const { code } = transformFileSync(join(REPOSITORY, "test/everything/program.ts"), {
      module: { type: "commonjs" },
      jsc: { target: "es2022" },
    });
    const asInstalled = code.replaceAll(/"\.\.\/\.\.\/(index|workloads)"/g, (_, entry) =>
      JSON.stringify(`cdktf-hybrid-kubernetes${entry === "index" ? "" : "/workloads"}`),
    );
    const start = 'const app = new (require("cdktf").App)(); exports.everything(app); app.synth();';
    writeFileSync(join(folder, "everything.js"), `${asInstalled}\n${start}`);
    rmSync(join(folder, "cdktf.out"), { recursive: true, force: true });
    run(folder, "node", "everything.js");
    const { texts } = synthesize(everything);
    expect(Object.keys(texts).length).toBeGreaterThan(8);
    // Where cdktf has the state of a stack that names none.
    const withoutFolder = (text = "") => text.replace(/"path": ".*\/(terraform\..*\.tfstate)"/, '"path": "$1"');
    for (const [stack, text] of Object.entries(texts)) {
      const installed = readFileSync(join(folder, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8");
      expect(withoutFolder(installed)).toBe(withoutFolder(text));
    }
  });

  test("loads for a command what is behind this one, and nothing for the others", () => {
    const show = `process.on("exit", () => console.log(JSON.stringify(Object.keys(require.cache))));
      process.argv.splice(1, 0, "hybrid-kubernetes");
      require("./node_modules/cdktf-hybrid-kubernetes/dist/lib/cli/main.js");`;
    const loadedBy = (command: string) => {
      const lines = run(folder, "node", "-e", show, "--", command, "--help").trimEnd().split("\n");
      return JSON.parse(lines.at(-1) ?? "") as string[];
    };
    for (const command of ["stacks", "plan-routing"]) {
      const own = loadedBy(command).filter((file) =>
        /dist\/(lib\/(planning|pictures|verify|cli\/plan-routing)|stacks)\//.test(file),
      );
      expect(own).toEqual([]);
    }
  });
});
