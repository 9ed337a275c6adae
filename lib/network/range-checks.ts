import { Address4 } from "ip-address";
import { isRange, overlap, spanOf, spansOverlap } from "../core/address-ranges";
import { checkRange } from "../core/checks";
import type { Problems, PropertyPath, Warnings } from "../core/problems";
import { SPECIAL_RANGES } from "../core/special-ranges";
import { isUnknown } from "../core/tokens";
import {
  CLOUD_DNS_RANGE,
  FRONT_END_RANGES,
  IAP_RANGE,
  PRIVATE_GOOGLE_APIS,
  RESTRICTED_GOOGLE_APIS_RANGE,
} from "../google/front-ends";
import { PRIVATE_APIS_HOST, RESTRICTED_APIS_HOST } from "../google/hosts";

/** A range with the words that name it in an error: `network.nodes`. */
export interface NamedRange {
  readonly name: string;
  readonly range: string;
}

/**
 * Where nothing of a VPC may be.
 *
 * Source: https://cloud.google.com/vpc/docs/subnets#prohibited-ipv4-ranges
 */
const PROHIBITED: readonly NamedRange[] = [
  SPECIAL_RANGES.thisNetwork,
  SPECIAL_RANGES.loopback,
  SPECIAL_RANGES.linkLocal,
  SPECIAL_RANGES.multicast,
  SPECIAL_RANGES.broadcast,
  { name: RESTRICTED_APIS_HOST, range: RESTRICTED_GOOGLE_APIS_RANGE },
  { name: PRIVATE_APIS_HOST, range: PRIVATE_GOOGLE_APIS.range },
  ...FRONT_END_RANGES.ipv4.map((range) => ({ name: "Google's front ends", range })),
  { name: "Identity-Aware Proxy", range: IAP_RANGE },
  { name: "Cloud DNS", range: CLOUD_DNS_RANGE },
];

/** Where ranges work, but not everywhere: what to expect, in words. */
const RISKY: readonly NamedRange[] = [
  {
    range: "172.17.0.0/16",
    name: "is Docker's own bridge on many machines, and what runs there cannot reach it",
  },
  {
    range: SPECIAL_RANGES.reserved.range,
    name: "is of class E: Google routes it, many other routers and Windows drop it",
  },
];

/**
 * Notes every range that Google prohibits, and every pair that share an address: each needs its own. What is no range at
 * all has been refused before.
 */
export function checkOverlaps(problems: Problems, ranges: readonly NamedRange[]): void {
  const prohibited = PROHIBITED.map(withSpan);
  const known = ranges.filter(({ range }) => !isUnknown(range) && isRange(range)).map(withSpan);
  known.forEach((one, index) => {
    for (const other of [...prohibited, ...known.slice(0, index)]) {
      if (!spansOverlap(one.span, other.span)) continue;
      problems.refuse(
        one.name,
        one.range,
        `a range that shares no address with ${other.name}, ${other.range}`,
        "range",
      );
    }
  });
}

const withSpan = (named: NamedRange) => ({ ...named, span: spanOf(named.range) });

/** Warns of ranges that are legal but not harmless. */
export function warnOfRanges(warnings: Warnings, ranges: readonly NamedRange[]): void {
  for (const { name, range } of ranges) {
    if (isUnknown(range)) continue;
    for (const risky of RISKY) if (overlap(range, risky.range)) warnings.warn(name, `${range} ${risky.name}`);
    if (new Address4(range).startAddress().isGlobal()) {
      warnings.warn(name, `${range} is of the Internet: its owners there can no longer be reached`);
    }
  }
}

/** Validates private ranges. */
export function checkPrivateRanges(problems: Problems, property: PropertyPath, ranges: readonly string[]): void {
  if (!problems.known(property, ranges)) return;
  for (const range of ranges) checkRange(problems, property, range, "10.128.0.0/12");
}

/** Private ranges under one name, for `checkOverlaps`: `dataCenters.paris.privateRanges`. */
export function namedPrivateRanges(name: string, ranges: readonly string[]): readonly NamedRange[] {
  return isUnknown(ranges) ? [] : ranges.map((range) => ({ name, range }));
}
