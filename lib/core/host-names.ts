import type { Problems } from "./problems";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A host name as DNS compares it: without upper case and without the last dot. */
export function plainHostName(hostName: string): string {
  return hostName.toLowerCase().replace(/\.$/, "");
}

/** Whether a host name lies in a zone: it is the zone's own name or ends with it. */
export function inZone(hostName: string, zoneName: string): boolean {
  const host = plainHostName(hostName);
  const zone = plainHostName(zoneName);
  return host === zone || host.endsWith(`.${zone}`);
}

/** Checks a host name that users ask for. */
export function checkHostName(problems: Problems, property: string, hostName: string): boolean {
  const labels = plainHostName(hostName).split(".");
  return problems.check(
    property,
    hostName,
    (hostName) => labels.length > 1 && labels.every((label) => LABEL.test(label)) && hostName.length <= 253,
    'a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long: "api.example.com"',
  );
}

/** Checks that a host name lies in the hosted zone, where its records are made. */
export function checkInZone(problems: Problems, property: string, hostName: string, zoneName: string): boolean {
  return problems.check(
    property,
    hostName,
    (hostName) => inZone(hostName, zoneName),
    `a name in the hosted zone ${zoneName}`,
  );
}
