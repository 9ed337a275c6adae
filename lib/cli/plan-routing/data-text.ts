import { counted } from "../../core/counted";
import { markdownTable } from "../../core/markdown-table";
import type { MeasuredData } from "../../planning/data/measured";
import type { MeasuredNumber } from "../../planning/data/measured-number";
import { percentText } from "../../routing/analysis/words";
import type { Planning } from "./planning";
import { siteText } from "./site-text";

/** More numbers of one kind than these are a number in a sentence: `--json` has all. */
const SHOWN = 10;

const HEAD = ["Number", "Is", "From", "Days", "Missing", "Hours old", "Held, because"];

const KINDS: Readonly<Record<MeasuredNumber["kind"], string>> = {
  demand: "demand",
  servedWell: "served well",
  headroom: "headroom",
  latency: "latency",
};

/** Where the numbers of a plan are from, and how sure they are. */
export function dataLines(data: MeasuredData | undefined, units: Planning["units"]): readonly string[] {
  if (data === undefined) return [];
  const {
    numbers,
    held,
    all,
    now,
    timeZone,
    unknownSites,
    unmeasuredSites,
    silentSites = {},
    unknownPlaces,
    excluded,
  } = data;
  const kinds = Object.keys(KINDS) as MeasuredNumber["kind"][];
  const shown = kinds.flatMap((kind) => shownOf(numbers.filter((number) => number.kind === kind)));
  const rows = shown.map((number) => rowOf(number, units));
  const rest = numbers.length - shown.length;
  const places = Object.entries(held).filter(([place]) => !shown.some((number) => isDemandOf(number, place)));
  const lines = [
    ...(rest > 0 ? [`- ${counted(rest, "number")} more: --json has all.`] : []),
    ...all.map((why) => `- No route changes: ${why}.`),
    ...listed(places.map(([place, why]) => `- Held: ${place}: ${why.join("; ")}.`)),
    ...excluded.map(({ label, name, part }) => `- Left out: ${label} ${name}, ${percentText(part)} of the load.`),
    ...Object.entries(unknownPlaces.parts)
      .filter(([, part]) => part > 0)
      .map(([service, part]) => `- Of ${service}, ${percentText(part)} is asked for by users of no known place.`),
    ...(unmeasuredSites.length > 0
      ? [`- Not measured: ${unmeasuredSites.join(", ")}. What is served there does not count.`]
      : []),
    ...Object.entries(silentSites).map(
      ([site, time]) => `- Silent: ${siteText(site)} has no value after ${time}. What it served since is not known.`,
    ),
    ...(unknownSites.length > 0
      ? [`- Not in the program: ${unknownSites.join(", ")}. What was served there counts.`]
      : []),
  ];
  return [
    now === undefined ? "\nMeasured:" : `\nMeasured, as of ${now}, in days of ${timeZone}:`,
    ...(rows.length === 0 ? [] : [`\n${markdownTable(HEAD, rows)}`]),
    ...(lines.length === 0 ? [] : [`\n${lines.join("\n")}`]),
  ];
}

/** Those that are held, and the largest. */
function shownOf(numbers: readonly MeasuredNumber[]): readonly MeasuredNumber[] {
  const ordered = [...numbers].sort((one, other) => weightOf(other) - weightOf(one) || other.value - one.value);
  return ordered.slice(0, SHOWN);
}

const weightOf = ({ faults }: MeasuredNumber) => (faults === undefined ? 0 : 1);

function isDemandOf(number: MeasuredNumber, place: string): boolean {
  return number.kind === "demand" && number.place === place && number.faults !== undefined;
}

function rowOf(number: MeasuredNumber, units: Planning["units"]): readonly string[] {
  const { kind, service = "", place, site, files, days, holes, ageHours, event, faults = [] } = number;
  const where = [place, site && siteText(site)].filter((one) => one !== undefined).join(" to ");
  const name = `${KINDS[kind]}: ${where}${event === undefined ? "" : `, for ${event}`}`;
  return [
    name,
    valueText(number, units[service] ?? service),
    files.join(", "),
    String(days),
    percentText(holes),
    String(ageHours),
    faults.join("; ") || "-",
  ];
}

function valueText({ kind, value, planned }: MeasuredNumber, unit: string): string {
  if (kind === "headroom") return percentText(value);
  const text = `${rateText(value)} ${kind === "latency" ? "ms" : unit}`;
  return planned === undefined ? text : `${text}, planned with ${rateText(planned)}`;
}

function rateText(value: number): string {
  if (value < 100) return String(Number(value.toPrecision(3)));
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

function listed(lines: readonly string[]): readonly string[] {
  const rest = lines.length - SHOWN;
  return rest > 0
    ? [...lines.slice(0, SHOWN), `- ${counted(rest, "place")} more ${rest === 1 ? "is" : "are"} held: --json has all.`]
    : lines;
}
