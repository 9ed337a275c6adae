import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { checkPort } from "../lib/core/checks";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import type { ExistingClusterOptions, IRegionalCluster } from "../lib/gke/cluster/i-regional-cluster";
import { checkRegionalCluster, RegionalCluster, type RegionalClusterProps } from "../lib/gke/cluster/regional-cluster";
import type { RegionalClusterOptions } from "../lib/gke/cluster/regional-cluster-options";
import { checkNodePool, NodePool } from "../lib/gke/nodes/node-pool";
import type { NodePoolOptions } from "../lib/gke/nodes/node-pool-options";
import { NEG_ANNOTATION } from "../lib/google/hosts";
import { checkGenerations } from "../lib/load-balancing/cluster-backend";
import { negAnnotation } from "../lib/load-balancing/endpoint-group-names";
import { globalNetworkFromAttributes } from "../lib/network/i-global-network";
import { checkBesideExisting, existingClusterOf, noteUnknownOfExisting } from "./existing-cluster";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface ClusterStackProps extends PlatformStackProps, RegionalClusterOptions {
  /** The region of the cluster. A change replaces the cluster. */
  readonly region: string;
  /** The cluster's name: up to 40 characters. A change replaces the cluster. */
  readonly clusterName: string;
  /** The network that `NetworkStack` makes. A change replaces the cluster. */
  readonly networkName: string;
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
    this.addAnnotations(props);
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

  private addAnnotations(props: ClusterStackProps): void {
    const generation = props.endpointGroupGenerations?.at(-1);
    for (const [serviceName, servicePort] of Object.entries(props.servicePorts)) {
      new TerraformOutput(this, `neg_annotation_${serviceName}`, {
        value: negAnnotation(servicePort, { clusterName: props.clusterName, serviceName, generation }),
        description: `The annotation ${NEG_ANNOTATION} of the Kubernetes Service "${serviceName}"`,
        staticId: true,
      });
    }
    for (const [serviceName, annotations] of Object.entries(props.autonegAnnotations ?? {})) {
      new TerraformOutput(this, `autoneg_annotations_${serviceName}`, {
        value: annotations,
        description: `The annotations of the Kubernetes Service "${serviceName}", which the autoneg controller attaches`,
        staticId: true,
      });
    }
  }
}

/** Validates the options of the stack of a cluster. */
export function checkClusterStack(problems: Problems, props: ClusterStackProps): void {
  checkPlatformStack(problems, props);
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
  const { google, labels, state, region, networkName, nodePools, servicePorts, ...others } = props;
  const { endpointGroupGenerations, autonegAnnotations, existing, ...cluster } = others;
  const { project } = google;
  return { ...cluster, project, subnet: globalNetworkFromAttributes({ project, networkName }).subnet(region) };
}
