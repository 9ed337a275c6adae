import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "./synthesize";

/** A stack as `cdktf synth` writes it. */
export interface WrittenStack {
  readonly waitsFor?: readonly string[];
  readonly configuration: Block;
}

/** Writes a folder as `cdktf synth` does, of stacks that no program makes. */
export function writtenOutput(stacks: Readonly<Record<string, WrittenStack>>): string {
  const folder = mkdtempSync(join(tmpdir(), "written-"));
  const listed = Object.entries(stacks).map(([name, { waitsFor = [], configuration }]) => {
    mkdirSync(join(folder, "stacks", name), { recursive: true });
    const synthesizedStackPath = `stacks/${name}/cdk.tf.json`;
    writeFileSync(join(folder, synthesizedStackPath), JSON.stringify(configuration));
    return [name, { dependencies: waitsFor, synthesizedStackPath }];
  });
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ stacks: Object.fromEntries(listed) }));
  return folder;
}
