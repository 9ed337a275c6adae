import { dirname, resolve } from "node:path";
import { Problems } from "../../core/problems";
import { freezesAt } from "../../planning/data/calendar";
import { type KnownPlaces, type MeasuredData, measuredOf, nowOf, timeText } from "../../planning/data/measured";
import { secondsOf } from "../../planning/data/metrics-csv";
import { type ReadSeries, readSeries } from "../../planning/data/read-series";
import type { Settings } from "../output-folder";
import { readIfThere } from "../read-if-there";
import { type Input, inputOf } from "./input";
import { checkedCalendar, checkedMetrics, type MetricsSettings } from "./metrics-settings";

/** The series of all files that the settings name, and what was read. */
export interface ReadMetrics {
  readonly read: ReadSeries;
  readonly settings: MetricsSettings;
  readonly inputs: readonly Input[];
}

/**
 * Reads the files of `data`, which are seen from the folder of the settings.
 *
 * @param planning the path of the settings
 */
export function readMetrics(problems: Problems, planning: string, data: unknown): ReadMetrics {
  const settings = checkedMetrics(problems.at("data"), data);
  const texts = new Map<string, string>();
  for (const { file } of settings.files) {
    const text = readIfThere(resolve(dirname(planning), file));
    if (text === undefined) problems.conflict(["data", file], "cannot be read");
    else if (texts.has(file)) problems.conflict(["data", file], "stands twice in files");
    else texts.set(file, text);
  }
  const there = settings.files.filter(({ file }, index) => {
    return texts.has(file) && settings.files.findIndex((one) => one.file === file) === index;
  });
  const read = readSeries(problems.at("data"), there, (file) => texts.get(file) ?? "", settings.exclude);
  const inputs = [...texts].map(([file, text]): Input => {
    const span = read.spans.get(file);
    return { ...inputOf(file, text), ...(span && { from: timeText(span.from), to: timeText(span.to) }) };
  });
  return { read, settings, inputs };
}

/** What data and a calendar make of a plan. */
export interface Measurement {
  readonly data: MeasuredData | undefined;
  readonly inputs: readonly Input[];
}

/** Reads what `data` and `calendar` of the settings name; nothing, where there is neither. */
export function measurementOf(
  planning: string,
  { data, calendar }: Settings,
  known: KnownPlaces,
  nowText: string | undefined,
): Measurement {
  return Problems.of("plan-routing", (problems) => {
    const below = problems.at([planning]);
    const now = nowText === undefined ? undefined : secondsOf(nowText);
    if (nowText !== undefined && now === undefined)
      problems.refuse("--now", nowText, 'a time in UTC: "2026-11-03T17:05Z"', "format");
    const period = checkedCalendar(below.at("calendar"), calendar);
    if (data === undefined && period.freezes === undefined) return { data: undefined, inputs: [] };
    const metrics = data === undefined ? undefined : readMetrics(below, planning, data);
    const read = metrics?.read ?? { series: [], spans: new Map(), excluded: [], unknownNames: [] };
    const time = nowOf(problems, read.series, period, now);
    if (metrics === undefined && freezesAt(period, time).length === 0) return { data: undefined, inputs: [] };
    const by = { calendar: period, now: time, limits: metrics?.settings.limits ?? {} };
    return { data: measuredOf(below.at("data"), read, known, by), inputs: metrics?.inputs ?? [] };
  });
}
