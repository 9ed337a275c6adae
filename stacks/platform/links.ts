import type { Problems } from "../../lib/core/problems";
import { checkLinks, type LinksByDataCenter } from "../../lib/links/link";
import type { LinksStackProps } from "../links-stack";
import type { NetworkStackProps } from "../network-stack";
import type { Platform } from "./platform";

/** What the stack of the links is given; `undefined` when no data centre has a link. */
export function linksProps(
  platform: Platform,
  { networkName, regions, dataCenterRanges = {} }: Omit<NetworkStackProps, "google">,
): Omit<LinksStackProps, "google"> | undefined {
  const links = linksOf(platform);
  if (Object.keys(links).length === 0) return undefined;
  return {
    linksName: platform.environment,
    networkName,
    links,
    networkRanges: Object.values(regions).flatMap(({ nodes, pods, services }) => [nodes, pods, services]),
    dataCenterRanges,
  };
}

function linksOf({ props: { dataCenters = {} } }: Platform): LinksByDataCenter {
  const all = Object.entries(dataCenters).map(([name, { links = {} }]) => [name, links] as const);
  return Object.fromEntries(all.filter(([, links]) => Object.keys(links).length > 0));
}

/** Validates the links of all data centres, each and together. */
export function checkPlatformLinks(problems: Problems, platform: Platform): void {
  checkLinks(problems, platform.environment, linksOf(platform), Object.keys(platform.props.clusters));
}
