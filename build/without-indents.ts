import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes the spaces before the lines of built pictures away, a tenth of what they add to the package: nobody reads them there, and the sources
 * are in the repository. A text of several lines would lose its own: it is refused.
 */
const PICTURES = join(__dirname, "..", "dist", "lib", "pictures");
const files = readdirSync(PICTURES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
for (const file of files) {
  const path = join(PICTURES, file);
  const lines = readFileSync(path, "utf8").split("\n");
  const open = lines.find((line) => (line.match(/`/g) ?? []).length % 2 === 1);
  if (open !== undefined) throw new Error(`${path} has a text of several lines, whose spaces would be lost: ${open}`);
  writeFileSync(path, lines.map((line) => line.trimStart()).join("\n"));
}
