import type { Answers, Question } from "../answers";
import { type Location, locationsInShort } from "../location";
import { type Alike, type Behaviours, deciderOf, type PlaceGroup } from "./behaviour";
import { Bundles } from "./bundles";
import type { Failure } from "./failures";
import type { Judged } from "./finding";

/** Places of which the same decides who answers. */
interface Verdict {
  readonly unanswered: readonly Alike[];
  /** The endpoints that answer any, by name. */
  readonly answering: ReadonlySet<string>;
  /** All that it is about, and what decides about them. */
  readonly all: readonly Alike[];
  readonly deciding: Failure;
}

/** Finds the places that get no answer, and those that get one of an endpoint that is down. */
export class AnswersJudge {
  private readonly verdicts: Bundles<Alike, Verdict>;

  constructor(
    private readonly answers: Answers,
    private readonly behaviours: Behaviours,
  ) {
    const groups = behaviours.distinct(answers.questions).flatMap((question) => behaviours.groupsOf(question));
    this.verdicts = new Bundles(behaviours.alike(groups), (all, deciding) => this.verdictOn(all, deciding));
  }

  public while(down: Failure): readonly Judged[] {
    const verdicts = this.verdicts.while(down);
    const unanswered = decidersOf(verdicts.flatMap(({ unanswered }) => unanswered));
    const sentDown = decidersOf(down.flatMap((name) => verdicts.flatMap((verdict) => this.answeredBy(name, verdict))));
    if (unanswered.size + sentDown.size === 0) return [];
    return this.answers.questions.flatMap((question) => {
      const groups = this.behaviours.groupsOf(question);
      const among = (found: ReadonlySet<object>) => groups.filter((group) => found.has(deciderOf(group)));
      return [...noAnswer(among(unanswered), this.answers, question), ...answersFromDown(among(sentDown), question)];
    });
  }

  private verdictOn(all: readonly Alike[], deciding: Failure): Verdict {
    const unanswered: Alike[] = [];
    const answering = new Set<string>();
    all.forEach((alike) => {
      this.behaviours.while(alike.groups[0], deciding).forEach(({ answerer }) => {
        if (answerer.kind === "nobody") unanswered.push(alike);
        else if (answerer.kind === "endpoint") answering.add(answerer.name);
      });
    });
    return { unanswered, answering, all, deciding };
  }

  /** Whom an endpoint answers. Few do while they are down. */
  private answeredBy(name: string, { answering, all, deciding }: Verdict): readonly Alike[] {
    if (!answering.has(name)) return [];
    return all.filter(({ groups }) =>
      this.behaviours
        .while(groups[0], deciding)
        .some(({ answerer }) => answerer.kind === "endpoint" && answerer.name === name),
    );
  }
}

function decidersOf(all: readonly Alike[]): ReadonlySet<object> {
  return new Set(all.map(({ groups }) => deciderOf(groups[0])));
}

function noAnswer(left: readonly PlaceGroup[], answers: Answers, question: Question): readonly Judged[] {
  if (left.length === 0) return [];
  const lost = answers
    .danglingAliases(question)
    .filter(({ isCertain }) => isCertain)
    .map(({ record, target }) => `${record} is an alias of ${target}, which no record has`);
  const remedy =
    lost.length > 0 ? lost.join("; ") : 'add a record for everyone else, of country "*" and without a health check';
  return [{ severity: "error", questions: [question], problem: `no answer for ${placesOf(left)}; ${remedy}` }];
}

function answersFromDown(sent: readonly PlaceGroup[], question: Question): readonly Judged[] {
  if (sent.length === 0) return [];
  const remedy =
    "end their chain in an address without a health check, and let each alias evaluate its target's health";
  const problem = `an endpoint that is down answers ${placesOf(sent)}; ${remedy}`;
  return [{ severity: "error", questions: [question], problem }];
}

function placesOf(groups: readonly PlaceGroup[]): string {
  return locationsInShort(groups.flatMap(({ places }): readonly Location[] => places));
}
