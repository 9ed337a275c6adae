import { ContainerCluster, type ContainerClusterMonitoringConfig } from "@cdktf/provider-google/lib/container-cluster";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { defaultZones } from "../core/google-regions";
import { checkKey } from "../core/names";
import { Problems } from "../core/validation-error";
import type { IRegionalSubnet } from "../network/network";
import { NodePool } from "./node-pool";
import { checkNodePoolOptions, checkZones, type NodePoolOptions } from "./node-pool-options";
import { NodeServiceAccount } from "./node-service-account";

/** Google's limit for the names of clusters and node pools. */
const MAX_NAME_LENGTH = 40;

/** GKE's release channels: how soon a cluster gets a new version. */
export type ReleaseChannel = "RAPID" | "REGULAR" | "STABLE" | "EXTENDED";

/** What a user says of a cluster, apart from where it is. */
export interface RegionalClusterOptions {
  /**
   * The zones of the control plane and of the nodes, each a zone of the region.
   *
   * @default - the region's first three
   */
  readonly zones?: readonly string[];

  /**
   * How soon the cluster gets new versions of Kubernetes.
   *
   * @default "REGULAR"
   */
  readonly releaseChannel?: ReleaseChannel;

  /**
   * Whether Terraform refuses to delete the cluster. To delete it, first apply `false`.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

export interface RegionalClusterProps extends RegionalClusterOptions {
  /** The Google Cloud project. */
  readonly project: string;

  /** The cluster's name: up to 40 lower-case letters, digits and hyphens. */
  readonly clusterName: string;

  /** The network's part in the region where the cluster is. */
  readonly subnet: IRegionalSubnet;

  /**
   * What must exist before the cluster and is deleted after it.
   *
   * @default - nothing but the cluster's own account
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * A GKE cluster whose control plane and nodes are in several zones of one region.
 *
 * Safe from the first day: nodes without public addresses, a control plane that is reached by its DNS name and the
 * caller's IAM permissions and not by an address, Dataplane V2, Workload Identity, shielded nodes with an account of
 * their own, and no legacy authentication.
 */
export class RegionalCluster extends Construct {
  public readonly region: string;
  /** The zones of the control plane, and of the pools that name none. */
  public readonly zones: readonly string[];
  /** The cluster's id: `projects/P/locations/R/clusters/C`. */
  public readonly clusterId: string;
  /** The cluster. */
  public readonly cluster: ContainerCluster;
  public readonly nodeServiceAccount: NodeServiceAccount;
  private hasGpus = false;

  constructor(scope: Construct, id: string, props: RegionalClusterProps) {
    super(scope, id);
    const { region } = props.subnet;
    checkProps(this.node.path, props);
    this.region = region;
    this.zones = props.zones ?? defaultZones(region);
    // The underscore keeps this id apart from every node pool's: a pool's name has none.
    this.nodeServiceAccount = new NodeServiceAccount(this, "node_account", props);
    this.cluster = new ContainerCluster(this, "Resource", {
      name: props.clusterName,
      location: region,
      nodeLocations: [...this.zones],
      deletionProtection: props.deletionProtection ?? true,

      // GKE always makes a first pool. It goes at once: the pools are resources of their own, and this one's settings
      // must not be watched, because a change of them replaces the cluster.
      removeDefaultNodePool: true,
      initialNodeCount: 1,
      nodeConfig: { serviceAccount: this.nodeServiceAccount.email },
      lifecycle: { ignoreChanges: ["node_config"] },

      network: props.subnet.networkId,
      subnetwork: props.subnet.subnetId,
      networkingMode: "VPC_NATIVE",
      datapathProvider: "ADVANCED_DATAPATH",
      enableIntranodeVisibility: true,
      ipAllocationPolicy: {
        clusterSecondaryRangeName: props.subnet.podsRangeName,
        servicesSecondaryRangeName: props.subnet.servicesRangeName,
      },
      // With addresses off, the API reports the private endpoint as on; said here, the second plan is empty.
      privateClusterConfig: { enablePrivateNodes: true, enablePrivateEndpoint: true },
      controlPlaneEndpointsConfig: {
        dnsEndpointConfig: { allowExternalTraffic: true },
        ipEndpointsConfig: { enabled: false },
      },
      gatewayApiConfig: { channel: "CHANNEL_STANDARD" },

      releaseChannel: { channel: props.releaseChannel ?? "REGULAR" },
      loggingConfig: { enableComponents: ["SYSTEM_COMPONENTS", "WORKLOADS"] },
      monitoringConfig: monitoring("SYSTEM_COMPONENTS"),
      costManagementConfig: { enabled: true },

      workloadIdentityConfig: { workloadPool: `${props.project}.svc.id.goog` },
      enableShieldedNodes: true,
      enableLegacyAbac: false,
      masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
      securityPostureConfig: { mode: "BASIC", vulnerabilityMode: "VULNERABILITY_DISABLED" },
      serviceExternalIpsConfig: { enabled: false },
      nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled: "FALSE" } },
      dependsOn: [...this.nodeServiceAccount.roles, ...(props.dependsOn ?? [])],
    });
    this.clusterId = this.cluster.id;
  }

  /** Adds a node pool; its name is its construct id and its name in GKE. */
  public addNodePool(poolName: string, options: NodePoolOptions): NodePool {
    const problems = Problems.none();
    checkNodePool(problems.at("nodePools"), poolName, options, this.region);
    problems.throwIfAny(this.node.path);
    if (options.accelerator !== undefined) this.watchGpus();
    return new NodePool(this, poolName, { ...options, poolName, cluster: this });
  }

  /** Metrics of the GPUs themselves, once there is one. */
  private watchGpus(): void {
    if (this.hasGpus) return;
    this.hasGpus = true;
    this.cluster.putMonitoringConfig(monitoring("SYSTEM_COMPONENTS", "DCGM"));
  }
}

/** Checks a pool: its name, and what a user says of it. */
export function checkNodePool(problems: Problems, poolName: string, options: NodePoolOptions, region: string): void {
  checkKey(problems, poolName, poolName, MAX_NAME_LENGTH);
  checkNodePoolOptions(problems.at(poolName), options, region);
}

/** Checks what a user says of a cluster. */
export function checkRegionalClusterOptions(problems: Problems, options: RegionalClusterOptions, region: string): void {
  checkZones(problems, options.zones, region);
  const known = options.zones !== undefined || defaultZones(region).length > 0;
  problems.check("zones", options.zones, known, `the zones of ${region}, which this version does not know`);
}

function monitoring(...enableComponents: string[]): ContainerClusterMonitoringConfig {
  return { enableComponents, managedPrometheus: { enabled: true } };
}

function checkProps(path: string, props: RegionalClusterProps): void {
  const problems = Problems.none();
  if (problems.known("clusterName", props.clusterName)) {
    checkKey(problems, "clusterName", props.clusterName, MAX_NAME_LENGTH);
  }
  checkRegionalClusterOptions(problems, props, props.subnet.region);
  problems.throwIfAny(path);
}
