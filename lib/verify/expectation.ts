import { isUnknown } from "../core/tokens";
import type { Answer } from "../route53/simulation/scenario";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { answererName, NO_ANSWER } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import type { Location } from "../routing/location";
import { plainAddress, type Reply } from "./reply";

/** Route 53 answers with at most so many records of a multivalue set. */
const MOST_VALUES = 8;

/** One answer that the simulation expects. */
export interface Outcome {
  /** How many of those who ask get it, from 0 to 1. */
  readonly share: number;
  /** Who is behind it: `paris`, `last resort`. */
  readonly who: string;
  /** Its addresses, in order; `undefined` when only Terraform or somebody else knows them. */
  readonly values: readonly string[] | undefined;
  /** Whether some of the addresses are an answer, too. */
  readonly isAnyOf: boolean;
  readonly ttlSeconds: number | undefined;
}

/** All that may be answered to a question from a place. */
export type Expectation = readonly Outcome[];

/** What the simulation expects while some endpoints are down. */
export function expectationOf(
  zone: SimulatedZone,
  { name, type }: Question,
  place: Location,
  down: readonly string[],
): Expectation {
  const outcomes = new Map<string, Outcome[]>();
  const answers = zone.scenarioWhileDown(down).answers(name, type, place);
  for (const answer of answers) {
    const outcome = outcomeOf(zone, answer);
    const key = outcome.isAnyOf
      ? answer.path
          .slice(0, -1)
          .map(({ address }) => address)
          .join()
      : keyOf(outcome);
    const known = outcomes.get(`${outcome.isAnyOf} ${key}`) ?? [];
    outcomes.set(`${outcome.isAnyOf} ${key}`, [...known, outcome]);
  }
  const rest = 1 - answers.reduce((sum, { probability }) => sum + probability, 0);
  const nobody: Outcome = { share: rest, who: NO_ANSWER, values: [], isAnyOf: false, ttlSeconds: undefined };
  const expected = [...outcomes.values()].flatMap(joined);
  return rest > 1e-9 ? [...expected, nobody] : expected;
}

function keyOf({ values, who }: Outcome): string {
  return values === undefined ? `opaque ${who}` : values.join();
}

function outcomeOf(zone: SimulatedZone, answer: Answer): Outcome {
  const { end, values, probability, ttlSeconds } = answer;
  const isOpaque = end.alias !== undefined || values.some(isUnknown);
  return {
    share: probability,
    who: answererName(zone.answererOf(answer)),
    values: isOpaque ? undefined : values.map(plainAddress).sort(),
    isAnyOf: end.policy.kind === "multivalue",
    ttlSeconds,
  };
}

/** Outcomes that no answer tells apart. */
function joined(same: readonly Outcome[]): readonly Outcome[] {
  const [first] = same;
  if (first === undefined) return [];
  const known = same.flatMap(({ values }) => (values === undefined ? [] : [values]));
  const times = new Set(same.map(({ ttlSeconds }) => ttlSeconds));
  return [
    {
      ...first,
      who: [...new Set(same.map(({ who }) => who))].join(" + "),
      values: known.length < same.length ? undefined : [...new Set(known.flat())].sort(),
      share: same.reduce((sum, { share }) => sum + share, 0),
      ttlSeconds: times.size > 1 ? undefined : first.ttlSeconds,
    },
  ];
}

/** Which of the expected answers this is; `undefined` for none of them. */
export function outcomeFor(expectation: Expectation, reply: Reply): Outcome | undefined {
  if (reply.values.length === 0 && !reply.isEmpty) return undefined;
  const known = expectation.find(
    ({ values, isAnyOf }) => values !== undefined && isSame(values, isAnyOf, reply.values),
  );
  if (known !== undefined || reply.values.length === 0) return known;
  return expectation.find(({ values }) => values === undefined);
}

function isSame(expected: readonly string[], isAnyOf: boolean, got: readonly string[]): boolean {
  if (!isAnyOf) return expected.join() === got.join();
  return got.length === Math.min(expected.length, MOST_VALUES) && got.every((value) => expected.includes(value));
}
