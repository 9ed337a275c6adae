/** A small valid program for every options type: what all tests of options start from. */
import { dataCenterSamples } from "./data-center";
import { gkeSamples } from "./gke";
import { linksSamples } from "./links";
import { loadBalancingSamples } from "./load-balancing";
import { networkSamples } from "./network";
import { route53Samples } from "./route53";
import type { Sample } from "./sample";
import { stacksSamples } from "./stacks";
import { workloadsSamples } from "./workloads";

export type { Sample };

export const SAMPLES: readonly Sample[] = [
  ...networkSamples,
  ...gkeSamples,
  ...loadBalancingSamples,
  ...linksSamples,
  ...dataCenterSamples,
  ...route53Samples,
  ...workloadsSamples,
  ...stacksSamples,
];
