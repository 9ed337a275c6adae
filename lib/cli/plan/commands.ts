import type { SynthesizedStack } from "../output-folder";
import type { Step } from "./order";
import type { Steps } from "./steps";

/** A command, and where it is run. */
export interface StepCommand {
  readonly command: string;
  /** The version in whose folder it is run: only the deployed one knows what is gone. */
  readonly version: "deployed" | "next";
  /** The steps that it does. */
  readonly steps: readonly Step[];
}

/** cdktf's check that a command has all stacks that the named ones wait for, or that wait for them. */
const WITHOUT_OTHERS = "--ignore-missing-stack-dependencies";

/** The last minor version of the archived core. */
const LAST_OF_CDKTF = 21;

/** The steps that are taken one by one before one `cdktf deploy` does the rest: none, where it does all. */
export function stepsAhead({ steps, isOneDeploy }: Steps, after: readonly SynthesizedStack[]): readonly Step[] {
  return isOneDeploy ? [] : steps.slice(0, lastOutOfOrder(steps, after) + 1);
}

/** The commands that do the steps: one `cdktf deploy` at the end for all that may be deployed in the order of the manifest. */
export function commandsOf(
  order: Steps,
  before: readonly SynthesizedStack[],
  after: readonly SynthesizedStack[],
): readonly StepCommand[] {
  const ahead = stepsAhead(order, after);
  const rest = order.steps.slice(ahead.length);
  const commands = grouped(ahead, before).map((group) =>
    group[0]?.action === "destroy" ? destroy(group, before) : deployAlone(group, after),
  );
  return rest.length === 0 ? commands : [...commands, deployAll(rest, after)];
}

/** The command line that goes with the core that wrote the stacks: versions after 0.21 are those of its successor. */
function commandLineOf(stacks: readonly SynthesizedStack[]): "npx cdktf" | "npx cdktn" {
  const version = stacks[0]?.configuration["//"]?.metadata?.version ?? "";
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 0 || minor > LAST_OF_CDKTF ? "npx cdktn" : "npx cdktf";
}

/** The last step that `cdktf deploy` would not do by itself, or not in this place. */
function lastOutOfOrder(steps: readonly Step[], after: readonly SynthesizedStack[]): number {
  const place = new Map(after.map(({ name }, index) => [name, index]));
  const isAhead = (index: number) => {
    const own = place.get(steps[index]?.stack ?? "") ?? 0;
    return steps.slice(index + 1).some(({ stack }) => (place.get(stack) ?? 0) < own);
  };
  const byThemselves = steps.map(({ action }, index) => action === "destroy" || isAhead(index));
  return byThemselves.lastIndexOf(true);
}

/** Stacks that are destroyed together where nothing else waits for them, so that cdktf orders them itself; the others one by one. */
function grouped(steps: readonly Step[], before: readonly SynthesizedStack[]): readonly (readonly Step[])[] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    if (step.action === "destroy" && last?.[0]?.action === "destroy") last.push(step);
    else groups.push([step]);
  }
  return groups.flatMap((group) =>
    group.length === 1 || isClosed(group, before) ? [group] : group.map((one) => [one]),
  );
}

/** Whether whatever waited for these stacks is among them. */
function isClosed(steps: readonly Step[], before: readonly SynthesizedStack[]): boolean {
  const names = new Set(steps.map(({ stack }) => stack));
  return before.every(({ name, waitsFor }) => names.has(name) || !waitsFor.some((first) => names.has(first)));
}

function destroy(steps: readonly Step[], before: readonly SynthesizedStack[]): StepCommand {
  const names = steps.map(({ stack }) => stack).join(" ");
  const command = `${commandLineOf(before)} destroy ${names}${isClosed(steps, before) ? "" : ` ${WITHOUT_OTHERS}`}`;
  return { command, version: "deployed", steps };
}

function deployAlone(steps: readonly Step[], after: readonly SynthesizedStack[]): StepCommand {
  return {
    command: `${commandLineOf(after)} deploy ${steps.map(({ stack }) => stack).join(" ")} ${WITHOUT_OTHERS}`,
    version: "next",
    steps,
  };
}

/** All stacks of the environments that change, and of no other one: by a pattern, where only they have such names, or else by their names. */
function deployAll(steps: readonly Step[], after: readonly SynthesizedStack[]): StepCommand {
  const needed = connected(
    steps.map(({ stack }) => stack),
    after,
  );
  const targets = needed.flatMap((names) => patternOf(names, after) ?? [...names].sort());
  const covered = new Set(targets.flatMap((target) => membersOf(target, after)));
  const isWhole = covered.size === after.length;
  const words = isWhole ? ["'*'"] : [...new Set(targets.map((name) => (name.endsWith("*") ? `'${name}'` : name)))];
  return { command: `${commandLineOf(after)} deploy ${words.join(" ")}`, version: "next", steps };
}

/** The stacks and all that they wait for, those together that wait for each other. */
function connected(stacks: readonly string[], after: readonly SynthesizedStack[]): readonly ReadonlySet<string>[] {
  const waitsFor = new Map(after.map((stack) => [stack.name, stack.waitsFor]));
  const groups: Set<string>[] = [];
  for (const stack of stacks) {
    const names = new Set([stack]);
    // A set also gives what is added on the way.
    for (const name of names) for (const first of waitsFor.get(name) ?? []) names.add(first);
    const others = groups.filter((group) => [...group].some((name) => names.has(name)));
    for (const other of others) groups.splice(groups.indexOf(other), 1);
    groups.push(new Set([...others.flatMap((group) => [...group]), ...names]));
  }
  return groups;
}

/** The longest pattern that all of these have, and others only that are connected with them; nothing where there is none. */
function patternOf(names: ReadonlySet<string>, after: readonly SynthesizedStack[]): string | undefined {
  const [first = "", ...rest] = names;
  const ends = [...first].flatMap((letter, index) => (letter === "-" ? [index + 1] : []));
  const patterns = ends.reverse().map((end) => `${first.slice(0, end)}*`);
  return patterns.find((pattern) => {
    const members = membersOf(pattern, after);
    const inside = new Set(members.map(({ name }) => name));
    const isClosed = members.every(({ waitsFor }) => waitsFor.every((name) => inside.has(name)));
    const isOne = isClosed && connected([...inside], members).length === 1;
    return isOne && members.length > 1 && [first, ...rest].every((name) => inside.has(name));
  });
}

function membersOf(pattern: string, after: readonly SynthesizedStack[]): readonly SynthesizedStack[] {
  if (!pattern.endsWith("*")) return after.filter(({ name }) => name === pattern);
  return after.filter(({ name }) => name.startsWith(pattern.slice(0, -1)));
}
