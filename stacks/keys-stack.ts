import type { Construct } from "constructs";
import type { Problems } from "../lib/core/problems";
import { checked, validateProps } from "../lib/core/validate";
import { ClusterKeys, type ClusterKeysOptions, checkClusterKeys } from "../lib/gke/keys/cluster-keys";
import { checkPlatformStack, PlatformStack, type PlatformStackProps } from "./platform-stack";

export interface KeysStackProps extends PlatformStackProps, ClusterKeysOptions {
  /** The name of the key ring in each region. A change replaces the keys, which is refused. */
  readonly keyRingName: string;

  /** The regions of the clusters. */
  readonly regions: readonly string[];
}

/**
 * The keys of all clusters, in the project of the clusters. Waits for the network, which switches on the APIs; the clusters wait for it.
 *
 * It is a stack of its own because it is not destroyed with the others: Terraform refuses to destroy a key.
 */
export class KeysStack extends PlatformStack {
  public readonly keys: ClusterKeys;

  constructor(scope: Construct, id: string, props: KeysStackProps) {
    super(scope, id, props);
    validateProps(this, "KeysStackProps", props, checkKeysStack);
    this.useGoogle();
    this.keys = new ClusterKeys(this, "keys", checked(keysOf(props)));
  }
}

/** Validates the options of the stack of the keys. */
export function checkKeysStack(problems: Problems, props: KeysStackProps): void {
  checkPlatformStack(problems, props);
  checkClusterKeys(problems, keysOf(props));
}

function keysOf({ google: { project }, keyRingName, regions, rotationDays }: KeysStackProps) {
  return { project, keyRingName, regions, rotationDays };
}
