import { planRouting } from "cdktf-hybrid-kubernetes/planning";
import { type AtOnce, largeWorld } from "../../test/planning/large-world";

/** Plans a world of 246 countries and twelve data centres: its number, and what the last resort takes at once, where that is limited. */
const [seed = 0, minNodes, targetUtilization] = process.argv.slice(2).map(Number);
const atOnce: AtOnce | undefined =
  minNodes === undefined || targetUtilization === undefined ? undefined : [minNodes, targetUtilization];

async function main(): Promise<void> {
  const { steps } = await planRouting(largeWorld(seed, atOnce));
  if (steps === 0) throw new Error("nothing was planned");
}

main();
