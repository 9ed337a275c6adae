import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { staging } from "../../examples/video-platform/staging";
import {
  type DataCenterOptions,
  HybridPlatform,
  type HybridPlatformProps,
  Link,
  type NodePoolOptions,
  Secret,
} from "../../index";
import { writeExistingCompany } from "../support/existing-company-files";
import { planOf } from "../support/plan";
import { writePlans } from "../support/stack-plan";
import type { Block } from "../support/synthesize";

const REPOSITORY = join(__dirname, "..", "..");
/** The walks are gone through by `walks.test.ts`, and the README has a program of its own: `test/docs/readme.test.ts`. */
const PAGES = ["docs", "docs/runbooks"].flatMap((folder) =>
  readdirSync(join(REPOSITORY, folder))
    .filter((page) => !page.startsWith("from-"))
    .map((page) => join(folder, page)),
);
/** Indented where it is in a list. */
const BLOCK = /^( *)```console\n *\$ npx cdktf-hybrid-kubernetes (.*)\n([\s\S]*?)^ *```$/gm;

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

const POOLS = production.clusters["europe-west1"].nodePools;

/** A region is to be given up: it is drained, and its cluster may be deleted. */
const drained: HybridPlatformProps = {
  ...production,
  clusters: {
    ...production.clusters,
    "us-east1": { ...production.clusters["us-east1"], drain: true, deletionProtection: false },
  },
};

/** Then it is given up; and where GPUs are in Europe, they are Spot VMs now. */
const smaller: HybridPlatformProps = {
  ...next,
  // Terraform refuses to destroy a key.
  encryptionKeys: { formerRegions: ["us-east1"] },
  clusters: {
    "europe-west1": { nodePools: { ...POOLS, video: { ...POOLS.video, spot: true } as NodePoolOptions } },
    "asia-southeast1": production.clusters["asia-southeast1"],
  },
};

/** The provider's answer: whether a node is a Spot VM cannot be changed. */
const PLANNED = {
  "production-cluster-europe-west1": {
    replaced: { "google_container_node_pool.cluster_video": { paths: [["node_config", 0, "spot"]] } },
  },
};

/** The tunnels to Paris, with the version of the secret that each takes its key from. */
const keysOf = (first: string, second: string): HybridPlatformProps => {
  const preSharedKey = (version: string) => Secret.fromSecretManager({ secret: "vpn-paris", version });
  const [edge1, edge2] = ["203.0.113.17", "203.0.113.18"] as const;
  const vpn = Link.haVpn({
    region: "europe-west1",
    asn: 64_512,
    peerAsn: 65_001,
    peerAddresses: [edge1, edge2],
    tunnels: {
      "edge-1": { gatewayInterface: 0, peerAddress: edge1, preSharedKey: preSharedKey(first) },
      "edge-2": { gatewayInterface: 1, peerAddress: edge2, preSharedKey: preSharedKey(second) },
    },
  });
  const paris = { ...production.dataCenters?.paris, links: { vpn } } as DataCenterOptions;
  return { ...production, dataCenters: { ...production.dataCenters, paris } };
};

/** The provider's answer: another key replaces the tunnel, and Terraform what its `replace_triggered_by` names. */
const KEY_PLANNED = {
  "production-links": {
    replaced: {
      "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1": { paths: [["shared_secret"]] },
      "google_compute_router_interface.link_paris_vpn_tunnel_edge-1_interface": { reason: "replace_by_triggers" },
      "google_compute_router_peer.link_paris_vpn_tunnel_edge-1_peer": { reason: "replace_by_triggers" },
    },
  },
};

/** Data centres behind the last resort, for the day on which Google is down. */
const fallBack: HybridPlatformProps = {
  ...production,
  lastResort: {
    healthCheck: { hostName: "api.example.com" },
    fallBackTo: [["paris", "frankfurt", "singapore"]],
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

/** A shell reads the command as it stands there, with its quotes and what comes after a `|`. */
function run(command: string): string {
  const main = join(REPOSITORY, "lib", "cli", "main.ts");
  const tsx = join(REPOSITORY, "node_modules", "tsx", "dist", "loader.mjs");
  const script = `run() { '${process.execPath}' --import '${tsx}' '${main}' "$@"; }; run ${command}`;
  const { stdout, stderr } = spawnSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" });
  return `${stdout}${stderr}`;
}

/** `UPDATE_GOLDEN=1 npx jest test/docs` writes the outputs into the pages. */
test("every output in the docs is what the command prints", () => {
  write("cdktf.out", production);
  write("next.out", next);
  write("drill.out", drill);
  write("drained.out", drained);
  write("smaller.out", smaller);
  write("pinned.out", keysOf("1", "1"));
  write("rotated.out", keysOf("2", "1"));
  write("prepared.out", fallBack);
  writeExistingCompany(folder);
  cpSync(writePlans(join(folder, "drained.out"), join(folder, "smaller.out"), PLANNED), join(folder, "plans"), {
    recursive: true,
  });
  cpSync(writePlans(join(folder, "pinned.out"), join(folder, "rotated.out"), KEY_PLANNED), join(folder, "key-plans"), {
    recursive: true,
  });
  const dns = JSON.parse(readFileSync(join(folder, "cdktf.out/stacks/production-dns/cdk.tf.json"), "utf8"));
  writeFileSync(join(folder, "production-dns.json"), JSON.stringify(planOf(dns, atNight)));
  const blocks = PAGES.filter((page) => page.endsWith(".md")).map((page) => {
    const text = readFileSync(join(REPOSITORY, page), "utf8");
    const real = text.replaceAll(BLOCK, (_, indent, command) =>
      `\`\`\`console\n$ npx cdktf-hybrid-kubernetes ${command}\n${run(command)}\`\`\``.replaceAll(/^(?=.)/gm, indent),
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
