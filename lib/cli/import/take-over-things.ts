import type { Difference } from "./compare";
import type { Configured } from "./configured";
import { called } from "./importable-types";
import { inPlaceOf, insteadOf } from "./keep-hints";
import type { Match, Matches } from "./match";
import type { References } from "./references";
import { shown } from "./shown";

/** A resource of a stack that becomes what exists. */
export interface ImportBlock {
  readonly stack: string;
  readonly to: string;
  readonly id: string;
}

/** Arguments of a resource whose changes Terraform is to ignore, because after the import it knows nothing of them. */
export interface IgnoredArguments {
  readonly stack: string;
  readonly to: string;
  readonly arguments: readonly string[];
  readonly why: string;
}

/** What is imported, and what has to be known about it. */
export interface TakenOverThings {
  readonly blocks: readonly ImportBlock[];
  readonly ignored: readonly IgnoredArguments[];
  /** What would be replaced, and is not imported: a sentence each. */
  readonly cannotBeKept: readonly string[];
  /** What is imported, and otherwise than the program has it. */
  readonly changed: readonly string[];
  /** What is imported without a comparison. */
  readonly notCompared: readonly string[];
  /** What no resource of the program becomes. */
  readonly notTaken: readonly string[];
  /** Resources of which no file has anything: how many, by stack. */
  readonly created: readonly string[];
  /** What other configurations have to let go of. */
  readonly letGo: readonly string[];
}

/**
 * Arguments that are of a creation alone: what was given then is not what the API tells now, so that another value would replace or
 * delete what works.
 *
 * Source: `initial_node_count` and `remove_default_node_pool`, whose change deletes the pool named default-pool, in
 * https://github.com/hashicorp/terraform-provider-google/blob/v6.50.0/google/services/container/resource_container_cluster.go;
 * `shared_secret`, which is never read, in compute/resource_compute_vpn_tunnel.go.
 */
const ONLY_AT_CREATION: Readonly<Record<string, { readonly arguments: readonly string[]; readonly why: string }>> = {
  google_container_cluster: {
    arguments: ["initial_node_count", "remove_default_node_pool"],
    why: "Another number of first nodes would replace it, and a pool named default-pool would be deleted: leave it in",
  },
  google_compute_vpn_tunnel: {
    arguments: ["shared_secret"],
    why: "Its key cannot be read, and another one replaces it: take it out when you change the key",
  },
};

/** What to import of what was found. */
export function takeOver({ matches, unmatched, created }: Matches, references: References): TakenOverThings {
  const judged = matches.map((match) => {
    const differences = match.differences.filter((one) => !isOfCreation(match, one));
    return { match, differences, replacing: differences.filter(({ replaces }) => replaces) };
  });
  const lost = new Map<string, string>();
  for (const { match, replacing } of judged.filter((one) => one.replacing.length > 0)) {
    lost.set(
      keyOf(match.configured),
      `${sentence(match, replacing)}: it would be replaced: ${insteadOf(match.existing)}`,
    );
  }
  loseWithOthers(matches, lost);
  const kept = judged.filter(({ match }) => !lost.has(keyOf(match.configured)));
  const lostOnes = matches.map(({ configured }) => configured).filter((one) => lost.has(keyOf(one)));
  return {
    blocks: kept.map(({ match: { configured, id } }) => ({ stack: configured.stack, to: configured.address, id })),
    ignored: kept.flatMap(({ match }) => ignoredOf(match)),
    cannotBeKept: [...lost.values()],
    changed: kept
      .filter(({ differences }) => differences.length > 0)
      .map(({ match, differences }) => sentence(match, differences)),
    notCompared: kept.flatMap(({ match }) => notComparedOf(match)),
    notTaken: unmatched.map((existing) => inPlaceOf(existing, created, references)),
    created: countsOf([...created, ...lostOnes].map(({ stack }) => stack)),
    letGo: kept.flatMap(({ match: { existing } }) => existing.address ?? []),
  };
}

const keyOf = ({ stack, address }: Pick<Configured, "stack" | "address">) => `${stack}/${address}`;

/** What belongs to something that is not imported goes with it: its own import would put it into another one. */
function loseWithOthers(matches: readonly Match[], lost: Map<string, string>): void {
  for (let size = -1; size !== lost.size; ) {
    size = lost.size;
    for (const match of matches) {
      const { stack, refersTo } = match.configured;
      const parent = refersTo.find((address) => lost.has(keyOf({ stack, address })));
      if (parent === undefined || lost.has(keyOf(match.configured))) continue;
      lost.set(keyOf(match.configured), `${subject(match)}: it belongs to ${parent}, which is not imported`);
    }
  }
}

function isOfCreation({ configured: { type } }: Match, { path }: Difference): boolean {
  return ONLY_AT_CREATION[type]?.arguments.includes(path) === true;
}

function ignoredOf({ configured: { type, stack, address, ignored } }: Match): readonly IgnoredArguments[] {
  const { arguments: all = [], why = "" } = ONLY_AT_CREATION[type] ?? {};
  const missing = all.filter((argument) => !ignored.includes(argument) && !ignored.includes("all"));
  return missing.length === 0 ? [] : [{ stack, to: address, arguments: missing, why }];
}

function sentence(match: Match, all: readonly Difference[]): string {
  return `${subject(match)}: ${all.map(({ path, there, here }) => `${path} ${shown(there, path)} → ${shown(here, path)}`).join(", ")}`;
}

function notComparedOf(match: Match): readonly string[] {
  const { existing, notCompared } = match;
  if (existing.isNameOnly) return [`${subject(match)}: only its name is known`];
  return notCompared.length === 0 ? [] : [`${subject(match)}: ${notCompared.join(", ")}`];
}

/** What exists, and where the program has it. */
function subject({ existing, configured: { stack, address } }: Match): string {
  return `${called(existing.type, existing.settings)} (${stack}, ${address})`;
}

function countsOf(names: readonly string[]): readonly string[] {
  return [...new Set(names)].map((name) => {
    const count = names.filter((one) => one === name).length;
    return `${name}: ${count} ${count === 1 ? "resource" : "resources"}`;
  });
}
