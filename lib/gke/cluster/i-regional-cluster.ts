import { checkOneOf } from "../../core/checks";
import { Problems } from "../../core/problems";
import { workloadPool } from "../../google/service-accounts";
import { RELEASE_CHANNELS, type ReleaseChannel } from "../maintenance/release-channel";

/** A GKE cluster with its control plane in a region, made here or elsewhere. */
export interface IRegionalCluster {
  /** The Google Cloud project. */
  readonly project: string;
  /** The region: `europe-west1`. */
  readonly region: string;
  /** The zones of its nodes, unless a pool names its own. */
  readonly zones: readonly string[];
  readonly clusterName: string;
  /** The cluster's id: `projects/P/locations/R/clusters/C`. */
  readonly clusterId: string;
  /** Where the identities of Kubernetes service accounts live: `P.svc.id.goog`. */
  readonly workloadPool: string;
  /** The address of the Google service account of its nodes. */
  readonly nodeServiceAccountEmail: string;
  /** Its release channel: outside of one, a pool may turn its upgrades off. */
  readonly releaseChannel: ReleaseChannel;
  /** Whether its pods can have interfaces in several networks. */
  readonly multiNetworking: boolean;
}

/** What identifies a cluster that is made elsewhere. */
export interface RegionalClusterAttributes {
  /** The Google Cloud project. */
  readonly project: string;
  /** The region: `europe-west1`. */
  readonly region: string;
  /** The zones of its nodes. */
  readonly zones: readonly string[];
  readonly clusterName: string;
  /** The address of the Google service account of its nodes, for pools that are added here. */
  readonly nodeServiceAccountEmail: string;

  /**
   * Its release channel: outside of one, a pool may turn its upgrades off.
   *
   * @default "REGULAR"
   */
  readonly releaseChannel?: ReleaseChannel;

  /**
   * Whether its pods can have interfaces in several networks.
   *
   * @default false
   */
  readonly multiNetworking?: boolean;
}

/** A cluster that is made elsewhere, by names alone: what uses it can be planned without asking Google. */
export function regionalClusterFromAttributes(attributes: RegionalClusterAttributes): IRegionalCluster {
  const { project, region, clusterName } = attributes;
  Problems.of("RegionalCluster.fromRegionalClusterAttributes", (problems) => {
    checkOneOf(problems, "releaseChannel", attributes.releaseChannel, RELEASE_CHANNELS);
  });
  return {
    releaseChannel: "REGULAR",
    multiNetworking: false,
    ...attributes,
    clusterId: `projects/${project}/locations/${region}/clusters/${clusterName}`,
    workloadPool: workloadPool(project),
  };
}
