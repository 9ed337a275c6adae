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
    group[0]?.action === "destroy" ? destroy(group, before) : deployAlone(group),
  );
  return rest.length === 0 ? commands : [...commands, deployAll(rest, after)];
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
  const command = `npx cdktf destroy ${names}${isClosed(steps, before) ? "" : ` ${WITHOUT_OTHERS}`}`;
  return { command, version: "deployed", steps };
}

function deployAlone(steps: readonly Step[]): StepCommand {
  return {
    command: `npx cdktf deploy ${steps.map(({ stack }) => stack).join(" ")} ${WITHOUT_OTHERS}`,
    version: "next",
    steps,
  };
}

/** All stacks of the environment, where only one has changes and nothing that these wait for is outside it. */
function deployAll(steps: readonly Step[], after: readonly SynthesizedStack[]): StepCommand {
  const environments = new Set(steps.map(({ stack }) => environmentOf(stack)));
  const [environment = ""] = environments;
  const prefix = `${environment}-`;
  const members = after.filter(({ name }) => name.startsWith(prefix));
  const isWhole =
    environments.size === 1 &&
    members.length > 1 &&
    members.length < after.length &&
    members.every(({ waitsFor }) => waitsFor.every((first) => first.startsWith(prefix)));
  return { command: `npx cdktf deploy '${isWhole ? `${prefix}*` : "*"}'`, version: "next", steps };
}

function environmentOf(stack: string): string {
  return stack.split("-")[0] ?? "";
}
