import type { Construct } from "constructs";
import { checkShape } from "../../lib/core/options-shape";
import type { Warning } from "../../lib/core/problem";
import type { Problems } from "../../lib/core/problems";
import { validate } from "../../lib/core/validate";
import type { ClusterStackProps } from "../cluster-stack";
import type { DnsStackProps } from "../dns-stack";
import type { EdgeStackProps } from "../edge-stack";
import type { KeysStackProps } from "../keys-stack";
import type { LinksStackProps } from "../links-stack";
import type { NetworkStackProps } from "../network-stack";
import { type CommonStackProps, checkPlatformStack } from "../platform-stack";
import { checkAbsentParts } from "./absent-parts";
import { checkAcrossParts } from "./across-parts";
import { checkRegions, clusterParts } from "./clusters";
import { checkDataCenters } from "./data-centers";
import { dnsPart } from "./dns";
import { edgePart } from "./edge";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { keysPart } from "./keys";
import { platformUnderNames } from "./keys-and-names";
import { linksPart } from "./links";
import { networkPart } from "./network";
import { checkOnPremises, type SitePlans } from "./on-premises";
import type { Platform } from "./platform";
import { checkPlatformServices } from "./services";

/** The options of all stacks, and the plans of the data centres. */
export interface PlatformParts {
  readonly network?: NetworkStackProps;
  readonly keys?: KeysStackProps;
  readonly links?: LinksStackProps;
  readonly edge?: EdgeStackProps;
  readonly clusters: ReadonlyMap<string, ClusterStackProps>;
  readonly dns?: DnsStackProps;
  /** Checks need them, and files are made from them: of thousands of servers, each takes a while, so they are made once. */
  readonly sitePlans: SitePlans;
  /** The options of the platform, with everything under its name. */
  readonly props: HybridPlatformProps;
  /** What is risky about the options and about no stack alone. */
  readonly warnings: readonly Warning[];
}

/**
 * Makes the options of all stacks, and validates them in the user's own words before there is any stack: one error has every
 * problem, and the stacks check nothing again.
 *
 * Each part has its own file, in which the stack's own check does the most. What spans parts is in `across-parts.ts`.
 */
export function partsOf(construct: Construct, environment: string, props: HybridPlatformProps): PlatformParts {
  // First of all the shape: what follows reads the properties, and would fail at one that is missing or of another type.
  validate(construct, (problems) => checkShape(problems, props, "HybridPlatformProps"));
  return validate(construct, (all) => {
    let parts: Omit<PlatformParts, "warnings"> | undefined;
    const warnings = all.warningsOf((problems) => {
      parts = checkedParts(problems, construct.node.path, environment, props);
    });
    return { ...(parts as Omit<PlatformParts, "warnings">), warnings };
  });
}

function checkedParts(
  all: Problems,
  path: string,
  environment: string,
  given: HybridPlatformProps,
): Omit<PlatformParts, "warnings"> {
  const { props, properties } = platformUnderNames(all, given);
  const problems = all.renamed(properties);
  const { google, labels, state } = props;
  checkAbsentParts(problems, props);
  const common: CommonStackProps = { google, labels, state };
  checkPlatformStack(problems, { ...common, aws: props.aws });
  const clusters = checkRegions(problems, props);
  const platform: Platform = { path, environment, props, common, clusters, services: props.services ?? {} };
  const { stack: network, planned } = networkPart(problems, platform);
  const keys = keysPart(problems, platform);
  const clusterStacks = clusterParts(problems, platform);
  const links = linksPart(problems, platform, network);
  const sitePlans = checkOnPremises(problems, platform);
  const edge = edgePart(problems, platform);
  checkPlatformServices(problems, platform);
  checkDataCenters(problems, platform, new Set(Object.keys(edge?.privateIngresses ?? {})));
  const dns = dnsPart(problems, platform, sitePlans);
  checkAcrossParts(problems, platform, planned);
  return { props, network, keys, links, edge, clusters: clusterStacks, dns, sitePlans };
}
