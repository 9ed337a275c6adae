import { App } from "cdktf";
import { Construct } from "constructs";
import { checkKey } from "../lib/core/names";
import { isUnknown, Problems } from "../lib/core/validation-error";
import type { HostPolicy } from "../lib/route53/geo-routing";
import { attachmentsOf, clusterBackends, linksOf, trafficOf, usedIngresses } from "./backends";
import { checkPlatform } from "./check-platform";
import { ClusterStack } from "./cluster-stack";
import { DnsStack } from "./dns-stack";
import { EdgeStack } from "./edge-stack";
import type { HybridPlatformProps, ServiceOptions } from "./hybrid-platform-props";
import { LinksStack } from "./links-stack";
import { NetworkStack } from "./network-stack";
import { writeDataCenters } from "./on-premises";
import { networkOf, projectServicesOf } from "./platform-network";

/** With the longest region, `northamerica-northeast1`, a cluster's name then has Google's 40 characters. */
const MAX_ENVIRONMENT_LENGTH = 16;

/**
 * One environment: a network, a cluster in each region, a load balancer over them, and DNS that sends each country to its
 * data centres.
 *
 * Each part is a stack of its own, named after the environment: `production-network`, `production-cluster-europe-west1`,
 * `production-edge`, `production-dns`. Stacks know each other by names alone, so each can be planned by itself.
 */
export class HybridPlatform extends Construct {
  public readonly network: NetworkStack;
  /** The cluster stacks, by region. */
  public readonly clusters: ReadonlyMap<string, ClusterStack>;
  /** The links to the data centres, if there are any. */
  public readonly links?: LinksStack;
  public readonly edge: EdgeStack;
  public readonly dns: DnsStack;

  /**
   * @param environment the environment's name: up to 16 lower-case letters, digits and hyphens. All names start with it.
   */
  constructor(scope: Construct, environment: string, props: HybridPlatformProps) {
    super(scope, checkedEnvironment(environment));
    checkPlatform(this.node.path, environment, props);
    // cdktf orders stacks only when they are the app's own children.
    const app = App.of(this);
    const { google, labels, state, aws } = props;
    const common = { google, labels, state };
    const network = networkOf(props);

    this.network = new NetworkStack(app, `${environment}-network`, {
      ...common,
      ...network,
      networkName: environment,
      projectServices: projectServicesOf(props),
    });
    this.clusters = new Map(
      Object.entries(props.clusters).map(([region, cluster]) => {
        const stack = new ClusterStack(app, `${environment}-cluster-${region}`, {
          ...common,
          ...cluster,
          region,
          clusterName: `${environment}-${region}`,
          networkName: environment,
          ...attachmentsOf(environment, props.services),
        });
        stack.addDependency(this.network);
        return [region, stack];
      }),
    );
    const links = linksOf(props);
    if (Object.keys(links).length > 0) {
      this.links = new LinksStack(app, `${environment}-links`, {
        ...common,
        linksName: environment,
        networkName: environment,
        links,
        networkRanges: Object.values(network.regions).flatMap(({ nodes, pods, services }) => [nodes, pods, services]),
        dataCenterRanges: network.dataCenterRanges ?? {},
      });
      this.links.addDependency(this.network);
    }
    this.edge = new EdgeStack(app, `${environment}-edge`, {
      ...common,
      ...props.loadBalancer,
      aws,
      loadBalancerName: environment,
      networkName: environment,
      zone: props.hostedZone,
      services: mapValues(props.services, (service, name) => ({
        ...service,
        backends: service.autoneg ? [] : clusterBackends(environment, props, name),
      })),
      privateIngresses: usedIngresses(props),
      traffic: trafficOf(props),
      monitoring: props.monitoring,
    });
    for (const cluster of this.clusters.values()) this.edge.addDependency(cluster);
    const overLinks = Object.values<ServiceOptions>(props.services).some(
      ({ dataCenters = [] }) => dataCenters.length > 0,
    );
    if (this.links !== undefined && overLinks) this.edge.addDependency(this.links);
    this.dns = new DnsStack(app, `${environment}-dns`, {
      ...common,
      aws,
      loadBalancerName: environment,
      anycastAddresses: props.anycastAddresses,
      zone: props.hostedZone,
      routingName: environment,
      dataCenters: props.dataCenters ?? {},
      policies: policiesOf(props),
      ttlSeconds: props.ttlSeconds,
      analysis: { ...props.analysis, lastResortRequestsPerSecond: requestsPerSecondOf(props) },
    });
    this.dns.addDependency(this.edge);
    writeDataCenters(this.network, environment, props);
  }
}

function checkedEnvironment(environment: string): string {
  const problems = Problems.none();
  if (problems.known("environment", environment)) {
    checkKey(problems, "environment", environment, MAX_ENVIRONMENT_LENGTH);
  }
  problems.throwIfAny("HybridPlatform");
  return environment;
}

/**
 * The platform's policy with all services that have none of their own, and one for each service that has. A host name's
 * routing is that of the service which answers all that no path names.
 */
function policiesOf({ routing = { countries: {} }, services }: HybridPlatformProps): Record<string, HostPolicy> {
  const named: [string, ServiceOptions][] = Object.entries(services).filter(([, { paths }]) => paths === undefined);
  const sharing = named.filter(([, service]) => service.routing === undefined);
  const own = named.flatMap(([name, service]) =>
    service.routing === undefined ? [] : [[`service-${name}`, { ...service.routing, hostNames: [service.hostName] }]],
  );
  const shared =
    sharing.length === 0 ? {} : { platform: { ...routing, hostNames: sharing.map(([, s]) => s.hostName) } };
  return { ...shared, ...Object.fromEntries(own) };
}

/** What all clusters together take when they have grown as far as they may; not known when only Terraform knows it. */
function requestsPerSecondOf({ clusters, analysis }: HybridPlatformProps): number | undefined {
  const perNode = analysis?.requestsPerSecondPerNode;
  const pools = Object.values(clusters).flatMap(({ nodePools }) => Object.entries(nodePools));
  const numbers = [...Object.values(perNode ?? {}), ...pools.map(([, pool]) => pool.autoscaling.totalMaxNodeCount)];
  if (perNode === undefined || numbers.some(isUnknown)) return undefined;
  return pools.reduce((sum, [name, { autoscaling }]) => sum + autoscaling.totalMaxNodeCount * (perNode[name] ?? 0), 0);
}

function mapValues<From, To>(
  values: { readonly [key: string]: From },
  convert: (value: From, key: string) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, convert(value, key)]));
}
