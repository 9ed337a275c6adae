import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { transformSync } from "esbuild";

/**
 * Makes what is built of pictures smaller, as programs for browsers are made: without spaces, with the shortest syntax, and with short names inside of
 * functions. The names of functions stay, so that a stack trace still says where something failed; nobody reads the rest there, and the sources are in the repository.
 */
const PICTURES = join(__dirname, "..", "dist", "lib", "pictures");
/** What of the command line is for pictures alone. */
const COMMANDS = [
  "picture-files.js",
  "change-page.js",
  "facts-file.js",
  "facts-of-policies.js",
  "picture-targets.js",
  "unused-facts.js",
  "write-pictures.js",
].map((file) => join("..", "cli", file));

const files = readdirSync(PICTURES, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".js"));
for (const file of [...files, ...COMMANDS]) {
  const path = join(PICTURES, file);
  const { code } = transformSync(readFileSync(path, "utf8"), {
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    charset: "utf8",
    target: "es2022",
  });
  writeFileSync(path, code);
}
