import type { Problems } from "../core/validation-error";

/** A public hosted zone of Route 53. */
export interface IHostedZone {
  /** The zone's id: `Z0123456789ABCDEFGHIJ`. */
  readonly zoneId: string;
  /** The zone's name: `example.com`. */
  readonly zoneName: string;
}

/** Checks a zone that a user names. */
export function checkHostedZone(problems: Problems, { zoneId, zoneName }: IHostedZone): boolean {
  problems.check(
    "zoneId",
    zoneId,
    /^Z[A-Z0-9]{1,31}$/.test(zoneId),
    'the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
  );
  if (!problems.known("zoneName", zoneName)) return false;
  const ok = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\.?$/.test(zoneName);
  return problems.check("zoneName", zoneName, ok, 'the name of a hosted zone in lower case: "example.com"');
}
