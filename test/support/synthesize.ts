import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";

/** A block of settings in Terraform's JSON. */
// biome-ignore lint/suspicious/noExplicitAny: the schema is Terraform's
export type Block = Record<string, any>;

/** What `cdktf synth` writes for a program: the configuration of each stack, as text, and the manifest. */
export interface Output {
  readonly texts: Readonly<Record<string, string>>;
  readonly stacks: Readonly<Record<string, Block>>;
  readonly manifest: Block;
}

/** Runs a program through `app.synth()`, as the command does, and reads what it wrote. */
export function synthesize(program: (app: App) => void, skipValidation = false): Output {
  const app = new App({ outdir: sharedFolder(), skipValidation });
  program(app);
  app.synth();
  const output = readOutput(app.outdir);
  const { stacks } = output.manifest;
  const files = Object.keys(stacks).map((name) => stacks[name].synthesizedStackPath as string);
  // A new file is written ten times as fast as an old one is overwritten, on disks whose file system then waits for the disk.
  for (const file of ["manifest.json", ...files]) rmSync(join(app.outdir, file));
  return output;
}

/** Makes what a program makes, and writes nothing: for what is refused at once. */
export function make(program: (app: App) => void): void {
  program(new App({ outdir: sharedFolder() }));
}

let shared: string | undefined;

/**
 * One folder for all programs of a test file, of which only the stacks in the last manifest are read: to make and remove one for
 * each takes as long as the synthesis of a small program. It is removed with all that tests write.
 */
function sharedFolder(): string {
  shared ??= mkdtempSync(join(tmpdir(), "synthesize-"));
  return shared;
}

/**
 * The configuration of each stack of a program, as `synthesize` gives it, without a file: for programs whose stacks do not refer to each
 * other, which cdktf would look for by making each once more.
 */
export function configurationsOf(program: (app: App) => void): Readonly<Record<string, Block>> {
  const app = new App({ outdir: sharedFolder(), skipValidation: true });
  program(app);
  const stacks = app.node.findAll().filter((one) => TerraformStack.isStack(one));
  return Object.fromEntries(stacks.map((one) => [one.node.id, sorted(one.toTerraform()) as Block]));
}

/** As in a file: keys in alphabetical order, and none without a value. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(
    entries.sort(([one], [other]) => (one < other ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  );
}

/** Runs a program in a folder of its own, and reads that in another way: `read` is given the folder, which is gone afterwards. */
export function synthesized<Result>(
  program: (app: App) => void,
  read: (outdir: string) => Result,
  skipValidation = false,
): Result {
  const outdir = mkdtempSync(join(tmpdir(), "synthesize-"));
  try {
    const app = new App({ outdir, skipValidation });
    program(app);
    app.synth();
    return read(outdir);
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

function readOutput(outdir: string): Output {
  const manifest = JSON.parse(readFileSync(join(outdir, "manifest.json"), "utf8"));
  const read = (name: string) => readFileSync(join(outdir, manifest.stacks[name].synthesizedStackPath), "utf8");
  const texts = Object.fromEntries(Object.keys(manifest.stacks).map((name) => [name, read(name)]));
  const stacks = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, JSON.parse(text)]));
  return { texts, stacks, manifest };
}

/** The only stack of a program. cdktf looks for references to other stacks first, by making each configuration once more. */
export function onlyStack(app: App): TerraformStack {
  const stack = new TerraformStack(app, "stack");
  stack.prepareStack = () => undefined;
  return stack;
}

/** The configuration of one stack with these constructs, and its annotations. It has no provider, which cdktf would miss. */
export function synthesizeStack(build: (stack: TerraformStack) => void): Block {
  const { stacks, manifest } = synthesize((app) => build(onlyStack(app)), true);
  return { ...stacks.stack, annotations: manifest.stacks.stack.annotations };
}

/** All resources of a type in a stack, by Terraform's name for them, without cdktf's own metadata. */
export function resourcesOf(configuration: Block, type: string): Record<string, Block> {
  const resources: Record<string, Block> = configuration.resource?.[type] ?? {};
  return Object.fromEntries(Object.entries(resources).map(([name, { "//": _, ...resource }]) => [name, resource]));
}

/** The only resource of a type in a stack. */
export function resourceOf(configuration: Block, type: string): Block {
  const [only, ...others] = Object.values(resourcesOf(configuration, type));
  if (only === undefined || others.length > 0) throw new Error(`${type}: there are ${others.length + 1} or none`);
  return only;
}

/** All addresses of a stack, in alphabetical order. */
export function addressesOf(configuration: Block): string[] {
  const managed = Object.entries<Block>(configuration.resource ?? {}).map(([type, named]) => [type, named] as const);
  const read = Object.entries<Block>(configuration.data ?? {}).map(([type, named]) => [`data.${type}`, named] as const);
  return [...managed, ...read].flatMap(([type, named]) => Object.keys(named).map((name) => `${type}.${name}`)).sort();
}

/** The lines of the error that a program is refused with. */
export function refusalOf(program: () => unknown): string[] {
  try {
    program();
  } catch (error) {
    if ((error as Error).name !== "ValidationError") throw error;
    return (error as Error).message.split("\n");
  }
  throw new Error("nothing was refused");
}
