import type { Question } from "../answers";
import { downText } from "./words";

/** Something that is wrong with a routing, or that may go wrong. */
export interface Finding {
  /** An error leaves users without service. A risk needs two failures at once, or an exact estimate. */
  readonly severity: "error" | "risk";
  /** What users ask for who are concerned. */
  readonly questions: readonly Question[];
  /** The endpoints that are down when it happens; none when it happens while all is well. */
  readonly down: readonly string[];
  /** What is wrong, for whom, and what to do about it. */
  readonly problem: string;
  /** All of it in one sentence. */
  readonly message: string;
}

/** A problem of one question, while some endpoints are down. */
export interface Observation {
  readonly severity: Finding["severity"];
  readonly problem: string;
  readonly question: Question;
  readonly down: readonly string[];
}

/** One finding for all questions with the same problem, and none for a failure that adds nothing to a smaller one. */
export function summarize(observations: readonly Observation[]): readonly Finding[] {
  const byProblem = new Map<string, Observation[]>();
  for (const observation of observations) {
    const same = byProblem.get(observation.problem) ?? [];
    if (!same.some((smaller) => isPartOf(smaller, observation))) same.push(observation);
    byProblem.set(observation.problem, same);
  }
  return [...byProblem.values()].flatMap((same) => {
    const byFailure = new Map<string, Observation[]>();
    for (const observation of same) {
      const key = observation.down.join();
      byFailure.set(key, [...(byFailure.get(key) ?? []), observation]);
    }
    return [...byFailure.values()].map(findingOf);
  });
}

/** The same finding for some of its questions alone. */
export function findingFor(questions: readonly Question[], finding: Omit<Finding, "message" | "questions">): Finding {
  const { severity, down, problem } = finding;
  const names = questions.map(({ name, type }) => `${name} ${type}`).join(", ");
  const when = down.length === 0 ? "" : `, when ${downText(down)}`;
  return { severity, questions, down, problem, message: `${names}${when}: ${problem}` };
}

function isPartOf(smaller: Observation, { question, down }: Observation): boolean {
  return smaller.question === question && smaller.down.every((name) => down.includes(name));
}

function findingOf(observations: readonly Observation[]): Finding {
  const [{ down, problem } = { down: [], problem: "" }] = observations;
  const severity = observations.some((observation) => observation.severity === "error") ? "error" : "risk";
  return findingFor(
    observations.map(({ question }) => question),
    { severity, down, problem },
  );
}
