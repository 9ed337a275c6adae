import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "cdktf";
// biome-ignore lint/style/noRestrictedImports: it runs in processes without Jest, which are told a seed
import fc from "fast-check";
import { HybridPlatform, ValidationError } from "../../index";
import { randomPlatform } from "../support/random-platforms";

/** Synthesizes random platforms, each into a folder of its own, or writes why it is refused: `platforms.ts <folder> <seed> <how many>`. */
const [folder = "", seed, numRuns] = process.argv.slice(2);

for (const [index, props] of fc.sample(randomPlatform, { seed: Number(seed), numRuns: Number(numRuns) }).entries()) {
  const outdir = join(folder, String(index));
  mkdirSync(outdir, { recursive: true });
  try {
    const app = new App({ outdir });
    new HybridPlatform(app, "test", props);
    app.synth();
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    writeFileSync(join(outdir, "refused.txt"), error.message);
  }
}
