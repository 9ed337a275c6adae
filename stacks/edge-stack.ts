import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { checkAbsent, oneOf } from "../lib/core/checks";
import type { HostedZoneAttributes } from "../lib/core/hosted-zone";
import { ownValue } from "../lib/core/own-value";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { ACTS_AS_ANNOTATION } from "../lib/google/hosts";
import type { Certificates } from "../lib/load-balancing/certificates";
import {
  ClusterBackend,
  checkGenerations,
  checkGroupCluster,
  checkServicePort,
  DEFAULT_SERVICE_PORT,
} from "../lib/load-balancing/cluster-backend";
import {
  checkDataCenterName,
  checkPrivateIngress,
  DataCenterBackend,
  type PrivateIngressOptions,
} from "../lib/load-balancing/data-center-backend";
import { backendNameOf, groupName } from "../lib/load-balancing/endpoint-group-names";
import {
  checkGlobalLoadBalancer,
  GlobalLoadBalancer,
  type GlobalLoadBalancerProps,
} from "../lib/load-balancing/global-load-balancer";
import type { ProofZone } from "../lib/load-balancing/host-certificates";
import {
  checkGroupName,
  checkGroupZones,
  clusterBackendFromAttributes,
  type ExistingEndpointGroupsByService,
  hasOwnGroups,
  type IBackend,
} from "../lib/load-balancing/i-backend";
import { LoadBalancerMonitoring } from "../lib/load-balancing/load-balancer-monitoring";
import { checkMonitoring, type MonitoringOptions } from "../lib/load-balancing/monitoring-options";
import type { LoadBalancedServiceOptions } from "../lib/load-balancing/service-options";
import type { IGlobalNetwork, SubnetAttributes } from "../lib/network/i-global-network";
import type { AdditionalHostedZone, AwsOptions } from "./aws-options";
import { certificatesOf, checkZones, proofZones } from "./edge-zones";
import { checkNetworkReference, type NetworkReference, networkOf } from "./network-reference";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

/** A cluster that the edge stack makes endpoint groups for, before there is a cluster. */
export interface EdgeCluster {
  /** The cluster's name: up to 40 characters. */
  readonly clusterName: string;
  /** The zones of its nodes. */
  readonly zones: readonly string[];
  /**
   * The generations of the endpoint groups.
   *
   * @default [1]
   */
  readonly endpointGroupGenerations?: readonly number[];

  /**
   * The endpoint groups that exist in it already, by service: they are attached as they are, and Terraform makes none for that
   * service unless it is moving over.
   *
   * @default - none: Terraform makes those of all services
   */
  readonly endpointGroups?: ExistingEndpointGroupsByService;
}

/** Options of a service of the edge stack. */
export interface EdgeService extends LoadBalancedServiceOptions {
  /**
   * Where it runs beside `clusters` and `dataCenters`.
   *
   * @default - nowhere else
   */
  readonly backends?: readonly IBackend[];

  /**
   * The port of the Kubernetes `Service`, 1 to 65535.
   *
   * @default 80
   */
  readonly servicePort?: number;

  /**
   * The data centres that serve it beside `backends`, by name.
   *
   * @default - none
   */
  readonly dataCenters?: readonly string[];
}

/** Options of an edge stack. */
export interface EdgeStackProps
  extends PlatformStackProps,
    NetworkReference,
    Omit<GlobalLoadBalancerProps, "services" | "certificates"> {
  /** The services, by name. Their order has no meaning. */
  readonly services: { readonly [serviceName: string]: EdgeService };

  /**
   * The hosted zone of Route 53 of the host names, where certificates prove them: a `HostedZone`, or its id and name.
   *
   * @default - none: for certificates that need no proof in DNS, or that name a zone of their own
   */
  readonly zone?: HostedZoneAttributes;

  /**
   * Other hosted zones of the host names, by a key of yours that names their records in Terraform. A host name is proven in the zone with
   * the longest name that holds it. They need `zone` beside them.
   *
   * @default - none
   */
  readonly additionalZones?: { readonly [key: string]: AdditionalHostedZone };

  /**
   * Where the certificates come from.
   *
   * @default - `Certificates.dnsAuthorized()`, proven in `zone` and `additionalZones`
   */
  readonly certificates?: Certificates;

  /** The network that `NetworkStack` makes: the endpoint groups are of its subnets, and data centres are reached through it. */
  readonly networkName: string;

  /**
   * The subnets of the clusters, by region: one each.
   *
   * @default - those that `NetworkStack` makes in a network of its own
   */
  readonly subnets?: { readonly [region: string]: SubnetAttributes };

  /**
   * The clusters in which every service runs that the autoneg controller does not attach, by region.
   *
   * @default - none: each service names its `backends`
   */
  readonly clusters?: { readonly [region: string]: EdgeCluster };

  /**
   * The private ingress of each data centre that is a backend, by name.
   *
   * @default - none
   */
  readonly privateIngresses?: { readonly [dataCenter: string]: PrivateIngressOptions };

  /**
   * What is monitored, and which channels are notified.
   *
   * @default - nothing
   */
  readonly monitoring?: MonitoringOptions;

  /**
   * The AWS account of the hosted zone. Without a record in Route 53 the stack has no AWS provider.
   *
   * @default - the account of the environment's credentials
   */
  readonly aws?: AwsOptions;
}

/**
 * The global load balancer with its certificates, and the endpoint groups that GKE fills. Waits for the network only, so that the
 * groups are there before a cluster looks for them, and what is taken away leaves the load balancer before it is destroyed.
 */
export class EdgeStack extends PlatformStack {
  public readonly loadBalancer: GlobalLoadBalancer;
  /** The clusters as backends, by service and region: the last generation of each. Without groups that existed before. */
  public readonly clusterBackends: ReadonlyMap<string, ReadonlyMap<string, ClusterBackend>>;
  /** The data centres as backends, by name. */
  public readonly dataCenters: ReadonlyMap<string, DataCenterBackend>;
  public readonly monitoring?: LoadBalancerMonitoring;

  constructor(scope: Construct, id: string, props: EdgeStackProps) {
    super(scope, id, props);
    validateProps(this, "EdgeStackProps", props, checkEdgeStack);
    this.useGoogle();
    const network = networkOf(props);
    this.dataCenters = this.addDataCenters(network, props);
    const inClusters = this.addClusterBackends(network, props);
    // A map keeps the last of each region.
    this.clusterBackends = mapValues(
      inClusters,
      (all) => new Map(all.filter(isMadeHere).map((one) => [one.region, one])),
    );
    const backendsOf = (serviceName: string) => inClusters.get(serviceName) ?? [];
    const providers = this.useAwsOfZones(props.additionalZones ?? {}, props.aws);
    const inDataCenter = (dataCenter: string) => this.dataCenters.get(dataCenter);
    const loadBalancer = loadBalancerOf(props, backendsOf, inDataCenter, proofZones(props, providers));
    this.loadBalancer = new GlobalLoadBalancer(this, "load_balancer", checked(loadBalancer));
    // Which zone proves the host names is up to the certificates.
    if (this.hasResourceOf("aws")) this.useAws(props.aws);
    this.monitoring = this.addMonitoring(props);
    this.addOutputs();
  }

  private addDataCenters(
    { networkId }: IGlobalNetwork,
    { loadBalancerName, privateIngresses = {} }: EdgeStackProps,
  ): ReadonlyMap<string, DataCenterBackend> {
    const scope = new Construct(this, "data_center");
    return new Map(
      Object.entries(privateIngresses).map(([dataCenterName, { addresses, port, zone, maxRatePerEndpoint }]) => {
        const ingress = { addresses, port, zone, maxRatePerEndpoint };
        const backend = checked({ ...ingress, dataCenterName, networkId, loadBalancerName });
        return [dataCenterName, new DataCenterBackend(scope, dataCenterName, backend)];
      }),
    );
  }

  /** The endpoint groups of each service, in all clusters and generations. */
  private addClusterBackends(
    network: IGlobalNetwork,
    { clusters = {}, services, google }: EdgeStackProps,
  ): ReadonlyMap<string, readonly IBackend[]> {
    const scope = new Construct(this, "endpoint_group");
    const attached = Object.entries(services).filter(([, { autoneg = false }]) => !autoneg);
    return new Map(
      attached.map(([serviceName, { servicePort = DEFAULT_SERVICE_PORT }]) => {
        const ofService = new Construct(scope, serviceName);
        const backends = Object.entries(clusters).flatMap(([region, cluster]) => {
          const { clusterName, zones, endpointGroupGenerations = [1] } = cluster;
          const groups = { clusterName, serviceName, servicePort, zones, subnet: network.subnet(region) };
          const made = hasOwnGroups(cluster.endpointGroups, serviceName) ? endpointGroupGenerations : [];
          return [
            ...existingBackends(google.project, region, cluster, serviceName),
            ...made.map((generation) => {
              const id = generation === 1 ? region : `${region}_g${generation}`;
              return new ClusterBackend(ofService, id, checked({ ...groups, generation }));
            }),
          ];
        });
        return [serviceName, backends];
      }),
    );
  }

  private addMonitoring({
    monitoring,
    loadBalancerName,
    services,
  }: EdgeStackProps): LoadBalancerMonitoring | undefined {
    if (monitoring === undefined) return undefined;
    return new LoadBalancerMonitoring(this, "monitoring", checked({ ...monitoring, loadBalancerName, services }));
  }

  private addOutputs(): void {
    const { frontEnd, autoneg } = this.loadBalancer;
    const { ipv4, ipv6 } = frontEnd.addresses;
    for (const [family, { address }] of Object.entries({ ipv4, ipv6 })) {
      new TerraformOutput(this, `anycast_${family}`, {
        value: address,
        description: `The load balancer's ${family === "ipv4" ? "IPv4" : "IPv6"} address: write it into anycastAddresses`,
        staticId: true,
      });
    }
    if (autoneg === undefined) return;
    new TerraformOutput(this, "autoneg_account", {
      value: autoneg.email,
      description: `The annotation ${ACTS_AS_ANNOTATION} of the autoneg controller's service account`,
      staticId: true,
    });
  }
}

/** The endpoint groups of a service that exist in a cluster already. */
function existingBackends(
  project: string,
  region: string,
  { clusterName, zones, endpointGroups }: EdgeCluster,
  serviceName: string,
): readonly IBackend[] {
  const groups = ownValue(endpointGroups, serviceName);
  if (groups === undefined) return [];
  const { endpointGroupName, zones: own = zones } = groups;
  return [clusterBackendFromAttributes({ project, region, clusterName, serviceName, endpointGroupName, zones: own })];
}

const isMadeHere = (backend: IBackend): backend is ClusterBackend => backend instanceof ClusterBackend;

function mapValues<From, To>(map: ReadonlyMap<string, From>, convert: (value: From) => To): ReadonlyMap<string, To> {
  return new Map([...map].map(([key, value]) => [key, convert(value)]));
}

/** Validates the options of the edge's stack. */
export function checkEdgeStack(problems: Problems, props: EdgeStackProps): void {
  const { services, clusters = {}, privateIngresses = {}, monitoring } = props;
  checkPlatformStack(problems, props);
  checkNetworkReference(problems, props);
  const areKnown = Object.entries(services).map(([name, { backends }]) =>
    problems.known(["services", name, "backends"], backends),
  );
  if (areKnown.includes(false)) return;
  for (const [region, cluster] of Object.entries(clusters)) {
    const below = problems.at(["clusters", region]);
    checkGroupCluster(below, cluster, region);
    checkGenerations(below, "endpointGroupGenerations", cluster.endpointGroupGenerations ?? [1]);
    checkExistingGroups(below.at("endpointGroups"), region, cluster, services);
  }
  for (const [name, ingress] of Object.entries(privateIngresses)) {
    checkDataCenterName(problems, ["privateIngresses", name], name);
    checkPrivateIngress(problems.at(["privateIngresses", name]), ingress);
  }
  const loadBalancer = plannedLoadBalancer(props);
  const zoneNames = checkZones(problems, props, loadBalancer.certificates);
  checkGlobalLoadBalancer(problems, loadBalancer, { zoneNames, project: props.google.project });
  for (const [name, service] of Object.entries(services)) {
    const below = problems.at(["services", name]);
    checkServicePort(below, service.servicePort ?? DEFAULT_SERVICE_PORT);
    checkDataCenters(below, service, privateIngresses);
  }
  if (monitoring !== undefined) checkMonitoring(problems.at("monitoring"), monitoring, services);
}

/** Validates the endpoint groups that exist in a cluster: each of a service whose groups Terraform attaches. */
function checkExistingGroups(
  problems: Problems,
  region: string,
  { clusterName, endpointGroups = {}, endpointGroupGenerations = [1] }: EdgeCluster,
  services: EdgeStackProps["services"],
): void {
  const attached = Object.keys(services).filter((name) => services[name]?.autoneg !== true);
  const owners = new Map<string, string>();
  for (const [serviceName, { endpointGroupName, zones, movingOver = false }] of Object.entries(endpointGroups)) {
    const below = problems.at([serviceName]);
    const isAttached = (name: string) => attached.includes(name);
    const service = `a service whose endpoint groups Terraform attaches: ${oneOf(attached)}`;
    below.check("", serviceName, isAttached, service, "one-of");
    checkGroupName(below, endpointGroupName);
    if (zones !== undefined) checkGroupZones(below, zones, region);
    if (!below.known("movingOver", movingOver)) continue;
    const owner = owners.get(endpointGroupName) ?? serviceName;
    owners.set(endpointGroupName, owner);
    if (owner !== serviceName) {
      below.refuse("endpointGroupName", endpointGroupName, `groups of its own: ${owner} has these`, "name");
    }
    const made = movingOver ? endpointGroupGenerations : [];
    const isFree = (name: string) =>
      !made.some((generation) => groupName({ clusterName, serviceName, generation }) === name);
    const other =
      "the name of groups that exist, not of those that Terraform makes: give it another endpointGroupGenerations";
    below.check("endpointGroupName", endpointGroupName, isFree, other, "name");
  }
}

function checkDataCenters(
  problems: Problems,
  { autoneg = false, dataCenters = [] }: EdgeService,
  ingresses: { readonly [dataCenter: string]: PrivateIngressOptions },
): void {
  if (!problems.known("dataCenters", dataCenters)) return;
  const ingress = "a data centre with privateIngress, the addresses that Google sends requests to";
  for (const name of dataCenters) {
    problems.check("dataCenters", name, (name) => Object.hasOwn(ingresses, name), ingress, "one-of");
  }
  if (autoneg) checkAbsent(problems, "dataCenters", dataCenters, "with autoneg, which attaches clusters only");
}

/** What stands for the groups of a backend that the stack will make: of zones and addresses that are checked where they are written. */
const PLANNED_GROUPS = ["planned"];

/** The load balancer of a stack, with backends that stand for those that the stack will make. */
function plannedLoadBalancer(props: EdgeStackProps): GlobalLoadBalancerProps {
  const { clusters = {}, privateIngresses = {} } = props;
  const inClusters = (serviceName: string) =>
    Object.entries(clusters).flatMap(([region, { clusterName, endpointGroupGenerations = [1], endpointGroups }]) => {
      const existing = ownValue(endpointGroups, serviceName)?.endpointGroupName;
      const made = hasOwnGroups(endpointGroups, serviceName) ? endpointGroupGenerations : [];
      const names = made.map((generation) => backendNameOf({ clusterName, serviceName, generation }));
      return [...(existing === undefined ? [] : [existing]), ...names].map((backendName) => ({
        backendName,
        site: region,
        region,
        endpointGroupIds: PLANNED_GROUPS,
      }));
    });
  const inDataCenter = (name: string): IBackend | undefined => {
    const ingress = ownValue(privateIngresses, name);
    return ingress && { backendName: name, site: name, region: ingress.zone, endpointGroupIds: PLANNED_GROUPS };
  };
  return loadBalancerOf(props, inClusters, inDataCenter, proofZones(props));
}

/** The load balancer of a stack: without what is the stack's own. */
function loadBalancerOf(
  props: EdgeStackProps,
  inClusters: (serviceName: string) => readonly IBackend[],
  inDataCenter: (dataCenter: string) => IBackend | undefined,
  zones: readonly ProofZone[],
): GlobalLoadBalancerProps {
  const { google, labels, state, aws, zone, additionalZones, clusters, privateIngresses, monitoring, ...others } =
    props;
  const { networkName, networkProject, subnets, ...options } = others;
  const services = Object.entries(props.services).map(([name, { backends = [], dataCenters = [], ...service }]) => {
    const { servicePort, ...loadBalanced } = service;
    // The autoneg controller attaches clusters by itself, and data centres are refused beside it.
    const inOwnClusters = service.autoneg === true ? [] : inClusters(name);
    const inOwnDataCenters = service.autoneg === true ? [] : dataCenters.flatMap((one) => inDataCenter(one) ?? []);
    return [name, { ...loadBalanced, backends: [...inOwnClusters, ...backends, ...inOwnDataCenters] }] as const;
  });
  return {
    ...options,
    certificates: certificatesOf(props.certificates, zones),
    services: Object.fromEntries(services),
  };
}
