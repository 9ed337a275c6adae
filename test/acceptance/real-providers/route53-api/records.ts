import { refusalOfRecord } from "../../../terraform/stand-in/route53";
import type { ValueObject } from "../../../terraform/stand-in/values";
import { child, type Element, element, textOf } from "./xml";

/** Why Route 53 refuses a batch of changes. */
export class BatchError extends Error {}

/**
 * The names of records as Route 53 keeps them.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
const kept = (name: string) => `${name.toLowerCase().replace(/\.$/, "")}.`.replaceAll("*", "\\052");

/** All or none of the changes of a batch, and what there is afterwards. */
export function changed(zone: string, records: readonly Element[], batch: readonly Element[]): readonly Element[] {
  let all = [...records];
  for (const change of batch) {
    const action = textOf(change, "Action");
    const told = child(change, "ResourceRecordSet");
    if (told === undefined) throw new BatchError("a change is of a record set");
    const record = {
      ...told,
      children: told.children.map((one) => (one.name === "Name" ? element("Name", kept(one.text)) : one)),
    };
    const held = all.find((one) => keyOf(one) === keyOf(record));
    const what = `${keyOf(record)}: `;
    if (action === "CREATE" && held !== undefined) throw new BatchError(`${what}it already exists`);
    if (
      action === "DELETE" &&
      (held === undefined || JSON.stringify(sorted(held)) !== JSON.stringify(sorted(record)))
    ) {
      throw new BatchError(`${what}the values provided do not match the current values`);
    }
    all = all.filter((one) => one !== held);
    const refusal =
      action === "DELETE"
        ? refusalOfEnd(record, all)
        : refusalOfRecord(
            asConfigured(zone, record),
            all.map((one) => asConfigured(zone, one)),
          );
    if (refusal !== undefined) throw new BatchError(what + refusal);
    if (action !== "DELETE") all.push(record);
  }
  return all;
}

/** An alias whose target goes: Route 53 refuses it. Source: API_AliasTarget.html of Route 53's reference */
function refusalOfEnd(record: Element, others: readonly Element[]): string | undefined {
  const isLast = !others.some(
    (one) => textOf(one, "Name") === textOf(record, "Name") && textOf(one, "Type") === textOf(record, "Type"),
  );
  const user = others.find(
    (one) =>
      textOf(one, "Type") === textOf(record, "Type") &&
      kept(textOf(one, "AliasTarget", "DNSName") ?? "") === textOf(record, "Name"),
  );
  return isLast && user !== undefined ? `the alias ${keyOf(user)} refers to it` : undefined;
}

export const keyOf = (record: Element): string =>
  ["Name", "Type", "SetIdentifier"].map((name) => textOf(record, name) ?? "").join(" ");

/** Of the name and type that a list starts at. */
export function startingAt(records: readonly Element[], name: string | null, type: string | null): readonly Element[] {
  if (name === null) return records;
  return records.filter((one) => textOf(one, "Name") === kept(name) && (type === null || textOf(one, "Type") === type));
}

const sorted = ({ name, text, children }: Element): unknown => [
  name,
  children.length > 0 ? "" : name === "DNSName" ? kept(text) : text,
  children.map(sorted).sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1)),
];

/** A record in the provider's words, which the rules of Route 53 are written in. */
function asConfigured(zone: string, record: Element): ValueObject {
  const text = (...path: string[]) => textOf(record, ...path) ?? null;
  const name = (of: string) => of.replace(/\.$/, "").replaceAll("\\052", "*");
  const policy = (of: string, value: ValueObject) => (text(of) === null ? [] : [value]);
  const alias = child(record, "AliasTarget");
  const place = child(record, "GeoLocation");
  return {
    id: keyOf(record),
    zone_id: zone,
    name: name(text("Name") ?? ""),
    type: text("Type"),
    health_check_id: text("HealthCheckId"),
    alias: alias
      ? [{ zone_id: textOf(alias, "HostedZoneId") ?? null, name: name(textOf(alias, "DNSName") ?? "") }]
      : [],
    failover_routing_policy: policy("Failover", { type: text("Failover") }),
    weighted_routing_policy: policy("Weight", { weight: text("Weight") }),
    latency_routing_policy: policy("Region", { region: text("Region") }),
    geolocation_routing_policy: place
      ? [
          {
            continent: text("GeoLocation", "ContinentCode"),
            country: text("GeoLocation", "CountryCode"),
            subdivision: text("GeoLocation", "SubdivisionCode"),
          },
        ]
      : [],
  };
}
