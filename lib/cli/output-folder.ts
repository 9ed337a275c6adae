import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Problems } from "../core/problems";

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
  /** What the core notes: its version, among others. */
  readonly "//"?: { readonly metadata?: { readonly version?: string } };
  readonly terraform?: { readonly backend?: Readonly<Record<string, Settings>>; readonly cloud?: Settings };
  readonly resource?: Readonly<Record<string, Readonly<Record<string, Settings>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Settings>>>>;
  readonly output?: Readonly<Record<string, { readonly value?: unknown }>>;
  readonly provider?: Readonly<Record<string, readonly Settings[]>>;
  /** Resources that have another address than before, and are the same ones. */
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
  /** Resources that Terraform lets go of; they go on to exist, unless `destroy` is left out or true. */
  readonly removed?: readonly { readonly from: string; readonly lifecycle?: Settings | readonly Settings[] }[];
}

/** Settings of a block whose schema is Terraform's. */
export type Settings = Readonly<Record<string, unknown>>;

interface Manifest {
  readonly stacks: Readonly<Record<string, { readonly dependencies: string[]; readonly synthesizedStackPath: string }>>;
}

/**
 * Reads what `cdktf synth` wrote, each stack after those that it waits for.
 *
 * @throws `ValidationError` that says which file is missing or broken
 */
export function readOutputFolder(folder: string): readonly SynthesizedStack[] {
  const manifest = readJson<Partial<Manifest> | null>(folder, "manifest.json");
  const stacks = manifest?.stacks;
  if (!isObject(stacks) || !Object.values(stacks).every(isStack)) {
    return Problems.of(folder, (problems) => {
      problems.conflict(["manifest.json"], "is not what cdktf synth wrote, but another program, such as AWS CDK");
      return [];
    });
  }
  const ordered = new Map<string, SynthesizedStack>();
  const add = (name: string): void => {
    const stack = stacks[name];
    if (stack === undefined || ordered.has(name)) return;
    const waitsFor = [...stack.dependencies].sort();
    waitsFor.forEach(add);
    const configuration = readConfiguration(folder, stack.synthesizedStackPath);
    ordered.set(name, { name, waitsFor, configuration });
  };
  Object.keys(stacks).sort().forEach(add);
  return [...ordered.values()];
}

function readConfiguration(folder: string, file: string): TerraformConfiguration {
  const configuration = readJson<TerraformConfiguration>(folder, file);
  return Problems.of(folder, (problems) => {
    if (!isConfiguration(configuration))
      problems.conflict([file], 'is no configuration of Terraform: run "cdktf synth" first');
    return configuration;
  });
}

/** Whether resources and data sources are by their types and names: what is anything else would be read as none at all. */
function isConfiguration(configuration: unknown): boolean {
  if (!isObject(configuration)) return false;
  const { resource = {}, data = {} } = configuration as TerraformConfiguration;
  return [resource, data].every((byType) => isObject(byType) && Object.values(byType).every(isOfObjects));
}

/** Whether a value of JSON is an object of objects. */
export function isOfObjects(value: unknown): boolean {
  return isObject(value) && Object.values(value).every(isObject);
}

/** Whether a value of JSON is an object, and neither a list nor `null`. */
export function isObject(value: unknown): value is Settings {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isStack(stack: unknown): boolean {
  const { synthesizedStackPath, dependencies } = (stack ?? {}) as Partial<Manifest["stacks"][string]>;
  return typeof synthesizedStackPath === "string" && Array.isArray(dependencies);
}

/**
 * Reads a file of JSON below a folder that `cdktf synth` wrote.
 *
 * @throws `ValidationError` that says which file is missing or broken
 */
export function readJson<Content>(folder: string, file: string): Content {
  return Problems.of(folder, (problems) => {
    try {
      return JSON.parse(readFileSync(join(folder, file), "utf8"));
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const isHcl = file.endsWith(".tf");
      const reason = code === "ENOENT" ? "there is no such file" : `cannot be read (${isHcl ? "it is HCL" : message})`;
      problems.conflict([file], `${reason}: run "cdktf synth"${isHcl ? " without --hcl" : " first"}`);
    }
  });
}

/** The resources of a type, by their names in Terraform. */
export function resources({ resource = {} }: TerraformConfiguration, type: string): Readonly<Record<string, Settings>> {
  return resource[type] ?? {};
}
