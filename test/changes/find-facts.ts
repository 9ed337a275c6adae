import type { Answer, AskedProvider } from "./ask";
import type { Plan, ProviderFacts } from "./facts";
import { pinnedVersion } from "./facts";
import { differencesOf, type Found } from "./found-changes";
import { judge, type Question } from "./judge";
import { KUBERNETES } from "./kubernetes";

/** What is replaced makes others follow, of which the providers are asked in a further round. */
const MOST_ROUNDS = 6;
/** Of questions about the same arguments some are enough. */
const ENOUGH = 4;

/** Asks providers until the facts say what becomes of all that differs. */
export class FactsFinder {
  private readonly providers = new Map<string, { readonly asked: string; readonly provider: AskedProvider }>();
  private readonly plans = new Map<string, Plan>();
  private readonly notes = new Set<string>();

  /** `known` is what need not be asked again. */
  constructor(
    private readonly found: Found,
    known: ProviderFacts["arguments"] = {},
  ) {
    for (const [type, paths] of Object.entries(known)) {
      for (const [path, plans] of Object.entries(paths)) {
        for (const [how, plan] of Object.entries(plans)) this.plans.set(JSON.stringify([type, path, how]), plan);
      }
    }
  }

  public add(name: string, asked: string, provider: AskedProvider): void {
    this.providers.set(name, { asked, provider });
  }

  public find(): { readonly facts: ProviderFacts; readonly notes: readonly string[] } {
    for (let round = 1; round <= MOST_ROUNDS; round++) {
      const facts = this.facts();
      const open = differencesOf(this.found).flatMap((difference) => judge(difference, facts).open);
      if (open.length === 0) break;
      for (const [name, { provider }] of this.providers) {
        const questions = few(open.filter(({ after: { type } }) => type.startsWith(`${name}_`)));
        if (questions.length > 0) this.noteAll(questions, provider.ask(questions));
      }
      for (const question of open)
        if (question.after.type.startsWith("kubernetes_")) this.note(question, KUBERNETES(question));
    }
    for (const { provider } of this.providers.values()) provider.end();
    return { facts: this.facts(), notes: [...this.notes].sort() };
  }

  private noteAll(questions: readonly Question[], answers: readonly Answer[]): void {
    for (const [index, question] of questions.entries())
      this.note(question, answers[index] ?? { refusal: "not asked" });
  }

  private note({ after: { type }, at }: Question, answer: Answer): void {
    if ("refusal" in answer) this.notes.add(`${type} ${[...at.keys()].join(", ")}: ${answer.refusal}`);
    for (const [path, how] of at) {
      const plan = "refusal" in answer ? "not known" : answer.plans.get(path);
      if (plan === undefined) continue;
      const key = JSON.stringify([type, path, how]);
      this.plans.set(key, both(this.plans.get(key), plan));
    }
  }

  private facts(): ProviderFacts {
    const asked = [...this.providers].map(([name, { asked: version }]) => [
      name,
      { asked: version, bindings: pinnedVersion(name) },
    ]);
    const providers = {
      ...Object.fromEntries(asked),
      kubernetes: { asked: "", bindings: pinnedVersion("kubernetes") },
    };
    const all: Record<string, Record<string, Record<string, Plan>>> = {};
    for (const key of [...this.plans.keys()].sort()) {
      const [type, path, how] = JSON.parse(key) as [string, string, string];
      const ofType = all[type] ?? {};
      const ofPath = ofType[path] ?? {};
      ofPath[how] = this.plans.get(key) as Plan;
      ofType[path] = ofPath;
      all[type] = ofType;
    }
    return { providers, arguments: all };
  }
}

/** Two answers about one argument: another value may be another matter. */
function both(one: Plan | undefined, other: Plan): Plan {
  if (one === undefined || one === other || one === "not known") return other;
  if (other === "not known") return one;
  const plans = [one, other];
  if (plans.includes("replaced") || plans.includes("depends")) return "depends";
  return "in place";
}

function few(questions: readonly Question[]): readonly Question[] {
  const counts = new Map<string, number>();
  const seen = new Set<string>();
  return questions.filter(({ before, after, at }) => {
    const whole = JSON.stringify([before.settings, after.settings, [...at]]);
    if (seen.has(whole)) return false;
    seen.add(whole);
    const signature = JSON.stringify([after.type, ...at]);
    counts.set(signature, (counts.get(signature) ?? 0) + 1);
    return (counts.get(signature) ?? 0) <= ENOUGH;
  });
}
