import { difference, type OutputDifference } from "./difference";
import { foundKeys } from "./keys";
import { allPairs, type OptionPairs, type Pair } from "./pairs";

/** An option, and what differs between the outputs of each of its pairs. */
export interface FoundChange extends Omit<OptionPairs, "pairs"> {
  readonly pairs: readonly (Omit<Pair, "before" | "after"> & { readonly difference: OutputDifference })[];
}

/** A key of a map that is added, removed, or has another name. */
export interface FoundKey {
  readonly map: string;
  readonly of: string;
  readonly kind: "added" | "removed" | "renamed" | "renamed, with its `name`";
  readonly difference: OutputDifference;
}

export interface Found {
  readonly options: readonly FoundChange[];
  readonly keys: readonly FoundKey[];
}

export function foundChanges(): Found {
  const options = allPairs().map(({ pairs, ...option }) => ({
    ...option,
    pairs: pairs.map(({ kind, values, before, after }) => ({ kind, values, difference: difference(before, after) })),
  }));
  return { options, keys: foundKeys() };
}

export function differencesOf({ options, keys }: Found): readonly OutputDifference[] {
  return [...options.flatMap(({ pairs }) => pairs), ...keys].map(({ difference: one }) => one);
}
