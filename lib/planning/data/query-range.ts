import { decimalOf } from "../../core/decimal";
import type { Problems } from "../../core/problems";
import { LATEST_SECONDS, type LabelledSeries } from "./metrics-file";

/**
 * Reads the answer of `query_range` of Prometheus' HTTP API. Cloud Monitoring, Thanos, Mimir and VictoriaMetrics answer in the same form.
 * What is anything else is refused, and nothing throws.
 *
 * Source: https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries: values are pairs of seconds and a number as a text,
 * which may be NaN, +Inf or -Inf.
 */
export function readQueryRange(problems: Problems, text: string): readonly LabelledSeries[] {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch (error) {
    problems.conflict("", `is not JSON (${(error as Error).message})`);
    return [];
  }
  const { status, error, errorType, data } = fieldsOf(answer);
  if (status === "error") {
    problems.conflict(
      "",
      `the query failed: ${
        [errorType, error]
          .filter((part) => part !== undefined)
          .map(shown)
          .join(": ") || "it does not say why"
      }`,
    );
    return [];
  }
  const { resultType, result } = fieldsOf(data);
  if (status !== "success") problems.refuse("status", status, AN_ANSWER);
  else if (resultType !== "matrix") {
    problems.refuse("data.resultType", resultType, '"matrix": ask query_range, with start, end and step', "one-of");
  } else if (!Array.isArray(result)) problems.refuse("data.result", result, AN_ANSWER, "shape");
  else if (result.length === 0) problems.conflict("data.result", "is empty: no series matches the query");
  else return result.flatMap((series, index) => seriesIn(problems.at(["data", "result", String(index)]), series));
  return [];
}

const AN_ANSWER = 'the answer of query_range: {"status":"success","data":{"resultType":"matrix","result":[…]}}';

function seriesIn(problems: Problems, series: unknown): readonly LabelledSeries[] {
  const { metric, values } = fieldsOf(series);
  const labels = Object.entries(fieldsOf(metric));
  if (!isObject(metric) || !labels.every(([, value]) => typeof value === "string")) {
    problems.refuse("metric", metric, 'labels: {"country":"FR","site":"paris"}', "shape");
    return [];
  }
  if (!Array.isArray(values)) {
    problems.refuse(
      "values",
      values,
      "pairs of a time and a number: of a native histogram, ask for a quantile",
      "shape",
    );
    return [];
  }
  const read = { times: [] as number[], values: [] as number[] };
  for (const [index, pair] of values.entries()) {
    const [time, value] = Array.isArray(pair) && pair.length === 2 ? pair : [];
    const number = numberOf(value);
    if (typeof time !== "number" || !(time > 0 && time < LATEST_SECONDS) || number === undefined) {
      problems.refuse(
        ["values", String(index)],
        pair,
        'a time in seconds, and a number as a text: [1764201600, "12.5"]',
      );
      return [];
    }
    if (time <= (read.times.at(-1) ?? 0)) {
      problems.refuse(["values", String(index)], pair, "a later time than the one before");
      return [];
    }
    read.times.push(time);
    read.values.push(number);
  }
  return [{ labels: Object.fromEntries(labels as [string, string][]), ...read }];
}

/** A number of Prometheus; `NaN` for one that is no finite number, such as a share of nothing. */
function numberOf(value: unknown): number | undefined {
  if (typeof value !== "string") return undefined;
  if (value === "NaN" || /^[+-]?Inf$/.test(value)) return Number.NaN;
  return decimalOf(value);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
