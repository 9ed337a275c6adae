import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "./synthesize";

/** The program of an example as it stands, by its path below `examples`: its stacks, by name. Once in a file of tests. */
export function stacksOfExample(program: string): Readonly<Record<string, Block>> {
  const outdir = mkdtempSync(join(tmpdir(), "example-"));
  process.env.CDKTF_OUTDIR = outdir;
  try {
    jest.requireActual(join(__dirname, "..", "..", "examples", program));
    const { stacks } = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
    const read = (name: string) => readFileSync(join(outdir, stacks[name].synthesizedStackPath), "utf8");
    return Object.fromEntries(Object.keys(stacks).map((name) => [name, JSON.parse(read(name))]));
  } finally {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outdir, { recursive: true });
  }
}
