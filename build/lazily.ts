/** `const route_1 = require("@cdktf/provider-google/lib/compute-route");`, which each use of it names in full: `new route_1.ComputeRoute(…)`. */
const LOADED = /^const (\w+) = (require\("@cdktf\/provider-[^"]+"\));$/gm;
const LOADS_AT_ONCE = /^.*(?<!_ \?\?= )require\("@cdktf\/provider-[^"]+"\).*$/m;

/**
 * A compiled file that loads the module of a provider's resource when it first uses it, in place of at once.
 *
 * @param text as the compiler writes it
 * @param file what an error calls it
 */
export function lazily(text: string, file: string): string {
  let lazy = text;
  for (const [line, name, load] of text.matchAll(LOADED)) {
    const rest = text.replace(line, "");
    if (new RegExp(`\\b${name}\\b(?!\\.)`).test(rest)) {
      throw new Error(`${file} passes ${name} on as a whole, and would load it at once`);
    }
    // The name of one may be the end of another's: `route_1` and `compute_route_1`.
    lazy = lazy
      .replace(line, `let ${name}_;`)
      .replaceAll(new RegExp(`\\b${name}\\.`, "g"), () => `(${name}_ ??= ${load}).`);
  }
  const [eager] = lazy.match(LOADS_AT_ONCE) ?? [];
  if (eager !== undefined) throw new Error(`${file} loads at once: ${eager}`);
  return lazy;
}
