import type { TerraformProvider } from "cdktf";
import { plainHostName, zonesFor } from "../core/host-names";
import type { HostedZoneAttributes } from "../core/hosted-zone";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { RoutedDataCenter } from "../routing/routed-data-center";
import type { RoutingPolicy } from "../routing/routing-policy";

/** A hosted zone beside the first one of a routing. */
export interface AdditionalZone extends HostedZoneAttributes {
  /**
   * Whether its parent leads users to it. With `false`, its host names have the same records in the zone that would hold them without it:
   * the first step of a move into a zone of its own.
   *
   * @default true
   */
  readonly delegated?: boolean;

  /**
   * The AWS provider of the zone's account, with an alias: its records are made by it, and health checks of the same addresses.
   *
   * @default - that of the stack: the zone is in the account of the first one
   */
  readonly provider?: TerraformProvider;
}

/** The zones and the host names of a routing. */
interface Routed {
  readonly zone: HostedZoneAttributes;
  readonly additionalZones?: { readonly [key: string]: AdditionalZone };
  readonly policies: { readonly [name: string]: RoutingPolicy & { readonly hostNames: readonly string[] } };
}

/** A policy of a routing, with those of its host names that are in one zone. */
type PolicyInZone = RoutingPolicy & { readonly hostNames: readonly string[] };

/** A zone of a routing, and what of it is there. */
export interface RoutedZone {
  /** What a further zone is called in Terraform's names; nothing for the first one. */
  readonly key?: string;
  readonly zone: HostedZoneAttributes;
  readonly zoneName: string;
  readonly delegated?: boolean;
  readonly provider?: TerraformProvider;
  /** The policies that have host names in the zone, with these alone. */
  readonly policies: ReadonlyMap<string, PolicyInZone>;
}

/** The zones of a routing, the first one first, each with its host names; a further one without any has no records and is left out. */
export function routedZones(routed: Routed): readonly RoutedZone[] {
  const { zone, additionalZones = {}, policies } = routed;
  const others = Object.entries(additionalZones).map(([key, { provider, delegated, ...other }]) => {
    return { key, zone: other, zoneName: other.zoneName, delegated, provider };
  });
  const all = [{ zone, zoneName: zone.zoneName }, ...others];
  const withHosts = all.map((one): RoutedZone => {
    const isFirst = one.zone === zone;
    const own = Object.entries(policies).flatMap(([name, policy]): [string, PolicyInZone][] => {
      const hostNames = policy.hostNames.filter((host) => zonesFor(all, host).some((other) => other === one));
      // A policy of no host name at all is made in the first zone, where it always was.
      const isMade = hostNames.length > 0 || (isFirst && policy.hostNames.length === 0);
      return isMade ? [[name, { ...policy, hostNames }]] : [];
    });
    return { ...one, policies: new Map(own) };
  });
  return withHosts.filter(({ key, policies }) => key === undefined || policies.size > 0);
}

/** Warns of zones that hold no host name: of a zone whose name is misspelled, the host names would go to the one above. */
export function warnOfEmptyZones(problems: Problems, routed: Routed): void {
  const { zone, additionalZones = {}, policies } = routed;
  const all = [zone, ...Object.values(additionalZones)];
  if (all.some(({ zoneName }) => isUnknown(zoneName))) return;
  const hostNames = Object.values(policies).flatMap((policy) => policy.hostNames);
  const used = new Set(hostNames.flatMap((host) => zonesFor<AdditionalZone>(all, host)));
  for (const [key, other] of Object.entries(additionalZones)) {
    if (used.has(other)) continue;
    problems.warn([key], `no host name is in ${plainHostName(other.zoneName)}: nothing is made there`);
  }
}

/** Checks that the providers of further zones are of AWS, and told apart from that of the stack by an alias. */
export function checkProviders(
  problems: Problems,
  additionalZones: { readonly [key: string]: Pick<AdditionalZone, "provider"> },
): void {
  for (const [key, { provider }] of Object.entries(additionalZones)) {
    const isFit = provider === undefined || (provider?.terraformResourceType === "aws" && provider.alias !== undefined);
    const message = "expected an AWS provider with an alias, or nothing for that of the stack";
    // A provider is a construct, which no message can show.
    if (!isFit) problems.conflict([key, "provider"], message);
  }
}

/**
 * Checks that a data centre requires no health check that is of one account alone, where it is answered in a zone that may be in another.
 *
 * Source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html
 *
 * @param key the key of a zone that may be in another account; none, if there is no such zone with host names
 */
export function checkRequiredElsewhere(
  problems: Problems,
  dataCenters: { readonly [name: string]: RoutedDataCenter },
  key: string | undefined,
): void {
  if (key === undefined) return;
  for (const [name, { requiredHealthChecks = {} }] of Object.entries(dataCenters)) {
    for (const [which, check] of Object.entries(requiredHealthChecks)) {
      // A switch follows its cluster, which AWS lets several accounts share.
      if ("routingControlArn" in check) continue;
      const why =
        "alarmName" in check
          ? "Route 53 follows no alarm of another account"
          : "AWS documents no health check that records of another account could name";
      const message = `is of one account, and the zone ${key} may be in another: ${why}`;
      problems.conflict(["dataCenters", name, "requiredHealthChecks", which], message);
    }
  }
}
