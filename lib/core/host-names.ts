import type { Problems, PropertyPath } from "./problems";
import { isUnknown } from "./tokens";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** The longest label of a name. Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html */
export const MAX_LABEL_LENGTH = 63;

/** The longest name: 255 bytes on the wire, two of which are the length of the first label and the end. */
export const MAX_NAME_LENGTH = 253;

/** A host name as DNS compares it: without upper case and the last dot, and an asterisk as what it is. AWS prints its code. */
export function plainHostName(hostName: string): string {
  return hostName
    .toLowerCase()
    .replace(/\.$/, "")
    .replace(/^\\052\./, "*.");
}

/** Whether a host name lies in a zone: it is the zone's own name or ends with it. */
export function inZone(hostName: string, zoneName: string): boolean {
  const host = plainHostName(hostName);
  const zone = plainHostName(zoneName);
  return host === zone || host.endsWith(`.${zone}`);
}

/** Checks a host name that users ask for. */
export function checkHostName(problems: Problems, property: PropertyPath, hostName: string): boolean {
  const expected =
    'a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long: "api.example.com"';
  return problems.check(property, hostName, isHostName, expected, "host-name");
}

/** Checks a host name, or one that stands for all names below another: `*.shop.example.com`. */
export function checkHostNameOrWildcard(problems: Problems, property: PropertyPath, hostName: string): boolean {
  if (isUnknown(hostName) || !hostName.startsWith("*.")) return checkHostName(problems, property, hostName);
  const isAllowed = (name: string) => isHostName(name.slice(2)) && isShort(name);
  const expected = 'a host name below the asterisk: "*.shop.example.com"';
  return problems.check(property, hostName, isAllowed, expected, "host-name");
}

/** Whether a host name stands for all names below another. */
export function isWildcard(hostName: string): boolean {
  return plainHostName(hostName).startsWith("*.");
}

/** The name that a wildcard is below; of another host name, itself. */
export function withoutWildcard(hostName: string): string {
  return plainHostName(hostName).replace(/^\*\./, "");
}

function isHostName(name: string): boolean {
  const labels = plainHostName(name).split(".");
  return labels.length > 1 && labels.every((label) => LABEL.test(label)) && isShort(name);
}

/** The last dot is not counted: it ends a name, and users may leave it out. */
function isShort(name: string): boolean {
  return plainHostName(name).length <= MAX_NAME_LENGTH;
}

/** A zone by its name. */
interface NamedZone {
  readonly zoneName: string;
  /** Whether users are led to it, where another zone holds its names as well. */
  readonly delegated?: boolean;
}

/** Of several zones, the one whose records users get: resolvers are led to the longest name that holds the host name. */
export function zoneFor<Zone extends NamedZone>(zones: readonly Zone[], hostName: string): Zone | undefined {
  return zonesFor(zones, hostName).at(-1);
}

/** The same, after the zones of longer names that users are not led to yet, in which the host name has records already. */
export function zonesFor<Zone extends NamedZone>(zones: readonly Zone[], hostName: string): readonly Zone[] {
  const holding = zones
    .filter(({ zoneName }) => inZone(hostName, zoneName))
    .sort(({ zoneName: one }, { zoneName: other }) => plainHostName(other).length - plainHostName(one).length);
  const delegated = holding.findIndex((zone) => zone.delegated !== false);
  return delegated < 0 ? holding : holding.slice(0, delegated + 1);
}

/** Checks that a name lies in the zone where its records are made, or in one of several. */
export function checkInZone(
  problems: Problems,
  property: string,
  hostName: string,
  ...zoneNames: readonly string[]
): boolean {
  const [zoneName, ...others] = zoneNames;
  const expected =
    others.length === 0 ? `a name in the zone ${zoneName}` : `a name in one of the zones ${zoneNames.join(", ")}`;
  const isIn = (name: string) => zoneNames.some((zone) => isUnknown(zone) || inZone(name, zone));
  return problems.check(property, hostName, isIn, expected, "host-name");
}

/** Checks that the name of a record is not longer than DNS allows. */
export function checkNameLength(problems: Problems, property: string, name: string, remedy = ""): boolean {
  if (isUnknown(name)) return true;
  const plain = plainHostName(name);
  const label = plain.split(".").find(({ length }) => length > MAX_LABEL_LENGTH);
  if (label !== undefined) {
    const labels = `labels of up to ${MAX_LABEL_LENGTH} characters (${label} has ${label.length})${remedy}`;
    return problems.refuse(property, name, labels, "host-name");
  }
  const whole = `a name of up to ${MAX_NAME_LENGTH} characters (this has ${plain.length})${remedy}`;
  return plain.length <= MAX_NAME_LENGTH || problems.refuse(property, name, whole, "host-name");
}
