import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The version in this package's package.json, which is above the sources and above what is built of them. */
export function packageVersion(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder);
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
}
