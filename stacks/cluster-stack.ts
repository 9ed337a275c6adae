import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { checkPort } from "../lib/core/checks";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { getCredentialsCommand, getFleetCredentialsCommand, isReachedByName } from "../lib/gke/cluster/get-credentials";
import type { ExistingClusterOptions, IRegionalCluster } from "../lib/gke/cluster/i-regional-cluster";
import { checkRegionalCluster, RegionalCluster, type RegionalClusterProps } from "../lib/gke/cluster/regional-cluster";
import type { RegionalClusterOptions } from "../lib/gke/cluster/regional-cluster-options";
import { checkNodePool, NodePool } from "../lib/gke/nodes/node-pool";
import type { NodePoolOptions } from "../lib/gke/nodes/node-pool-options";
import { NEG_ANNOTATION } from "../lib/google/hosts";
import { checkGenerations } from "../lib/load-balancing/cluster-backend";
import { negAnnotation } from "../lib/load-balancing/endpoint-group-names";
import type { SubnetAttributes } from "../lib/network/i-global-network";
import { checkBesideExisting, existingClusterOf, noteUnknownOfExisting } from "./existing-cluster";
import { checkNetworkReference, type NetworkReference, networkOf } from "./network-reference";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface ClusterStackProps extends PlatformStackProps, NetworkReference, RegionalClusterOptions {
  /** The region of the cluster. A change replaces the cluster. */
  readonly region: string;
  /** The cluster's name: up to 40 characters. A change replaces the cluster. */
  readonly clusterName: string;
  /** The network that `NetworkStack` makes. A change replaces the cluster. */
  readonly networkName: string;
  /**
   * The subnet. A change replaces the cluster.
   *
   * @default - that which `NetworkStack` makes in the region, in a network of its own
   */
  readonly subnet?: SubnetAttributes;
  /**
   * The node pools, by name. To a cluster that exists, they are added.
   *
   * @default - none
   */
  readonly nodePools?: { readonly [poolName: string]: NodePoolOptions };
  /**
   * The cluster exists already. Nothing of it is read or changed: no option of a cluster is allowed beside it, and the stack has the pools
   * that are added and the outputs alone.
   *
   * @default - the stack makes the cluster
   */
  readonly existing?: ExistingClusterOptions;
  /** The port of each Kubernetes `Service` behind the global load balancer, by the service's name. */
  readonly servicePorts: { readonly [serviceName: string]: number };
  /**
   * The generations of the services' endpoint groups; the annotations are of the last.
   *
   * @default [1]
   */
  readonly endpointGroupGenerations?: readonly number[];
  /**
   * The annotations of the services that the autoneg controller attaches: they have no endpoint groups here.
   *
   * @default - there are none
   */
  readonly autonegAnnotations?: { readonly [serviceName: string]: Readonly<Record<string, string>> };
}

/**
 * The cluster of one region and its node pools. Waits for the network, and for the edge, which makes the endpoint groups that
 * GKE fills: whoever makes one first owns its name.
 */
export class ClusterStack extends PlatformStack {
  /** The cluster, unless it exists already. */
  public readonly cluster?: RegionalCluster;
  /** The cluster that exists already, by names alone. */
  public readonly existingCluster?: IRegionalCluster;
  /** The node pools, by name. */
  public readonly nodePools: ReadonlyMap<string, NodePool>;
  /** The annotations of each Kubernetes `Service` behind the load balancer, by the name that the load balancer has for it. */
  public readonly serviceAnnotations: ReadonlyMap<string, Readonly<Record<string, string>>>;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    validateProps(this, "ClusterStackProps", props, checkClusterStack);
    const pools = Object.entries(props.nodePools ?? {});
    if (props.existing === undefined) {
      this.useGoogle();
      const cluster = new RegionalCluster(this, "cluster", checked(clusterOf(props)));
      this.cluster = cluster;
      this.nodePools = new Map(
        pools.map(([name, options]) => [name, cluster.addNodePool(name, checked({ ...options }))]),
      );
    } else {
      if (pools.length > 0) this.useGoogle();
      this.existingCluster = existingClusterOf(props.google.project, props, props.existing);
      this.nodePools = this.addToExisting(this.existingCluster, props);
    }
    this.serviceAnnotations = this.addAnnotations(props);
    this.addNames(this.cluster ?? this.existingCluster);
    if (this.cluster !== undefined) this.addCredentials(this.cluster, props);
  }

  private addToExisting(
    cluster: IRegionalCluster,
    { nodePools = {}, existing }: ClusterStackProps,
  ): ReadonlyMap<string, NodePool> {
    const pools = Object.entries(nodePools);
    // The addresses are those of pools of a cluster that is made here: they stay when it is taken over.
    const scope = new Construct(this, "cluster");
    if (existing !== undefined && pools.length > 0) noteUnknownOfExisting(this, existing);
    return new Map(
      pools.map(([poolName, options]) => [
        poolName,
        new NodePool(scope, poolName, checked({ ...options, poolName, cluster })),
      ]),
    );
  }

  private addNames(cluster: IRegionalCluster | undefined): void {
    if (cluster === undefined) return;
    this.print("project", cluster.project, "The project of the cluster");
    this.print("location", cluster.location ?? cluster.region, "Where the control plane is");
    this.print("cluster_name", cluster.clusterName, "The name of the cluster");
    if (cluster.workloadIdentity === false) return;
    const pool = "Where the cluster's Kubernetes service accounts are identities of Google Cloud";
    this.print("workload_pool", cluster.workloadPool, pool);
  }

  /** How the cluster is reached. Nothing of it is secret: who gets in is decided by IAM. How one that exists is reached is not known. */
  private addCredentials(made: RegionalCluster, props: ClusterStackProps): void {
    const { cluster } = made;
    const command = getCredentialsCommand(made, props);
    this.print("get_credentials", command, "The command after which kubectl reaches the cluster");
    if (isReachedByName(props)) {
      const { endpoint } = cluster.controlPlaneEndpointsConfig.dnsEndpointConfig;
      this.print("dns_endpoint", endpoint, "The DNS name of the control plane");
    }
    if (props.fleetProject === undefined) return;
    const { membershipId, membershipLocation } = cluster.fleet;
    const membership = { project: props.fleetProject, membershipId, location: membershipLocation };
    const byFleet = getFleetCredentialsCommand(membership);
    this.print(
      "get_credentials_by_fleet",
      byFleet,
      "The command after which kubectl reaches it by the Connect gateway",
    );
  }

  private print(name: string, value: string, description: string): void {
    new TerraformOutput(this, name, { value, description, staticId: true });
  }

  private addAnnotations(props: ClusterStackProps): ClusterStack["serviceAnnotations"] {
    const { clusterName, autonegAnnotations = {} } = props;
    const generation = props.endpointGroupGenerations?.at(-1);
    const ofGroups = Object.entries(props.servicePorts).map(([serviceName, servicePort]) => {
      const annotation = negAnnotation(servicePort, { clusterName, serviceName, generation });
      new TerraformOutput(this, `neg_annotation_${serviceName}`, {
        value: annotation,
        description: `The annotation ${NEG_ANNOTATION} of the Kubernetes Service "${serviceName}"`,
        staticId: true,
      });
      return [serviceName, { [NEG_ANNOTATION]: annotation }] as const;
    });
    for (const [serviceName, annotations] of Object.entries(autonegAnnotations)) {
      new TerraformOutput(this, `autoneg_annotations_${serviceName}`, {
        value: annotations,
        description: `The annotations of the Kubernetes Service "${serviceName}", which the autoneg controller attaches`,
        staticId: true,
      });
    }
    return new Map<string, Readonly<Record<string, string>>>([...ofGroups, ...Object.entries(autonegAnnotations)]);
  }
}

/** Validates the options of the stack of a cluster. */
export function checkClusterStack(problems: Problems, props: ClusterStackProps): void {
  checkPlatformStack(problems, props);
  checkNetworkReference(problems, props);
  if (props.existing === undefined)
    checkRegionalCluster(problems.renamed({ "subnet.region": "region" }), clusterOf(props));
  else checkBesideExisting(problems, props, props.existing);
  for (const [name, pool] of Object.entries(props.nodePools ?? {})) {
    checkNodePool(problems.at("nodePools"), name, pool, { ...(props.existing ?? props), region: props.region });
  }
  checkGenerations(problems, "endpointGroupGenerations", props.endpointGroupGenerations ?? [1]);
  for (const [serviceName, port] of Object.entries(props.servicePorts)) {
    if (problems.known(["servicePorts", serviceName], port)) checkPort(problems, ["servicePorts", serviceName], port);
  }
}

/** The cluster of a stack: without what is the stack's own. */
function clusterOf(props: ClusterStackProps): RegionalClusterProps {
  const { google, labels, state, region, subnet, nodePools, servicePorts, existing, ...others } = props;
  const { networkName, networkProject, endpointGroupGenerations, autonegAnnotations, ...cluster } = others;
  const network = networkOf({ google, networkName, networkProject, subnets: subnet && { [region]: subnet } });
  return { ...cluster, project: google.project, subnet: network.subnet(region) };
}
