import type { Construct } from "constructs";
import { addInfo } from "../lib/core/annotations";
import { checkKey } from "../lib/core/names";
import { propertiesOf } from "../lib/core/options-kinds";
import type { Problems } from "../lib/core/problems";
import { isUnknown, whyUnknown } from "../lib/core/tokens";
import {
  checkExistingCluster,
  type ExistingClusterOptions,
  type IRegionalCluster,
  regionalClusterFromAttributes,
} from "../lib/gke/cluster/i-regional-cluster";
import { MAX_CLUSTER_NAME_LENGTH } from "../lib/gke/cluster/regional-cluster";
import type { RegionalClusterOptions } from "../lib/gke/cluster/regional-cluster-options";
import type { NodePoolOptions } from "../lib/gke/nodes/node-pool-options";
import { checkRegion } from "../lib/google/zones";

/** What a stack must know of a cluster that exists. */
export interface ExistingClusterStackProps extends RegionalClusterOptions {
  readonly region: string;
  readonly clusterName: string;
  readonly nodePools?: { readonly [poolName: string]: NodePoolOptions };
}

/** What is known of a cluster that exists in words of its own, which are another property than those of a cluster that is made here. */
const IN_OTHER_WORDS: readonly string[] = ["zones", "releaseChannel", "multiNetworking"];

/** A cluster that exists, by names alone. */
export function existingClusterOf(
  project: string,
  { region, clusterName }: Pick<ExistingClusterStackProps, "region" | "clusterName">,
  existing: ExistingClusterOptions,
): IRegionalCluster {
  return regionalClusterFromAttributes({ project, region, clusterName, ...existing });
}

/** Validates a cluster that exists, and that nothing beside it configures it. */
export function checkBesideExisting(
  problems: Problems,
  props: ExistingClusterStackProps,
  existing: ExistingClusterOptions,
): void {
  const { region, clusterName, nodePools = {} } = props;
  if (problems.known("clusterName", clusterName)) {
    checkKey(problems, "clusterName", clusterName, MAX_CLUSTER_NAME_LENGTH);
  }
  checkNothingConfigured(problems, props);
  if (!checkRegion(problems, "region", region)) return;
  const below = problems.at("existing");
  checkExistingCluster(below, existing, region);
  const { nodeServiceAccountEmail } = existing;
  const [pool] = Object.entries(nodePools).find(([, { serviceAccount }]) => serviceAccount === undefined) ?? [];
  if (pool === undefined || nodeServiceAccountEmail !== undefined) return;
  const expected = `the address of the service account of its nodes: nodePools.${pool} names none of its own in serviceAccount`;
  below.refuse("nodeServiceAccountEmail", nodeServiceAccountEmail, expected);
}

/** A token is no better: what is configured would be ignored. */
function checkNothingConfigured(problems: Problems, props: ExistingClusterStackProps): void {
  for (const property of propertiesOf("RegionalClusterOptions").keys()) {
    if (props[property as keyof RegionalClusterOptions] === undefined) continue;
    const advice = IN_OTHER_WORDS.includes(property)
      ? `of a cluster that exists, write it into existing.${property}`
      : "nothing of a cluster that exists is changed";
    problems.conflict(property, `configures a cluster that is made here, and beside it stands existing: ${advice}`);
  }
}

/** Says what the pools need of a cluster that exists and nobody has said. */
export function noteUnknownOfExisting(construct: Construct, { workloadIdentity }: ExistingClusterOptions): void {
  if (workloadIdentity !== undefined && !isUnknown(workloadIdentity)) return;
  const what = "it is not judged whether Google takes the added pools, which it refuses where Workload Identity is off";
  addInfo(construct, `existing.workloadIdentity ${whyUnknown(workloadIdentity)}: ${what}`);
}
