import type { Answers, Question } from "../../routing/answers";
import { isSameQuestion } from "./asked";
import { questionsAlike } from "./make-scene";

/** Questions that are answered alike before a change, and alike after it. */
export interface QuestionPair {
  readonly before: readonly Question[];
  readonly after: readonly Question[];
}

/** The questions that both versions answer, in groups with the same answers in either: a change may be of one host name alone, or of IPv6. */
export function questionPairs(before: Answers, after: Answers): readonly QuestionPair[] {
  const old = [...questionsAlike(before).values()];
  const pairs = [...questionsAlike(after).values()].flatMap((young) =>
    old.map((group) => ({
      before: group.filter((one) => young.some((other) => isSameQuestion(one, other))),
      after: young.filter((one) => group.some((other) => isSameQuestion(one, other))),
    })),
  );
  return pairs.filter((pair) => pair.after.length > 0);
}
