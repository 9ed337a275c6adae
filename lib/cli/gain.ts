import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { measuredHours } from "../planning/data/hours";
import { type Series, seriesOf } from "../planning/data/series";
import { endOfDays, endsTooEarly } from "../planning/gain/check-gain";
import type { GainRegistration, MeasuredSide, MeasureGainOptions } from "../planning/gain/gain-options";
import {
  checkRegistered,
  type Gain,
  type HarmKind,
  type JudgedHarm,
  measureGain,
  type PlaceGain,
} from "../planning/gain/measure-gain";
import { dayText } from "../planning/gain/times";
import { LAST_RESORT_SITE } from "../planning/world";
import { percentText } from "../routing/analysis/words";
import { isObject } from "./output-folder";
import { timeOf } from "./plan-routing/asked-hour";
import { seriesFrom } from "./plan-routing/series-from";
import { readIfThere } from "./read-if-there";
import type { TableFormat } from "./table-format";

export interface GainQuestion {
  readonly planning?: string;
  readonly service: string;
  /** When it is asked, and when the last step was deployed. */
  readonly now?: string;
  readonly deployed?: string;
  readonly format?: TableFormat;
}

export interface GainAnswer {
  /** Nothing while it waits. */
  readonly text?: string;
  /** Who is clearly worse off. */
  readonly refusals: readonly string[];
  /** Of whom that is not known, and what else keeps it from an answer. */
  readonly unknown: readonly string[];
  /** Why it is too early. */
  readonly waits: readonly string[];
}

/** The version of a registration. */
const VERSION = 1;

const [HOUR, DAY] = [3600, 86_400];

/** Data that is not there by then does not come any more. */
const MOST_HOURS_LATE = 48;

/** What a step brought, from the same data that a plan is made from. */
export function gainAnswer(file: string, question: GainQuestion): GainAnswer {
  const { planning, service, format } = question;
  const registration = readRegistration(file);
  const series = seriesFrom("gain", planning);
  const { now, deployed, ...sides } = Problems.of("gain", (problems) => ({
    home: sideOf(problems, series, "home", service),
    cloud: sideOf(problems, series, "cloud", service),
    now: timeOf(problems, "--now", question.now),
    deployed: timeOf(problems, "--deployed", question.deployed),
  }));
  const options = { registration, ...sides };
  checkRegistered(options);
  const early = tooEarly(options, now);
  if (early !== undefined) return { refusals: [], unknown: [], waits: [early] };
  const gain = measureGain(options);
  const refusals = gain.places.flatMap((place) =>
    place.harms.flatMap((harm) => (harm.isClearlyWorse ? [`${place.place}: ${worseText(harm)}`] : [])),
  );
  const unknown = gain.places.flatMap(({ place, verdict, reason }) =>
    verdict === "not-known" ? [`${place}: it is not known: ${reason}`] : [],
  );
  const text = format === "json" ? JSON.stringify(gain, undefined, 2) : textOf(gain);
  return { text, refusals, unknown: [...unknown, ...otherStep(file, registration, deployed)], waits: [] };
}

/** Why it cannot be judged yet. Data that is overdue is no reason to wait: then the judgement says what is missing. */
function tooEarly(options: MeasureGainOptions, now: number | undefined): string | undefined {
  const { days } = options.registration;
  const end = endOfDays(days) * HOUR;
  const until = endsTooEarly(options);
  if (now === undefined) return until && `it is not judged yet: days.to ${until}`;
  if (now < end) return `it is not judged yet: its days end with ${days.to}`;
  return now < end + MOST_HOURS_LATE * HOUR ? until && `it is not judged yet: days.to ${until}` : undefined;
}

/** A registration of one step tells nothing of the next one. */
function otherStep(file: string, { step }: GainRegistration, deployed: number | undefined): readonly string[] {
  const day = deployed === undefined ? step : dayText(Math.floor(deployed / DAY));
  return day <= step ? [] : [`${file} is of the step of ${step}, and the last one is of ${day}: nothing judges it`];
}

function readRegistration(file: string): GainRegistration {
  return Problems.of("gain", (problems) => {
    const text = readIfThere(file);
    if (text === undefined) problems.conflict([file], "cannot be read");
    let read: unknown;
    try {
      read = JSON.parse(text ?? `{"version":${VERSION}}`);
    } catch (error) {
      problems.conflict([file], `cannot be read (${(error as Error).message})`);
    }
    if (!isObject(read)) {
      if (read !== undefined)
        problems.refuse([file], read, "an object: docs/schemas/gain-registration.schema.json", "shape");
      return {} as GainRegistration;
    }
    const { version, $schema: _, ...registration } = read;
    if (version !== VERSION) problems.refuse([file, "version"], version, `${VERSION}`);
    return registration as unknown as GainRegistration;
  });
}

/** What one side measured, under the one name that its milliseconds have. */
function sideOf(problems: Problems, series: readonly Series[], side: "home" | "cloud", service: string): MeasuredSide {
  const isSide = ({ site }: Series) => (site === LAST_RESORT_SITE) === (side === "cloud");
  const timed = seriesOf(series, "latency", service).filter(isSide);
  const names = [...new Set(timed.map(({ metric }) => metric))].sort();
  const where = side === "home" ? "data centres" : "last-resort";
  if (timed.length === 0) problems.conflict("data", `has no latency of ${service} at ${where}`);
  else if (names.length > 1) problems.conflict("data", `has several metrics at ${where}: ${names.join(", ")}`);
  else if (names[0] === undefined)
    problems.conflict("data", `does not name the metric at ${where}: set metric of its file`);
  return { metric: names[0] ?? "", hours: measuredHours(series, side, service) };
}

const BUSIEST = "In the busiest hours";

const HEAD = ["Place", "At home", "Never reached", "Judged by", "Value", BUSIEST, "Errors", BUSIEST, "Verdict"];

function textOf({ metric, places }: Gain): string {
  const rows = places.map((place) => [
    place.place,
    percentText(place.home),
    percentText(place.neverReached),
    place.method === "halves" ? `halves, ${place.days} days` : `step by step, ${place.days} days`,
    cell(place, "value"),
    cell(place, "busiest-value"),
    cell(place, "errors"),
    cell(place, "busiest-errors"),
    place.verdict.replaceAll("-", " "),
  ]);
  const reasons = places.flatMap(({ place, reason }) => (reason === undefined ? [] : [`- ${place}: ${reason}.`]));
  return [
    `By ${metric}: more is worse. What is in brackets is the interval.\n`,
    `${markdownTable(HEAD, rows)}\n`,
    ...reasons,
    '- "Not clearly worse" is also what few users give: the interval says how much harm there may be.',
    "- Never reached: the part of the cloud's users whom no percentage of this place sends anywhere.",
  ].join("\n");
}

function cell({ harms }: PlaceGain, kind: HarmKind): string {
  const harm = harms.find((one) => one.kind === kind);
  return harm === undefined ? "-" : intervalText(harm);
}

const IN_WORDS: Readonly<Record<HarmKind, string>> = {
  value: "the value",
  "busiest-value": "the value in the busiest hours",
  errors: "the share of errors",
  "busiest-errors": "the share of errors in the busiest hours",
};

function worseText(harm: JudgedHarm): string {
  return `${IN_WORDS[harm.kind]} is clearly worse: ${intervalText(harm)}`;
}

/** `+8 (+6.1 to +9.9)`; of errors in points of a percent. */
function intervalText({ kind, difference, low, high }: JudgedHarm): string {
  const isErrors = kind === "errors" || kind === "busiest-errors";
  const signed = (number: number) => {
    const shown = isErrors ? number * 100 : number;
    // What only the sums' rounding leaves is nothing.
    const rounded = Math.abs(shown) < 1e-6 ? 0 : Number(shown.toPrecision(3));
    return rounded > 0 ? `+${rounded}` : String(rounded);
  };
  return `${signed(difference)}${isErrors ? " points" : ""} (${signed(low)} to ${signed(high)})`;
}
