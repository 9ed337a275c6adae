import { questionText } from "../routing/analysis/words";
import type { Question } from "../routing/answers";
import { questionsOf } from "./lost-names";
import type { ReadZone } from "./zones";

/** Names that one stack has no more, and another one has now. */
export interface MovedNames {
  readonly from: string;
  readonly to: string;
  readonly old: ReadZone;
  readonly young: ReadZone;
  readonly questions: readonly Question[];
}

type Stacks = ReadonlyMap<string, ReadZone>;

/** The names that go from one stack to another, a renamed one included: they are one name for users, whoever makes its records. */
export function movedNames(before: Stacks, after: Stacks): readonly MovedNames[] {
  return [...before].flatMap(([from, old]) =>
    [...after].flatMap(([to, young]): MovedNames[] => {
      if (from === to) return [];
      const gone = without(old, after.get(from));
      const questions = [...without(young, before.get(to))].flatMap(([name, question]) =>
        gone.has(name) ? [question] : [],
      );
      return questions.length === 0 ? [] : [{ from, to, old, young, questions }];
    }),
  );
}

function without(read: ReadZone, other: ReadZone | undefined): ReadonlyMap<string, Question> {
  const names = new Set(other === undefined ? [] : questionsOf(other).map(questionText));
  const own = questionsOf(read).map((question) => [questionText(question), question] as const);
  return new Map(own.filter(([name]) => !names.has(name)));
}

/** What of a stack is about some names alone. */
export function only(read: ReadZone, questions: readonly Question[]): ReadZone {
  const names = new Set(questions.map(questionText));
  const ofThem = (all: readonly Question[]) => all.filter((question) => names.has(questionText(question)));
  const unreadable = read.unreadable.map((record) => ({ ...record, questions: ofThem(record.questions) }));
  return { ...read, zone: read.zone.about(questions), unreadable };
}

/** What two states do to the records of names that move. */
export function movedNote({ from, to, questions }: MovedNames): readonly string[] {
  const [one, other] = [from, to].map((stack) => stack.replace(/, zone .*/, ""));
  if (one === other) return [];
  const what = `moves from stack ${from} to stack ${to}: ${questions.map(questionText).join(", ")}`;
  const states = "the one state destroys its records, and the other one makes them, in no certain order";
  const way = "take them out of the one by a removed block, and into the other one by import blocks";
  return [`${what}: ${states}: ${way}`];
}
