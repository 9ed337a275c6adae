import { type ClusterKeysOptions, clusterKeyNames } from "../../lib/gke/keys/cluster-keys";

/** Keys of your own for all clusters that the platform makes. */
export interface EncryptionKeysOptions extends ClusterKeysOptions {
  /**
   * Whether they encrypt the boot disks of nodes. Where nodes run already, a change replaces the pools, and with `autoProvisioning` the cluster.
   *
   * @default true
   */
  readonly bootDisks?: boolean;

  /**
   * Whether they encrypt the secrets of Kubernetes. Where a cluster runs already, `gcloud container clusters update --database-encryption-key`
   * comes first: the plan of the cluster says so.
   *
   * @default true
   */
  readonly secrets?: boolean;

  /**
   * The name of the key ring in each region: 1 to 63 letters, digits, hyphens and underscores. Google keeps a ring for ever, so an
   * environment that is recreated in the same project needs another one, or takes over that which is there. A change replaces the keys,
   * which is refused.
   *
   * @default - the environment's name
   */
  readonly keyRingName?: string;

  /**
   * Regions whose clusters are gone, and whose keys stay: what they have encrypted, such as disks and backups, can then still be read.
   *
   * @default - none
   */
  readonly formerRegions?: readonly string[];
}

/** The platform that the keys are of. */
interface KeysOfPlatform {
  readonly environment: string;
  readonly props: { readonly google?: { readonly project: string }; readonly encryptionKeys?: EncryptionKeysOptions };
}

/** The name of the key ring in each region. */
export function keyRingNameOf({ environment, props: { encryptionKeys = {} } }: KeysOfPlatform): string {
  return encryptionKeys.keyRingName ?? environment;
}

/** The keys of a region, as options of its cluster. */
export function keysOfCluster(
  platform: KeysOfPlatform,
  region: string,
): { readonly secretsKmsKeyName?: string; readonly bootDiskKmsKeyName?: string } {
  const { google: { project } = { project: "" }, encryptionKeys } = platform.props;
  if (encryptionKeys === undefined) return {};
  const ring = { project, keyRingName: keyRingNameOf(platform) };
  const { secretsKmsKeyName, bootDiskKmsKeyName } = clusterKeyNames(ring, region);
  return {
    ...(encryptionKeys.secrets !== false && { secretsKmsKeyName }),
    ...(encryptionKeys.bootDisks !== false && { bootDiskKmsKeyName }),
  };
}
