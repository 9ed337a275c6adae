import type { Problems } from "../lib/core/problems";
import { checkProjectId } from "../lib/google/project-id";
import {
  globalNetworkFromAttributes,
  type IGlobalNetwork,
  type SubnetAttributes,
} from "../lib/network/i-global-network";
import type { PlatformStackProps } from "./platform-stack";

/** Where the network of a stack is, that another stack makes or that was there before. */
export interface NetworkReference {
  /**
   * The project that owns the network: the host project of a Shared VPC. A change replaces what is in the network.
   *
   * @default - the project of the stack, `google.project`
   */
  readonly networkProject?: string;
}

interface NamedNetwork extends PlatformStackProps, NetworkReference {
  readonly networkName: string;
  readonly subnets?: { readonly [region: string]: SubnetAttributes };
}

/** The project that owns the network of a stack. */
export function networkProjectOf({ google, networkProject }: PlatformStackProps & NetworkReference): string {
  return networkProject ?? google.project;
}

/** The network of a stack, by names alone. */
export function networkOf(props: NamedNetwork): IGlobalNetwork {
  const { networkName, subnets } = props;
  return globalNetworkFromAttributes({ project: networkProjectOf(props), networkName, subnets });
}

/** Validates where the network is. */
export function checkNetworkReference(problems: Problems, { networkProject }: NetworkReference): void {
  if (networkProject !== undefined) checkProjectId(problems, "networkProject", networkProject);
}
