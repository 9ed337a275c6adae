import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Problems } from "../../core/problems";
import { ValidationError } from "../../core/validation-error";
import { secondsOf } from "../../planning/data/metrics-csv";
import type { RoutingPlan } from "../../planning/plan-routing";
import { goneIn } from "../../planning/planned-routing";
import type { RoutingPolicy } from "../../routing/routing-policy";
import type { TableFormat } from "../table-format";
import { judgeStep, type StepJudged } from "./after";
import { afterText, heldBecause } from "./after-text";
import { type Known, readKnown } from "./known";
import { readLimits } from "./limits";
import { savingOf, savingRange } from "./money";
import {
  isSamePlan,
  type PlanBefore,
  planFileOf,
  policiesBefore,
  readPlan,
  targetOf,
  writePlan,
  writePlanBefore,
} from "./plan-file";
import { planFor } from "./plan-for";
import { comparedText, planText } from "./plan-text";
import type { Planning } from "./planning";
import { seriesFrom } from "./series-from";
import { planningOf } from "./settings";
import { isAsked, optionsIf, refuseWhatIf, type WhatIf, whatIfText } from "./what-if";
import { beyondLimits } from "./within";

/** Of what a plan is asked, and where it goes. */
export interface PlanQuestion extends WhatIf {
  readonly stack?: string;
  readonly environment?: string;
  /** A file with what is known beside the program. */
  readonly planning?: string;
  /** The file that the program imports. */
  readonly out: string;
  /** Whether the file is only compared. */
  readonly check?: boolean;
  /** The hour that the last step is judged by, when it begins or `last`, before the next one is planned. */
  readonly after?: string;
  /** When the last step was deployed: no hour before that tells anything of it. */
  readonly deployed?: string;
  /** Whether the file gets what was deployed before its step, and nothing is planned. */
  readonly back?: boolean;
  /** Settings whose data has that hour, where it is not that of `planning`. */
  readonly observed?: string;
  /** A file with what a step may be like that nobody has to look at. */
  readonly within?: string;
  /** The time that the age of data and freezes are judged by: `2026-11-03T17:05Z`. */
  readonly now?: string;
  /** The time of the machine, which only decides whether a step is small today. */
  readonly clock: number;
  readonly format?: TableFormat;
}

/** The words about a plan. */
export interface PlanAnswer {
  readonly text: string;
  /** Why a check fails, or somebody has to look at the step. */
  readonly refusals: readonly string[];
}

/** Plans the next step of what was synthesized, and writes it. What would be if is only shown. */
export async function planRoutingOf(folder: string, question: PlanQuestion): Promise<PlanAnswer> {
  checkQuestion(question);
  if (question.back === true) return backOf(folder, question);
  const limits = question.within === undefined ? undefined : readLimits(question.within);
  const known = readKnown(folder, question.environment, question.stack);
  const planning = planningOf(known, question.planning, question.now);
  const before = readPlan(question.out);
  const { options } = planning;
  const dataCenters = Object.keys(options.dataCenters);
  const led = targetOf(before, dataCenters, known.policy);
  const planned = await planFor({ ...planning, options: { ...options, ...(led && { target: led.target }) } });
  if (isAsked(question)) return answerIf(question, known, planning, planned);
  const judged = judgedStep(question, known, planning, { before, plan: planned });
  const plan = judged?.plan ?? planned;
  const held = judged === undefined ? [] : heldBecause(judged, planning.units);
  if (judged !== undefined && held.length > 0)
    return { text: heldText(question, known, planning, judged), refusals: held };
  const all = policiesBefore(before, known.policy, plan.policy);
  // Nobody can go back to a policy with a data centre that is gone.
  const earlier = all.filter((policy) => goneIn(policy, dataCenters).length === 0);
  const file = planFileOf(plan, planning, earlier);
  const isSame = before !== undefined && isSamePlan(before, file);
  const beyond = limits && beyondLimits(options, plan, limits, momentOf(question));
  const gone = led?.gone ?? [];
  const more = {
    ...(gone.length > 0 && { gone }),
    ...(judged && { after: judgedJson(judged) }),
    ...(beyond && { beyondLimits: beyond }),
  };
  const answer = answerText(question, known, planning, { plan, earlier }, more, judged);
  const notes = question.format === "json" ? [] : goneNotes(gone, all.length - earlier.length);
  const text = [answer, ...notes].join("\n");
  if (question.check !== true && !isSame) writePlan(question.out, file);
  const why = before === undefined ? "there is no such file" : "another plan is better now";
  const differs = `${question.out}: ${why}: run "plan-routing" without --check`;
  return { text, refusals: [...(question.check && !isSame ? [differs] : []), ...(beyond ?? [])] };
}

/** Options that say nothing together. */
function checkQuestion(question: PlanQuestion): void {
  const { within, after, check, back, observed, deployed, out, format } = question;
  if (within !== undefined) refuseWhatIf("--within", question);
  if (after !== undefined) refuseWhatIf("--after", question);
  if (check === true) refuseWhatIf("--check", question);
  if (back === true) refuseWhatIf("--back", question);
  Problems.of("plan-routing", (problems) => {
    for (const [option, value] of Object.entries({ "--observed": observed, "--deployed": deployed })) {
      if (value !== undefined && after === undefined) problems.conflict(option, "is about the hour of --after");
    }
    for (const [option, value] of Object.entries({ "--within": within, "--after": after, "--check": check })) {
      if (value !== undefined && back === true) problems.conflict("--back", `plans nothing: leave ${option} out`);
    }
    if (back === true && format === "json") problems.conflict("--back", "plans nothing, and has no JSON");
    if (!existsSync(dirname(out))) problems.conflict("--out", `there is no folder ${dirname(out)}`);
  });
}

/** What a data centre that is gone changes in the plan before. */
function goneNotes(gone: readonly string[], count: number): readonly string[] {
  return [
    ...(gone.length > 0
      ? [
          `- Gone: ${gone.join(", ")}. The target of the plan before goes on without it, and is planned anew where nothing else was left.`,
        ]
      : []),
    ...(count > 0
      ? [
          `- Gone: ${count === 1 ? "one policy" : `${count} policies`} to go back to, with a data centre that the program does not have.`,
        ]
      : []),
  ];
}

function backOf(folder: string, { out, environment, stack }: PlanQuestion): PlanAnswer {
  writePlanBefore(out, dataCentersIn(folder, environment, stack));
  return { text: `${out} has what was deployed before its step: synthesize, and deploy it.`, refusals: [] };
}

/** Those of the program; nothing where it cannot be read: the way back must not need it. */
function dataCentersIn(folder: string, environment?: string, stack?: string): readonly string[] | undefined {
  try {
    return Object.keys(readKnown(folder, environment, stack).facts.dataCenters ?? {});
  } catch (error) {
    if (ValidationError.isValidationError(error)) return undefined;
    throw error;
  }
}

function judgedStep(
  { after: hour, out, planning: file, observed = file, deployed, now }: PlanQuestion,
  known: Known,
  { options, after: settings }: Planning,
  { before, plan }: { readonly before: PlanBefore | undefined; readonly plan: RoutingPlan },
): StepJudged | undefined {
  if (hour === undefined) return undefined;
  const series = seriesFrom("plan-routing", observed);
  const asked = { hour, ...(deployed !== undefined && { deployed }), ...(now !== undefined && { now }) };
  return judgeStep({ known, options, plan, out, before, series, settings, asked });
}

/** The answer where there is no next step. */
function heldText(
  question: PlanQuestion,
  { stack, hostNames }: Known,
  { units }: Planning,
  judged: StepJudged,
): string {
  if (question.format !== "json") return afterText(judged, units);
  return JSON.stringify({ stack, hostNames, after: judgedJson(judged) }, undefined, 2);
}

function judgedJson({ hour, after, lowered }: StepJudged): object {
  const { isHeld, sites, places, reach, wayBack } = after;
  // JSON has no infinity: a difference from nothing is left out.
  const finite = <One extends { readonly off: number }>({ off, ...one }: One) =>
    Number.isFinite(off) ? { ...one, off } : one;
  return { hour, isHeld, sites: sites.map(finite), places: places.map(finite), reach, lowered, wayBack };
}

function momentOf({ now, clock }: PlanQuestion): number {
  if (now === undefined) return clock;
  const seconds = secondsOf(now);
  return Problems.of("plan-routing", (problems) => {
    if (seconds === undefined) problems.refuse("--now", now, 'a time in UTC: "2026-11-03T17:05Z"', "format");
    return (seconds ?? 0) * 1000;
  });
}

async function answerIf(
  question: PlanQuestion,
  known: Known,
  planning: Planning,
  asIs: RoutingPlan,
): Promise<PlanAnswer> {
  const then = { ...planning, options: optionsIf(planning.options, question) };
  const ifSo = await planFor(then);
  const { prices } = planning;
  const saved = (of: Planning, { target }: RoutingPlan) =>
    prices === undefined ? 0 : savingOf(of.options, prices, target);
  const saving = prices && { ...savingRange(saved(then, ifSo) - saved(planning, asIs)), currency: prices.currency };
  const atHome = { asIs: asIs.atHome.target, ifSo: ifSo.atHome.target };
  const whatIf = { asked: whatIfText(question), atHome, ...(saving && { saving }) };
  const line = comparedText(whatIf.asked, asIs, ifSo, planning, then);
  const text = answerText(question, known, then, { plan: ifSo, earlier: [] }, { whatIf });
  return { text: question.format === "json" ? text : `${line}\n\n${text}`, refusals: [] };
}

function answerText(
  question: PlanQuestion,
  known: Known,
  planning: Planning,
  { plan, earlier }: { readonly plan: RoutingPlan; readonly earlier: readonly RoutingPolicy[] },
  more: object,
  judged?: StepJudged,
): string {
  if (question.format !== "json") {
    const after = judged === undefined ? "" : `${afterText(judged, planning.units)}\n`;
    const { ttlSeconds } = known.facts;
    const back = isAsked(question) ? undefined : { file: question.out, ttlSeconds };
    return `${after}${planText(plan, planning, back)}`;
  }
  const { stack, hostNames } = known;
  const file = planFileOf(plan, planning, earlier);
  const answer = { stack, hostNames, ...more, plan: file, places: plan.places };
  return JSON.stringify(answer, undefined, 2);
}
