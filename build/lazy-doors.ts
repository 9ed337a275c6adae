import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Makes the entries of the built package lazy: what an entry exports is loaded when a program first uses it, so that one that
 * makes only a network does not load the clusters. As the compiler writes it, an entry loads all that stands behind it at once.
 */
const PACKAGE = join(__dirname, "..");

/** The name of each export of an entry, and the module it is taken from, as the entry writes it: `./regional-cluster`. */
function exportsOf(entry: string): ReadonlyMap<string, string> {
  const origins = new Map<string, string>();
  for (const [, module] of readFileSync(entry, "utf8").matchAll(/require\("(\.[^"]+)"\)/g)) {
    for (const name of Object.keys(require(join(entry, "..", module as string)))) origins.set(name, module as string);
  }
  const own = Object.keys(require(entry));
  const unknown = own.filter((name) => !origins.has(name));
  if (unknown.length > 0) throw new Error(`${entry} itself defines ${unknown.join(", ")}: an entry only passes on`);
  return new Map(own.map((name) => [name, origins.get(name) as string]));
}

/** The names are written out, since Node reads them from the text of a CommonJS module that an ES module imports. */
function lazyEntry(origins: ReadonlyMap<string, string>): string {
  return `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
${[...origins.keys()].map((name) => `exports.${name} = `).join("")}void 0;
const lazy = (name, load) => Object.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });
${[...origins]
  .map(
    ([name, module]) => `lazy("${name}", () => require("${module}"));
`,
  )
  .join("")}`;
}

/** It works by being loaded, and exports nothing. */
const FAST_SYNTH = "./dist/fast-synth.js";
const { exports: entries } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
const doors = Object.values<string>(entries)
  .filter((entry) => entry.endsWith(".js") && entry !== FAST_SYNTH)
  .map((entry) => join(PACKAGE, entry));
// All are read before the first is written, since one passes on what another exports.
const lazy = doors.map((door) => [door, lazyEntry(exportsOf(door))] as const);
for (const [door, text] of lazy) writeFileSync(door, text);
