export { type Problem, ValidationError } from "./lib/core/validation-error";
export * from "./lib/datacenter";
export * from "./lib/gke";
export * from "./lib/load-balancing";
export * from "./lib/network";
export * from "./lib/route53";
export * from "./lib/routing";
export * from "./stacks";
