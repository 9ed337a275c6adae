import { deepStrictEqual } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

// biome-ignore lint/suspicious/noExplicitAny: the schema is Terraform's
type Block = Record<string, any>;

/** Fails when two folders that `cdktf synth` wrote have other Terraform in them; cdktf's own comments do not count. */
export function expectSameTerraform(one: string, other: string): void {
  deepStrictEqual(configurationsOf(other), configurationsOf(one));
}

/** How many resources the stacks of a folder have. */
export function countResources(folder: string): number {
  const types = Object.values(configurationsOf(folder)).flatMap(({ resource = {} }) => Object.values<Block>(resource));
  return types.reduce((sum, named) => sum + Object.keys(named).length, 0);
}

function configurationsOf(folder: string): Block {
  const { stacks } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const read = (path: string) => JSON.parse(readFileSync(join(folder, path), "utf8"), withoutComments);
  return Object.fromEntries(
    Object.entries<Block>(stacks).map(([name, { synthesizedStackPath }]) => [name, read(synthesizedStackPath)]),
  );
}

function withoutComments(key: string, value: unknown): unknown {
  return key === "//" ? undefined : value;
}
