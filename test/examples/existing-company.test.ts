import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/existing-company/production";
import { HybridPlatform } from "../../index";
import { importFiles } from "../../lib/cli/import";
import { stacksOfExample } from "../support/examples";
import { expectGolden } from "../support/golden";
import { addressesOf, resourcesOf } from "../support/synthesize";

const EXAMPLE = join(__dirname, "..", "..", "examples", "existing-company");
/** Code without its comments, however it is formatted. */
const code = (text: string) =>
  text
    .replaceAll(/^\/\/.*$/gm, "")
    .replaceAll(/,?\s+(?=[\]}])/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/([[{(]) /g, "$1")
    .replaceAll(/ ([\]})])/g, "$1")
    .trim();

const RECORDS = join(EXAMPLE, "records.ts");
const ZONE_ID = "Z0123456789EXAMPLE01";

const stacks = stacksOfExample("existing-company/main");

const found = readdirSync(join(EXAMPLE, "found")).map((file) => join(EXAMPLE, "found", file));
const all = Object.values(stacks);

test("keeps the address of every resource", () => {
  const lines = Object.entries(stacks).flatMap(([name, stack]) => [
    name,
    ...addressesOf(stack).map((address) => `  ${address}`),
  ]);
  expectGolden("existing-company.addresses.txt", `${lines.join("\n")}\n`);
});

test("makes no VPC, no cluster in Europe and no subnet for it", () => {
  expect(all.flatMap((stack) => Object.keys(resourcesOf(stack, "google_compute_network")))).toEqual([]);
  const clusters = all.flatMap((stack) => Object.values(resourcesOf(stack, "google_container_cluster")));
  expect(clusters.map(({ location }) => location)).toEqual(["us-east1"]);
  const subnets = all.flatMap((stack) => Object.values(resourcesOf(stack, "google_compute_subnetwork")));
  expect(subnets.map(({ region }) => region)).toEqual(["us-east1"]);
});

test("takes the zone over as `import` writes it", async () => {
  const into = mkdtempSync(join(tmpdir(), "existing-company-"));
  const app = new App({ outdir: into });
  new HybridPlatform(app, "production", production);
  app.synth();
  const written = await importFiles(found, { zoneId: ZONE_ID, into });
  rmSync(into, { recursive: true });
  expect(code(readFileSync(RECORDS, "utf8"))).toBe(code(written));
});

test("refers to what exists as `import` writes it", async () => {
  const written = await importFiles(found, { zoneId: ZONE_ID });
  const production = readFileSync(join(EXAMPLE, "production.ts"), "utf8");
  const facts = [
    /networkName: "corp"/,
    /project: "acme-network"/,
    /clusterName: "video-live"/,
    /zones: \[[^\]]+\]/,
    /maxNodes: 30/,
    /subnet: \{[^}]+\}/,
    /ranges: \{[^}]+\}/,
  ];
  for (const fact of facts) expect(production).toContain(fact.exec(written)?.[0]);
});
