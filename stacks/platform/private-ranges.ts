import { isRange, overlap } from "../../lib/core/address-ranges";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import { namedRanges, RANGE_KINDS } from "../../lib/network/address-plan";
import { namedOtherRanges } from "../../lib/network/existing-network";
import { namedOwnRanges } from "../../lib/network/global-network";
import { checkOverlaps, type NamedRange, namedPrivateRanges } from "../../lib/network/range-checks";
import type { ClusterOptions } from "./clusters";
import { isPlanned, type PlannedRanges } from "./network";
import type { Platform } from "./platform";

/** Checks that no two parts have an address in common, and that none takes one of what was in the VPC before. */
export function checkRanges(problems: Problems, platform: Platform, planned: PlannedRanges): void {
  const all = rangesOf(platform);
  checkOverlaps(problems, all);
  const given = givenRangesOf(platform);
  if (given.length === 0) return;
  // Of the plan, the parts of these regions alone: a company has few ranges that nobody else has a part of.
  checkOverlaps(problems, [...given, ...all.filter(({ name }) => !isBigRange(name))]);
  for (const [region, cluster] of Object.entries(platform.clusters)) {
    if (isPlanned(cluster)) checkPart(problems, platform, region, planned, given);
  }
}

function isBigRange(name: string): boolean {
  return RANGE_KINDS.some((kind) => name === `network.${kind}`);
}

function checkPart(
  problems: Problems,
  { props: { network } }: Platform,
  region: string,
  planned: PlannedRanges,
  given: readonly NamedRange[],
): void {
  const known = given.filter(({ range }) => !isUnknown(range) && isRange(range));
  for (const kind of RANGE_KINDS) {
    const part = planned.get(region)?.[kind];
    const other = part === undefined ? undefined : known.find(({ range }) => overlap(part, range));
    if (other === undefined) continue;
    const expected = `a range whose part for ${region}, ${part}, shares no address with ${other.name}, ${other.range}; or clusters.${region}.ranges`;
    problems.refuse(["network", kind], network?.[kind], expected, "range");
  }
}

/** All private ranges that the platform takes or links to, those of data centres last: it is they that give way. */
export function rangesOf({ props: { network, dataCenters = {} }, clusters }: Platform): readonly NamedRange[] {
  const { privateServicesRange } = network ?? {};
  return [
    ...(network === undefined ? [] : namedRanges("network", network)),
    ...(privateServicesRange === undefined
      ? []
      : [{ name: "network.privateServicesRange", range: privateServicesRange }]),
    ...Object.entries(clusters).flatMap(([region, cluster]) =>
      cluster.subnet === undefined ? rangesOfRegion(region, cluster) : [],
    ),
    ...Object.entries(dataCenters).flatMap(([name, { privateRanges = [] }]) =>
      namedPrivateRanges(`dataCenters.${name}.privateRanges`, privateRanges),
    ),
    ...Object.entries(dataCenters).flatMap(([name, { links = {} }]) =>
      Object.entries(links).flatMap(
        ([
          key,
          {
            kind: { gatewayRanges = new Map<string, string>() },
          },
        ]) =>
          [...gatewayRanges].map(([property, range]) => ({
            name: `dataCenters.${name}.links.${key}.${property}`,
            range,
          })),
      ),
    ),
  ];
}

/** The ranges that were in the VPC before: those of others, and of the subnets that clusters are in. */
export function givenRangesOf({ props: { network }, clusters }: Platform): readonly NamedRange[] {
  const subnets = Object.entries(clusters).filter(([, { subnet }]) => subnet !== undefined);
  return [
    ...namedOtherRanges("network.existing", network?.existing),
    ...subnets.flatMap(([region, cluster]) => rangesOfRegion(region, cluster)),
  ];
}

function rangesOfRegion(region: string, { ranges, regionalNetwork = {} }: ClusterOptions): readonly NamedRange[] {
  return [
    ...namedRanges(`clusters.${region}.ranges`, ranges ?? {}),
    ...namedOwnRanges(`clusters.${region}.regionalNetwork`, regionalNetwork),
  ];
}
