import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Takes the spaces of built pictures away, before lines and around signs, a sixth of what they add to the package: nobody reads them there, and
 * the sources are in the repository. A text of several lines would lose its own: it is refused.
 */
const PICTURES = join(__dirname, "..", "dist", "lib", "pictures");
/** What of the command line is for pictures alone. */
const COMMANDS = ["picture-files.js", "change-page.js", "facts-file.js"].map((file) => join("..", "cli", file));
/** Texts: what is between quotes, and templates. */
const TEXTS = /("(?:[^"\\]|\\.)*"|`[^`]*`)/;

/** Signs and the spaces around them; `+` and `-` alone where no other follows, which it would become one with. */
const SIGNS = / *(=>|\?\?|&&|\|\||===|!==|[=,;:?{}()<>*/]|(?<=[\w)\]] )[+-](?= [\w(])) */g;

/** A line without the spaces around its signs. One that may have a regular expression, or a template in another, stays as it is. */
function tight(line: string): string {
  const parts = line.trimStart().split(TEXTS);
  // A sign between two spaces is a division.
  const isClear =
    (line.match(/`/g) ?? []).length <= 2 &&
    parts.every((part, at) => at % 2 === 1 || !/['"`]|\/(?! )|(?<! )\//.test(part));
  if (!isClear) return line.trimStart();
  return parts.map((part, at) => (at % 2 === 1 ? part : part.replaceAll(SIGNS, "$1"))).join("");
}

const files = readdirSync(PICTURES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
for (const file of [...files, ...COMMANDS]) {
  const path = join(PICTURES, file);
  const lines = readFileSync(path, "utf8").split("\n");
  const open = lines.find((line) => (line.match(/`/g) ?? []).length % 2 === 1);
  if (open !== undefined) throw new Error(`${path} has a text of several lines, whose spaces would be lost: ${open}`);
  writeFileSync(path, lines.map(tight).join("\n"));
}
