import type { Problems } from "../../lib/core/problems";
import type { LinksByDataCenter } from "../../lib/links/link";
import { checkLinksStack, type LinksStackProps } from "../links-stack";
import type { NetworkStackProps } from "../network-stack";
import { checkedPart, inGoogle, networkNamesOf, type Platform } from "./platform";

/** What the platform derives for the stack of the links from options that are checked elsewhere. */
const DERIVED = ["linksName", "networkName", "networkProject", "networkRanges", "dataCenterRanges"];

/** Validates the options of the links of all data centres; `undefined` when there are no links. */
export function linksPart(
  problems: Problems,
  platform: Platform,
  network: NetworkStackProps | undefined,
): LinksStackProps | undefined {
  const links = linksOf(platform);
  const dataCenters = Object.keys(links);
  if (network === undefined || dataCenters.length === 0) return undefined;
  const names = dataCenters.map((name) => [`links.${name}`, `dataCenters.${name}.links`]);
  const below = problems.renamed(Object.fromEntries(names)).except(...DERIVED);
  const { clusters } = platform.props;
  const regions = clusters && Object.keys(clusters);
  return checkedPart(below, linksProps(platform, links, network), (own, props) => checkLinksStack(own, props, regions));
}

function linksProps(
  platform: Platform,
  links: LinksByDataCenter,
  { regions, dataCenterRanges = {} }: NetworkStackProps,
): LinksStackProps {
  return {
    ...inGoogle(platform),
    linksName: platform.environment,
    ...networkNamesOf(platform),
    links,
    networkRanges: Object.values(regions).flatMap(({ nodes, pods, services, additionalPodRanges = {} }) => [
      ...[nodes, pods, services].flatMap((range) => range ?? []),
      ...Object.values(additionalPodRanges),
    ]),
    dataCenterRanges,
  };
}

function linksOf({ props: { dataCenters = {} } }: Platform): LinksByDataCenter {
  const all = Object.entries(dataCenters).map(([name, { links = {} }]) => [name, links] as const);
  return Object.fromEntries(all.filter(([, links]) => Object.keys(links).length > 0));
}
