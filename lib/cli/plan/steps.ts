import type { SynthesizedStack } from "../output-folder";
import { namedIn } from "./cloud-paths";
import { letGo, newIn } from "./let-go";
import { Order, type Step } from "./order";
import type { StackChange } from "./resource-changes";
import { moveText, stackMoves } from "./stack-moves";

/** The order in which the stacks of a change are deployed and destroyed. */
export interface Steps {
  readonly steps: readonly Step[];
  /** Whether one `cdktf deploy` does all of it: nothing is destroyed, and its order is the manifest's. */
  readonly isOneDeploy: boolean;
  /** Why the order is otherwise than the manifest's, a line each. */
  readonly why: readonly string[];
  /** Why there is no order at all, a line each. */
  readonly impossible: readonly string[];
}

/**
 * Orders what a change does to stacks.
 *
 * - A stack that is gone is destroyed before those change that it waited for, since these may lose what it uses.
 * - A stack lets go of what another one removes, before it is removed: the other way round, Google answers that it is in use.
 * - What moves from one stack to another goes there before it is made here.
 * - What is made for others is made before them, in the order of the manifest.
 * - What waited for a stack that is gone is deployed before that is destroyed, unless one of these says otherwise.
 */
export function stepsOf(changes: readonly StackChange[]): Steps {
  const all = changes.filter(isTouched);
  const order = new Order(all.map(stepOf));
  const gone = all.filter(({ young }) => young === undefined);
  for (const { stack } of gone)
    for (const first of waitedFor(changes, stack, "old")) order.follow(stepNamed(all, first), destroyOf(stack));
  const why = [...othersLetGo(changes, all, order), ...movesFirst(changes, all, order)];
  const impossible = madeForOthers(changes, all, order);
  for (const { stack, young } of all)
    if (young !== undefined)
      for (const first of waitedFor(changes, stack, "young")) order.follow(deployOf(stack), deployOf(first));
  for (const { stack } of gone)
    for (const { stack: user } of all)
      if (waitedFor(changes, user, "old").has(stack)) order.follow(destroyOf(stack), stepNamed(all, user));
  const steps = order.sorted();
  const isOneDeploy = gone.length === 0 && isInOrder(changes, steps);
  return { steps, isOneDeploy, why, impossible };
}

/** Whether anything of a stack is deployed: by its plan, or else by what is written. */
export function isTouched({ differs, changes }: StackChange): boolean {
  return differs || changes.length > 0;
}

/** Puts what a stack removes after those who use it. Returns why, where the manifest says otherwise. */
function othersLetGo(changes: readonly StackChange[], all: readonly StackChange[], order: Order): readonly string[] {
  return letGo(all).flatMap(({ user, owner, what }) => {
    order.follow(stepNamed(all, owner), deployOf(user));
    const text = `${owner} removes ${what}, which ${user} uses until it is deployed`;
    return waitedFor(changes, user, "young").has(owner) ? [text] : [];
  });
}

/** Puts the stack that something leaves before the one that it comes to. Returns what it means. */
function movesFirst(changes: readonly StackChange[], all: readonly StackChange[], order: Order): readonly string[] {
  return stackMoves(changes).map((move) => {
    order.follow(deployOf(move.to), stepNamed(all, move.from));
    return moveText(move);
  });
}

/** Puts what a stack makes before those who need it. Returns where that cannot be, since it removes what they use as well. */
function madeForOthers(changes: readonly StackChange[], all: readonly StackChange[], order: Order): readonly string[] {
  return all.flatMap(({ stack, young }) => {
    if (young === undefined) return [];
    return [...waitedFor(changes, stack, "young")].flatMap((first) => {
      const made = newIn(all.find((one) => one.stack === first));
      const needed = made.find(({ path }) => namedIn(young, new Set([path])).length > 0);
      if (needed === undefined || order.follow(deployOf(stack), deployOf(first))) return [];
      const also = `and removes what ${stack} uses until it is deployed`;
      return [`${first} makes ${needed.what}, which ${stack} needs, ${also}`];
    });
  });
}

/** Whether each stack comes after those that it waits for, which is how `cdktf deploy` goes. */
function isInOrder(changes: readonly StackChange[], steps: readonly Step[]): boolean {
  const names = steps.map(({ stack }) => stack);
  return names.every((name, index) => {
    const first = waitedFor(changes, name, "young");
    return !names.slice(index + 1).some((later) => first.has(later));
  });
}

const deployOf = (stack: string): Step => ({ action: "deploy", stack });
const destroyOf = (stack: string): Step => ({ action: "destroy", stack });

/** What becomes of a stack; one that nothing becomes of is deployed. */
function stepNamed(all: readonly StackChange[], name: string): Step {
  const found = all.find(({ stack }) => stack === name);
  return found === undefined ? deployOf(name) : stepOf(found);
}

function stepOf({ stack, young }: Pick<StackChange, "stack" | "young">): Step {
  return young === undefined ? destroyOf(stack) : deployOf(stack);
}

/** The stacks that one waits for, those that these wait for included. */
function waitedFor(changes: readonly StackChange[], name: string, version: "old" | "young"): ReadonlySet<string> {
  const byName = new Map(changes.map((change) => [change.stack, change[version]]));
  const found = new Set<string>();
  const add = (stack: SynthesizedStack | undefined): void => {
    for (const first of stack?.waitsFor ?? []) {
      if (found.has(first)) continue;
      found.add(first);
      add(byName.get(first));
    }
  };
  add(byName.get(name));
  return found;
}
