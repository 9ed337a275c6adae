import { ValidationError } from "../../index";
import { type OptionPlace, optionPlaces } from "../support/option-places";
import { withAt } from "../support/options";
import type { Sample } from "../support/samples";
import { candidatesFor } from "./candidates";
import type { Stacks } from "./difference";
import { GIVEN, IN_WORDS, JUDGED, TOGETHER, VALUES } from "./values";

/** Two programs that differ in one option, and what they become. */
export interface Pair {
  readonly kind: "changed" | "first set" | "unset";
  readonly values: readonly [before: unknown, after: unknown];
  readonly before: Stacks;
  readonly after: Stacks;
}

/** What is known of an option by its pairs. */
export interface OptionPairs {
  /** As in `NodePoolProps.poolName`: the type that declares the option, and its name. */
  readonly option: string;
  readonly place: OptionPlace;
  readonly pairs: readonly Pair[];
  /** Whether values were found of which each makes the same: it is judged at synthesis, or does nothing alone. */
  readonly isWithoutEffect: boolean;
}

/** More places than these are alike. */
const MOST_PLACES = 6;
/** Values that make the same thing as the sample: no further one is likely to make another. */
const MOST_ALIKE = 3;

const outputs = new Map<Sample, Stacks>();

/** All options of programs that are deployed, each with pairs of programs. */
export function allPairs(): readonly OptionPairs[] {
  return [...optionPlaces()].flatMap(([option, places]) => {
    const deployed = places.filter(({ sample, kind }) => sample.configurations !== undefined && isWritten(kind));
    const [first] = deployed;
    if (first === undefined || /^I[A-Z]/.test(option)) return [];
    if (JUDGED.has(option) || option in IN_WORDS) return [{ option, place: first, pairs: [], isWithoutEffect: true }];
    return [pairsOf(option, option in GIVEN || option in TOGETHER ? [given(option, first)] : deployed)];
  });
}

/** The place in the sample with what the option needs. */
function given(option: string, place: OptionPlace): OptionPlace {
  const props = Object.entries(GIVEN[option] ?? {}).reduce<object>(
    (all, [path, value]) => withAt(all, path.split("/"), value) as object,
    place.sample.props,
  );
  return { ...place, sample: { ...place.sample, props } };
}

/** Whether an option has a choice of values: it is no function, no order that Terraform is to keep, and not always the same. */
function isWritten(kind: OptionPlace["kind"]): boolean {
  if (kind.kind === "list") return kind.of.kind !== "dependable";
  return !["function", "never", "dependable", "value"].includes(kind.kind);
}

function pairsOf(option: string, places: readonly OptionPlace[]): OptionPairs {
  let alike = false;
  for (const place of places.slice(0, MOST_PLACES)) {
    const present = valueAt(place.sample.props, place.path);
    const base = outputOf(place.sample);
    const values = VALUES[option] ?? candidatesFor(place.kind, present);
    const found = firstOther(option, place, values, base);
    const without = present === undefined ? undefined : tried(option, place, undefined);
    const unset = without !== undefined && !isAlike(base, without) ? without : undefined;
    alike ||= found.alike || without !== undefined;
    if (found.output === undefined && unset === undefined) continue;
    return {
      option,
      place,
      isWithoutEffect: false,
      pairs: [...set(option, place, present, base, found), ...cleared(present, base, unset)],
    };
  }
  const [place] = places as [OptionPlace];
  return { option, place, pairs: [], isWithoutEffect: alike };
}

function set(
  option: string,
  place: OptionPlace,
  present: unknown,
  base: Stacks,
  { value, output }: Found,
): readonly Pair[] {
  if (output === undefined) return [];
  if (present !== undefined) return [{ kind: "changed", values: [present, value], before: base, after: output }];
  const pairs: readonly Pair[] = [
    { kind: "first set", values: [undefined, value], before: base, after: output },
    { kind: "unset", values: [value, undefined], before: output, after: base },
  ];
  if (typeof value !== "number" && typeof value !== "string") return pairs;
  const third = firstOther(option, place, candidatesFor(place.kind, value), output);
  if (third.output === undefined) return pairs;
  return [{ kind: "changed", values: [value, third.value], before: output, after: third.output }, ...pairs];
}

function cleared(present: unknown, before: Stacks, after: Stacks | undefined): readonly Pair[] {
  return after === undefined ? [] : [{ kind: "unset", values: [present, undefined], before, after }];
}

interface Found {
  readonly value?: unknown;
  readonly output?: Stacks;
  readonly alike: boolean;
}

function firstOther(option: string, place: OptionPlace, values: readonly unknown[], base: Stacks): Found {
  let alike = 0;
  for (const value of values) {
    const output = tried(option, place, value);
    if (output === undefined) continue;
    if (!isAlike(base, output)) return { value, output, alike: false };
    if (++alike >= MOST_ALIKE) break;
  }
  return { alike: alike > 0 };
}

/** What the sample becomes with this value, unless it is refused. */
function tried(option: string, { sample, path }: OptionPlace, value: unknown): Stacks | undefined {
  try {
    const props = Object.entries(TOGETHER[option] ?? {}).reduce<unknown>(
      (all, [other, one]) =>
        withAt(all, other.split("/"), value === undefined ? valueAt(sample.props, other.split("/")) : one),
      withAt(sample.props, path, value),
    );
    return sample.configurations?.(props as object);
  } catch (error) {
    if (error instanceof ValidationError || /already a Construct/.test(String(error))) return undefined;
    throw error;
  }
}

function outputOf(sample: Sample): Stacks {
  const known = outputs.get(sample);
  if (known !== undefined) return known;
  const output = sample.configurations?.(sample.props) as Stacks;
  outputs.set(sample, output);
  return output;
}

function isAlike(one: Stacks, other: Stacks): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function valueAt(value: unknown, path: OptionPlace["path"]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | undefined)?.[key], value);
}
