#!/usr/bin/env node
// Prints the stacks of a folder that "cdktf synth" wrote, each after those that it waits for.
import { readFileSync } from "node:fs";

const [folder = "cdktf.out"] = process.argv.slice(2);
const { stacks } = JSON.parse(readFileSync(`${folder}/manifest.json`, "utf8"));
const ordered = new Set();
const add = (name) => {
  if (ordered.has(name)) return;
  [...stacks[name].dependencies].sort().forEach(add);
  ordered.add(name);
};
Object.keys(stacks).sort().forEach(add);
console.log([...ordered].join("\n"));
