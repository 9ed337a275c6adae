import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One stack of a folder that `cdktf synth` wrote. */
export interface SynthesizedStack {
  readonly name: string;
  /** The stacks that are deployed before it. */
  readonly waitsFor: readonly string[];
  /** Its Terraform configuration, as Terraform reads it. */
  readonly configuration: TerraformConfiguration;
}

/** The parts of a Terraform configuration in JSON that are of interest here. */
export interface TerraformConfiguration {
  readonly terraform?: { readonly backend?: Readonly<Record<string, Settings>>; readonly cloud?: Settings };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Settings>>>>;
}

/** Settings of a block whose schema is Terraform's. */
export type Settings = Readonly<Record<string, unknown>>;

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: string[]; readonly synthesizedStackPath: string }>>;
}

/**
 * Reads what `cdktf synth` wrote, each stack after those that it waits for.
 *
 * @throws an error that says what is missing
 */
export function readOutputFolder(folder: string): readonly SynthesizedStack[] {
  const manifestFile = join(folder, "manifest.json");
  if (!existsSync(manifestFile)) throw new Error(`${manifestFile} is not there: run "cdktf synth" first`);
  const manifest = JSON.parse(readFileSync(manifestFile, "utf8")) as Manifest;
  const ordered = new Map<string, SynthesizedStack>();
  const add = (name: string): void => {
    const stack = manifest.stacks[name];
    if (stack === undefined || ordered.has(name)) return;
    const waitsFor = [...stack.dependencies].sort();
    waitsFor.forEach(add);
    const configuration = JSON.parse(readFileSync(join(folder, stack.synthesizedStackPath), "utf8"));
    ordered.set(name, { name, waitsFor, configuration });
  };
  Object.keys(manifest.stacks).sort().forEach(add);
  return [...ordered.values()];
}
