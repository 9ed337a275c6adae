import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lazily, OWN, PROVIDERS } from "./lazily";

/**
 * Makes the built package load what it may not need when it is needed. A platform has some of all the resources that its parts may have,
 * and their modules are most of what it loads; a command is one of many, each with what it does behind it. As the compiler writes it,
 * a file loads all that it names.
 */
const DIST = join(__dirname, "..", "dist");
const COMMANDS = join(DIST, "lib", "cli", "commands");

for (const name of readdirSync(DIST, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js")) continue;
  const file = join(DIST, name);
  const text = readFileSync(file, "utf8");
  let lazy = lazily(text, name, PROVIDERS);
  if (dirname(file) === COMMANDS) lazy = lazily(lazy, name, OWN);
  if (lazy !== text) writeFileSync(file, lazy);
}
