import type { ContainerClusterUserManagedKeysConfig } from "@cdktf/provider-google/lib/container-cluster";
import type { Problems } from "../../core/problems";
import { checkKmsKey } from "../../google/kms-key";

/**
 * Keys and certificate authorities of your own for the control plane.
 *
 * The four authorities can only be chosen when a cluster is made: a change of one replaces it.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/about-control-plane-authority
 */
export interface UserManagedKeys {
  /**
   * The CA pool for the cluster's certificates: `projects/P/locations/R/caPools/C`.
   *
   * @default - Google's
   */
  readonly clusterCa?: string;

  /**
   * The CA pool for the API of etcd.
   *
   * @default - Google's
   */
  readonly etcdApiCa?: string;

  /**
   * The CA pool for the traffic between the members of etcd.
   *
   * @default - Google's
   */
  readonly etcdPeerCa?: string;

  /**
   * The CA pool for aggregated APIs.
   *
   * @default - Google's
   */
  readonly aggregationCa?: string;

  /**
   * The Cloud KMS key for the disks of the control plane.
   *
   * @default - Google's
   */
  readonly controlPlaneDiskKmsKeyName?: string;

  /**
   * The Cloud KMS key for Google's own backups of etcd.
   *
   * @default - Google's
   */
  readonly etcdBackupKmsKeyName?: string;

  /**
   * The versions of Cloud KMS keys that sign the tokens of Kubernetes service accounts.
   *
   * @default - Google's
   */
  readonly serviceAccountSigningKeys?: readonly string[];

  /**
   * The versions of Cloud KMS keys that such tokens are verified with.
   *
   * @default - Google's
   */
  readonly serviceAccountVerificationKeys?: readonly string[];
}

const AUTHORITIES = ["clusterCa", "etcdApiCa", "etcdPeerCa", "aggregationCa"] as const;
const KEYS = ["controlPlaneDiskKmsKeyName", "etcdBackupKmsKeyName"] as const;
const KEY_VERSION = /\/cryptoKeys\/[^/]+\/cryptoKeyVersions\/[0-9]+$/;
const KEY_VERSIONS = ["serviceAccountSigningKeys", "serviceAccountVerificationKeys"] as const;

/** Checks the names of keys and certificate authorities. */
export function checkUserManagedKeys(problems: Problems, keys: UserManagedKeys): void {
  for (const property of AUTHORITIES) {
    const pool = keys[property];
    if (pool === undefined) continue;
    const isPool = (name: string) => /^projects\/[^/]+\/locations\/[^/]+\/caPools\/[^/]+$/.test(name);
    problems.check(property, pool, isPool, 'a CA pool: "projects/P/locations/R/caPools/C"', "name");
  }
  for (const property of KEYS) checkKmsKey(problems, property, keys[property]);
  for (const property of KEY_VERSIONS) {
    const versions = keys[property] ?? [];
    const areVersions = (names: readonly string[]) => names.every((name) => KEY_VERSION.test(name));
    problems.check(
      property,
      versions,
      areVersions,
      'versions of Cloud KMS keys: "projects/…/cryptoKeys/C/cryptoKeyVersions/1"',
      "name",
    );
  }
}

/** Keys and certificate authorities, for the provider. */
export function userManagedKeysConfig(keys: UserManagedKeys): ContainerClusterUserManagedKeysConfig {
  const { serviceAccountSigningKeys: signing, serviceAccountVerificationKeys: verification } = keys;
  return {
    clusterCa: keys.clusterCa,
    etcdApiCa: keys.etcdApiCa,
    etcdPeerCa: keys.etcdPeerCa,
    aggregationCa: keys.aggregationCa,
    controlPlaneDiskEncryptionKey: keys.controlPlaneDiskKmsKeyName,
    gkeopsEtcdBackupEncryptionKey: keys.etcdBackupKmsKeyName,
    serviceAccountSigningKeys: signing && [...signing],
    serviceAccountVerificationKeys: verification && [...verification],
  };
}
