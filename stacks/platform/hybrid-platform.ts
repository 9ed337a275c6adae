import { App } from "cdktf";
import { Construct } from "constructs";
import { withoutCreationStacks } from "../../lib/core/creation-stacks";
import { checkKey } from "../../lib/core/names";
import { Problems } from "../../lib/core/problems";
import { annotate } from "../../lib/core/validate";
import { ClusterStack } from "../cluster-stack";
import { DnsStack } from "../dns-stack";
import { EdgeStack } from "../edge-stack";
import { KeysStack } from "../keys-stack";
import { LinksStack } from "../links-stack";
import { NetworkStack } from "../network-stack";
import type { CommonStackProps, PlatformStack } from "../platform-stack";
import { noteUnknownLinks } from "./absent-parts";
import { partsOf } from "./check-platform";
import { noteUnknownPodRanges } from "./clusters";
import { noteUnknownLastResort } from "./dns";
import { noteUnknownDataCenters, noteUnknownEdgeCapacities } from "./edge-capacity";
import { noteUnknownNodes } from "./existing-clusters";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { writeDataCenters } from "./on-premises";

/** With the longest region, `northamerica-northeast1`, a cluster's name then has Google's 40 characters. */
const MAX_ENVIRONMENT_LENGTH = 16;

/**
 * One environment: a network, a cluster in each region, a load balancer over them, and DNS that sends each country to its
 * data centres.
 *
 * Each part is a stack of its own, named after the environment: `production-network`, `production-edge`,
 * `production-cluster-europe-west1`, `production-dns`. Stacks know each other by names alone, so each can be planned by itself.
 */
export class HybridPlatform extends Construct {
  /** The options that all stacks share: for stacks of your own beside them. */
  public readonly common: CommonStackProps;
  /** The network, if there is one. */
  public readonly network?: NetworkStack;
  /** The keys of the clusters, if the platform makes them. */
  public readonly keys?: KeysStack;
  /** The links to the data centres, if there are any. */
  public readonly links?: LinksStack;
  /** The load balancer, if there is one. */
  public readonly edge?: EdgeStack;
  /** The cluster stacks, by region. */
  public readonly clusters: ReadonlyMap<string, ClusterStack>;
  /** The routing, if there is a hosted zone. */
  public readonly dns?: DnsStack;

  /**
   * @param environment the environment's name: up to 16 lower-case letters, digits and hyphens. All names start with it.
   */
  constructor(scope: Construct, environment: string, props: HybridPlatformProps) {
    super(checkedScope(scope), checkedEnvironment(environment));
    const parts = partsOf(this, environment, props);
    const { network, keys, links, edge, clusters, dns, sitePlans, warnings } = parts;
    const { google, labels, state } = props;
    this.common = { google, labels, state };
    // cdktf orders stacks only when they are the app's own children.
    const app = App.of(this);
    this.network = network && this.add(() => new NetworkStack(app, `${environment}-network`, network));
    this.keys = keys && this.add(() => new KeysStack(app, `${environment}-keys`, keys), this.network);
    this.links = links && this.add(() => new LinksStack(app, `${environment}-links`, links), this.network);
    const behind = Object.keys(edge?.privateIngresses ?? {});
    const overLinks = behind.length > 0 ? this.links : undefined;
    this.edge = edge && this.add(() => new EdgeStack(app, `${environment}-edge`, edge), this.network, overLinks);
    if (this.edge !== undefined) noteUnknownLinks(this.edge, parts.props, behind);
    this.clusters = new Map(
      [...clusters].map(([region, cluster]) => {
        const make = () => new ClusterStack(app, `${environment}-cluster-${region}`, cluster);
        const stack = this.add(make, this.network, this.keys, this.edge);
        noteUnknownNodes(stack, region, parts.props.clusters?.[region] ?? {});
        noteUnknownPodRanges(stack, region, parts.props.clusters?.[region] ?? {});
        return [region, stack];
      }),
    );
    this.dns =
      dns && this.add(() => new DnsStack(app, `${environment}-dns`, dns), this.edge, ...this.clusters.values());
    const [first = this.dns] = this.stacks;
    for (const warning of warnings) annotate(first ?? this, warning);
    if (this.dns !== undefined) {
      noteUnknownDataCenters(this.dns, parts.props, sitePlans);
      noteUnknownEdgeCapacities(this.dns, parts.props, sitePlans);
      noteUnknownLastResort(this.dns, parts.props);
    }
    if (first !== undefined) writeDataCenters(first, environment, sitePlans);
  }

  /** All stacks, each after those that it waits for. */
  public get stacks(): readonly PlatformStack[] {
    const all = [this.network, this.keys, this.links, this.edge, ...this.clusters.values(), this.dns];
    return all.filter((stack) => stack !== undefined);
  }

  private add<Stack extends PlatformStack>(make: () => Stack, ...after: readonly (PlatformStack | undefined)[]): Stack {
    const stack = withoutCreationStacks(make);
    for (const earlier of after) if (earlier !== undefined) stack.addDependency(earlier);
    stack.forwardAspectsOf(this);
    return stack;
  }
}

/** What JavaScript lets a user give in the place of the app. */
function checkedScope(scope: Construct): Construct {
  Problems.of("HybridPlatform", (problems) => {
    if (!Construct.isConstruct(scope)) problems.refuse("scope", scope, "an app: new HybridPlatform(app, …)", "shape");
  });
  return scope;
}

function checkedEnvironment(environment: string): string {
  Problems.of("HybridPlatform", (problems) => {
    if (problems.known("environment", environment)) {
      checkKey(problems, "environment", environment, MAX_ENVIRONMENT_LENGTH);
    }
  });
  return environment;
}
