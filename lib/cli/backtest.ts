import { counted } from "../core/counted";
import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { type Backtest, backtest, type ReplayedPolicy } from "../planning/backtest/backtest";
import type { DemandHour } from "../planning/backtest/backtest-options";
import { demandHours } from "../planning/data/hours";
import { hourOf } from "../planning/gain/times";
import { percentText } from "../routing/analysis/words";
import { placesOf } from "../routing/routing-policy";
import { type Known, readKnown } from "./plan-routing/known";
import { readPlan } from "./plan-routing/plan-file";
import type { Planning } from "./plan-routing/planning";
import { seriesFrom } from "./plan-routing/series-from";
import { planningOf } from "./plan-routing/settings";
import { siteText } from "./plan-routing/site-text";
import type { TableFormat } from "./table-format";

export interface BacktestQuestion {
  readonly planning?: string;
  /** A file that must be there. */
  readonly plan?: string;
  readonly weeks: number;
  readonly stack?: string;
  readonly environment?: string;
  readonly format?: TableFormat;
}

/** A price is of a month, and what is replayed are hours. */
const HOURS_OF_MONTH = 730;

/** Replays what is deployed, the next step and its target over the hours that were measured. */
export function backtestText(folder: string, question: BacktestQuestion): string {
  const series = seriesFrom("backtest", question.planning);
  const known = readKnown(folder, question.environment, question.stack);
  const planning = planningOf(known, question.planning);
  const { services, dataCenters, lastResort, failures } = planning.options;
  const plan = readPlan(question.plan ?? "routing-plan.json");
  Problems.of("backtest", (problems) => {
    if (question.plan !== undefined && plan === undefined)
      problems.conflict("--plan", `${question.plan} cannot be read`);
  });
  const weights = Object.entries(services).flatMap(([name, { weight }]) =>
    weight === undefined ? [] : [[name, weight]],
  );
  const prices = Object.entries(planning.prices?.lastResort ?? {}).map(([name, price]) => [
    name,
    price / HOURS_OF_MONTH,
  ]);
  const hours = lastWeeks(demandHours(series), question.weeks, Object.keys(services));
  const asked = new Set(hours.flatMap(({ demand }) => Object.keys(demand)));
  const ofAsked = (rates: readonly (readonly (string | number)[])[]) =>
    Object.fromEntries(rates.filter(([name]) => asked.has(String(name))));
  const replayed = backtest({
    hours,
    policies: {
      deployed: known.policy,
      ...(plan && { "next step": plan.policy, target: plan.target }),
    },
    dataCenters: Object.fromEntries(
      Object.entries(dataCenters).map(([name, site]) => [name, { ...site, capacity: ratesOf(asked, site.capacity) }]),
    ),
    ...(lastResort && { lastResort }),
    failures: failures ?? Object.keys(dataCenters).map((name) => [name]),
    weights: ofAsked(weights),
    ...(planning.prices && { prices: ofAsked(prices) }),
  });
  const notMeasured = unmeasured(hours, known);
  if (question.format === "json") return JSON.stringify({ ...replayed, notMeasured }, undefined, 2);
  return textOf(replayed, notMeasured, planning);
}

/** The places of the program of which nothing was measured: whoever asks from there fills nothing here. */
function unmeasured(hours: readonly DemandHour[], { demand, policy }: Known): readonly string[] {
  const rates = hours.flatMap((hour) => Object.values(hour.demand).flatMap((one) => Object.entries(one)));
  const measured = new Set(rates.flatMap(([place, rate]) => ((rate ?? 0) > 0 ? [place] : [])));
  const routed = placesOf(policy).flatMap(({ kind, code }) => (kind === "continent" ? [] : [code]));
  return [...new Set([...Object.keys(demand ?? {}), ...routed])].filter((place) => !measured.has(place)).sort();
}

/** The last weeks of the services that are planned. */
function lastWeeks(hours: readonly DemandHour[], weeks: number, services: readonly string[]): readonly DemandHour[] {
  const last = Math.max(...hours.map(({ time }) => hourOf(time) ?? 0));
  return hours.flatMap(({ time, demand }) => {
    const own = Object.entries(demand).filter(([name]) => services.includes(name));
    const isLate = (hourOf(time) ?? 0) > last - weeks * 7 * 24;
    return isLate && own.length > 0 ? [{ time, demand: Object.fromEntries(own) }] : [];
  });
}

function ratesOf(asked: ReadonlySet<string>, rates: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(rates).filter(([name]) => asked.has(name)));
}

function textOf(replayed: Backtest, notMeasured: readonly string[], { prices }: Planning): string {
  const { from, to, hours, missingHours, policies } = replayed;
  const head = ["Routing", "In data centres", "Over capacity", "With a failure", ...(prices ? ["Last resort"] : [])];
  const rows = Object.entries(policies).map(([name, one]) => [
    name,
    percentText(one.atHome),
    minutes(one.minutesOver),
    worstWithFailure(one),
    ...(prices ? [cost(one, prices.currency)] : []),
  ]);
  const holes =
    missingHours === 0
      ? "none is missing"
      : `${counted(missingHours, "hour")} in between ${missingHours === 1 ? "is" : "are"} missing`;
  return [
    `${counted(hours, "hour")} from ${from} to ${to}; ${holes}.\n`,
    `${markdownTable(head, rows)}\n`,
    ...(notMeasured.length > 0
      ? [`- Nothing was measured of ${notMeasured.join(", ")} in these hours, and so nothing of it counts.`]
      : []),
    "- An hour counts whole when its peak is too much. With a failure: the worst one, as if it had lasted for all of the hours.",
    "- A policy that was planned from the same hours has seen them.",
  ].join("\n");
}

function minutes(number: number): string {
  return number === 0 ? "-" : `${String(number).replace(/\B(?=(\d{3})+$)/g, ",")} min`;
}

function worstWithFailure({ overCapacity }: ReplayedPolicy): string {
  const worst = overCapacity.find(({ down }) => down.length > 0);
  if (worst === undefined) return "-";
  const site = siteText(worst.site);
  return `${site}, ${minutes(worst.minutes)}, when ${worst.down.join(" and ")} ${worst.down.length === 1 ? "is" : "are"} down`;
}

function cost({ cost }: ReplayedPolicy, currency: string): string {
  const whole = (number: number) => String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ",");
  return cost === undefined ? "-" : `${currency} ${whole(cost.least)} to ${whole(cost.most)}`;
}
