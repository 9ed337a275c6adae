import type { Problems } from "../../core/problems";
import { type MetricsFile, MOST_VALUES, type PlacedSeries } from "./metrics-file";
import type { Series } from "./series";

/** Numbers without a time have one all the same. */
const TIMELESS = { step: 86_400, first: 0 };

/** The series of one file by place and site, on one grid of times. */
export function addUp(problems: Problems, about: MetricsFile, series: readonly PlacedSeries[]): readonly Series[] {
  const isTimeless = series.every(({ times }) => times.length === 0);
  const step = isTimeless ? TIMELESS.step : stepOf(series);
  if (step === undefined) {
    if (about.measures === "latency") return addUp(problems, about, series.map(withoutTimes));
    problems.conflict("", "has one time alone: ask for a range of times");
    return [];
  }
  const groups = new Map<string, PlacedSeries[]>();
  for (const one of series) {
    const key = JSON.stringify([one.site, one.place]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].flatMap((group): readonly Series[] => {
    const [{ site, place, labels }] = group as [PlacedSeries];
    const { measures = "load", service = "requests", metric = labels.__name__, file } = about;
    if (measures === "latency" && group.length > 1) {
      problems.conflict("", `has several latencies of ${place ?? "all users"} at ${site}, which cannot be added up`);
      return [];
    }
    const grid = isTimeless
      ? { first: TIMELESS.first, values: Float64Array.from(group[0]?.values ?? []) }
      : gridOf(problems, group, step);
    if (grid === undefined) return [];
    return [{ place, site, service, measures, metric, step, ...grid, files: [file], isTimeless }];
  });
}

/** The shortest time between two values of any series. */
function stepOf(series: readonly PlacedSeries[]): number | undefined {
  let step = Number.POSITIVE_INFINITY;
  for (const { times } of series) {
    for (let index = 1; index < times.length; index++) {
      step = Math.min(step, (times[index] ?? 0) - (times[index - 1] ?? 0));
    }
  }
  return Number.isFinite(step) ? Number(step.toFixed(3)) || 0.001 : undefined;
}

/** How far from its time a value may be, as a part of a step. */
const OFF = 0.1;

function gridOf(problems: Problems, group: readonly PlacedSeries[], step: number) {
  const times = group.flatMap((one) => [one.times[0] ?? 0, one.times.at(-1) ?? 0]).filter((time) => time > 0);
  if (times.length === 0) return undefined;
  const start = times.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
  const last = times.reduce((one, other) => Math.max(one, other), 0);
  const count = Math.round((last - start) / step) + 1;
  if (!(count <= MOST_VALUES)) {
    problems.conflict("", `its times are from ${start} to ${last}, ${step} seconds apart, which is too much`);
    return undefined;
  }
  const values = new Float64Array(count).fill(Number.NaN);
  for (const one of group) {
    for (const [index, time] of one.times.entries()) {
      const slot = (time - start) / step;
      const at = Math.round(slot);
      if (Math.abs(slot - at) > OFF) {
        problems.conflict("", `its times are not ${step} seconds apart, or a multiple of it: ${time} after ${start}`);
        return undefined;
      }
      const value = one.values[index] ?? Number.NaN;
      const before = values[at] ?? Number.NaN;
      values[at] = Number.isNaN(before) ? value : Number.isNaN(value) ? before : before + value;
    }
  }
  // Times of a query begin anywhere; all are counted from the step that they are in.
  return { first: Math.floor(start / step + OFF), values };
}

function withoutTimes(series: PlacedSeries): PlacedSeries {
  return { ...series, times: [] };
}
