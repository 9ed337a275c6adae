import { counted } from "../core/counted";
import { firstOf } from "../core/first-of";
import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { type Backtest, backtest, type ReplayedPolicy } from "../planning/backtest/backtest";
import type { DemandHour } from "../planning/backtest/backtest-options";
import { demandHours, type HoursOfDemand } from "../planning/data/hours";
import { hourOf } from "../planning/gain/times";
import { goneIn, goneText } from "../planning/planned-routing";
import { percentText } from "../routing/analysis/words";
import { placesOf } from "../routing/routing-policy";
import { type Known, readKnown } from "./plan-routing/known";
import { readPlan } from "./plan-routing/plan-file";
import type { Planning } from "./plan-routing/planning";
import { seriesFrom } from "./plan-routing/series-from";
import { drainedIn, planningOf } from "./plan-routing/settings";
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
  const file = question.plan ?? "routing-plan.json";
  const written = readPlan(file);
  const names = Object.keys(dataCenters);
  const gone = written ? [...new Set([written.policy, written.target].flatMap((one) => goneIn(one, names)))] : [];
  Problems.of("backtest", (problems) => {
    if (question.plan === undefined) return;
    if (written === undefined) problems.conflict("--plan", `${file} cannot be read`);
    else if (gone.length > 0) problems.conflict("--plan", `${file} ${goneText(gone)}`);
  });
  // A file that nobody named is no reason to replay nothing.
  const plan = gone.length > 0 ? undefined : written;
  const weights = Object.entries(services).flatMap(([name, { weight }]) =>
    weight === undefined ? [] : [[name, weight]],
  );
  const prices = Object.entries(planning.prices?.lastResort ?? {}).map(([name, price]) => [
    name,
    price / HOURS_OF_MONTH,
  ]);
  const drained = drainedIn(known);
  const sites = Object.keys(known.facts.dataCenters ?? {}).filter((name) => !drained.includes(name));
  const planned = series.filter(({ service }) => Object.hasOwn(services, service));
  const found = lastWeeks(demandHours(planned, sites), question.weeks);
  const { hours } = found;
  Problems.of("backtest", (problems) => {
    if (hours.length === 0 && found.missing.length > 0)
      problems.conflict("--planning", "has no hour in which nothing is missing: see docs/backtest.md");
  });
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
  const answer = { ...replayed, missingHours: missingHours(found), notMeasured };
  if (question.format === "json") return JSON.stringify(answer, undefined, 2);
  const missing = [...new Set(found.missing.flatMap(({ places }) => places))].sort();
  return textOf(answer, { notMeasured, missing, gone, file: written && file }, planning);
}

/** The places of the program of which nothing was measured: whoever asks from there fills nothing here. */
function unmeasured(hours: readonly DemandHour[], { demand, policy }: Known): readonly string[] {
  const rates = hours.flatMap((hour) => Object.values(hour.demand).flatMap((one) => Object.entries(one)));
  const measured = new Set(rates.flatMap(([place, rate]) => ((rate ?? 0) > 0 ? [place] : [])));
  const routed = placesOf(policy).flatMap(({ kind, code }) => (kind === "continent" ? [] : [code]));
  return [...new Set([...Object.keys(demand ?? {}), ...routed])].filter((place) => !measured.has(place)).sort();
}

/** The last weeks of the data: what is missing at its end is no reason to look at earlier hours. */
function lastWeeks({ hours, missing }: HoursOfDemand, weeks: number): HoursOfDemand {
  const last = [...hours, ...missing].reduce((most, { time }) => Math.max(most, hourOf(time) ?? 0), 0);
  const isLate = ({ time }: { readonly time: string }) => (hourOf(time) ?? 0) > last - weeks * 7 * 24;
  return { hours: hours.filter(isLate), missing: missing.filter(isLate) };
}

/** Hours of the data that are not replayed: those in between of which there is nothing, and those of which something is missing. */
function missingHours({ hours, missing }: HoursOfDemand): number {
  const times = [...hours, ...missing].map(({ time }) => hourOf(time) ?? 0);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  return last - first + 1 - hours.length;
}

function ratesOf(asked: ReadonlySet<string>, rates: Readonly<Record<string, number>>) {
  return Object.fromEntries(Object.entries(rates).filter(([name]) => asked.has(name)));
}

/** What stands beside the numbers. */
interface Notes {
  readonly notMeasured: readonly string[];
  /** The places that are missing in hours that are left out. */
  readonly missing: readonly string[];
  /** The file of the plan, and its data centres that are gone: then it is not replayed. */
  readonly file: string | undefined;
  readonly gone: readonly string[];
}

function textOf(replayed: Backtest, { notMeasured, missing, file, gone }: Notes, { prices }: Planning): string {
  const { from, to, hours, missingHours, policies } = replayed;
  const head = [
    "Routing",
    "In data centres",
    "Over capacity",
    "With a failure",
    ...(prices ? ["Last resort, for all hours"] : []),
  ];
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
      : `${counted(missingHours, "hour")} ${missingHours === 1 ? "is" : "are"} missing and left out`;
  return [
    `${counted(hours, "hour")} from ${from} to ${to}; ${holes}.\n`,
    `${markdownTable(head, rows)}\n`,
    ...planLines(file, gone),
    ...(missing.length > 0
      ? [
          `- Left out are hours in which it is not known what was asked for in ${firstOf(missing, MOST_PLACES)}: a site tells nothing.`,
        ]
      : []),
    ...(notMeasured.length > 0
      ? [`- Nothing was measured of ${notMeasured.join(", ")} in these hours, and so nothing of it counts.`]
      : []),
    "- An hour counts whole when its peak is too much. With a failure: the worst one, as if it had lasted for all of the hours.",
    "- A policy that was planned from the same hours has seen them.",
  ].join("\n");
}

function planLines(file: string | undefined, gone: readonly string[]): readonly string[] {
  if (file === undefined) return [];
  if (gone.length === 0) return [`- Next step and target are those of ${file}.`];
  return [`- ${file} is not replayed: it ${goneText(gone)}.`];
}

/** More places are a number. */
const MOST_PLACES = 10;

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
