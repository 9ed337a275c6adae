import type { Answers } from "../answers";

/** What is down at the same time: endpoints and parts of them, by name. */
export type Failure = readonly string[];

/** All that a user may call down, by name: endpoints, and the alarms, switches and other checks that they depend on. */
export function namesOfWhatCanBeDown({
  endpoints,
  signals,
}: Pick<Answers, "endpoints" | "signals">): readonly string[] {
  return [...new Set([...endpoints, ...signals.keys()])];
}

/** No failure, and all sets of up to so many endpoints, or parts of them, the small ones first. */
export function failuresOf(answers: Answers, most: 1 | 2 | "all"): readonly Failure[] {
  const { endpoints } = answers;
  const owners = new Map(endpoints.flatMap((name) => answers.partsOf(name).map((part) => [part.name, name] as const)));
  const whole = setsOf(endpoints, most === "all" ? endpoints.length : most, []);
  const parts = [...owners.keys()];
  // With all endpoints, sets of parts would be too many: one of them, beside the endpoints that are down.
  const withParts =
    most === "all"
      ? whole.flatMap((down) =>
          parts.flatMap((part) => (down.includes(owners.get(part) ?? "") ? [] : [[...down, part]])),
        )
      : setsOf([...endpoints, ...parts], most, whole).filter(
          (down) => !down.some((name) => down.includes(owners.get(name) ?? "")),
        );
  return [...whole, ...withParts].sort((one, other) => one.length - other.length);
}

/** All sets of up to so many names, but for those that are known. */
function setsOf(names: readonly string[], most: number, known: readonly Failure[]): readonly Failure[] {
  const sets: Failure[] = [[]];
  for (const name of names) sets.push(...sets.filter(({ length }) => length < most).map((set) => [...set, name]));
  const keys = new Set(known.map((set) => set.join()));
  return sets.filter((set) => !keys.has(set.join()));
}
