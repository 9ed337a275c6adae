import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { RegionalCluster } from "../lib/gke/cluster/regional-cluster";
import type { RegionalClusterOptions } from "../lib/gke/cluster/regional-cluster-options";
import type { NodePool } from "../lib/gke/nodes/node-pool";
import type { NodePoolOptions } from "../lib/gke/nodes/node-pool-options";
import { negAnnotation } from "../lib/load-balancing/cluster-backend";
import { globalNetworkFromAttributes } from "../lib/network/i-global-network";
import { PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface ClusterStackProps extends PlatformStackProps, RegionalClusterOptions {
  /** The region of the cluster. */
  readonly region: string;
  /** The cluster's name: up to 40 characters. */
  readonly clusterName: string;
  /** The network that `NetworkStack` makes. */
  readonly networkName: string;
  /** The node pools, by name. */
  readonly nodePools: { readonly [poolName: string]: NodePoolOptions };
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
  public readonly cluster: RegionalCluster;
  /** The node pools, by name. */
  public readonly nodePools: ReadonlyMap<string, NodePool>;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    this.useGoogle();
    const { project } = props.google;
    const subnet = globalNetworkFromAttributes({ project, networkName: props.networkName }).subnet(props.region);
    this.cluster = new RegionalCluster(this, "cluster", { ...props, project, subnet });
    this.nodePools = new Map(
      Object.entries(props.nodePools).map(([name, options]) => [name, this.cluster.addNodePool(name, options)]),
    );
    const generation = props.endpointGroupGenerations?.at(-1);
    for (const [serviceName, servicePort] of Object.entries(props.servicePorts)) {
      new TerraformOutput(this, `neg_annotation_${serviceName}`, {
        value: negAnnotation(servicePort, { clusterName: props.clusterName, serviceName, generation }),
        description: `The annotation cloud.google.com/neg of the Kubernetes Service "${serviceName}"`,
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
