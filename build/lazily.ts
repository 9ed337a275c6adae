/** Which modules: a pattern of how a file names them. */
export const PROVIDERS = "@cdktf/provider-";
export const OWN = "\\.";

/**
 * A compiled file that loads some modules when it first uses them, in place of at once. As the compiler writes it, it begins with
 * `const route_1 = require("@cdktf/provider-google/lib/compute-route");`, which each use names in full: `new route_1.ComputeRoute(…)`.
 *
 * @param text as the compiler writes it
 * @param file what an error calls it
 * @param modules which ones
 */
export function lazily(text: string, file: string, modules: string): string {
  const loaded = new RegExp(`^const (\\w+) = (require\\("${modules}[^"]+"\\));$`, "gm");
  const atOnce = new RegExp(`^.*(?<!_ \\?\\?= )require\\("${modules}[^"]+"\\).*$`, "m");
  let lazy = text;
  for (const [line, name, load] of text.matchAll(loaded)) {
    const rest = text.replace(line, "");
    if (new RegExp(`\\b${name}\\b(?!\\.)`).test(rest)) {
      throw new Error(`${file} passes ${name} on as a whole, and would load it at once`);
    }
    // The name of one may be the end of another's: `route_1` and `compute_route_1`.
    lazy = lazy
      .replace(line, `let ${name}_;`)
      .replaceAll(new RegExp(`\\b${name}\\.`, "g"), () => `(${name}_ ??= ${load}).`);
  }
  const [eager] = lazy.match(atOnce) ?? [];
  if (eager !== undefined) throw new Error(`${file} loads at once: ${eager}`);
  return lazy;
}
