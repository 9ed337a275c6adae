import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from "../../../lib/core/host-names";
import { MOST } from "../../../lib/route53/quotas";
import { isList, isObject, same, type Value, type ValueObject } from "./values";

const GUIDE = "https://docs.aws.amazon.com/Route53/latest";

/** What Route 53 refuses of a record, beside the records that there are: only what AWS documents. */
const RULES: readonly {
  readonly source: string;
  readonly refuses: (record: Known, others: readonly Known[]) => string | undefined;
}[] = [
  {
    source: `${GUIDE}/DeveloperGuide/DomainNameFormat.html`,
    refuses: ({ name }) => {
      if (name.split(".").some((label) => label.length > MAX_LABEL_LENGTH)) return "DomainLabelTooLong";
      return name.length > MAX_NAME_LENGTH ? "DomainNameTooLong" : undefined;
    },
  },
  {
    source: `${GUIDE}/DeveloperGuide/DNSLimitations.html`,
    refuses: (record, others) =>
      others.filter(isOfSameName(record)).length >= MOST.ofOneName ? "LimitExceeded" : undefined,
  },
  {
    source: `${GUIDE}/APIReference/API_AliasTarget.html`,
    refuses: ({ alias, zone, type }, others) => {
      if (alias === undefined || alias.zone_id !== zone) return undefined;
      const isThere = others.some((other) => other.zone === zone && other.type === type && other.name === alias.name);
      return isThere ? undefined : `the alias target ${alias.name} was not found`;
    },
  },
  {
    source: `${GUIDE}/APIReference/API_ResourceRecordSet.html`,
    refuses: (record, others) => {
      const other = others.find((one) => isOfSameName(record)(one) && one.policy !== record.policy);
      return other && `a ${record.policy} record cannot be created as a ${other.policy} record of that name exists`;
    },
  },
  {
    source: `${GUIDE}/APIReference/API_ResourceRecordSet.html#Route53-Type-ResourceRecordSet-GeoLocation`,
    refuses: (record, others) => {
      const isTaken = others.some(
        (one) =>
          isOfSameName(record)(one) && one.policy === GEO && same(one.value[GEO] ?? null, record.value[GEO] ?? null),
      );
      return record.policy === GEO && isTaken ? "a record of that name has the same location" : undefined;
    },
  },
  {
    source: `${GUIDE}/APIReference/API_ResourceRecordSet.html#Route53-Type-ResourceRecordSet-Failover`,
    refuses: ({ policy, alias, value }) => {
      const isPrimary = policy === FAILOVER && first(value[FAILOVER])?.type === "PRIMARY";
      const isBlind = alias === undefined && !value.health_check_id;
      return isPrimary && isBlind ? "a non-alias primary record must have a health check" : undefined;
    },
  },
];

const GEO = "geolocation_routing_policy";
const FAILOVER = "failover_routing_policy";

/** A record, with what the rules look at. */
interface Known {
  readonly value: ValueObject;
  readonly zone: Value | undefined;
  readonly name: string;
  readonly type: Value | undefined;
  readonly alias: ValueObject | undefined;
  readonly policy: string;
}

/** What Route 53 says against a record; nothing, when it takes it. */
export function refusalOfRecord(record: ValueObject, others: readonly ValueObject[]): string | undefined {
  const known = others.filter(({ id }) => id !== record.id).map(know);
  return RULES.map(({ refuses }) => refuses(know(record), known)).find((refusal) => refusal !== undefined);
}

function know(value: ValueObject): Known {
  const policies = Object.keys(value).filter((name) => name.endsWith("_routing_policy"));
  const isGiven = (of: Value | undefined) => of === true || (isList(of) && of.length > 0);
  return {
    value,
    zone: value.zone_id,
    name: String(value.name),
    type: value.type,
    alias: first(value.alias),
    policy: policies.find((name) => isGiven(value[name])) ?? "simple",
  };
}

function first(blocks: Value | undefined): ValueObject | undefined {
  const block = isList(blocks) ? blocks[0] : undefined;
  return isObject(block) ? block : undefined;
}

function isOfSameName({ zone, name, type }: Known): (other: Known) => boolean {
  return (other) => other.zone === zone && other.name === name && other.type === type;
}
