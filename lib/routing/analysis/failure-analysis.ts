import { Problems } from "../../core/problems";
import type { Answers, Outage, Places, Question, Share } from "../answers";
import { type Location, locationsInShort } from "../location";
import { checkFailureAnalysis, type FailureAnalysisOptions } from "./failure-analysis-options";
import { type Finding, type Observation, summarize } from "./finding";
import { type Load, loadsOf } from "./load";
import { answererName } from "./words";

/**
 * Asks every question from every place, when all is well and for every set of endpoints that may be down, and judges the
 * answers.
 *
 * - Nobody is left without an answer. An alias of a name that is not here is a risk, when the name is of the same zone.
 * - No answer is an endpoint that is known to be down, while a healthy one exists.
 * - No endpoint is asked for more than it can take.
 * - Users are sent on within the target.
 *
 * @throws `ValidationError` for options that are out of their range
 */
export function analyzeFailures(answers: Answers, options: FailureAnalysisOptions = {}): readonly Finding[] {
  Problems.of("analyzeFailures", (problems) => checkFailureAnalysis(problems, options));
  const groups = new Map(answers.questions.map((question) => [question, answers.placesAlike(question)]));
  const failures = failureSets(answers.endpoints, options.simultaneousFailures ?? 1);
  const whileDown = failures.flatMap((down) => {
    const outage = answers.whileDown(down);
    return [...groups].flatMap(([question, places]) => {
      const asked = places.map((alike) => askedOf(outage, question, alike));
      const problems = [
        ...unanswered(asked, answers, question),
        ...answersFromDown(asked, down),
        ...overloads(asked, down, options),
      ];
      return problems.map((problem): Observation => ({ ...problem, question, down }));
    });
  });
  const always = answers.questions.flatMap((question) =>
    [...slowFailover(answers, question, options), ...unknownTargets(answers, question)].map(
      (problem): Observation => ({ ...problem, question, down: [] }),
    ),
  );
  return summarize([...whileDown, ...always]);
}

type Judged = Pick<Observation, "severity" | "problem">;

/** No failure, and all sets of up to so many endpoints, the small ones first. */
function failureSets(names: readonly string[], most: 1 | 2 | "all"): readonly (readonly string[])[] {
  const limit = most === "all" ? names.length : most;
  const sets: (readonly string[])[] = [[]];
  for (const name of names) {
    sets.push(...sets.filter((set) => set.length < limit).map((set) => [...set, name]));
  }
  return sets.sort((one, other) => one.length - other.length);
}

/** Places that get the same answers, and what they get. */
interface AskedPlaces {
  readonly places: Places;
  readonly shares: readonly Share[];
}

type Asked = readonly AskedPlaces[];

function askedOf(outage: Outage, question: Question, places: Places): AskedPlaces {
  return { places, shares: outage.shares(question, places[0]) };
}

function unanswered(asked: Asked, answers: Answers, question: Question): readonly Judged[] {
  const left = asked.filter(({ shares }) => shares.some(({ answerer }) => answerer.kind === "nobody"));
  if (left.length === 0) return [];
  const lost = answers
    .danglingAliases(question)
    .filter(({ isCertain }) => isCertain)
    .map(({ record, target }) => `${record} is an alias of ${target}, which no record has`);
  const remedy =
    lost.length > 0 ? lost.join("; ") : 'add a record for everyone else, of country "*" and without a health check';
  return [{ severity: "error", problem: `no answer for ${placesOf(left)}; ${remedy}` }];
}

/** Aliases of names that are not here: made elsewhere, or misspelt. */
function unknownTargets(answers: Answers, question: Question): readonly Judged[] {
  const unknown = answers.danglingAliases(question).filter(({ isCertain }) => !isCertain);
  return unknown.map(({ record, target }) => {
    const what = `${record} is an alias of ${target}, which no record of this configuration has`;
    return { severity: "risk", problem: `${what}; if nobody else makes one, users get no answer` };
  });
}

function answersFromDown(asked: Asked, down: readonly string[]): readonly Judged[] {
  const gone = new Set(down);
  const sent = asked.filter(({ shares }) =>
    shares.some(({ answerer }) => answerer.kind === "endpoint" && gone.has(answerer.name)),
  );
  if (sent.length === 0) return [];
  const remedy =
    "end their chain in an address without a health check, and let each alias evaluate its target's health";
  return [{ severity: "error", problem: `an endpoint that is down answers ${placesOf(sent)}; ${remedy}` }];
}

function overloads(asked: Asked, down: readonly string[], options: FailureAnalysisOptions): readonly Judged[] {
  return loadsOf(asked, options.demand ?? {}).flatMap((load): readonly Judged[] => {
    const most = capacityOf(load, options);
    // Shares are rounded.
    if (most === undefined || load.requestsPerSecond <= most * (1 + Number.EPSILON)) return [];
    const who = answererName(load.answerer);
    const requests = `${Math.ceil(load.requestsPerSecond)} requests per second from ${locationsInShort(load.from)}`;
    const problem = `${who} is asked for ${requests} and can take ${most}; ${remedyFor(load)}`;
    return [{ severity: down.length < 2 ? "error" : "risk", problem }];
  });
}

function capacityOf({ answerer }: Load, options: FailureAnalysisOptions): number | undefined {
  if (answerer.kind === "last-resort") return options.lastResortRequestsPerSecond;
  return answerer.kind === "endpoint" ? options.capacity?.[answerer.name] : undefined;
}

function remedyFor({ answerer }: Load): string {
  return answerer.kind === "last-resort"
    ? "raise the node pools' totalMaxNodeCount"
    : "lower the percentage of a country, or name another data centre before the last resort";
}

function slowFailover(
  answers: Answers,
  question: Question,
  { failoverTargetSeconds: target }: FailureAnalysisOptions,
): readonly Judged[] {
  const seconds = answers.failoverSeconds(question);
  if (target === undefined || seconds === undefined || seconds <= target) return [];
  const remedy = "lower the time to live, or the health check's interval or failure threshold";
  return [{ severity: "error", problem: `fail-over takes ${seconds} seconds, and the target is ${target}; ${remedy}` }];
}

function placesOf(asked: Asked): string {
  return locationsInShort(asked.flatMap(({ places }): readonly Location[] => places));
}
