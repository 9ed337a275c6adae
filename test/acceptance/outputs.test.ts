import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { staging } from "../../examples/video-platform/staging";
import { type DataCenterOptions, HybridPlatform, type HybridPlatformProps, type NodePoolOptions } from "../../index";
import { writeExistingCompany } from "../support/existing-company-files";
import { planOf } from "../support/plan";
import { writePlans } from "../support/stack-plan";
import type { Block } from "../support/synthesize";

const REPOSITORY = join(__dirname, "..", "..");
/** The walks are gone through by `walks.test.ts`, and the README has a program of its own: `test/docs/readme.test.ts`. */
const PAGES = readdirSync(join(REPOSITORY, "docs"))
  .filter((page) => !page.startsWith("from-"))
  .map((page) => join("docs", page));
const BLOCK = /^```console\n\$ npx cdktf-hybrid-kubernetes (.*)\n([\s\S]*?)^```$/gm;

/** A picture says in a comment above it which command drew it. */
const PICTURE = /^<!-- npx cdktf-hybrid-kubernetes (.*) -->\n```mermaid\n([\s\S]*?)^```$/gm;

/** The next version of the example: Germany's next step. */
const next: HybridPlatformProps = {
  ...production,
  routing: { countries: { ...production.routing?.countries, DE: { serveFrom: ["frankfurt", "paris"], percent: 50 } } },
};

/** A drill: Paris is drained. */
const drill: HybridPlatformProps = {
  ...production,
  dataCenters: {
    ...production.dataCenters,
    paris: { ...production.dataCenters?.paris, drain: true } as DataCenterOptions,
  },
};

const POOLS = production.clusters?.["europe-west1"]?.nodePools ?? {};

/** A region is to be given up: it is drained, and its cluster may be deleted. */
const drained: HybridPlatformProps = {
  ...production,
  clusters: {
    ...production.clusters,
    "us-east1": { nodePools: POOLS, drain: true, deletionProtection: false },
  },
};

/** Then it is given up; and where GPUs are in Europe, they are Spot VMs now. */
const smaller: HybridPlatformProps = {
  ...next,
  clusters: {
    "europe-west1": { nodePools: { ...POOLS, video: { ...POOLS.video, spot: true } as NodePoolOptions } },
    "asia-southeast1": { nodePools: POOLS },
  },
};

/** The provider's answer: whether a node is a Spot VM cannot be changed. */
const PLANNED = {
  "production-cluster-europe-west1": {
    replaced: { "google_container_node_pool.cluster_video": { paths: [["node_config", 0, "spot"]] } },
  },
};

/** At night, somebody sent Germany to its data centres by 60 %, and drained Frankfurt. */
const atNight = (type: string, code: Block) => {
  if (type === "aws_route53_health_check" && /frankfurt/.test(code.tags.Name)) {
    return { disabled: true, invert_healthcheck: true };
  }
  if (!String(code.name).startsWith("de.platform.")) return undefined;
  return { weighted_routing_policy: [{ weight: code.set_identifier === "data-centers" ? 60 : 40 }] };
};

const folder = mkdtempSync(join(tmpdir(), "outputs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(outdir: string, change: HybridPlatformProps): void {
  const app = new App({ outdir: join(folder, outdir) });
  new HybridPlatform(app, "staging", staging);
  new HybridPlatform(app, "production", change);
  app.synth();
}

function run(command: string): string {
  const main = join(REPOSITORY, "lib", "cli", "main.ts");
  const tsx = join(REPOSITORY, "node_modules", "tsx", "dist", "loader.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, main, ...command.split(" ")], {
    cwd: folder,
    encoding: "utf8",
  });
  return `${stdout}${stderr}`;
}

/** `UPDATE_GOLDEN=1 npx jest test/docs` writes the outputs into the pages. */
test("every output in the docs is what the command prints", () => {
  write("cdktf.out", production);
  write("next.out", next);
  write("drill.out", drill);
  write("drained.out", drained);
  write("smaller.out", smaller);
  writeExistingCompany(folder);
  cpSync(writePlans(join(folder, "drained.out"), join(folder, "smaller.out"), PLANNED), join(folder, "plans"), {
    recursive: true,
  });
  const dns = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/production-dns/cdk.tf.json"), "utf8"));
  writeFileSync(join(folder, "production-dns.json"), JSON.stringify(planOf(dns, atNight)));
  const blocks = PAGES.filter((page) => page.endsWith(".md")).map((page) => {
    const text = readFileSync(join(REPOSITORY, page), "utf8");
    const real = text.replaceAll(
      BLOCK,
      (_, command) => `\`\`\`console\n$ npx cdktf-hybrid-kubernetes ${command}\n${run(command)}\`\`\``,
    );
    const drawn = real.replaceAll(
      PICTURE,
      (_, command) => `<!-- npx cdktf-hybrid-kubernetes ${command} -->\n\`\`\`mermaid\n${run(command)}\`\`\``,
    );
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(join(REPOSITORY, page), drawn);
    else expect(text).toBe(drawn);
    return [...text.matchAll(BLOCK), ...text.matchAll(PICTURE)].length;
  });
  expect(blocks.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
});
