import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the built package load the module of a provider's resource when the first of them is made: a platform has some of all the
 * resources that its parts may have, and the modules are most of what it loads. As the compiler writes it, a file loads all that it names.
 */
const DIST = join(__dirname, "..", "dist");

/** `const route_1 = require("@cdktf/provider-google/lib/compute-route");`, which each use of it names in full: `new route_1.ComputeRoute(…)`. */
const LOADED = /^const (\w+) = (require\("@cdktf\/provider-[^"]+"\));$/gm;

function lazily(text: string, file: string): string {
  let lazy = text;
  for (const [line, name, load] of text.matchAll(LOADED)) {
    const uses = new RegExp(`\\b${name}\\b(?!\\.)`, "g");
    if (lazy.match(uses)?.length !== 1)
      throw new Error(`${file} passes ${name} on as a whole, and would load it at once`);
    lazy = lazy.replace(line, `let ${name}_;`).replaceAll(`${name}.`, `(${name}_ ??= ${load}).`);
  }
  return lazy;
}

for (const name of readdirSync(DIST, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js")) continue;
  const file = join(DIST, name);
  const text = readFileSync(file, "utf8");
  const lazy = lazily(text, name);
  if (lazy !== text) writeFileSync(file, lazy);
}
