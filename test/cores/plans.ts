import { createHash } from "node:crypto";
import { planRouting } from "../../lib/planning";
import { type AtOnce, largeWorld } from "../planning/large-world";

/** Prints a number of all that is planned in some large worlds: the same on every version of Node. */
const WORLDS: readonly (readonly [seed: number, atOnce?: AtOnce])[] = [
  [0],
  [1, [20_000, 0.7]],
  [2, [50_000, 0.9]],
  [3],
];

async function main(): Promise<void> {
  const hash = createHash("sha256");
  for (const [seed, atOnce] of WORLDS) hash.update(JSON.stringify(await planRouting(largeWorld(seed, atOnce))));
  process.stdout.write(hash.digest("hex"));
}

main();
