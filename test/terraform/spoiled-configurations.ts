import type { Block } from "../support/synthesize";

/** A way to spoil the configuration of a stack, and what Terraform says to it. */
export type Spoiled = readonly [
  what: string,
  stack: "network" | "cluster" | "edge" | "dns",
  spoil: (configuration: Block) => unknown,
  refusal: string | RegExp,
];

/** The first resource of a type, or the first of them with a certain argument. */
function find(configuration: Block, type: string, argument = "//"): Block {
  const found = Object.values<Block>(configuration.resource[type]).find((resource) => argument in resource);
  if (found === undefined) throw new Error(`there is no ${type} with ${argument}`);
  return found;
}

const set = (type: string, values: Block, having?: string) => (configuration: Block) =>
  Object.assign(find(configuration, type, having), values);

const setIn = (type: string, block: string, values: Block) => (configuration: Block) =>
  Object.assign(find(configuration, type)[block], values);

const remove = (type: string, argument: string) => (configuration: Block) =>
  delete find(configuration, type, argument)[argument];

const CLUSTER = "google_container_cluster";
const FIREWALL = "google_compute_firewall";
const NETWORK = "google_compute_network";
const POOL = "google_container_node_pool";
const RECORD = "aws_route53_record";
const SUBNETWORK = "google_compute_subnetwork";

/** Names and shapes, which Terraform checks against the provider's schema. */
const AGAINST_THE_SCHEMA: readonly Spoiled[] = [
  ["a misspelt argument", "network", set(NETWORK, { routing_mod: "GLOBAL" }), 'is named "routing_mod"'],
  ["a misspelt block", "network", set(FIREWALL, { alow: [] }), 'is named "alow". Did you mean "allow"?'],
  ["a misspelt argument in a block", "cluster", setIn(POOL, "autoscaling", { maxi: 3 }), 'is named "maxi"'],
  [
    "a misspelt type of resource",
    "network",
    ({ resource }) => Object.assign(resource, { google_compute_netwerk: { spoiled: {} } }),
    'does not support resource type "google_compute_netwerk"',
  ],
  [
    "a text where a number belongs",
    "cluster",
    setIn(POOL, "autoscaling", { total_max_node_count: "many" }),
    'value for attribute "total_max_node_count": a number is required',
  ],
  [
    "a text where true or false belongs",
    "cluster",
    set(CLUSTER, { deletion_protection: "perhaps" }),
    'value for attribute "deletion_protection": a bool is required',
  ],
  ["a list where a text belongs", "network", set(NETWORK, { name: ["a"] }), 'attribute "name": string required'],
  [
    "a text where a list belongs",
    "dns",
    set(RECORD, { records: "203.0.113.10" }, "records"),
    'attribute "records": set of string required',
  ],
  ["a missing argument", "network", remove(SUBNETWORK, "network"), 'The argument "network" is required'],
  ["a missing argument in a block", "network", set(FIREWALL, { allow: [{}] }), 'The argument "protocol" is required'],
  [
    "two blocks where one is allowed",
    "cluster",
    set(POOL, { autoscaling: [{}, {}] }),
    'No more than 1 "autoscaling" blocks are allowed',
  ],
  [
    "an invalid lifecycle",
    "cluster",
    set(CLUSTER, { lifecycle: { ignore_change: [] } }),
    'is named "ignore_change". Did you mean "ignore_changes"?',
  ],
];

/** Expressions, and the order that follows from them. */
const AMONG_RESOURCES: readonly Spoiled[] = [
  [
    "a reference to a resource that is not there",
    "network",
    set(SUBNETWORK, { network: "${google_compute_network.spoiled.id}" }),
    'A managed resource "google_compute_network" "spoiled" has not been declared',
  ],
  [
    "a reference to an attribute that is not there",
    "network",
    set(SUBNETWORK, { network: "${google_compute_network.network.ident}" }),
    'no argument, nested block, or exported attribute named "ident"',
  ],
  [
    "a reference to a variable that is not there",
    "network",
    set(NETWORK, { description: "${var.spoiled}" }),
    'An input variable with the name "spoiled" has not been declared',
  ],
  [
    "a function that is not there",
    "network",
    set(NETWORK, { description: "${spoil(1)}" }),
    'There is no function named "spoil"',
  ],
  [
    "an expression that does not end",
    "network",
    set(NETWORK, { description: "${upper(" }),
    "Error: Missing expression",
  ],
  [
    "a cycle",
    "network",
    set(NETWORK, { depends_on: ["google_compute_firewall.network_firewall_rules_google_front_ends"] }),
    // Terraform lists the members of a cycle in any order.
    /Error: Cycle: (?=.*google_compute_firewall\.network_firewall_rules_google_front_ends\b)(?=.*google_compute_network\.network\b)/,
  ],
  [
    "an order that names what is not there",
    "cluster",
    set(CLUSTER, { depends_on: ["google_service_account.spoiled"] }),
    'A managed resource "google_service_account" "spoiled" has not been declared',
  ],
  [
    "a provider that is not configured",
    "network",
    set(NETWORK, { provider: "google.spoiled" }),
    "Error: Provider configuration not present",
  ],
  [
    "the same provider configured twice",
    "network",
    ({ provider }) => provider.google.push({}),
    "Error: Duplicate provider configuration",
  ],
];

/** Values and combinations, which a provider checks: here the stand-in, by the bindings' documentation and its facts. */
const BY_THE_PROVIDER: readonly Spoiled[] = [
  [
    "a value for what the provider decides",
    "network",
    set(NETWORK, { gateway_ipv4: "10.0.0.1" }),
    "Error: Value for unconfigurable attribute",
  ],
  [
    "a value that the API does not know",
    "network",
    set(NETWORK, { routing_mode: "WORLDWIDE" }),
    'expected routing_mode to be one of ["REGIONAL","GLOBAL"], got WORLDWIDE',
  ],
  [
    "a value in a block that the API does not know",
    "cluster",
    setIn(POOL, "autoscaling", { location_policy: "SOMEWHERE" }),
    'expected autoscaling.location_policy to be one of ["BALANCED","ANY"], got SOMEWHERE',
  ],
  ["a type of record that there is not", "dns", set(RECORD, { type: "AAA" }), "expected type to be one of"],
  [
    "a number out of its range",
    "dns",
    set("aws_route53_health_check", { failure_threshold: 11 }),
    "expected failure_threshold to be in the range (1 - 10), got 11",
  ],
  [
    "neither of two blocks of which one is needed",
    "edge",
    remove("google_certificate_manager_certificate", "managed"),
    "one of managed, self_managed must be specified",
  ],
  [
    "two arguments that exclude each other",
    "dns",
    set(RECORD, { records: ["203.0.113.10"] }, "alias"),
    "only one of alias, records",
  ],
  [
    "two routing policies in one record",
    "dns",
    set(RECORD, { weighted_routing_policy: { weight: 1 } }, "geolocation_routing_policy"),
    "only one of geolocation_routing_policy, weighted_routing_policy",
  ],
  [
    "a routing policy without the record's identifier",
    "dns",
    remove(RECORD, "set_identifier"),
    "set_identifier must be specified too",
  ],
];

export const SPOILED: readonly Spoiled[] = [...AGAINST_THE_SCHEMA, ...AMONG_RESOURCES, ...BY_THE_PROVIDER];
