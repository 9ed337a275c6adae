#!/usr/bin/env node
// Prints the stacks of a folder that "cdktf synth" wrote, each after those that it waits for.
//   stack-order.mjs [cdktf.out] [--waves]
// With --waves, those that wait for none of each other are in one line. ENVIRONMENT leaves out the stacks of other environments: a stack
// belongs to the environment that its name is, or begins with: "production-dns".
import { readFileSync } from "node:fs";

const [folder = "cdktf.out", waves] = process.argv.slice(2);
const environment = process.env.ENVIRONMENT;
const { stacks } = JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8"));
const isOurs = (name) => !environment || name === environment || name.startsWith(`${environment}-`);

// A name becomes a part of paths and commands, and may be that of a pull request.
const strange = Object.keys(stacks).find((name) => !/^\w[\w.-]*$/.test(name));
if (strange !== undefined) throw new Error(`${JSON.stringify(strange)} is no name of a stack`);

const waveOf = new Map();
const add = (name) => {
  if (!waveOf.has(name)) {
    const before = [...stacks[name].dependencies].sort().map(add);
    waveOf.set(name, Math.max(0, ...before.map((wave) => wave + 1)));
  }
  return waveOf.get(name);
};
for (const name of Object.keys(stacks).sort()) add(name);

const names = [...waveOf.keys()].filter(isOurs);
const lines = [];
for (const name of names) {
  const wave = waveOf.get(name);
  lines[wave] = [...(lines[wave] ?? []), name];
}
console.log(
  waves === "--waves"
    ? lines
        .filter(Boolean)
        .map((wave) => wave.join(" "))
        .join("\n")
    : names.join("\n"),
);
