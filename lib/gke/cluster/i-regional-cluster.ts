import { checkOneOf } from "../../core/checks";
import { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { workloadPool } from "../../google/service-accounts";
import { isZoneName } from "../../google/zones";
import { RELEASE_CHANNELS, type ReleaseChannel } from "../maintenance/release-channel";
import { checkServiceAccount, checkZones } from "../nodes/node-pool-options";

/** A GKE cluster in a region, made here or elsewhere. */
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
  /**
   * Where its control plane is: the region, or a zone of it.
   *
   * @default - the region
   */
  readonly location?: string;
  /**
   * The address of the Google service account of its nodes.
   *
   * @default - not known: each pool names its own
   */
  readonly nodeServiceAccountEmail?: string;
  /** Its release channel: outside of one, a pool may turn its upgrades off. */
  readonly releaseChannel: ReleaseChannel;
  /** Whether its pods can have interfaces in several networks. */
  readonly multiNetworking: boolean;
  /**
   * Whether its Kubernetes service accounts are identities of Google Cloud.
   *
   * @default true
   */
  readonly workloadIdentity?: boolean;
}

/** A cluster that exists, as far as its node pools and the load balancer must know it. Nothing of it is read or changed. */
export interface ExistingClusterOptions {
  /**
   * Where its control plane is: the region, or a zone of it for a zonal cluster.
   *
   * @default - the region
   */
  readonly location?: string;

  /**
   * The zones of its nodes. Required unless `location` is a zone.
   *
   * @default - that zone
   */
  readonly zones?: readonly string[];

  /**
   * The address of the Google service account of its nodes, for pools that are added here. Google's default account of Compute
   * Engine is refused, as it is everywhere here.
   *
   * @default - not known: each added pool names its own
   */
  readonly nodeServiceAccountEmail?: string;

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

  /**
   * Whether Workload Identity is on, which lets Kubernetes service accounts be identities of Google Cloud. Where it is off, pods of
   * added pools have the roles of the nodes' account, and a warning says so.
   *
   * @default true
   */
  readonly workloadIdentity?: boolean;
}

/** What identifies a cluster that is made elsewhere. */
export interface RegionalClusterAttributes extends ExistingClusterOptions {
  /** The Google Cloud project. */
  readonly project: string;
  /** The region: `europe-west1`. */
  readonly region: string;
  readonly clusterName: string;
}

/** A cluster that is made elsewhere, by names alone: what uses it can be planned without asking Google. */
export function regionalClusterFromAttributes(attributes: RegionalClusterAttributes): IRegionalCluster {
  const { project, region, location = region, clusterName } = attributes;
  Problems.of("RegionalCluster.fromRegionalClusterAttributes", (problems) => {
    checkExistingCluster(problems, attributes, region);
  });
  return {
    releaseChannel: "REGULAR",
    multiNetworking: false,
    ...attributes,
    zones: zonesOfExisting(attributes, region),
    clusterId: `projects/${project}/locations/${location}/clusters/${clusterName}`,
    workloadPool: workloadPool(project),
  };
}

/** The zones of the nodes of a cluster that exists: of a zonal one, its own. None where nothing says so, which is refused. */
export function zonesOfExisting({ location, zones }: ExistingClusterOptions, region: string): readonly string[] {
  return zones ?? (location === undefined || isUnknown(location) || location === region ? [] : [location]);
}

/** Validates what is known of a cluster that exists. */
export function checkExistingCluster(problems: Problems, existing: ExistingClusterOptions, region: string): void {
  const { location, zones, nodeServiceAccountEmail, releaseChannel } = existing;
  const isLocation = (text: string) => isUnknown(region) || text === region || isZoneName(text, region);
  const expected = `${region}, or for a zonal cluster a zone of it: "${region}-b"`;
  if (location !== undefined) problems.check("location", location, isLocation, expected, "name");
  if (zonesOfExisting({ location, zones }, region).length === 0 && zones === undefined) {
    problems.refuse("zones", zones, "the zones of its nodes, unless location is the zone of a zonal cluster");
  }
  if (!isUnknown(region)) checkZones(problems, zones, region);
  checkServiceAccount(problems, nodeServiceAccountEmail, "nodeServiceAccountEmail");
  checkOneOf(problems, "releaseChannel", releaseChannel, RELEASE_CHANNELS);
}
