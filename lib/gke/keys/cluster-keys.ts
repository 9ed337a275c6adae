import { DataGoogleProject } from "@cdktf/provider-google/lib/data-google-project";
import { KmsCryptoKey } from "@cdktf/provider-google/lib/kms-crypto-key";
import { KmsCryptoKeyIamMember } from "@cdktf/provider-google/lib/kms-crypto-key-iam-member";
import { KmsKeyRing } from "@cdktf/provider-google/lib/kms-key-ring";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { checkWholeNumber, oneOf } from "../../core/checks";
import { Problems } from "../../core/problems";
import { validateProps } from "../../core/validate";
import { kmsKeyName } from "../../google/kms-key";
import { ROLES } from "../../google/roles";
import { computeAgent, gkeAgent, memberOf } from "../../google/service-accounts";
import { isRegionName } from "../../google/zones";

/** What the keys of a cluster encrypt, and who uses each. */
const AGENTS = { secrets: gkeAgent, "boot-disks": computeAgent } as const;

/** Source: CIS Google Cloud Platform Foundation 1.10: keys are rotated within 90 days. */
const DEFAULT_ROTATION_DAYS = 90;
const MAX_ROTATION_DAYS = 36_500;
const DAY_SECONDS = 86_400;

/** The keys of a region, as options of its cluster. */
export interface KeysOfCluster {
  /** The key for the secrets of Kubernetes. */
  readonly secretsKmsKeyName: string;
  /** The key for the boot disks of nodes. */
  readonly bootDiskKmsKeyName: string;
}

/** Options of the keys of clusters. */
export interface ClusterKeysOptions {
  /**
   * How many days each version of a key encrypts what is new, 1 to 36500. Older versions stay: they decrypt what they have encrypted.
   *
   * @default 90 (CIS GCP 1.10)
   */
  readonly rotationDays?: number;
}

export interface ClusterKeysProps extends ClusterKeysOptions {
  /** The Google Cloud project, that of the clusters. A change replaces the keys, which is refused. */
  readonly project: string;

  /**
   * The name of the key ring in each region: 1 to 63 letters, digits, hyphens and underscores. Google keeps a ring for ever, so its name cannot
   * be used for another one. A change replaces the keys, which is refused.
   */
  readonly keyRingName: string;

  /** The regions of the clusters. One that is taken away loses its keys, and what they encrypt with them. */
  readonly regions: readonly string[];

  /**
   * What must exist before, such as the project's APIs.
   *
   * @default - nothing
   */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/**
 * Keys of your own for clusters: in each region a key ring with a key for the secrets of Kubernetes and one for the boot disks of nodes.
 * Google's agent of GKE may use the first and that of Compute Engine the second, and nobody else any. `forCluster` hands them to a cluster, which
 * then waits until the agents may.
 *
 * Terraform refuses to destroy a ring or a key. Google never deletes either; of a key it destroys the versions, after 30 days in which
 * they can be restored.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets,
 * https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
 */
export class ClusterKeys extends Construct {
  /** The key ring of each region. */
  public readonly keyRings: ReadonlyMap<string, KmsKeyRing>;
  private readonly byRegion: ReadonlyMap<string, KeysOfCluster>;

  constructor(scope: Construct, id: string, props: ClusterKeysProps) {
    super(scope, id);
    validateProps(this, "ClusterKeysProps", props, checkClusterKeys);
    const { project, regions } = props;
    const { number } = new DataGoogleProject(this, "project", { projectId: project });
    const made = [...new Set(regions)].map((region) => [region, this.addRegion(region, number, props)] as const);
    this.keyRings = new Map(made.map(([region, { keyRing }]) => [region, keyRing]));
    this.byRegion = new Map(made.map(([region, { names }]) => [region, names]));
  }

  /**
   * The keys of a region, for the options of its cluster: `...keys.forCluster("europe-west1")`. Whoever has them waits until Google's agents may
   * use them. A region without keys is refused.
   */
  public forCluster(region: string): KeysOfCluster {
    Problems.of(this.node.path, (problems) => {
      const expected = `a region of these keys: ${oneOf([...this.byRegion.keys()])}`;
      problems.check("region", region, (name) => this.byRegion.has(name), expected, "one-of");
    });
    return this.byRegion.get(region) as KeysOfCluster;
  }

  private addRegion(region: string, projectNumber: string, props: ClusterKeysProps) {
    const { project, keyRingName, rotationDays = DEFAULT_ROTATION_DAYS, dependsOn } = props;
    const lifecycle = { preventDestroy: true };
    const scope = new Construct(this, region);
    const keyRing = new KmsKeyRing(scope, "key_ring", {
      project,
      location: region,
      name: keyRingName,
      dependsOn: dependsOn && [...dependsOn],
      lifecycle,
    });
    const nameOfKey = (name: keyof typeof AGENTS) => {
      const key = new KmsCryptoKey(scope, name, {
        keyRing: keyRing.id,
        name,
        purpose: "ENCRYPT_DECRYPT",
        rotationPeriod: `${rotationDays * DAY_SECONDS}s`,
        lifecycle,
      });
      const grant = new KmsCryptoKeyIamMember(scope, `${name}_agent`, {
        cryptoKeyId: key.id,
        role: ROLES.use_keys.id,
        member: memberOf(AGENTS[name](projectNumber)),
      });
      // Of the grant, not of the key: a cluster that is made before the grant is refused by Google.
      return grant.cryptoKeyId;
    };
    return { keyRing, names: { secretsKmsKeyName: nameOfKey("secrets"), bootDiskKmsKeyName: nameOfKey("boot-disks") } };
  }
}

/** The names of the keys of a region, as they are known at synthesis. */
export function clusterKeyNames(
  ring: { readonly project: string; readonly keyRingName: string },
  region: string,
): KeysOfCluster {
  const name = (key: keyof typeof AGENTS) => kmsKeyName({ ...ring, location: region }, key);
  return { secretsKmsKeyName: name("secrets"), bootDiskKmsKeyName: name("boot-disks") };
}

/** Validates the options of the keys of clusters. */
export function checkClusterKeys(problems: Problems, { keyRingName, regions, rotationDays }: ClusterKeysProps): void {
  if (rotationDays !== undefined && problems.known("rotationDays", rotationDays, "Google wants seconds"))
    checkWholeNumber(problems, "rotationDays", rotationDays, [1, MAX_ROTATION_DAYS]);
  const isName = (name: string) => /^[a-zA-Z0-9_-]{1,63}$/.test(name);
  if (problems.known("keyRingName", keyRingName, "the clusters know it by name")) {
    problems.check("keyRingName", keyRingName, isName, "1 to 63 letters, digits, hyphens and underscores", "name");
  }
  if (!problems.known("regions", regions)) return;
  for (const region of regions) {
    if (problems.known("regions", region)) {
      problems.check("regions", region, isRegionName, 'regions of Google Cloud: "europe-west1"', "name");
    }
  }
}
