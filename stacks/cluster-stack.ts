import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { RegionalCluster } from "../lib/gke/cluster/regional-cluster";
import type { RegionalClusterOptions } from "../lib/gke/cluster/regional-cluster-options";
import type { NodePoolOptions } from "../lib/gke/nodes/node-pool-options";
import { defaultZones } from "../lib/google/regions";
import { ClusterBackend } from "../lib/load-balancing/cluster-backend";
import { networkFromAttributes } from "../lib/network/network";
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

/** The cluster of one region, its node pools, and the endpoint groups of its services. Waits for the network. */
export class ClusterStack extends PlatformStack {
  public readonly cluster: RegionalCluster;
  /** The services as backends, by name: the last generation of each. */
  public readonly backends: ReadonlyMap<string, ClusterBackend>;

  constructor(scope: Construct, id: string, props: ClusterStackProps) {
    super(scope, id, props);
    this.useGoogle();
    const { project } = props.google;
    const subnet = networkFromAttributes({ project, networkName: props.networkName }).subnet(props.region);
    const zones = props.zones ?? defaultZones(props.region);
    const services = new Construct(this, "service");
    const all = Object.entries(props.servicePorts).flatMap(([serviceName, servicePort]) =>
      (props.endpointGroupGenerations ?? [1]).map((generation) => {
        const id = generation === 1 ? serviceName : `${serviceName}_g${generation}`;
        const backend = { clusterName: props.clusterName, serviceName, servicePort, zones, subnet, generation };
        return [serviceName, new ClusterBackend(services, id, backend)] as const;
      }),
    );
    // A map keeps the last of each name.
    this.backends = new Map(all);
    const groups = all.flatMap(([, backend]) => backend.groups);
    this.cluster = new RegionalCluster(this, "cluster", { ...props, project, subnet, dependsOn: groups });
    for (const [poolName, options] of Object.entries(props.nodePools)) this.cluster.addNodePool(poolName, options);
    for (const [serviceName, backend] of this.backends) {
      new TerraformOutput(this, `neg_annotation_${serviceName}`, {
        value: backend.annotation,
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
