import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { measuredHours } from "../planning/data/hours";
import { type Series, seriesOf } from "../planning/data/series";
import type { GainRegistration, MeasuredSide } from "../planning/gain/gain-options";
import { type Gain, type HarmKind, type JudgedHarm, measureGain, type PlaceGain } from "../planning/gain/measure-gain";
import { LAST_RESORT_SITE } from "../planning/world";
import { percentText } from "../routing/analysis/words";
import { isObject } from "./output-folder";
import { seriesFrom } from "./plan-routing/series-from";
import { readIfThere } from "./read-if-there";
import type { TableFormat } from "./table-format";

export interface GainQuestion {
  readonly planning?: string;
  readonly service: string;
  readonly format?: TableFormat;
}

export interface GainAnswer {
  readonly text: string;
  /** Who is clearly worse off. */
  readonly refusals: readonly string[];
}

/** The version of a registration. */
const VERSION = 1;

/** What a step brought, from the same data that a plan is made from. */
export function gainAnswer(file: string, { planning, service, format }: GainQuestion): GainAnswer {
  const registration = readRegistration(file);
  const series = seriesFrom("gain", planning);
  const sides = Problems.of("gain", (problems) => ({
    home: sideOf(problems, series, "home", service),
    cloud: sideOf(problems, series, "cloud", service),
  }));
  const gain = measureGain({ registration, ...sides });
  const refusals = gain.places.flatMap((place) =>
    place.harms.flatMap((harm) => (harm.isClearlyWorse ? [`${place.place}: ${worseText(harm)}`] : [])),
  );
  return { text: format === "json" ? JSON.stringify(gain, undefined, 2) : textOf(gain), refusals };
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

const HEAD = ["Place", "At home", "Never reached", "Judged by", "Value", "In the busiest hours", "Errors", "Verdict"];

function textOf({ metric, places }: Gain): string {
  const rows = places.map((place) => [
    place.place,
    percentText(place.home),
    percentText(place.neverReached),
    place.method === "halves" ? `halves, ${place.days} days` : `step by step, ${place.days} days`,
    cell(place, "value"),
    cell(place, "busiest-value"),
    cell(place, "errors"),
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
