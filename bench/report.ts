import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "../lib/core/markdown-table";
import { Samples } from "./measure";

export interface Subject {
  readonly name: string;
  readonly resources: number;
}

export type Measured = ReadonlyMap<string, Samples>;

const WAYS = [
  ["ours", "this library"],
  ["fast", "this library with `fast-synth`"],
  ["deep", "by hand, deep imports"],
  ["barrel", "by hand, barrel imports"],
] as const;

/** What is a part of the row before it. */
const BEYOND = "of this: checks of options, analysis, `routing.md`, files of servers";
const REST = "the rest: what the twin does too";

/**
 * Each subject in each way, against the twin with deep imports and against the least that any can take, and how the time grows with the
 * number of resources.
 *
 * @param writing what it takes to make the texts, for each subject
 */
export function synthesisTable(subjects: readonly Subject[], measured: Measured, writing: Measured): string {
  const rows = subjects.flatMap(({ name, resources }) => {
    const twin = samplesOf(measured, `${name}: deep`);
    const text = samplesOf(writing, name).median("cpu");
    const toText = (samples: Samples) => `${(samples.median("cpu") / text).toFixed(0)}×`;
    const beyond = samplesOf(measured, `${name}: beyond`);
    const part = (words: string, time: string, milliseconds: number) => {
      const [toTwin, toTexts] = [milliseconds / twin.median("cpu"), milliseconds / text];
      return [name, String(resources), words, time, `${toTwin.toFixed(2)}×`, `${toTexts.toFixed(0)}×`, "", "", ""];
    };
    const rest = samplesOf(measured, `${name}: ours`).median("cpu") - beyond.median("cpu");
    const parts = [
      part(BEYOND, seconds(beyond, "cpu"), beyond.median("cpu")),
      part(REST, `${(rest / 1000).toFixed(2)} s`, rest),
    ];
    const ways = WAYS.map(([way, words]) => {
      const samples = samplesOf(measured, `${name}: ${way}`);
      const ratio = (key: "cpu" | "peakMegabytes") => `${(samples.median(key) / twin.median(key)).toFixed(2)}×`;
      const memory = `${samples.median("peakMegabytes").toFixed(0)} MB`;
      return [
        name,
        String(resources),
        words,
        seconds(samples, "cpu"),
        ratio("cpu"),
        toText(samples),
        seconds(samples, "wall"),
        memory,
      ].concat(ratio("peakMegabytes"));
    });
    return [...ways.slice(0, 1), ...parts, ...ways.slice(1)];
  });
  const head = [
    "What",
    "Resources",
    "How",
    "Processor time",
    "to by hand",
    "to `JSON.stringify`",
    "By the clock",
    "Peak memory",
    "to by hand",
  ];
  return `${markdownTable(head, rows)}\n\n${growth(subjects, measured)}`;
}

/** The slope of time over resources, both as logarithms, without the time in which no resource is made. */
function growth(subjects: readonly Subject[], measured: Measured): string {
  const start = samplesOf(measured, `load ${PLATFORM}`).median("cpu");
  const generated = subjects.slice(1);
  const exponents = WAYS.slice(0, 3).map(([way, words]) => {
    const points = generated.map(({ name, resources }): [number, number] => [
      Math.log(resources),
      Math.log(samplesOf(measured, `${name}: ${way}`).median("cpu") - start),
    ]);
    return `${slope(points).toFixed(2)} for ${words}`;
  });
  return `Time grows with the number of resources to the power of ${exponents.join(", ")}.`;
}

export function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (index: 0 | 1) => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const sum = (of: (point: readonly [number, number]) => number) =>
    points.reduce((total, point) => total + of(point), 0);
  return sum(([px, py]) => (px - x) * (py - y)) / sum(([px]) => (px - x) ** 2);
}

/** What a program loads that makes a platform, as `load.ts` is told. */
export const PLATFORM = "cdktf-hybrid-kubernetes:HybridPlatform";

/** How long each module takes to load, Node's own start not counted, beside all modules of providers that the example uses. */
export function loadTable(modules: readonly string[], measured: Measured): string {
  const nothing = samplesOf(measured, "load nothing");
  const providers = samplesOf(measured, "load providers");
  const row = (what: string, samples: Samples) => {
    const more = (key: "cpu" | "peakMegabytes", of = samples) => of.median(key) - nothing.median(key);
    const ratio = `${(more("cpu") / more("cpu", providers)).toFixed(2)}×`;
    return [what, `${more("cpu").toFixed(0)} ms`, ratio, `${more("peakMegabytes").toFixed(0)} MB`];
  };
  const rows = [
    row("`cdktf`, and the modules of providers that the example uses", providers),
    row("`HybridPlatform` of `cdktf-hybrid-kubernetes`", samplesOf(measured, `load ${PLATFORM}`)),
    ...modules.map((module) => row(`all of \`${module}\``, samplesOf(measured, `load ${module}`))),
  ];
  return markdownTable(["Module", "Processor time to load", "to the first", "Memory"], rows);
}

/** Which share of the time each family of functions has, in each mode. */
export function profileTable(profiles: ReadonlyMap<string, ReadonlyMap<string, number>>): string {
  const families = [...new Set([...profiles.values()].flatMap((shares) => [...shares.keys()]))];
  const rows = families.map((family) => [
    family,
    ...[...profiles.values()].map((shares) => `${(100 * (shares.get(family) ?? 0)).toFixed(0)} %`),
  ]);
  return markdownTable(["Time spent in", ...profiles.keys()], rows);
}

/** The failure analysis of a routing: what is judged, in words, and its time. */
export function analysisTable(analyses: ReadonlyMap<string, Samples>): string {
  const rows = [...analyses].map(([what, samples]) => [what, seconds(samples, "cpu")]);
  return markdownTable(["Countries with a route, of 247 places asked about", "Processor time of the analysis"], rows);
}

/** The page of pictures of twelve data centres, from the records that were read to its last letter. */
export function pageTable(pages: ReadonlyMap<string, Samples>): string {
  const rows = [...pages].map(([countries, samples]) => [countries, seconds(samples, "cpu")]);
  return markdownTable(["Countries that twelve data centres share", "Processor time of the page of pictures"], rows);
}

/** What 2,500 servers add to a synthesis, what it takes to read them, and what Salt takes for one, if it is here. */
export function serversTable(measured: Measured, reading: Samples, salt: Samples | undefined): string {
  const [without, inside] = ["without", "with"].map((what) => samplesOf(measured, `servers: ${what}`)) as [
    Samples,
    Samples,
  ];
  const rows = [
    ["reading them from CSV", seconds(reading, "cpu")],
    ["a synthesis without the inside of the data centres", seconds(without, "cpu")],
    ["the same with it", seconds(inside, "cpu")],
    [
      "Salt's `state.show_highstate` of one, on the master of its data centre",
      salt === undefined ? "SKIPPED" : seconds(salt, "cpu"),
    ],
  ];
  return markdownTable(["2,500 servers in six data centres", "Processor time"], rows);
}

/** What the last resort takes at once in planned worlds: as arguments of the program, and in words. */
export const PLANNED = [
  { atOnce: [], words: "not limited" },
  { atOnce: ["20000", "0.7"], words: "20,000 by its smallest number of nodes, target utilization 0.7" },
  { atOnce: ["50000", "0.9"], words: "50,000 and 0.9" },
] as const;
export const PLANNED_WORLDS = ["0", "1", "2", "3"] as const;

/** What a plan of each kind of world takes in a process of its own, with the time and memory to start it. */
export function plansTable(measured: Measured): string {
  const rows = PLANNED.map(({ words }) => {
    const samples = Samples.together(PLANNED_WORLDS.map((world) => samplesOf(measured, `plan ${world}: ${words}`)));
    const [, most] = samples.spread("peakMegabytes");
    return [words, seconds(samples, "cpu"), `${most.toFixed(0)} MB`];
  });
  const head = ["A plan of 246 countries; what the last resort takes at once", "Processor time", "Most memory"];
  return markdownTable(head, rows);
}

/** Commands by the clock, against the first. */
export function commandsTable(commands: ReadonlyMap<string, Samples>): string {
  const [first] = commands.values();
  const rows = [...commands].map(([name, samples]) => {
    const ratio = samples.median("wall") / (first as Samples).median("wall");
    return [name, seconds(samples, "wall"), `${ratio.toFixed(2)}×`];
  });
  return markdownTable(["Command", "By the clock", "to the first"], rows);
}

/** Replaces what is between the two markers of a page. */
export function writeBetweenMarkers(page: string, text: string): void {
  const [begin, end] = ["<!-- bench -->", "<!-- /bench -->"];
  const old = existsSync(page) ? readFileSync(page, "utf8") : "";
  const [before, rest] = old.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${page} has no markers ${begin} and ${end}`);
  writeFileSync(page, `${before}${begin}\n\n${text}\n\n${end}${after}`);
}

/** Replaces one table between the two markers of a page, which is known by its first cell, or adds it as the last. */
export function writeTableBetweenMarkers(page: string, table: string): void {
  const between = readFileSync(page, "utf8").split("<!-- bench -->")[1]?.split("<!-- /bench -->")[0] ?? "";
  const first = firstCell(table);
  const parts = between.trim().split("\n\n");
  const isKnown = parts.some((part) => firstCell(part) === first);
  const next = isKnown ? parts.map((part) => (firstCell(part) === first ? table : part)) : [...parts, table];
  writeBetweenMarkers(page, next.join("\n\n"));
}

function firstCell(table: string): string | undefined {
  return /^\|([^|]*)\|/.exec(table)?.[1]?.trim();
}

export function seconds(samples: Samples, key: "cpu" | "wall"): string {
  const [least, most] = samples.spread(key).map((milliseconds) => (milliseconds / 1000).toFixed(2));
  return `${(samples.median(key) / 1000).toFixed(2)} s (${least} to ${most})`;
}

export function samplesOf(measured: Measured, name: string): Samples {
  const samples = measured.get(name);
  if (samples === undefined) throw new Error(`${name} was not measured`);
  return samples;
}
