import { isAbove } from "../routing/analysis/rounding";
import { percentTextBeside } from "../routing/analysis/words";
import type { Refusal } from "./refusal";
import type { Difference } from "./routing-diff";

/** How many of a place's users may move at once, in percent, and who says so, in words that begin a sentence. */
interface Limit {
  readonly most: number;
  readonly property: string;
  readonly text: string;
}

/**
 * The changes that move more of a place's users at once than they may, in words; and the names that cannot be compared, since one of
 * the two versions cannot be simulated. The strictest limit counts: of the deployed version, of the new one, and of the flag.
 */
export function jumps(differences: readonly Difference[], flag?: number): readonly Refusal[] {
  return differences.flatMap((difference) => {
    const { stack, changes, lost } = difference;
    const limitOf = (name: string) => strictest(difference, name, flag);
    const tooLarge = changes.flatMap(({ users, change, points, names }) => {
      const broken = grouped(names, limitOf).filter(([{ most }]) => isAbove(points, most));
      return broken.map(([{ property, text, most }, some]): Refusal => {
        const what = `moves ${percentTextBeside(points / 100, most)} of the users in ${users}`;
        const message = `${stack}: ${property}: ${text}, and this one ${what} for ${some.join(", ")}: ${change}`;
        return { code: "largest-step", message };
      });
    });
    const unknown = lost.flatMap(({ name, reason }): Refusal[] => {
      const limit = limitOf(name);
      if (limit === undefined) return [];
      return [
        { code: "not-comparable", message: `${stack}: ${limit.property}: ${name} cannot be compared: ${reason}` },
      ];
    });
    return [...tooLarge, ...unknown];
  });
}

function strictest({ largestSteps: [before, after] }: Difference, name: string, flag?: number): Limit | undefined {
  const [old, young] = [before.get(name), after.get(name)];
  const isLifted = old !== undefined && (young === undefined || young > old);
  const now = young === undefined ? "any number" : `${young} %`;
  const lifted = ` by the deployed version (${now} by the new one: change the limit by itself first)`;
  const rules = [isLifted ? old : young].flatMap((most): Limit[] =>
    most === undefined
      ? []
      : [{ most, property: "rules.largestStep", text: `${words(most)}${isLifted ? lifted : ""}` }],
  );
  const flags = flag === undefined ? [] : [{ most: flag, property: "--largest-step", text: words(flag) }];
  return [...rules, ...flags].sort((one, other) => one.most - other.most)[0];
}

function words(most: number): string {
  return `at most ${most} % may move in one change`;
}

/** Names with the same limit together; not those that have none. */
function grouped(
  names: readonly string[],
  limitOf: (name: string) => Limit | undefined,
): readonly (readonly [Limit, readonly string[]])[] {
  const groups = new Map<string, readonly [Limit, readonly string[]]>();
  for (const name of names) {
    const limit = limitOf(name);
    if (limit === undefined) continue;
    const key = `${limit.property} ${limit.text}`;
    const [, before] = groups.get(key) ?? [limit, []];
    groups.set(key, [limit, [...before, name]]);
  }
  return [...groups.values()];
}
