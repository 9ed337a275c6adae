import type { Answers, Question } from "../answers";
import { downText } from "./words";

/** Something that is wrong with a routing, or that may go wrong. */
export interface Finding {
  /** An error leaves users without service. A risk needs more failures at once than must be withstood, or an exact estimate. */
  readonly severity: "error" | "risk";
  /** What users ask for who are concerned. */
  readonly questions: readonly Question[];
  /** Whether it takes all of them at once. If not, it is there for each of them alone. */
  readonly isTogether: boolean;
  /** The endpoints, and parts of them, that are down when it happens; none when it happens while all is well. */
  readonly down: readonly string[];
  /** The same in words: `paris is down`. Empty when it happens while all is well. */
  readonly when: string;
  /** What is wrong, for whom, and what to do about it. */
  readonly problem: string;
  /** All of it in one sentence. */
  readonly message: string;
  /** Who is asked for too much, when that is what is wrong. */
  readonly overload?: Overload;
  /** The owner's rule that is broken, when that is what is wrong. */
  readonly rule?: BrokenRule;
}

/** One of the owner's rules. */
export interface BrokenRule {
  readonly code: "residency" | "live-sites" | "site-share";
  /** The property that holds it, a part for each level. */
  readonly property: readonly string[];
}

/** More requests than somebody can take. */
export interface Overload {
  /** An endpoint, a part of one with its address, or `last resort`. */
  readonly who: string;
  /** The most that may be asked for. */
  readonly requestsPerSecond: number;
  /** What can be taken. */
  readonly capacity: number;
}

/** What is wrong while something is down. */
export interface Judged extends Pick<Finding, "severity" | "problem" | "questions" | "overload" | "rule"> {
  /** @default false */
  readonly isTogether?: boolean;
}

/** A problem of one question, while something is down. */
interface Observation extends Omit<Judged, "questions"> {
  readonly question: Question;
  readonly down: readonly string[];
}

/** What needs more failures at once than a routing must withstand is a risk. */
export function severityOf(down: readonly string[], failuresToWithstand: number): Finding["severity"] {
  return down.length <= failuresToWithstand ? "error" : "risk";
}

/** What is wrong, for each question. */
export function observationsOf(judged: readonly Judged[], down: readonly string[]): readonly Observation[] {
  return judged.flatMap(({ questions, ...problem }) => questions.map((question) => ({ ...problem, question, down })));
}

/** One finding for all questions with the same problem, and none for a failure that adds nothing to a smaller one. */
export function summarize(observations: readonly Observation[], signals: Answers["signals"]): readonly Finding[] {
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
    return [...byFailure.values()].map((all) => findingOf(all, signals));
  });
}

/** The same finding for some of its questions alone. */
export function findingFor(questions: readonly Question[], finding: Omit<Finding, "message" | "questions">): Finding {
  const { when, problem } = finding;
  const names = questions.map(({ name, type }) => `${name} ${type}`).join(", ");
  return { ...finding, questions, message: `${names}${when === "" ? "" : `, when ${when}`}: ${problem}` };
}

function isPartOf(smaller: Observation, { question, down }: Observation): boolean {
  return smaller.question === question && smaller.down.every((name) => down.includes(name));
}

function findingOf(observations: readonly Observation[], signals: Answers["signals"]): Finding {
  const [first, ...others] = observations as [Observation, ...Observation[]];
  const { question, severity, isTogether = false, ...same } = first;
  const isError = observations.some((observation) => observation.severity === "error");
  const questions = [question, ...others.map((other) => other.question)];
  const when = same.down.length === 0 ? "" : downText(same.down, signals);
  return findingFor(questions, { ...same, when, severity: isError ? "error" : "risk", isTogether });
}
