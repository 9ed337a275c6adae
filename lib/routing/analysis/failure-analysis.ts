import { counted } from "../../core/counted";
import { plainHostName } from "../../core/host-names";
import { validateParameters, validateShape } from "../../core/options-shape";
import { Problems } from "../../core/problems";
import type { Answers, Question } from "../answers";
import { type JudgedRules, RulesJudge } from "../rules/judge-rules";
import { Behaviours } from "./behaviour";
import { requestsOf, totalOf } from "./demand";
import { checkFailureAnalysis, type FailureAnalysisOptions, failuresTried } from "./failure-analysis-options";
import { failuresOf } from "./failures";
import { type Finding, type Judged, observationsOf, summarize } from "./finding";
import { AnswersJudge } from "./judge-answers";
import { Loads } from "./load";
import { Capacities, overloads } from "./overload";
import { RemainingCapacities } from "./remaining-capacity";

/**
 * Asks every question from every place, when all is well and for every set of endpoints that may be down, and judges the
 * answers.
 *
 * - Nobody is left without an answer. An alias of a name that is not here is a risk, when the name is of the same zone.
 * - No answer is an endpoint that is known to be down, while a healthy one exists.
 * - No endpoint is asked for more than it can take, by all host names together; and no address of one, while others of it are down.
 * - Nor is what is left of an endpoint while a part of it is down, such as a rack.
 * - Users are sent on within the target.
 * - No rule of the owner is broken.
 *
 * @throws `ValidationError` for options that are out of their range
 */
export function analyzeFailures(
  answers: Answers,
  options: FailureAnalysisOptions = {},
  rules: JudgedRules = { countries: new Map() },
): readonly Finding[] {
  validateParameters("analyzeFailures", { answers: [answers, "Answers"], rules: [rules, "JudgedRules"] });
  validateShape("analyzeFailures", options, "FailureAnalysisOptions");
  Problems.of("analyzeFailures", (problems) => checkFailureAnalysis(problems, options));
  return findingsOf(answers, options, rules);
}

/** The same for what has been validated. */
export function findingsOf(answers: Answers, options: FailureAnalysisOptions, rules: JudgedRules): readonly Finding[] {
  const behaviours = Behaviours.among(answers);
  const requests = requestsOf(answers.questions, options);
  const demand = totalOf(requests);
  const loads = new Loads([{ answers, behaviours, requests }]);
  const answersJudge = new AnswersJudge(answers, behaviours);
  const judge = new RulesJudge(answers, behaviours, rules, namedIn(answers.questions, options.hostNames), options);
  const capacities = new Capacities(options);
  const remaining = new RemainingCapacities(options, answers.drained);
  const most = failuresTried(options);
  const failures = failuresOf(answers, most);
  const whileDown = failures.flatMap((down) => {
    const all = loads.while(down);
    const judged = [
      ...answersJudge.while(down),
      ...overloads(all, down, capacities, (endpoint) => answers.partsOf(endpoint)),
      ...judge.while(down, all, demand),
    ];
    const withParts = remaining.overloads(all, down);
    return [...observationsOf(judged, down), ...withParts.flatMap((part) => observationsOf([part.judged], part.down))];
  });
  const further = [...judge.whileLastResortIsDown(failures, most), ...judge.untilNothingIsLeft()];
  const beyond = further.flatMap(({ down, judged }) => observationsOf(judged, down));
  const always = answers.questions.flatMap((question) => [
    ...slowFailover(answers, question, options),
    ...unknownTargets(answers, question),
  ]);
  return summarize([...whileDown, ...beyond, ...observationsOf(always, [])], answers.signals);
}

/** The questions for these host names; all, when it is not known which are the routing's own. */
function namedIn(questions: readonly Question[], hostNames: readonly string[] | undefined): readonly Question[] {
  const own = hostNames?.map(plainHostName);
  return questions.filter(({ name }) => own === undefined || own.includes(plainHostName(name)));
}

/** Aliases of names that are not here: made elsewhere, or misspelt. */
function unknownTargets(answers: Answers, question: Question): readonly Judged[] {
  const unknown = answers.danglingAliases(question).filter(({ isCertain }) => !isCertain);
  return unknown.map(({ record, target }) => {
    const what = `${record} is an alias of ${target}, which no record of this configuration has`;
    const problem = `${what}; if nobody else makes one, users get no answer`;
    return { severity: "risk", questions: [question], problem };
  });
}

function slowFailover(
  answers: Answers,
  question: Question,
  { failoverTargetSeconds: target }: FailureAnalysisOptions,
): readonly Judged[] {
  if (target === undefined) return [];
  const seconds = answers.failoverSeconds(question) ?? 0;
  const unknown = answers.failoverUnknown(question);
  const judged: Judged[] = [];
  if (seconds > target) {
    const remedy = "lower the time to live, or the health check's interval or failure threshold";
    const problem = `failover takes ${counted(seconds, "second")}, and the target is ${target}; ${remedy}`;
    judged.push({ severity: "error", questions: [question], problem });
  }
  if (unknown.length > 0) {
    const what = `how long failover takes from ${unknown.join(" and ")} is not known here`;
    const remedy = "have an address of it checked as well, or see that what decides is as fast";
    const problem = `${what}, and the target is ${counted(target, "second")}; ${remedy}`;
    judged.push({ severity: "risk", questions: [question], problem });
  }
  return judged;
}
