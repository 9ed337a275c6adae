import { checkNameLength, plainHostName } from "./host-names";
import { checkKey } from "./names";
import type { Problems } from "./problems";
import { isUnknown } from "./tokens";

/** The longest key of a zone: it becomes part of Terraform's names. */
const MAX_KEY_LENGTH = 32;

/** What identifies a hosted zone of Route 53. */
export interface HostedZoneAttributes {
  /** The zone's id: `Z0123456789ABCDEFGHIJ`, or `/hostedzone/Z0123456789ABCDEFGHIJ`, as AWS's tools print it. */
  readonly zoneId: string;
  /** The zone's name: `example.com`. */
  readonly zoneName: string;
}

/**
 * Validates the id and the name of a hosted zone.
 *
 * @returns whether the name is valid
 */
export function checkHostedZone(problems: Problems, { zoneId, zoneName }: HostedZoneAttributes): boolean {
  problems.check("zoneId", zoneId, isZoneId, 'the id of a hosted zone: "Z0123456789ABCDEFGHIJ"', "name");
  return checkZoneName(problems, zoneName);
}

/**
 * Validates zones beside a first one, by key. Each has a name of its own: by that, the zone of a host name is found.
 *
 * @param problems those of the map
 */
export function checkAdditionalHostedZones(
  problems: Problems,
  first: HostedZoneAttributes,
  additional: { readonly [key: string]: HostedZoneAttributes },
): void {
  const known: (readonly [called: string, zone: HostedZoneAttributes])[] = [["the first zone", first]];
  for (const [key, zone] of Object.entries(additional)) {
    checkKey(problems, [key], key, MAX_KEY_LENGTH);
    const below = problems.at([key]);
    if (!checkHostedZone(below, zone)) continue;
    const sameName = known.find(([, { zoneName }]) => isSame(zoneName, zone.zoneName, plainHostName));
    const sameId = known.find(([, { zoneId }]) => isSame(zoneId, zone.zoneId, plainZoneId));
    if (sameName !== undefined) {
      const expected = `another name than that of ${sameName[0]}: users are led to one zone of a name alone`;
      below.refuse("zoneName", zone.zoneName, expected, "host-name");
    } else if (sameId !== undefined) {
      below.refuse("zoneId", zone.zoneId, `another id than that of ${sameId[0]}: a zone has one name`, "name");
    }
    known.push([key, zone]);
  }
}

function isSame(one: string, other: string, plain: (text: string) => string): boolean {
  return !isUnknown(one) && !isUnknown(other) && plain(one) === plain(other);
}

/** Validates the name of a hosted zone. */
export function checkZoneName(problems: Problems, zoneName: string): boolean {
  if (!problems.known("zoneName", zoneName) || !checkNameLength(problems, "zoneName", zoneName)) return false;
  return problems.check(
    "zoneName",
    zoneName,
    isZoneName,
    'the name of a hosted zone in lower case: "example.com"',
    "host-name",
  );
}

/** The id of a zone without what AWS's tools print before it. */
export function plainZoneId(zoneId: string): string {
  return zoneId.replace(/^\/hostedzone\//, "");
}

/** The ARN of a zone, for policies of IAM. */
export function zoneArn(zoneId: string): string {
  return `arn:aws:route53:::hostedzone/${plainZoneId(zoneId)}`;
}

/** Whether this is the id of a zone, and no reference to one: `Z0123456789EXAMPLE`. */
export function isZoneId(id: string): boolean {
  return /^(\/hostedzone\/)?Z[A-Z0-9]{1,31}$/.test(id);
}

function isZoneName(name: string): boolean {
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]\.?$/.test(name);
}
