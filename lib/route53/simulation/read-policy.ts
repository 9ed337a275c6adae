import { isUnknown } from "../../core/tokens";
import type { RecordPolicy } from "./dns-record";
import { type Block, isTrue, numberOf, only, repeated, unknownIn } from "./terraform-block";

const MULTIVALUE = "multivalue_answer_routing_policy";

/** Routing that depends on what no configuration knows: how far users are, and which network they are in. */
const NOT_SIMULATED = ["latency", "geoproximity", "cidr"].map((kind) => ({ kind, argument: `${kind}_routing_policy` }));

/**
 * Reads what decides whether a record answers. What cannot be simulated is unreadable, and never guessed.
 *
 * @param isAlone whether no other record has its name and type, so that there is no choice, whatever is known of users
 * @param lacksRouting whether it has no routing policy, and another record of its name and type has one
 */
export function readPolicy(block: Block, isAlone: boolean, lacksRouting = false): RecordPolicy {
  const reason = reasonAgainst(block, isAlone) ?? (lacksRouting ? NO_ROUTING : undefined);
  if (reason !== undefined) {
    const unreadable = { kind: "unreadable", reason: `${reason} cannot be simulated` } as const;
    return routingOf(block) === "geolocation_routing_policy" ? { ...unreadable, isByPlace: true } : unreadable;
  }
  const weighted = only(block.weighted_routing_policy);
  if (weighted) return { kind: "weighted", weight: numberOf(weighted.weight) ?? 0 };
  const failover = only(block.failover_routing_policy);
  if (failover) return { kind: "failover", primary: failover.type === "PRIMARY" };
  const geolocation = only(block.geolocation_routing_policy);
  if (geolocation) {
    const { continent, country, subdivision } = geolocation;
    return { kind: "geolocation", continent, country, subdivision };
  }
  return { kind: isTrue(block[MULTIVALUE]) ? "multivalue" : "simple" };
}

/** What decides between the records of one name, by its argument in Terraform; `undefined` for a simple record. */
export function routingOf(block: Block): string | undefined {
  const dynamic = only(block.dynamic);
  const all = dynamic === undefined ? block : { ...dynamic, ...block };
  return Object.keys(all).find((name) => {
    // Terraform takes null for what is not there.
    if (!name.endsWith("_routing_policy") || (only(all[name]) ?? null) === null) return false;
    return name !== MULTIVALUE || isTrue(all[name]) || isUnknown(all[name]);
  });
}

function reasonAgainst(block: Block, isAlone: boolean): string | undefined {
  // A block of addresses is asked from elsewhere, too, and then there is no answer; its default is for everybody.
  const isForAll = isAlone && (only(block.cidr_routing_policy)?.location_name ?? "*") === "*";
  const other = isForAll ? undefined : NOT_SIMULATED.find(({ argument }) => only(block[argument]) !== undefined)?.kind;
  return (
    repeated("record", block) ??
    (mayBeAnyType(block) ? "a type that only Terraform knows" : undefined) ??
    (other && `routing by ${other}`) ??
    reasonAgainstWeight(only(block.weighted_routing_policy)) ??
    reasonAgainstRole(only(block.failover_routing_policy)) ??
    reasonAgainstPlace(only(block.geolocation_routing_policy)) ??
    unknownIn(block, [MULTIVALUE]) ??
    reasonAgainstValues(block) ??
    unknownIn(only(block.alias) ?? {}, ["evaluate_target_health"])
  );
}

const NO_ROUTING = "no routing policy beside records of the name that have one, which Route 53 refuses,";

function reasonAgainstValues({ alias, records }: Block): string | undefined {
  const one = only(alias);
  if ((one ?? null) !== null && typeof one !== "object" && !isUnknown(one)) {
    return `an alias of ${one}, which Terraform refuses,`;
  }
  const hasNone = !one && Array.isArray(records) && records.length === 0;
  return hasNone ? "a record without values, which Route 53 refuses," : undefined;
}

/** Whether only Terraform knows a record's type. One whose name is not known either, such as a certificate's proof, is for no name that is asked for. */
export function mayBeAnyType({ type, name }: Block): boolean {
  return isUnknown(type) && !isUnknown(name);
}

function reasonAgainstWeight(policy: Block | undefined): string | undefined {
  if (policy === undefined) return undefined;
  const weight = numberOf(policy.weight);
  if (weight === undefined || isUnknown(weight)) return "a weight that only Terraform knows";
  const isAllowed = Number.isInteger(weight) && weight >= 0 && weight <= 255;
  return isAllowed ? undefined : `a weight of ${weight}, which Route 53 refuses,`;
}

function reasonAgainstRole(policy: Block | undefined): string | undefined {
  if (policy === undefined || ["PRIMARY", "SECONDARY"].includes(policy.type)) return undefined;
  if (isUnknown(policy.type)) return "a failover type that only Terraform knows";
  return `a failover type of ${policy.type}, which Route 53 refuses,`;
}

function reasonAgainstPlace(policy: Block | undefined): string | undefined {
  const reason = unknownIn(policy ?? {}, ["continent", "country", "subdivision"]);
  return reason && `a ${reason}`;
}
