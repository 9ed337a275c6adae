import type { Answers, Question } from "../answers";
import { questionText } from "./words";

/** What users ask for who want an address. */
const ADDRESS_TYPES = ["A", "AAAA"];

/**
 * What users ask for that two versions can be compared by: what both have records of, or one has and the other answers by a wildcard; and
 * what a wildcard answers in one version alone, since in the other one the name exists.
 */
export function comparedQuestions(before: Answers, after: Answers): readonly Question[] {
  const asked = new Map(
    [...before.questions, ...after.questions].map((question) => [questionText(question), question]),
  );
  const inBoth = [...asked.values()].filter((question) => before.isAnswered(question) && after.isAnswered(question));
  const blocked = [...blockedIn(before, after), ...blockedIn(after, before)];
  return [...inBoth, ...blocked.filter((question) => !asked.has(questionText(question)))];
}

/**
 * What a wildcard answers in one version, and not in the other, where the name exists: it has records of another type, or is above one
 * that has. Nothing below such a name is answered either.
 *
 * Source: RFC 4592, sections 2.2.2 and 3.3.1.
 */
function blockedIn(wildcards: Answers, other: Answers): readonly Question[] {
  const addressed = new Set(other.questions.map(({ name }) => name));
  return [...other.names]
    .filter((name) => !wildcards.names.has(name) && isHostName(name))
    .flatMap((name) => (addressed.has(name) || name.startsWith("*.") ? [name] : [name, `*.${name}`]))
    .flatMap((name) => ADDRESS_TYPES.map((type) => ({ name, type })))
    .filter((question) => wildcards.isAnswered(question));
}

/** Users ask for no address of a name such as `_acme-challenge.example.com`. */
export function isHostName(name: string): boolean {
  return !name.split(".").some((label) => label.startsWith("_"));
}
