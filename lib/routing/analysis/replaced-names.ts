import type { Answers, Question } from "../answers";
import { questionText } from "./words";

/**
 * The names that one version has records of, where a wildcard that only the other version has answers for them: a line for each wildcard.
 * Below a wildcard of both, what changes for the users of a name says all.
 */
export function replacedNames(before: Answers, after: Answers): readonly string[] {
  return [
    ...linesOf(after, before, (names, wildcard) => `new: ${names}: ${wildcard} answered for it before`),
    ...linesOf(before, after, (names, wildcard) => `gone: ${names}: ${wildcard} answers in its place`),
  ];
}

function linesOf(named: Answers, other: Answers, line: (names: string, wildcard: string) => string): readonly string[] {
  const own = new Set(named.questions.map(questionText));
  const others = new Set(other.questions.map(questionText));
  const byWildcard = new Map<string, string[]>();
  for (const question of named.questions) {
    if (others.has(questionText(question)) || !other.isAnswered(question)) continue;
    const wildcard = wildcardFor(question, others);
    if (wildcard !== undefined && !own.has(wildcard))
      byWildcard.set(wildcard, [...(byWildcard.get(wildcard) ?? []), questionText(question)]);
  }
  return [...byWildcard].map(([wildcard, names]) => line(names.join(", "), wildcard));
}

/** The nearest wildcard above a name: what answers for a name that is answered without records of its own. */
function wildcardFor({ name, type }: Question, questions: ReadonlySet<string>): string | undefined {
  const labels = name.split(".");
  const above = labels.map((_, depth) => questionText({ name: ["*", ...labels.slice(depth + 1)].join("."), type }));
  return above.find((wildcard) => questions.has(wildcard));
}
