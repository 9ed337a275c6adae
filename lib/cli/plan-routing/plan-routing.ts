import { Problems } from "../../core/problems";
import { secondsOf } from "../../planning/data/metrics-csv";
import type { RoutingPlan } from "../../planning/plan-routing";
import type { TableFormat } from "../table-format";
import { judgeStep, type StepJudged } from "./after";
import { afterText, heldBecause } from "./after-text";
import { type Known, readKnown } from "./known";
import { readLimits } from "./limits";
import { isSamePlan, type PlanBefore, planFileOf, readPlan, targetOf, writePlan } from "./plan-file";
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
  if (question.within !== undefined) refuseWhatIf("--within", question);
  if (question.after !== undefined) refuseWhatIf("--after", question);
  const limits = question.within === undefined ? undefined : readLimits(question.within);
  const known = readKnown(folder, question.environment, question.stack);
  const planning = planningOf(known, question.planning, question.now);
  const before = readPlan(question.out);
  const { options } = planning;
  const target = targetOf(before, Object.keys(options.dataCenters));
  const planned = await planFor({ ...planning, options: { ...options, ...(target && { target }) } });
  if (isAsked(question)) return answerIf(question, known, planning, planned);
  const judged = judgedStep(question, known, planning, { before, plan: planned });
  const plan = judged?.plan ?? planned;
  const held = judged === undefined ? [] : heldBecause(judged, planning.units);
  if (judged !== undefined && held.length > 0)
    return { text: heldText(question, known, planning, judged), refusals: held };
  const file = planFileOf(plan, planning);
  const isSame = before !== undefined && isSamePlan(before, file);
  const beyond = limits && beyondLimits(options, plan, limits, momentOf(question));
  const more = { ...(judged && { after: judgedJson(judged) }), ...(beyond && { beyondLimits: beyond }) };
  const text = answerText(question, known, planning, plan, more, judged);
  if (question.check !== true && !isSame) writePlan(question.out, file);
  const why = before === undefined ? "there is no such file" : "another plan is better now";
  const differs = `${question.out}: ${why}: run "plan-routing" without --check`;
  return { text, refusals: [...(question.check && !isSame ? [differs] : []), ...(beyond ?? [])] };
}

function judgedStep(
  { after: asked, out, planning: settings, observed = settings }: PlanQuestion,
  known: Known,
  { options }: Planning,
  { before, plan }: { readonly before: PlanBefore | undefined; readonly plan: RoutingPlan },
): StepJudged | undefined {
  if (asked === undefined) return undefined;
  const series = seriesFrom("plan-routing", observed);
  return judgeStep({ known, options, plan, out, before, series, asked });
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
  const { isHeld, sites, places, wayBack } = after;
  // JSON has no infinity: a difference from nothing is left out.
  const finite = <One extends { readonly off: number }>({ off, ...one }: One) =>
    Number.isFinite(off) ? { ...one, off } : one;
  return { hour, isHeld, sites: sites.map(finite), places: places.map(finite), lowered, wayBack };
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
  const whatIf = { asked: whatIfText(question), atHome: { asIs: asIs.atHome.target, ifSo: ifSo.atHome.target } };
  const line = comparedText(whatIf.asked, asIs, ifSo, planning, then);
  const text = answerText(question, known, then, ifSo, { whatIf });
  return { text: question.format === "json" ? text : `${line}\n\n${text}`, refusals: [] };
}

function answerText(
  question: PlanQuestion,
  known: Known,
  planning: Planning,
  plan: RoutingPlan,
  more: object,
  judged?: StepJudged,
): string {
  if (question.format !== "json") {
    const after = judged === undefined ? "" : `${afterText(judged, planning.units)}\n`;
    return `${after}${planText(plan, planning, known.facts.ttlSeconds)}`;
  }
  const { stack, hostNames } = known;
  const answer = { stack, hostNames, ...more, plan: planFileOf(plan, planning), places: plan.places };
  return JSON.stringify(answer, undefined, 2);
}
