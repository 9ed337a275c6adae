import type { TerraformProvider } from "cdktf";
import { checkAdditionalHostedZones, checkHostedZone, type HostedZoneAttributes } from "../lib/core/hosted-zone";
import type { Problems } from "../lib/core/problems";
import { Certificates } from "../lib/load-balancing/certificates";
import type { ProofZone } from "../lib/load-balancing/host-certificates";
import { hostedZoneFromAttributes } from "../lib/route53/i-hosted-zone";
import { type AdditionalHostedZone, checkAws } from "./aws-options";

/** The zones of the host names of an edge stack. */
interface EdgeZones {
  readonly zone?: HostedZoneAttributes;
  readonly additionalZones?: { readonly [key: string]: AdditionalHostedZone };
}

/** The zones in which certificates prove host names, unless they name some of their own. */
export function proofZones(
  { zone, additionalZones = {} }: EdgeZones,
  providers: ReadonlyMap<string, TerraformProvider> = new Map(),
): readonly ProofZone[] {
  if (zone === undefined) return [];
  const others = Object.entries(additionalZones).map(([key, { zoneId, zoneName, delegated }]): ProofZone => {
    return { key, zone: hostedZoneFromAttributes({ zoneId, zoneName }, providers.get(key)), zoneName, delegated };
  });
  return [{ zone: hostedZoneFromAttributes(zone), zoneName: zone.zoneName }, ...others];
}

/** The certificates, proven in the stack's zones unless they name some of their own. */
export function certificatesOf(certificates: Certificates | undefined, zones: readonly ProofZone[]): Certificates {
  const all = certificates ?? Certificates.dnsAuthorized();
  return zones.length === 0 ? all : all.provenIn(zones);
}

/** @returns the names of the zones that all host names must be in, when they are known and valid */
export function checkZones(
  problems: Problems,
  props: EdgeZones,
  { zoneNames }: Certificates,
): readonly string[] | undefined {
  const { zone, additionalZones = {} } = props;
  const others = Object.entries(additionalZones);
  for (const [key, other] of others) checkAws(problems.at(["additionalZones", key, "aws"]), other.aws);
  if (zone === undefined) {
    if (others.length > 0)
      problems.conflict("additionalZones", "needs zone beside it: the zone of all other host names");
    return zoneNames;
  }
  checkAdditionalHostedZones(problems.at("additionalZones"), zone, additionalZones);
  if (!checkHostedZone(problems.at("zone"), zone)) return undefined;
  return zoneNames ?? [zone, ...others.map(([, other]) => other)].map(({ zoneName }) => zoneName);
}
