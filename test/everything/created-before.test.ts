import { readFacts } from "../changes/facts";
import type { Block } from "../support/synthesize";
import { stacksOfAllPrograms } from "./programs";
import { textsIn, tokensIn } from "./references";

// Terraform spreads `create_before_destroy` to all that such a resource depends on. What is created first stands beside the earlier one
// for a while, so that both need a name of their own.
// Source: https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy

/** What is created anew before it goes although it does not say so: by which type, and why it may be. */
const INFECTED: Readonly<Record<string, string>> = {
  "aws_route53recoverycontrolconfig_cluster by aws_route53_health_check":
    "it is replaced with its name alone, so that the two have different names; AWS allows two clusters per account",
  "aws_route53recoverycontrolconfig_control_panel by aws_route53_health_check":
    "it is replaced with its cluster alone, and is in the new one",
  "aws_route53recoverycontrolconfig_routing_control by aws_route53_health_check":
    "it is replaced with its cluster alone, and is in the new one",
  "google_compute_network by google_compute_global_address":
    "the range of private services is of the network. `ipv6` replaces it under its name, and is decided before it exists: docs/network.md",
  "google_project_service by google_compute_address":
    "an API is replaced with its project alone; it has no name, and is on once",
};

const NO_NAME = "AWS gives it an id of its own, and it has no name";
const IN_ITS_CLUSTER = "a name counts within its cluster, and the cluster is another";
const OTHER_GROUP = "an endpoint is its group, address and port: with this argument, one of them is another";
const OTHER_NETWORK =
  "a group that moves to another network gets another `generation` or name, or Google refuses the second one before it touches the first";

/**
 * Arguments of what is created anew before it goes that an option of ours changes and that replace it, other than its name: why the two
 * do not meet.
 */
const BESIDE_THE_EARLIER: Readonly<Record<string, string>> = {
  "aws_route53_health_check.request_interval": NO_NAME,
  "aws_route53_health_check.routing_control_arn": NO_NAME,
  "aws_route53_health_check.type": NO_NAME,
  "aws_route53_record.zone_id": "a name counts within its zone, and the zone is another",
  "aws_route53recoverycontrolconfig_control_panel.cluster_arn": IN_ITS_CLUSTER,
  "aws_route53recoverycontrolconfig_routing_control.cluster_arn": IN_ITS_CLUSTER,
  "google_compute_address.address": "only the range of a VPN gateway has one, and it is not created first",
  "google_compute_global_address.address": "the name has the whole range",
  "google_compute_network.enable_ula_internal_ipv6": "it is decided before the network exists: docs/network.md",
  "google_compute_network_endpoint.port": OTHER_GROUP,
  "google_compute_network_endpoint.zone": OTHER_GROUP,
  "google_compute_network_endpoint_group.description": "it has the data centre's name, which the name has as well",
  "google_compute_network_endpoint_group.network": OTHER_NETWORK,
  "google_compute_network_endpoint_group.subnetwork": OTHER_NETWORK,
  "google_compute_network_endpoint_group.zone": "a name counts within its zone, and the zone is another",
  "google_project_service.project": "the project is another",
};

const stacks = stacksOfAllPrograms();

/** All blocks that depend on each other in a stack, by address; data sources, too, over which the flag spreads as well. */
function blocksOf({ resource = {}, data = {} }: Block): ReadonlyMap<string, Block> {
  const named = (all: Block, prefix: string) =>
    Object.entries<Block>(all).flatMap(([type, blocks]) =>
      Object.entries<Block>(blocks).map(([name, block]) => [`${prefix}${type}.${name}`, block] as const),
    );
  return new Map([...named(resource, ""), ...named(data, "data.")]);
}

/** What is created anew before it goes, by address: through which resource, which is itself where it says so. */
function createdBefore(stack: Block): ReadonlyMap<string, string> {
  const blocks = blocksOf(stack);
  const saying = [...blocks].filter(([, { lifecycle }]) => lifecycle?.create_before_destroy === true);
  const found = new Map(saying.map(([address]) => [address, address]));
  const spread = (settings: Block, from: string): void => {
    const tokens = textsIn({ ...settings, "//": undefined }).flatMap(([, text]) => tokensIn(text));
    for (const { address } of tokens) {
      const next = blocks.get(address);
      if (next === undefined || found.has(address)) continue;
      found.set(address, from);
      spread(next, from);
    }
  };
  for (const [address, settings] of saying) spread(settings, address);
  return found;
}

const typeOf = (address: string): string => address.split(".")[0] as string;

const made = stacks.flatMap((stack) => [...createdBefore(stack)]).filter(([address]) => !address.startsWith("data."));

test("what Terraform creates first without being told may be", () => {
  const infected = made.flatMap(([address, from]) =>
    address === from ? [] : [`${typeOf(address)} by ${typeOf(from)}`],
  );
  expect([...new Set(infected)].sort()).toEqual(Object.keys(INFECTED).sort());
});

test("what is created first does not meet the earlier one under the same name", () => {
  const asked = readFacts().arguments;
  const types = [...new Set(made.map(([address]) => typeOf(address)))].sort();
  expect(types.length).toBeGreaterThan(15);
  const meeting = types.flatMap((type) =>
    Object.entries(asked[type] ?? {}).flatMap(([argument, plans]) =>
      argument !== "name" && Object.values(plans).includes("replaced") ? [`${type}.${argument}`] : [],
    ),
  );
  expect(meeting).toEqual(Object.keys(BESIDE_THE_EARLIER).sort());
});
