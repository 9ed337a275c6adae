import { checkOneOf } from "../../core/checks";
import type { Problems, Warnings } from "../../core/problems";
import { checkKmsKey } from "../../google/kms-key";
import { checkLabels } from "../../google/labels";
import { isKnownRegion } from "../../google/regions";
import { checkRegion } from "../../google/zones";
import { checkMaintenance, type MaintenanceOptions, warnOfMaintenance } from "../maintenance/maintenance";
import { RELEASE_CHANNELS, type ReleaseChannel } from "../maintenance/release-channel";
import { checkZones } from "../nodes/node-pool-options";
import { type ClusterAutoscalingOptions, checkClusterAutoscaling } from "./auto-provisioning";
import { type BackupOptions, checkBackup } from "./backup";
import type { ClusterAddonOptions } from "./cluster-addons";
import { type ClusterNetworkOptions, checkClusterNetwork } from "./cluster-network";
import { type ClusterSecurityOptions, checkClusterSecurity, warnOfSecurity } from "./cluster-security";
import { type ControlPlaneAccessOptions, checkControlPlaneAccess, warnOfAccess } from "./control-plane-access";
import { checkFirstPool, type FirstPoolOptions } from "./first-pool";
import { checkObservability, type ObservabilityOptions } from "./observability";
import { checkPodAutoscaling, type PodAutoscalingOptions } from "./pod-autoscaling";

/** Options of a cluster, apart from where it is. */
export interface RegionalClusterOptions
  extends ControlPlaneAccessOptions,
    ClusterSecurityOptions,
    ClusterNetworkOptions,
    ClusterAddonOptions,
    ClusterAutoscalingOptions,
    PodAutoscalingOptions,
    ObservabilityOptions {
  /**
   * The zones of the control plane and of the nodes, each a zone of the region.
   *
   * @default - the region's first three
   */
  readonly zones?: readonly string[];

  /**
   * How soon the cluster gets new versions of Kubernetes.
   *
   * @default "REGULAR" (CIS GKE 5.5.4)
   */
  readonly releaseChannel?: ReleaseChannel;

  /**
   * Whether the cluster gets patches as soon as its channel has them, instead of when Google thinks it is their turn.
   *
   * @default false
   */
  readonly acceleratedPatches?: boolean;

  /**
   * When GKE may maintain the cluster.
   *
   * @default - for four hours each day, from 03:00 UTC
   */
  readonly maintenance?: MaintenanceOptions;

  /**
   * Backups of what Kubernetes knows, and of volumes. The project's API `gkebackup.googleapis.com` must be on.
   *
   * @default - none
   */
  readonly backup?: BackupOptions;

  /**
   * The project of the fleet that the cluster is a member of. Its API `gkehub.googleapis.com` must be on. The cluster must
   * then have no `google_gke_hub_membership` besides: the two undo each other.
   *
   * @default - in no fleet
   */
  readonly fleetProject?: string;

  /**
   * The Cloud KMS key that encrypts the boot disks of all nodes, those of the pool that GKE makes first and of
   * `autoProvisioning` too: `projects/P/locations/R/keyRings/K/cryptoKeys/C`. Compute Engine's service agent needs the role
   * `roles/cloudkms.cryptoKeyEncrypterDecrypter` on it. A change replaces the pools without a key of their own, and with
   * `autoProvisioning` the cluster.
   *
   * @default - a key of Google's
   */
  readonly bootDiskKmsKeyName?: string;

  /**
   * The nodes of the pool that GKE makes first and Terraform deletes.
   *
   * @default - GKE's own, with the cluster's service account, secure boot and `bootDiskKmsKeyName`, or the key of the first
   * pool that has one
   */
  readonly firstPool?: FirstPoolOptions;

  /**
   * Labels of the cluster in Google Cloud, for bills and inventories.
   *
   * @default - the provider's
   */
  readonly resourceLabels?: { readonly [key: string]: string };

  /**
   * Whether Terraform refuses to delete the cluster. To delete it, first apply `false`.
   *
   * @default true
   */
  readonly deletionProtection?: boolean;
}

/** Validates the options of a cluster. */
export function checkRegionalClusterOptions(problems: Problems, options: RegionalClusterOptions, region: string): void {
  checkZones(problems, options.zones, region);
  if (checkRegion(problems, "subnet.region", region) && options.zones === undefined && !isKnownRegion(region)) {
    problems.refuse("zones", options.zones, `the zones of ${region}, which this version does not know`);
  }
  checkOneOf(problems, "releaseChannel", options.releaseChannel, RELEASE_CHANNELS);
  checkKmsKey(problems, "bootDiskKmsKeyName", options.bootDiskKmsKeyName);
  if (options.firstPool !== undefined) checkFirstPool(problems.at("firstPool"), options.firstPool);
  checkControlPlaneAccess(problems, options);
  checkClusterSecurity(problems, options);
  checkClusterNetwork(problems, options);
  checkClusterAutoscaling(problems, options, region);
  checkPodAutoscaling(problems, options);
  checkObservability(problems, options);
  if (options.maintenance !== undefined) checkMaintenance(problems.at("maintenance"), options.maintenance);
  if (options.backup !== undefined) checkBackup(problems.at("backup"), options.backup);
  if (options.resourceLabels !== undefined) checkLabels(problems.at("resourceLabels"), options.resourceLabels);
}

/** Warns of what is risky about a cluster. */
export function warnOfCluster(warnings: Warnings, options: RegionalClusterOptions): void {
  const { releaseChannel, maintenance } = options;
  if (releaseChannel === "UNSPECIFIED")
    warnings.warn("releaseChannel", "outside a release channel it is not kept up to date");
  warnOfAccess(warnings, options);
  warnOfSecurity(warnings, options);
  if (maintenance !== undefined) warnOfMaintenance(warnings.at("maintenance"), maintenance);
}
