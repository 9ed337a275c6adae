import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lazily } from "./lazily";

/**
 * Makes the built package load the module of a provider's resource when the first of them is made: a platform has some of all the
 * resources that its parts may have, and the modules are most of what it loads. As the compiler writes it, a file loads all that it names.
 */
const DIST = join(__dirname, "..", "dist");

for (const name of readdirSync(DIST, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js")) continue;
  const file = join(DIST, name);
  const text = readFileSync(file, "utf8");
  const lazy = lazily(text, name);
  if (lazy !== text) writeFileSync(file, lazy);
}
