import { plainHostName } from "../../core/host-names";
import { plainZoneId } from "../../core/hosted-zone";
import { isUnknown } from "../../core/tokens";
import { zoneNameIn } from "../record-names";
import type { Block } from "./terraform-block";

/** The names of the zones that records are in, by the zone as `zoneOf` has it: those that the configuration tells. */
export type ZoneNames = ReadonlyMap<string, string>;

/** Zones that are made or looked up here, and those of a routing, whose records have the zone's name in their own. */
export function zoneNamesOf(
  configurations: readonly Block[],
  records: readonly (readonly [string, Block])[],
): ZoneNames {
  const found = new Map<string, string>();
  const note = (zone: string, name: unknown): void => {
    if (typeof name === "string" && !isUnknown(name)) found.set(zone, plainHostName(name));
  };
  for (const [, { zone_id, name }] of records) {
    const zoneName = zoneNameIn(plainHostName(String(name)));
    if (zoneName !== undefined) note(zoneOf(zone_id), zoneName);
  }
  for (const { resource, data } of configurations) {
    for (const [prefix, zones] of [
      ["", resource?.aws_route53_zone],
      ["data.", data?.aws_route53_zone],
    ] as const) {
      for (const [name, block] of Object.entries<Block>(zones ?? {}))
        note(`${prefix}aws_route53_zone.${name}`, block.name);
    }
  }
  return found;
}

/** A name that another resource here tells: of a zone, or of a record. */
const TOLD = /\$\{((?:data\.)?aws_route53_(?:zone|record)\.[^.}[]+)\.(?:name|fqdn)\}/g;

/**
 * The records with their whole names. What is told by another record or a zone is put in; a name of which only Terraform knows a
 * part stays as it is written.
 */
export function withWholeNames(
  records: readonly (readonly [string, Block])[],
  zones: ZoneNames,
): readonly [string, Block][] {
  const blocks = new Map(records);
  const nameOf = (block: Block, above: readonly Block[]): string => {
    if (!isUnknown(block.name)) return wholeName(block, zones);
    const name = String(block.name).replace(TOLD, (reference, address: string) => {
      const other = blocks.get(address);
      // Names that tell each other are refused by Terraform.
      if (other === undefined || above.includes(other)) return zones.get(address) ?? reference;
      return nameOf(other, [...above, other]);
    });
    return wholeName({ ...block, name }, zones);
  };
  return records.map(([address, block]) => {
    const name = nameOf(block, [block]);
    return [address, name === block.name ? block : { ...block, name }];
  });
}

/**
 * The whole name of a record: the provider adds the zone's to a name that does not end with it, be it at a dot or not.
 *
 * Source: expandRecordName in internal/service/route53/record.go of terraform-provider-aws.
 */
export function wholeName({ zone_id, name }: Block, zones: ZoneNames): string {
  if (isUnknown(name)) return name;
  const plain = plainHostName(String(name));
  const zone = zones.get(zoneOf(zone_id));
  if (zone === undefined || plain.endsWith(zone)) return plain;
  return plain === "" ? zone : `${plain}.${zone}`;
}

/** A name with the zone's in place of a reference to it. */
export function withZoneNames(name: unknown, zones: ZoneNames): string {
  return String(name).replace(TOLD, (reference, address: string) => zones.get(address) ?? reference);
}

/** A zone however it is spelled: `${aws_route53_zone.main.id}` and `${aws_route53_zone.main.zone_id}` are one. */
export function zoneOf(id: unknown): string {
  const text = String(id);
  return /^\$\{((?:data\.)?aws_route53_zone\.[^.}]+)\.(?:id|zone_id)\}$/.exec(text)?.[1] ?? plainZoneId(text);
}
