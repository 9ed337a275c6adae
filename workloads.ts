/**
 * What runs inside the clusters. An entry of its own, because it needs `@cdktf/provider-kubernetes`, which the rest of the
 * library does without.
 */
export * from "./lib/workloads";
export { WorkloadsStack, type WorkloadsStackProps } from "./stacks/workloads-stack";
