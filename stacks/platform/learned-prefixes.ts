import { checkWholeNumber } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";

/**
 * How many prefixes the Cloud Routers of a region may learn, and as many from all other regions. Google's page names no number in
 * its table, since it is a quota, and 250 in its example.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/router/quotas
 */
export const DEFAULT_LEARNED_PREFIX_QUOTA = 250;

/** Prefixes that Google learns, by the data centre that announces them. */
type Learned = ReadonlyMap<string, ReadonlySet<string>>;

/** Checks that Google may learn what all data centres announce. Over its quotas it drops routes, those with the longest prefixes first. */
export function checkLearnedPrefixes(problems: Problems, { network, dataCenters = {} }: HybridPlatformProps): void {
  const { learnedPrefixQuota: quota = DEFAULT_LEARNED_PREFIX_QUOTA } = network ?? {};
  if (isUnknown(quota) || !checkWholeNumber(problems, "network.learnedPrefixQuota", quota, [1, 5000])) return;
  const sites = Object.entries<DataCenterOptions>(dataCenters);
  const regions = new Set(sites.flatMap(([, { links = {} }]) => Object.values(links).map(({ region }) => region)));
  for (const region of [...regions].filter((one) => !isUnknown(one))) {
    const from = (isOwn: boolean): Learned =>
      new Map(
        sites
          .filter(([, { links = {} }]) => Object.values(links).some((link) => (link.region === region) === isOwn))
          .map(([name, site]) => [name, prefixesOf(site)]),
      );
    judge(problems, quota, from(true), `the Cloud Routers of ${region} learn`);
    judge(problems, quota, from(false), `${region} learns from other regions`);
  }
}

function judge(problems: Problems, quota: number, learned: Learned, who: string): void {
  const sum = new Set([...learned.values()].flatMap((prefixes) => [...prefixes])).size;
  if (sum <= quota) return;
  const parts = [...learned].map(([name, { size }]) => `${name} ${size}`).join(", ");
  const allowed = `up to ${quota} prefixes that ${who} (${parts}): announce larger ranges, or ask Google for more and raise network.learnedPrefixQuota`;
  problems.refuse("dataCenters", sum, allowed);
}

/** What borders announce to Google: the private ranges as a whole, in IPv4 and IPv6. */
function prefixesOf({ privateRanges = [], onPremises }: DataCenterOptions): ReadonlySet<string> {
  const ipv6 = onPremises?.ranges?.ipv6;
  const all = [...(isUnknown(privateRanges) ? [] : privateRanges), ...(ipv6 === undefined ? [] : [ipv6])];
  return new Set(all.filter((range) => !isUnknown(range)));
}
