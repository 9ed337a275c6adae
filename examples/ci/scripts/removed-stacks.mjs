#!/usr/bin/env node
// Writes a folder of the stacks that the deployed version has and the next one no longer: only the deployed version knows how to
// destroy them. It has what `cdktf synth` writes of them, and their lock files.
//   removed-stacks.mjs <cdktf.out of the deployed version> <cdktf.out> <folder>
// The lock files are those of the deployed version: locks/, beside its cdktf.out.
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [deployed, out, folder] = process.argv.slice(2);
const stacksOf = (output) => JSON.parse(readFileSync(join(output, "manifest.json"), "utf8")).stacks;
const next = stacksOf(out);
const removed = Object.entries(stacksOf(deployed)).filter(([name]) => next[name] === undefined);
const names = new Set(removed.map(([name]) => name));

rmSync(folder, { recursive: true, force: true });
mkdirSync(join(folder, "locks"), { recursive: true });
for (const name of names) {
  mkdirSync(join(folder, "stacks", name), { recursive: true });
  copyFileSync(join(deployed, "stacks", name, "cdk.tf.json"), join(folder, "stacks", name, "cdk.tf.json"));
  const lock = `${name}.terraform.lock.hcl`;
  const locked = join(dirname(deployed), "locks", lock);
  if (existsSync(locked)) copyFileSync(locked, join(folder, "locks", lock));
}
const among = ({ dependencies, ...stack }) => ({
  ...stack,
  dependencies: dependencies.filter((name) => names.has(name)),
});
const stacks = Object.fromEntries(removed.map(([name, stack]) => [name, among(stack)]));
writeFileSync(join(folder, "manifest.json"), `${JSON.stringify({ stacks }, null, 2)}\n`);
