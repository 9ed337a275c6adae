import { createHash } from "node:crypto";
import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH, plainHostName } from "../core/host-names";
import { LAST_RESORT } from "../routing/answers";

/**
 * The names of the records that no user requests, and the identifiers that tell the records of one name apart: written and
 * read here alone, so that a data centre may have any name, `primary` or `chain`.
 *
 * Names of data centres, policies and routings have neither a dot, nor an underscore, nor a space: these separate.
 */

/** The first label above the zone of all names that belong to a routing. */
const ROUTING = "_routing-";

/** The same where it ends another name. */
const BELOW_NAME = `.${ROUTING}`;

const HASH_LENGTH = 12;

/** The identifiers of a failover pair. */
export const PRIMARY = "primary";
export const SECONDARY = "secondary";

/** The identifier of a host name's record for everyone whom no other one is for. */
export const EVERYONE_ELSE = "geo-default";

const LAST_RESORT_LABEL = "last-resort";
const FALL_BACK = "fall-back";

/** An order of data centres: a list for each time that is tried. */
type Tiers = readonly (readonly string[])[];

/** Names below one routing of one zone. */
export class RecordNames {
  private readonly suffix: string;

  constructor(routingName: string, zoneName: string) {
    this.suffix = `${ROUTING}${routingName}.${plainHostName(zoneName)}`;
  }

  /**
   * What a place leads to: `fr.platform.paris.frankfurt.share`. Another order is another name: who still leads to the old one while
   * the records change does not go where only the new one goes.
   */
  public share(placeId: string, policyName: string, tiers: Tiers): string {
    return this.orderOf(placeId.toLowerCase(), policyName, tiers, "share");
  }

  /** What the places of a wave lead to: `first.platform.paris.frankfurt.wave`. */
  public wave(wave: string, policyName: string, tiers: Tiers): string {
    return this.orderOf(wave, policyName, tiers, "wave");
  }

  /** What a continent leads to when its countries do not fit into one name: `eu.platform.geo`. */
  public continent(continent: string, policyName: string): string {
    return this.below(continent.toLowerCase(), policyName, "geo");
  }

  /** The order in which data centres are tried: `paris.frankfurt.chain`. The first label is the first tier. */
  public chain(tiers: Tiers): string {
    return this.ordered(tiers, "chain");
  }

  private ordered(tiers: Tiers, kind: string): string {
    return this.firstThatFits(wholeAndCut(tiers).map((labels) => [...labels, kind]));
  }

  /** An order below what it is of. Its first label is not that of a data centre, so nothing of the order need be left of it. */
  private orderOf(id: string, policyName: string, tiers: Tiers, kind: string): string {
    const orders = [...wholeAndCut(tiers), [`order__${hashOf(tiers.map(tierLabel).join("."))}`]];
    return this.firstThatFits(orders.map((labels) => [id, policyName, ...labels, kind]));
  }

  /** The first name that DNS has room for, and else the shortest, which is refused. */
  private firstThatFits(names: readonly (readonly string[])[]): string {
    const whole = names.map((labels) => this.below(...labels));
    const [shortest = ""] = [...whole].sort((one, other) => one.length - other.length);
    return whole.find(({ length }) => length <= MAX_NAME_LENGTH) ?? shortest;
  }

  /** Data centres that share their users, or the addresses of one: `frankfurt_paris.set`. */
  public set(members: readonly string[]): string {
    return this.below(tierLabel(members), "set");
  }

  /** The last resort while it is healthy, and else what it falls back to: `last-resort`. */
  public lastResort(): string {
    return this.below(LAST_RESORT_LABEL);
  }

  /** The addresses of the last resort: `last-resort.addresses`. */
  public lastResortAddresses(): string {
    return this.below(LAST_RESORT_LABEL, "addresses");
  }

  /** The order in which data centres are tried while the last resort is down: `paris.frankfurt.fall-back`. */
  public fallBack(tiers: Tiers): string {
    return this.ordered(tiers, FALL_BACK);
  }

  private below(...labels: readonly string[]): string {
    return [...labels, this.suffix].join(".");
  }
}

/** The identifier of a data centre in a set, with the address when the data centre has several. */
export function memberIdentifier(dataCenter: string, address?: string): string {
  return address === undefined ? dataCenter : `${dataCenter} ${address}`;
}

/** What is known of a record whose name is to be read. */
interface NamedRecord {
  readonly name: string;
  readonly setIdentifier: string;
  readonly policy: { readonly kind: string };
}

/** The data centre that a record with an address of its own answers with, or the last resort; `undefined` for records of others. */
export function dataCenterOf({ name, setIdentifier, policy }: NamedRecord): string | undefined {
  const start = startOfRouting(name);
  if (start < 1) return undefined;
  const own = name.slice(0, start - 1);
  if (own === LAST_RESORT_LABEL || own === `${LAST_RESORT_LABEL}.addresses`) return LAST_RESORT;
  if (policy.kind !== "failover" && policy.kind !== "weighted") return undefined;
  const labels = own.split(".");
  const group = labels.at(-1);
  // The kind of group decides, and no identifier is looked at for its words: in a set, `primary` is a data centre.
  if ((group === "chain" || group === FALL_BACK) && policy.kind === "failover") return labels[0];
  return group === "set" && policy.kind === "weighted" ? setIdentifier.split(" ")[0] : undefined;
}

/** The name of the zone in a name of a routing's own; `undefined` in any other name. */
export function zoneNameIn(name: string): string | undefined {
  const start = startOfRouting(name);
  if (start < 0) return undefined;
  const dot = name.indexOf(".", start);
  return dot < 0 ? "" : name.slice(dot + 1);
}

/** The routing and the zone in a name of a routing's own: `_routing-production.example.com`. */
export function routingIn(name: string): string {
  return name.slice(startOfRouting(name));
}

/** The same in words: `production.example.com`. */
export function routingText(routing: string): string {
  return routing.slice(ROUTING.length);
}

/** What a name with two weights stands for. */
export interface NamedShare {
  readonly kind: "place" | "wave";
  /** `FR`, `US-CA`, `EU`, or the name of the wave. */
  readonly id: string;
  readonly policy: string;
  /** The property of the policy that holds it: `countries.FR`. */
  readonly property: string;
}

/** The place or the wave whose share has this name. */
export function shareOf(name: string): NamedShare | undefined {
  const labels = name.split(".");
  const depth = labels.findIndex(isRouting);
  const [id = "", policy = ""] = labels;
  const kind = labels[depth - 1];
  // At least one label of data centres stands between the policy and the kind: `fr.platform.paris.share`.
  if (depth < 4) return undefined;
  if (kind === "wave") return { kind, id, policy, property: `waves.${id}` };
  if (kind !== "share") return undefined;
  const [, continent] = /^continent-(.+)$/.exec(id) ?? [];
  const code = (continent ?? id).toUpperCase();
  const property = continent !== undefined ? "continents" : code.includes("-") ? "subdivisions" : "countries";
  return { kind: "place", id: code, policy, property: `${property}.${code}` };
}

/** The policy whose places are nested below a continent of this name: `eu.platform.geo`. */
export function nestingPolicyOf(name: string): string | undefined {
  const labels = name.split(".");
  const depth = labels.findIndex(isRouting);
  return depth === 3 && labels[2] === "geo" ? labels[1] : undefined;
}

/** Whether a name is of a routing's own, which nobody else makes records of. */
export function isOfRouting(name: string): boolean {
  return startOfRouting(name) >= 0;
}

/** Where the first label of a routing starts in a name; -1 in any other name. */
function startOfRouting(name: string): number {
  if (name.startsWith(ROUTING)) return 0;
  const dot = name.indexOf(BELOW_NAME);
  return dot < 0 ? -1 : dot + 1;
}

function isRouting(label: string): boolean {
  return label.startsWith(ROUTING);
}

/** A label for each tier; or the first, and a hash of the others. */
function wholeAndCut(tiers: Tiers): readonly (readonly string[])[] {
  const labels = tiers.map(tierLabel);
  const [first = "", ...others] = labels;
  // No order of two tiers looks like it: a label of data centres has no two underscores in a row.
  return others.length === 0 ? [labels] : [labels, [first, `then__${hashOf(others.join("."))}`]];
}

/** `paris`, or `frankfurt_paris` for two that share: one label, cut to a hash where it would be too long. */
function tierLabel(members: readonly string[]): string {
  const label = members.join("_");
  if (label.length <= MAX_LABEL_LENGTH) return label;
  const hash = hashOf(label);
  return `${label.slice(0, MAX_LABEL_LENGTH - hash.length - 2).replace(/[-_]+$/, "")}__${hash}`;
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, HASH_LENGTH);
}
