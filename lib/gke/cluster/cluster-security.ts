import type { ContainerClusterConfig } from "@cdktf/provider-google/lib/container-cluster";
import type { Postcondition } from "cdktf";
import { checkOneOf } from "../../core/checks";
import type { Problems, Warnings } from "../../core/problems";
import { checkKmsKey } from "../../google/kms-key";
import { readOnlyPort } from "../nodes/node-system";
import { checkUserManagedKeys, type UserManagedKeys, userManagedKeysConfig } from "./user-managed-keys";

const POSTURES = ["DISABLED", "BASIC", "ENTERPRISE"] as const;
const ANONYMOUS = ["LIMITED", "ENABLED"] as const;

/** Who may do what in the cluster. Legacy authorization and client certificates are always off. */
export interface ClusterSecurityOptions {
  /**
   * The Cloud KMS key that encrypts Kubernetes secrets in the cluster's database, in the cluster's region:
   * `projects/P/locations/R/keyRings/K/cryptoKeys/C`. GKE's service agent needs the role
   * `roles/cloudkms.cryptoKeyEncrypterDecrypter` on it (CIS GKE 5.3.1). For a cluster that exists without one, run
   * `gcloud container clusters update --database-encryption-key` first: the plan is refused until then.
   *
   * @default - Google's own encryption alone: a key outlives every cluster, so it is not made here
   */
  readonly secretsKmsKeyName?: string;

  /**
   * How much Google looks for weak settings of workloads.
   *
   * @default "BASIC"
   */
  readonly securityPosture?: (typeof POSTURES)[number];

  /**
   * How much Google looks for known vulnerabilities in running images. Google has announced the end of this: Artifact Analysis, at the
   * registry, is what stays.
   *
   * @default "DISABLED"
   */
  readonly vulnerabilityScanning?: (typeof POSTURES)[number];

  /**
   * Whether the project's Binary Authorization policy decides which images may run. A project's first policy allows all.
   *
   * @default true (CIS GKE 5.10.5)
   */
  readonly binaryAuthorization?: boolean;

  /**
   * The domain of the Google group `gke-security-groups@<domain>`, whose member groups can be named in RBAC (CIS GKE 5.8.3).
   *
   * @default - no groups: only users and service accounts
   */
  readonly authenticatorGroupsDomain?: string;

  /**
   * What callers without a name may ask: `LIMITED` is the health checks alone.
   *
   * @default "LIMITED"
   */
  readonly anonymousAuthentication?: (typeof ANONYMOUS)[number];

  /**
   * Whether RBAC may give rights to everyone with a Google account, or to callers without a name: to the subjects
   * `system:authenticated`, `system:unauthenticated` and `system:anonymous`.
   *
   * @default false
   */
  readonly insecureRbacBindings?: boolean;

  /**
   * Whether a Kubernetes `Service` may claim any IP address as its external one, which can catch others' traffic.
   *
   * @default false
   */
  readonly serviceExternalIps?: boolean;

  /**
   * Whether kubelets answer everyone on port 10255, in pools without a `kubeletReadOnlyPort` of their own and in those that GKE
   * makes.
   *
   * @default false
   */
  readonly kubeletReadOnlyPort?: boolean;

  /**
   * Keys and certificate authorities of your own for the control plane.
   *
   * @default - Google's
   */
  readonly userManagedKeys?: UserManagedKeys;
}

/** Validates the security options of a cluster. */
export function checkClusterSecurity(problems: Problems, options: ClusterSecurityOptions): void {
  checkKmsKey(problems, "secretsKmsKeyName", options.secretsKmsKeyName);
  checkOneOf(problems, "securityPosture", options.securityPosture, POSTURES);
  checkOneOf(problems, "vulnerabilityScanning", options.vulnerabilityScanning, POSTURES);
  checkOneOf(problems, "anonymousAuthentication", options.anonymousAuthentication, ANONYMOUS);
  const { authenticatorGroupsDomain: domain, userManagedKeys } = options;
  if (domain !== undefined) {
    const isDomain = (name: string) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(name);
    problems.check("authenticatorGroupsDomain", domain, isDomain, 'a domain: "example.com"', "host-name");
  }
  if (userManagedKeys !== undefined) checkUserManagedKeys(problems.at("userManagedKeys"), userManagedKeys);
}

/** Warns of each opt-out of what is safe by default. */
export function warnOfSecurity(warnings: Warnings, options: ClusterSecurityOptions): void {
  const optOuts = {
    anonymousAuthentication: [options.anonymousAuthentication === "ENABLED", "lets callers without a name in"],
    insecureRbacBindings: [options.insecureRbacBindings === true, "lets RBAC give rights to everyone"],
    serviceExternalIps: [options.serviceExternalIps === true, "lets a Service catch others' traffic"],
    kubeletReadOnlyPort: [options.kubeletReadOnlyPort === true, "lets everyone in the network ask kubelets"],
  } as const;
  for (const [option, [isOptedOut, risk]] of Object.entries(optOuts)) if (isOptedOut) warnings.warn(option, risk);
}

/** A cluster, as `gcloud` names it. */
interface NamedCluster {
  readonly clusterName: string;
  readonly project: string;
  readonly region: string;
}

/**
 * What of a cluster with a key of its own is left to GKE, and what must hold all the same.
 *
 * GKE 1.35 answers `ALL_OBJECTS_ENCRYPTION_ENABLED` to `ENCRYPTED`, and this provider would set it again at each apply. With
 * the state ignored, a cluster that stands without a key would stay so: the condition reports it, before anything is changed.
 */
export function encryptionConfig(
  key: string | undefined,
  { clusterName, project, region }: NamedCluster,
): { readonly ignoreChanges: string[]; readonly postcondition?: Postcondition[] } {
  if (!key) return { ignoreChanges: [] };
  const cluster = `${clusterName} --project=${project} --location=${region}`;
  const command = `gcloud container clusters update ${cluster} --database-encryption-key=${key}`;
  return {
    ignoreChanges: ["database_encryption[0].state"],
    postcondition: [
      {
        // In Terraform's own words: TerraformSelf knows no element of a list.
        condition: `\${self.database_encryption[0].state != "DECRYPTED"}`,
        errorMessage: `This cluster does not encrypt its secrets with secretsKmsKeyName, and Terraform does not switch that on for a cluster that exists. Run: ${command}`,
      },
    ],
  };
}

/** The security settings, for the provider. What is off is written as off: what is left out would stay as it was. */
export function securityConfig(options: ClusterSecurityOptions): Partial<ContainerClusterConfig> {
  const { secretsKmsKeyName, authenticatorGroupsDomain: domain, insecureRbacBindings = false } = options;
  const insecureKubeletReadonlyPortEnabled = readOnlyPort(options.kubeletReadOnlyPort);
  return {
    enableShieldedNodes: true,
    enableLegacyAbac: false,
    masterAuth: { clientCertificateConfig: { issueClientCertificate: false } },
    databaseEncryption: secretsKmsKeyName ? { state: "ENCRYPTED", keyName: secretsKmsKeyName } : { state: "DECRYPTED" },
    securityPostureConfig: {
      mode: options.securityPosture ?? "BASIC",
      vulnerabilityMode: `VULNERABILITY_${options.vulnerabilityScanning ?? "DISABLED"}`,
    },
    binaryAuthorization: { evaluationMode: evaluationMode(options.binaryAuthorization) },
    authenticatorGroupsConfig: domain === undefined ? undefined : { securityGroup: `gke-security-groups@${domain}` },
    anonymousAuthenticationConfig: { mode: options.anonymousAuthentication ?? "LIMITED" },
    rbacBindingConfig: {
      enableInsecureBindingSystemAuthenticated: insecureRbacBindings,
      enableInsecureBindingSystemUnauthenticated: insecureRbacBindings,
    },
    serviceExternalIpsConfig: { enabled: options.serviceExternalIps ?? false },
    nodePoolDefaults: { nodeConfigDefaults: { insecureKubeletReadonlyPortEnabled } },
    nodePoolAutoConfig: { nodeKubeletConfig: { insecureKubeletReadonlyPortEnabled } },
    userManagedKeysConfig: options.userManagedKeys && userManagedKeysConfig(options.userManagedKeys),
  };
}

function evaluationMode(binaryAuthorization = true): string {
  return binaryAuthorization ? "PROJECT_SINGLETON_POLICY_ENFORCE" : "DISABLED";
}
