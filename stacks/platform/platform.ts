import type { HybridPlatformProps } from "./hybrid-platform-props";

/** One environment and its options: what each part of a platform is made from. */
export interface Platform {
  /** The path of the platform's construct, for problems that are found later. */
  readonly path: string;
  readonly environment: string;
  readonly props: HybridPlatformProps;
}

/** The name of the cluster in a region. It ties the stacks together, which know each other by names alone. */
export function clusterNameOf(environment: string, region: string): string {
  return `${environment}-${region}`;
}
