import { resources, type SynthesizedStack } from "../output-folder";
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
 * Orders what a change does to stacks. What the cloud refuses in any other order comes first, and decides:
 *
 * - A stack lets go of what another one removes, before it is removed: the other way round, Google answers that it is in use.
 * - What moves from one stack to another goes there before it is made here.
 * - What a stack makes and another one names is made before.
 *
 * The rest is as far as these leave it free:
 *
 * - What waited for a stack that is gone, and that requests go through, is deployed before that is destroyed: DNS leads nobody to a load
 *   balancer that is no more, and that sends nothing over links that are no more.
 * - A stack that is gone is destroyed before those change that it waited for.
 * - A stack is deployed after those that it waits for.
 * - What waited for any other stack that is gone is deployed before that is destroyed.
 */
export function stepsOf(changes: readonly StackChange[]): Steps {
  const all = changes.filter(isTouched);
  const order = new Order(all.map(stepOf));
  const gone = all.filter(({ young }) => young === undefined);
  const released = othersLetGo(changes, all, order);
  const moved = movesFirst(changes, all, order);
  const needed = madeForOthers(all, order);
  const afterUsers = (some: readonly StackChange[]) => {
    for (const { stack } of some)
      for (const { stack: user } of all)
        if (waitedFor(changes, user, "old").has(stack)) order.follow(destroyOf(stack), stepNamed(all, user));
  };
  afterUsers(gone.filter(carriesRequests));
  for (const { stack } of gone)
    for (const first of waitedFor(changes, stack, "old")) order.follow(stepNamed(all, first), destroyOf(stack));
  for (const { stack, young } of all)
    if (young !== undefined)
      for (const first of waitedFor(changes, stack, "young")) order.follow(deployOf(stack), deployOf(first));
  afterUsers(gone);
  const steps = order.sorted();
  return {
    steps,
    isOneDeploy: gone.length === 0 && isInOrder(changes, steps),
    why: [...released.why, ...moved.why],
    impossible: [...released.impossible, ...moved.impossible, ...needed],
  };
}

/** What requests go through. */
const ON_THE_WAY = [
  "google_compute_global_forwarding_rule",
  "google_compute_vpn_tunnel",
  "google_compute_interconnect_attachment",
];

/** Whether requests go through what a stack has: who leads them there must cease to, first. */
function carriesRequests({ old }: StackChange): boolean {
  return old !== undefined && ON_THE_WAY.some((type) => Object.keys(resources(old.configuration, type)).length > 0);
}

/** Why an order is otherwise than the manifest's, and where there is none. */
interface Reasons {
  readonly why: readonly string[];
  readonly impossible: readonly string[];
}

/** Whether anything of a stack is deployed: by its plan, or else by what is written. */
export function isTouched({ differs, changes }: StackChange): boolean {
  return differs || changes.length > 0;
}

/** Whether it is listed: a stack that neither version has otherwise may still be changed, and a plan that is not whole does not say how. */
export function isReported(change: StackChange): boolean {
  return isTouched(change) || change.plan === "failed" || change.plan === "partial";
}

/** Puts what a stack removes after those who use it. */
function othersLetGo(changes: readonly StackChange[], all: readonly StackChange[], order: Order): Reasons {
  const why: string[] = [];
  const impossible: string[] = [];
  for (const { user, owner, what } of letGo(all)) {
    const later = stepNamed(all, owner);
    const text = `${owner} removes ${what}, which ${user} uses until it is`;
    if (!order.follow(later, stepNamed(all, user))) impossible.push(`${text} deployed, and the other way round`);
    else if (waitedFor(changes, user, "young").has(owner)) why.push(`${text} deployed`);
  }
  return { why, impossible };
}

/** Puts the stack that something leaves before the one that it comes to. */
function movesFirst(changes: readonly StackChange[], all: readonly StackChange[], order: Order): Reasons {
  const moves = stackMoves(changes);
  const ordered = moves.map((move) => [move, order.follow(deployOf(move.to), stepNamed(all, move.from))] as const);
  return {
    why: moves.map(moveText),
    impossible: ordered.flatMap(([{ from, to }, isOrdered]) =>
      isOrdered ? [] : [`what moves from ${from} to ${to} would have to be in both at once`],
    ),
  };
}

/** Puts what a stack makes before those who need it. Returns where that cannot be, since it removes what they use as well. */
function madeForOthers(all: readonly StackChange[], order: Order): readonly string[] {
  return all.flatMap((owner) => {
    const made = newIn(owner);
    return all.flatMap(({ stack, young }) => {
      if (young === undefined || stack === owner.stack) return [];
      const [path] = namedIn(young, new Set(made.map((one) => one.path)));
      if (path === undefined || order.follow(deployOf(stack), deployOf(owner.stack))) return [];
      const what = made.find((one) => one.path === path)?.what;
      return [
        `${owner.stack} makes ${what}, which ${stack} needs, and removes what is used until ${stack} is deployed`,
      ];
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
