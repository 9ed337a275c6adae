import { HybridPlatform, type HybridPlatformProps, Link, type NodePoolOptions, Secret } from "../../../index";
import { refusalText } from "../../../lib/cli/refusal";
import { type ReviewOptions, review as reviewed } from "../../../lib/cli/review";
import { outputFolder } from "../../support/command-line";
import { SMALL_PLATFORM } from "../../support/platform";
import { type CloudSays, writePlans } from "../../support/stack-plan";
import type { Block } from "../../support/synthesize";
import { writtenOutput } from "../../support/written-output";

export const POOL = "google_container_node_pool.cluster_web";
const KEY = "a-key-that-nobody-sees";

export const web: NodePoolOptions = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;
export const vpnTo = (peer: string, key = KEY) => {
  const preSharedKey = Secret.literal(key, { acceptInState: true });
  return Link.haVpn({
    region: "europe-west1",
    asn: 64_512,
    peerAsn: 65_001,
    peerAddresses: [peer, "203.0.113.12"],
    tunnels: {
      "edge-1": { gatewayInterface: 0, peerAddress: peer, preSharedKey },
      "edge-2": { gatewayInterface: 1, peerAddress: "203.0.113.12", preSharedKey },
    },
  });
};

/** The small platform with a tunnel to Paris, and a second region unless it is left out. */
export const platform = (
  pool: NodePoolOptions = web,
  regions = ["us-east1"],
  link = vpnTo("203.0.113.11"),
  drain = true,
) => {
  const paris = { ...SMALL_PLATFORM.dataCenters.paris, links: { vpn: link } };
  const others = regions.map((region) => [region, { nodePools: { web }, deletionProtection: false, drain }]);
  const clusters = { "europe-west1": { nodePools: { web: pool } }, ...Object.fromEntries(others) };
  const props: HybridPlatformProps = { ...SMALL_PLATFORM, clusters, dataCenters: { paris } };
  return outputFolder((app) => new HybridPlatform(app, "test", props));
};

/** What the provider answers: whether nodes are Spot VMs cannot be changed. */
export const SPOT: Readonly<Record<string, CloudSays>> = {
  "test-cluster-europe-west1": { replaced: { [POOL]: { paths: [["node_config", 0, "spot"]] } } },
};

/** What the command prints, and how it ends. It is loaded once here: by itself, each call takes a third of a second. */
export function review(old: string, young: string, options: ReviewOptions = {}) {
  const { text, refusals } = reviewed(old, young, options);
  const stderr = refusals.map((refusal) => `error: ${refusalText(refusal)}\n`).join("");
  return { status: refusals.length === 0 ? 0 : 2, stdout: `${text.trimEnd()}\n`, stderr };
}

/** A section of a review, without its title. */
export const section = (text: string, title: string) =>
  new RegExp(`^## ${title}\n\n([\\s\\S]*?)(?=\n## |$(?![\\s\\S]))`, "m").exec(text)?.[1];

/** One stack in two versions, and what the review of an apply says. */
export function ofStack(old: Block, young: Block, says: CloudSays = {}, options: ReviewOptions = {}) {
  const [one, other] = [old, young].map((configuration) => writtenOutput({ own: { configuration } }));
  return review(one ?? "", other ?? "", { plans: writePlans(one ?? "", other ?? "", { own: says }), ...options });
}
/** What is replaced or lost in the one stack. */
export const lost = (stdout: string) => section(stdout, "Replaced or lost")?.replace("### own\n\n", "");
