import { checkShape } from "../../lib/core/options-shape";
import { Problems } from "../../lib/core/problems";
import { namedRanges } from "../../lib/network/address-plan";
import { namedProxyRanges } from "../../lib/network/global-network";
import { checkOverlaps, type NamedRange, namedPrivateRanges } from "../../lib/network/range-checks";
import type { ClusterStackProps } from "../cluster-stack";
import type { DnsStackProps } from "../dns-stack";
import type { EdgeStackProps } from "../edge-stack";
import type { LinksStackProps } from "../links-stack";
import type { NetworkStackProps } from "../network-stack";
import { checkPlatformStack, type PlatformStackProps } from "../platform-stack";
import { checkRegions, clusterParts } from "./clusters";
import { checkDataCenters } from "./data-centers";
import { dnsPart } from "./dns";
import { edgePart } from "./edge";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { linksPart } from "./links";
import { networkPart } from "./network";
import { checkOnPremises, type SitePlans } from "./on-premises";
import type { Platform } from "./platform";
import { checkPlatformServices } from "./services";

/** The options of all stacks, and the plans of the data centres. */
export interface PlatformParts {
  readonly network: NetworkStackProps;
  readonly links?: LinksStackProps;
  readonly edge: EdgeStackProps;
  readonly clusters: ReadonlyMap<string, ClusterStackProps>;
  readonly dns: DnsStackProps;
  /** Checks need them, and files are made from them: of thousands of servers, each takes a while, so they are made once. */
  readonly sitePlans: SitePlans;
}

/**
 * Makes the options of all stacks, and validates them in the user's own words before there is any construct: one error has every
 * problem, and the stacks check nothing again.
 *
 * Each part has its own file, in which the stack's own check does the most. Here is what spans them: that no two ranges overlap.
 */
export function partsOf(path: string, environment: string, props: HybridPlatformProps): PlatformParts {
  // First of all the shape: what follows reads the properties, and would fail at one that is missing or of another type.
  Problems.of(path, (problems) => checkShape(problems, props, "HybridPlatformProps"));
  return Problems.of(path, (problems) => {
    const { google, labels, state } = props;
    const common: PlatformStackProps = { google, labels, state };
    checkPlatformStack(problems, common);
    const platform: Platform = { path, environment, props, common, clusters: checkRegions(problems, props) };
    const { stack: network, planned } = networkPart(problems, platform);
    const clusters = clusterParts(problems, platform, planned);
    const links = linksPart(problems, platform, network);
    checkOverlaps(problems, rangesOf(platform));
    const sitePlans = checkOnPremises(problems, platform);
    const edge = edgePart(problems, platform);
    checkPlatformServices(problems, platform);
    checkDataCenters(problems, platform, new Set(Object.keys(edge.privateIngresses ?? {})));
    const dns = dnsPart(problems, platform);
    return { network, links, edge, clusters, dns, sitePlans };
  });
}

/** All private ranges, those of data centres last: it is they that give way. */
function rangesOf({ props: { network, dataCenters = {} }, clusters }: Platform): readonly NamedRange[] {
  const { privateServicesRange } = network;
  return [
    ...namedRanges("network", network),
    ...(privateServicesRange === undefined
      ? []
      : [{ name: "network.privateServicesRange", range: privateServicesRange }]),
    ...Object.entries(clusters).flatMap(([region, { ranges, regionalNetwork = {} }]) => [
      ...(ranges === undefined ? [] : namedRanges(`clusters.${region}.ranges`, ranges)),
      ...namedProxyRanges(`clusters.${region}.regionalNetwork`, regionalNetwork),
    ]),
    ...Object.entries(dataCenters).flatMap(([name, { privateRanges = [] }]) =>
      namedPrivateRanges(`dataCenters.${name}.privateRanges`, privateRanges),
    ),
  ];
}
