import { statePlace } from "../state-place";
import type { StackChange } from "./resource-changes";

/** Stacks whose state would be elsewhere than it is, a line each: there is nothing, and all would be made a second time. */
export function movedStates(changes: readonly StackChange[]): readonly string[] {
  return changes.flatMap(({ stack, old, young }) => {
    if (old === undefined || young === undefined) return [];
    const [from, to] = [statePlace(old.configuration), statePlace(young.configuration)];
    const way = "move it before, by terraform init -migrate-state, or all of the stack is made a second time";
    return from === to ? [] : [`the state of ${stack} is at ${from} and will be read at ${to}: ${way}`];
  });
}
