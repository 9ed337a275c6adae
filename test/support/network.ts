import { GlobalNetwork, type GlobalNetworkProps } from "../../index";
import { type Block, synthesizeStack } from "./synthesize";

/** Two regions of a network, for tests that change one thing. */
export const SMALL_NETWORK = {
  networkName: "acme",
  regions: {
    "europe-west1": { nodes: "10.4.0.0/18", pods: "10.80.0.0/16", services: "10.34.0.0/19" },
    "us-east1": { nodes: "10.8.128.0/18", pods: "10.98.0.0/16", services: "10.36.64.0/19" },
  },
} satisfies GlobalNetworkProps;

/** A network with something changed, in a stack of its own. */
export function networkWith(change: Partial<GlobalNetworkProps> = {}): Block {
  return synthesizeStack((stack) => new GlobalNetwork(stack, "network", { ...SMALL_NETWORK, ...change }));
}

/** A type's resources by the end of their addresses, without cdktf's hash: `network_europe-west1_subnet`. */
export function byId(resources: Record<string, Block>): Record<string, Block> {
  return Object.fromEntries(Object.entries(resources).map(([id, block]) => [id.replace(/_[0-9A-F]{8}$/, ""), block]));
}
