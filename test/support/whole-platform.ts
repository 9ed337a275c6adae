import type { DnsStack, EdgeStack, HybridPlatform, HybridPlatformProps, NetworkStack } from "../../index";

type Parts = "google" | "network" | "clusters" | "hostedZone" | "services";

/** A platform of which no part is absent. */
export type WholePlatformProps = Omit<HybridPlatformProps, Parts | "loadBalancer"> &
  Required<Pick<HybridPlatformProps, Parts>> & {
    readonly loadBalancer?: Exclude<HybridPlatformProps["loadBalancer"], false>;
  };

/** The stacks of a platform of which no part is absent. */
export function whole({ network, edge, dns }: HybridPlatform): {
  readonly network: NetworkStack;
  readonly edge: EdgeStack;
  readonly dns: DnsStack;
} {
  if (network === undefined || edge === undefined || dns === undefined)
    throw new Error("a part of the platform is absent");
  return { network, edge, dns };
}
