import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

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
import type { DataCenterOptions } from "cdktf-hybrid-kubernetes/datacenter";
import { type CountryCode, isCountryCode } from "cdktf-hybrid-kubernetes/routing";
import { State } from "cdktf-hybrid-kubernetes/stacks";
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

const run = (folder: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const tsc = (folder: string, ...args: string[]) =>
  run(folder, process.execPath, join(REPOSITORY, "node_modules", "typescript", "bin", "tsc"), ...args);

describe("the package", () => {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  let files: string[];

  beforeAll(() => {
    const [packed] = JSON.parse(run(REPOSITORY, "npm", "pack", "--json", "--silent", "--pack-destination", folder));
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
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true }));

  test("holds what a user needs, and nothing else", () => {
    const others = files.filter(
      (file) => !/^(dist\/(index|workloads|fast-synth|lib\/.+|stacks\/.+)\.(js|d\.ts)|formula\/.+)$/.test(file),
    );
    expect(others.sort()).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "package.json"]);
    expect(files).toContain("dist/index.js");
  });

  test("synthesizes from JavaScript through a subpath", () => {
    writeFileSync(join(folder, "dns.js"), SUBPATH_IN_JAVASCRIPT);
    run(folder, "node", "dns.js");
    const { resource } = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/dns/cdk.tf.json"), "utf8"));
    // Of the host name France and everyone else, of France's share and of its chain two each.
    expect(Object.keys(resource.aws_route53_record)).toHaveLength(6);
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
    expect(table).toMatch(/shop-edge .* shop-cluster-europe-west1/);
  });
});
