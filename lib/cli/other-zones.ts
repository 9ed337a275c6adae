import { isUnknown } from "../core/tokens";
import { isOfRouting } from "../route53/record-names";
import type { DnsRecord } from "../route53/simulation/dns-record";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import type { Refusal } from "./refusal";

/** A zone that some names leave for another one. */
interface ZoneChange {
  readonly from: string;
  readonly to: string;
  readonly names: readonly string[];
}

/** Names that leave their hosted zone for another one, to which nobody is led yet. */
export function otherZones(before: SimulatedZone, after: SimulatedZone): readonly Refusal[] {
  return zoneChanges(before, after)
    .filter(isCertain)
    .map(({ from, to, names }) => {
      const what = `${names.join(", ")} ${names.length > 1 ? "go" : "goes"} from zone ${from} to zone ${to}`;
      const why = "users who are led to the old zone get no answer from then on";
      const way =
        "first make the records in the new zone as well, then let the parent's NS records lead to it, and take the old ones away a time to live later";
      return { code: "other-zone", message: `in two applies: ${what}: ${why}: ${way}` };
    });
}

/** Names whose zone is spelled in another way, and may be the same: an id, and a zone that is looked up. */
export function perhapsOtherZones(before: SimulatedZone, after: SimulatedZone): readonly string[] {
  return zoneChanges(before, after)
    .filter((change) => !isCertain(change))
    .map(({ from, to, names }) => {
      const change = `zone ${from} → ${to}`;
      return `record ${names.join(", ")}: ${change}: if that is another zone, its users get no answer`;
    });
}

function zoneChanges(before: SimulatedZone, after: SimulatedZone): readonly ZoneChange[] {
  const old = zonesByName(before.records);
  const changes = new Map<string, ZoneChange>();
  for (const [name, zones] of zonesByName(after.records)) {
    const known = old.get(name);
    const [from] = known ?? [];
    const [to] = zones;
    if (known === undefined || from === undefined || to === undefined) continue;
    if ([...zones].some((zone) => known.has(zone))) continue;
    const key = JSON.stringify([from, to]);
    changes.set(key, { from, to, names: [...(changes.get(key)?.names ?? []), name] });
  }
  return [...changes.values()];
}

/** The zones of what users ask for: a routing's own names go where these do. */
function zonesByName(records: readonly DnsRecord[]): ReadonlyMap<string, ReadonlySet<string>> {
  const zones = new Map<string, Set<string>>();
  for (const { name, type, zone } of records) {
    if (isOfRouting(name) || isUnknown(name)) continue;
    const key = `${name} ${type}`;
    zones.set(key, (zones.get(key) ?? new Set()).add(zone));
  }
  return zones;
}

/** Two ids are two zones, and so are two zones that Terraform makes. An id may be that of a zone which is looked up or imported. */
function isCertain({ from, to }: ZoneChange): boolean {
  const [one, other] = [from, to].map(kindOf);
  return one === other && one !== undefined;
}

function kindOf(zone: string): "id" | "made" | undefined {
  if (zone.startsWith("aws_route53_zone.")) return "made";
  return isUnknown(zone) || zone.startsWith("data.") ? undefined : "id";
}
