import { stacksOfExample } from "../support/examples";
import { type Block, synthesize } from "../support/synthesize";
import { everything } from "./program";

const EXAMPLES = [
  "ci/bootstrap.ts",
  "gpu-inference/main.ts",
  "single-cluster/main.ts",
  "video-platform/main.ts",
  "workloads/main.ts",
];

/** The stacks of each example, and of the program that has everything. */
export function stacksOfAllPrograms(): readonly Block[] {
  const examples = EXAMPLES.flatMap((program) => Object.values(stacksOfExample(program)));
  return [...Object.values(synthesize((app) => everything(app)).stacks), ...examples];
}
