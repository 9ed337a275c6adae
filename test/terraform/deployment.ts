import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { App } from "cdktf";
import { readOutputFolder, type SynthesizedStack } from "../../lib/cli/output-folder";
import { addressesOf, type Block, synthesized } from "../support/synthesize";
import type { HttpState } from "./http-state";
import type { Cloud } from "./stand-in/cloud";
import type { Pace } from "./stand-in/pace";
import { StandIns } from "./stand-ins";
import { type Run, run, terraformBinary } from "./terraform";

/** As many runs of Terraform at once. Each waits for its provider more than it works. */
const AT_ONCE = 4;

/** What was there before the stacks, as long as it is made. */
const BEFORE = "before";

type Program = (app: App) => void;

/** What a plan would do, for each address that would change. */
export type Changes = Readonly<Record<string, "create" | "update" | "replace" | "delete" | "import">>;

/** The stacks of one program, each in a folder of its own, on one cloud in memory. */
export class Deployment {
  /**
   * Synthesizes a program, and starts what its stacks need.
   *
   * @param later a program with all types of resources that come later
   * @param before what was there before the program, and is in no state
   */
  public static async ofProgram(program: Program, pace?: Pace, later?: Program, before?: Block): Promise<Deployment> {
    const [stacks = [], more = []] = [program, later].map((one) =>
      one === undefined ? [] : synthesized(one, readOutputFolder),
    );
    return Deployment.ofStacks(stacks, pace, more, before);
  }

  /** Uses what was started for these stacks already. */
  public static async ofStarted(
    stacks: readonly SynthesizedStack[],
    standIns: StandIns,
    before?: Block,
  ): Promise<Deployment> {
    const deployment = new Deployment(stacks, standIns);
    if (before !== undefined) await deployment.makeBefore(before);
    return deployment;
  }

  public static async ofStacks(
    stacks: readonly SynthesizedStack[],
    pace?: Pace,
    later: readonly SynthesizedStack[] = [],
    before?: Block,
  ): Promise<Deployment> {
    const earlier = before === undefined ? [] : [{ name: BEFORE, waitsFor: [], configuration: before }];
    return Deployment.ofStarted(stacks, await StandIns.start(stacks, pace, [...later, ...earlier]), before);
  }

  /**
   * Starts what the stacks need that `cdktf synth` wrote to a folder.
   *
   * @param before what was there before them, and is in no state
   */
  public static async ofFolder(output: string, pace?: Pace, before?: Block): Promise<Deployment> {
    return Deployment.ofStacks(readOutputFolder(output), pace, [], before);
  }

  private readonly folder = mkdtempSync(join(tmpdir(), "terraform-"));
  private readonly configurations = new Map<string, Block>();
  private readonly waiting: (() => void)[] = [];
  private free = AT_ONCE;
  private madeBefore: readonly string[] = [];

  private constructor(
    private described: readonly SynthesizedStack[],
    private readonly standIns: StandIns,
  ) {
    for (const { name, configuration } of described) this.add(name, configuration);
  }

  /** The stacks of the program. */
  public get stacks(): readonly SynthesizedStack[] {
    return this.described;
  }

  public get cloud(): Cloud {
    return this.standIns.cloud;
  }

  public get states(): HttpState {
    return this.standIns.states;
  }

  /** The stacks, those that others wait for first, and what was added. */
  public get names(): string[] {
    return [...this.configurations.keys()];
  }

  /** The configuration of a stack as it is now: a copy, to be changed and given to `configure`. */
  public configurationOf(stack: string): Block {
    return structuredClone(this.configurations.get(stack) ?? {});
  }

  /** Adds a configuration that no stack of the program has. */
  public add(stack: string, configuration: Block): void {
    mkdirSync(join(this.folder, stack));
    this.standIns.holdState(stack, join(this.folder, stack), configuration);
    this.configure(stack, configuration);
  }

  /**
   * Describes the program otherwise.
   *
   * @returns the stacks that are otherwise now, or new. One that the program no longer has stays as it is, as `cdktf deploy` leaves it.
   */
  public async describe(program: Program): Promise<string[]> {
    const known = new Map(this.configurations);
    this.described = synthesized(program, readOutputFolder);
    const changed = this.described.filter(
      ({ name, configuration }) => JSON.stringify(configuration) !== JSON.stringify(known.get(name)),
    );
    for (const { name, configuration } of changed) {
      if (known.has(name)) this.configure(name, configuration);
      else this.add(name, configuration);
    }
    await all(changed.filter(({ name }) => !known.has(name)).map(({ name }) => this.succeed(name, "init")));
    return changed.map(({ name }) => name);
  }

  public configure(stack: string, configuration: Block): void {
    this.configurations.set(stack, structuredClone(configuration));
    writeFileSync(join(this.folder, stack, "cdk.tf.json"), JSON.stringify(configuration, null, 2));
  }

  /** Puts other files in the place of the configuration of a stack: its name and its text. */
  public replaceConfiguration(stack: string, files: Readonly<Record<string, string>>): void {
    rmSync(join(this.folder, stack, "cdk.tf.json"), { force: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(this.folder, stack, name), text);
  }

  /** What was there before the program, and is in no state still. */
  public get others(): string[] {
    const known = new Set(this.states.ids);
    return this.madeBefore.filter((id) => !known.has(id));
  }

  /** Takes a stack away that was destroyed. */
  public forget(stack: string): void {
    this.configurations.delete(stack);
    rmSync(join(this.folder, stack), { recursive: true });
  }

  /** Changes the configuration of a stack, and says which addresses that is of. */
  public edit(stack: string, change: (configuration: Block) => string[]): string[] {
    const configuration = this.configurationOf(stack);
    const addresses = change(configuration);
    this.configure(stack, configuration);
    return addresses;
  }

  /** Runs one command in one stack. */
  public async terraform(stack: string, ...args: string[]): Promise<Run> {
    if (this.free === 0) await new Promise<void>((resolve) => this.waiting.push(resolve));
    else this.free--;
    try {
      return await run([terraformBinary ?? "", ...args], join(this.folder, stack), this.standIns.environment);
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.free++;
      else next();
    }
  }

  /** Runs one command in one stack, which must succeed. */
  public async succeed(stack: string, ...args: string[]): Promise<string> {
    const { status, stdout, stderr } = await this.terraform(stack, ...args);
    if (status !== 0) throw new Error(`${stack}: terraform ${args.join(" ")} ended with ${status}\n${stderr}${stdout}`);
    return stdout;
  }

  /** What a plan would change in a stack. The plan is kept for `apply plan`. */
  public async plan(stack: string): Promise<Changes> {
    const lines = (await this.succeed(stack, "plan", "-json", "-out=plan")).trim().split("\n");
    const planned = lines.map((line) => JSON.parse(line)).filter(({ type }) => type === "planned_change");
    const managed = planned.map(({ change }) => change).filter(({ action }) => action !== "read");
    return Object.fromEntries(managed.map(({ resource, action }) => [resource.addr, action]));
  }

  /** The stacks that can be applied together, after all those before them. */
  public get levels(): string[][] {
    const waitsFor = new Map(this.stacks.map((stack) => [stack.name, stack.waitsFor]));
    const levelOf = (stack: string): number =>
      Math.max(0, ...(waitsFor.get(stack) ?? []).map((one) => levelOf(one) + 1));
    const count = Math.max(...this.names.map(levelOf)) + 1;
    return Array.from({ length: count }, (_, level) => this.names.filter((name) => levelOf(name) === level));
  }

  /** Does something with every stack, many at once. */
  public async each<T>(act: (stack: string) => Promise<T>): Promise<Readonly<Record<string, T>>> {
    return Object.fromEntries(await all(this.names.map(async (name) => [name, await act(name)] as const)));
  }

  /** Does something with every stack after those that it waits for, which is how `cdktf deploy` applies them. */
  public async inOrder(act: (stack: string) => Promise<unknown>): Promise<void> {
    await this.after((stack) => this.stacks.find(({ name }) => name === stack)?.waitsFor ?? [], act);
  }

  /** Does something with every stack after those that wait for it, which is how `cdktf destroy` goes back. */
  public async inReverse(act: (stack: string) => Promise<unknown>): Promise<void> {
    await this.after(
      (stack) => this.stacks.filter(({ waitsFor }) => waitsFor.includes(stack)).map(({ name }) => name),
      act,
    );
  }

  public async close(): Promise<void> {
    await this.standIns.close();
    rmSync(this.folder, { recursive: true });
  }

  private async makeBefore(configuration: Block): Promise<void> {
    this.add(BEFORE, configuration);
    await this.succeed(BEFORE, "init");
    await this.succeed(BEFORE, "apply", "-auto-approve");
    this.madeBefore = this.cloud.ids;
    this.states.lose(BEFORE);
    this.forget(BEFORE);
  }

  private async after(
    first: (stack: string) => readonly string[],
    act: (stack: string) => Promise<unknown>,
  ): Promise<void> {
    const begun = new Map<string, Promise<unknown>>();
    const begin = (stack: string): Promise<unknown> => {
      const running = begun.get(stack) ?? Promise.all(first(stack).map(begin)).then(() => act(stack));
      begun.set(stack, running);
      return running;
    };
    await all(this.names.map(begin));
  }
}

/** The addresses of what a configuration makes, in alphabetical order. */
export function resourceAddressesOf(configuration: Block): string[] {
  return addressesOf(configuration).filter((address) => !address.startsWith("data."));
}

/** Waits for all, also when one fails: a run that goes on must not outlive its test. */
async function all<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
