import type { Problems } from "../../core/problems";
import { addUp } from "./add-up";
import { placeCalled } from "./country-names";
import { readMetricsCsv } from "./metrics-csv";
import {
  type Excluded,
  type LabelledSeries,
  labelOf,
  type MetricsFile,
  MOST_VALUES,
  type PlacedSeries,
} from "./metrics-file";
import { readQueryRange } from "./query-range";
import { endOf, type Series, sorted, UNPLACED } from "./series";

/** What was read from files of metrics. */
export interface ReadSeries {
  readonly series: readonly Series[];
  /** From when to when each file has values, in seconds since 1970. */
  readonly spans: ReadonlyMap<string, FileSpan>;
  /** Who was left out: the part of all load of each name. */
  readonly excluded: readonly ExcludedPart[];
  /** Names of places that no place is called. */
  readonly unknownNames: readonly string[];
}

/** The first and the last time of a file. */
export interface FileSpan {
  readonly from: number;
  readonly to: number;
}

/** What was left out by a name. */
export interface ExcludedPart {
  readonly label: string;
  readonly name: string;
  /** As a part of the sum of all values of the files that have the label; 0 where nobody is called so. */
  readonly part: number;
}

/**
 * Reads files of metrics: series by place, site and service. Within a file, series of the same are added up; of several files, those that
 * go on one another are put together. What cannot be read is refused in words.
 *
 * @param textOf the content of a file
 */
export function readSeries(
  problems: Problems,
  files: readonly MetricsFile[],
  textOf: (file: string) => string,
  exclude: Excluded = {},
): ReadSeries {
  const counts = new Map<string, { all: number; out: number }>();
  const unknownNames = new Set<string>();
  const series = files.flatMap((about) => {
    const below = problems.at([about.file]);
    const labelled = readLabelled(below, about, textOf(about.file).replace(BYTE_ORDER_MARK, ""));
    const users = withoutExcluded(labelled, exclude, about.measures ?? "load", counts);
    if (labelled.length > 0 && users.length === 0) below.conflict("", "nothing of it is left: exclude names all");
    return addUp(below, about, placed(below, about, users, unknownNames));
  });
  for (const label of Object.keys(exclude)) {
    if (files.length > 0 && !counts.has(label))
      problems.conflict(["exclude", label], "no series has this label: keep it in the query, with sum by");
  }
  const excluded = Object.entries(exclude).flatMap(([label, names]) =>
    names.map((name): ExcludedPart => {
      const { all = 0, out = 0 } = counts.get(keyOf(label, name)) ?? {};
      return { label, name, part: all > 0 ? out / all : 0 };
    }),
  );
  const spans = new Map(files.flatMap(({ file }) => spanIn(file, series)));
  return { series: joined(problems, series), spans, excluded, unknownNames: sorted(unknownNames) };
}

function spanIn(file: string, all: readonly Series[]): readonly (readonly [string, FileSpan])[] {
  const timed = all.filter(({ files, isTimeless }) => files.includes(file) && !isTimeless);
  if (timed.length === 0) return [];
  const from = Math.min(...timed.map(({ first, step }) => first * step));
  return [[file, { from, to: Math.max(...timed.map((one) => (endOf(one) - 1) * one.step)) }]];
}

/** Excel writes it before a text. */
const BYTE_ORDER_MARK = /^\uFEFF/;

function readLabelled(problems: Problems, { file, measures }: MetricsFile, text: string): readonly LabelledSeries[] {
  return file.endsWith(".csv")
    ? readMetricsCsv(problems, text, measures === "latency")
    : readQueryRange(problems, text);
}

/** Without series of anybody who is no user. */
function withoutExcluded(
  series: readonly LabelledSeries[],
  exclude: Excluded,
  measures: string,
  counts: Map<string, { all: number; out: number }>,
): readonly LabelledSeries[] {
  const kept = new Set(series);
  for (const [label, names] of Object.entries(exclude)) {
    const having = series.filter(({ labels }) => Object.hasOwn(labels, label));
    if (having.length > 0) counts.set(label, { all: 0, out: 0 });
    for (const name of names) {
      const isOut = patternOf(name);
      const out = having.filter(({ labels }) => isOut.test(labelOf(labels, label) ?? ""));
      for (const one of out) kept.delete(one);
      if (measures !== "load") continue;
      const before = counts.get(keyOf(label, name)) ?? { all: 0, out: 0 };
      counts.set(keyOf(label, name), { all: before.all + sumOf(having), out: before.out + sumOf(out) });
    }
  }
  return series.filter((one) => kept.has(one));
}

/** A name in which `*` is any text. */
function patternOf(name: string): RegExp {
  const parts = name.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

function sumOf(series: readonly LabelledSeries[]): number {
  return series.reduce((all, { values }) => all + values.reduce((sum, one) => sum + (one > 0 ? one : 0), 0), 0);
}

function placed(
  problems: Problems,
  { site, siteLabel = "site", countryLabel = "country" }: MetricsFile,
  series: readonly LabelledSeries[],
  unknownNames: Set<string>,
): readonly PlacedSeries[] {
  const hasPlaces = series.some(({ labels }) => Object.hasOwn(labels, countryLabel));
  const nowhere = series.find(({ labels }) => site === undefined && !labelOf(labels, siteLabel));
  if (nowhere !== undefined) {
    problems.conflict(
      "",
      `a series has no label ${siteLabel}, ${JSON.stringify(nowhere.labels)}: give the file a site`,
    );
    return [];
  }
  return series.map((one) => {
    const name = labelOf(one.labels, countryLabel) ?? "";
    const place = placeCalled(name);
    if (place === undefined && hasPlaces) unknownNames.add(name);
    return {
      ...one,
      site: site ?? labelOf(one.labels, siteLabel) ?? "",
      place: hasPlaces ? (place ?? UNPLACED) : undefined,
    };
  });
}

/** Series of several files that are of the same, as one. */
function joined(problems: Problems, series: readonly Series[]): readonly Series[] {
  const byKey = new Map<string, Series>();
  for (const one of series) {
    const { measures, service, site, place = "", step } = one;
    const key = JSON.stringify([measures, service, site, place, step]);
    const before = byKey.get(key);
    byKey.set(key, before === undefined ? one : both(problems, before, one));
  }
  return [...byKey.entries()].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
}

/** Two values of the same time may differ by so much, as a part of them: one of two answers was late. */
const SAME = 0.01;

function both(problems: Problems, one: Series, other: Series): Series {
  const first = Math.min(one.first, other.first);
  const end = Math.max(one.first + one.values.length, other.first + other.values.length);
  if (end - first > MOST_VALUES) {
    problems.conflict(other.files, `is too far in time from ${one.files.join(", ")}`);
    return one;
  }
  const values = new Float64Array(end - first).fill(Number.NaN);
  values.set(other.values, other.first - first);
  for (const [index, value] of one.values.entries()) {
    const at = one.first - first + index;
    const there = values[at] ?? Number.NaN;
    if (Math.abs(there - value) > SAME * Math.max(Math.abs(there), Math.abs(value))) {
      problems.conflict(
        other.files,
        `has other numbers than ${one.files.join(", ")} for the same times: add up series in one query`,
      );
      return one;
    }
    if (!Number.isNaN(value)) values[at] = value;
  }
  return { ...one, first, values, files: sorted([...one.files, ...other.files]) };
}

function keyOf(label: string, name: string): string {
  return JSON.stringify([label, name]);
}
