import { readCsv } from "../../core/csv";
import { decimalOf } from "../../core/decimal";
import type { Problems } from "../../core/problems";
import { dayOf } from "../gain/times";
import { LATEST_SECONDS, type LabelledSeries } from "./metrics-file";

const EXAMPLE = "time,country,site,value";

/**
 * Reads CSV with the columns `time` and `value`; all others are labels. The rows may be in any order.
 *
 * @param isTimeless whether `time` may be left out
 */
export function readMetricsCsv(problems: Problems, text: string, isTimeless: boolean): readonly LabelledSeries[] {
  const rows = readCsv(problems, text, EXAMPLE);
  const [first] = rows;
  if (first === undefined) {
    if (/^[^\n,]+,[^\n]*$/.test(text.trim())) problems.conflict("", `has no rows below ${EXAMPLE}`);
    return [];
  }
  const hasTime = Object.hasOwn(first, "time");
  if (!Object.hasOwn(first, "value") || (!hasTime && !isTimeless)) {
    problems.refuse("line 1", Object.keys(first).join(","), `the columns time and value, and labels: ${EXAMPLE}`);
    return [];
  }
  const series = new Map<string, { labels: Readonly<Record<string, string>>; samples: Map<number, number> }>();
  let refused = 0;
  for (const [index, { time = "", value = "", ...labels }] of rows.entries()) {
    const at = hasTime ? secondsOf(time) : index;
    const number = value === "" ? Number.NaN : decimalOf(value);
    const row = `row ${index + 1}`;
    if (refused === MOST_REFUSED) break;
    if (at === undefined || number === undefined) {
      refused++;
      if (at === undefined) problems.refuse([row, "time"], time, A_TIME, "format");
      else problems.refuse([row, "value"], value, "a number", "number");
      continue;
    }
    const key = JSON.stringify(Object.entries(labels));
    const one = series.get(key) ?? { labels, samples: new Map<number, number>() };
    if (one.samples.has(at)) {
      refused++;
      problems.conflict([row], `has the same time and labels as a row above: ${time}`);
    }
    one.samples.set(at, number);
    series.set(key, one);
  }
  return [...series.values()].map(({ labels, samples }) => {
    const ordered = [...samples].sort(([one], [other]) => one - other);
    return { labels, times: hasTime ? ordered.map(([at]) => at) : [], values: ordered.map(([, number]) => number) };
  });
}

/** More than so many are not listed: a column is in another form. */
const MOST_REFUSED = 5;

const A_TIME = 'a time in UTC, "2026-11-03T17:05Z", or seconds since 1970';
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

/** Seconds since 1970; nothing for what is no time. */
export function secondsOf(text: string): number | undefined {
  // Some days that there are not are those of the next month for JavaScript.
  const isTime = ISO.test(text) && dayOf(text.slice(0, 10)) !== undefined;
  const seconds = isTime ? Date.parse(text) / 1000 : /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return seconds > 0 && seconds < LATEST_SECONDS ? seconds : undefined;
}
