import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { markdownTable } from "../lib/core/markdown-table";
import {
  type Coverage,
  coverageOf,
  falseAlarms,
  halves,
  RESOLVERS,
  stepByStep,
  unchanged,
} from "../test/planning/gain/trials";

/**
 * How often the intervals of a gain hold the truth, and how often nothing is called worse: of what is made up, so that the truth is known.
 *
 *     npm run gain -- --runs 4000 --update
 *
 * Without `--update` the tables are printed, and docs/gain.md is left as it is. With the same number of runs they are the same.
 */
const PAGE = join(__dirname, "..", "docs", "gain.md");

const { values } = parseArgs({ options: { runs: { type: "string" }, update: { type: "boolean" } } });
const runs = Number(values.runs ?? 4000);
if (!Number.isInteger(runs) || runs < 100)
  throw new Error(`--runs: got ${values.runs}, expected a number of at least 100`);

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function row(name: string, resolvers: number, coverage: Coverage): readonly string[] {
  const parts = [...coverage.values()].map(({ held, intervals }) => percent(held / intervals));
  return [name, String(resolvers), ...parts];
}

const SHARES = [
  ["halves", 10],
  ["halves", 20],
  ["step-by-step", 60],
] as const;

const coverage = SHARES.flatMap(([method, share]) =>
  RESOLVERS.map((resolvers) => {
    const name = `${method === "halves" ? "halves" : "step by step"}, ${share} % moved`;
    return row(
      name,
      resolvers,
      coverageOf(method, { resolvers, percent: share }, { runs, seed: 100 * resolvers + share }),
    );
  }),
);

/** Each has 30 countries, and takes as long. */
const alarmRuns = Math.round(runs / 4);
const alarms = [
  ["halves, 20 % moved", (random: () => number) => halves(unchanged(), random)],
  ["step by step, 60 % moved", (random: () => number) => stepByStep(unchanged({ percent: 60 }), random)],
] as const;

const COVERAGE_HEAD = [
  "Interval holds the truth",
  "Resolvers",
  "Value",
  "In the busiest hours",
  "Errors",
  "In the busiest hours",
];
const tables = [
  markdownTable(COVERAGE_HEAD, coverage),
  markdownTable(
    ["30 countries, nothing changed", "Runs", "Any is called worse"],
    alarms.map(([name, draw], index) => {
      const found = falseAlarms(draw, { runs: alarmRuns, seed: 7 + index });
      return [`${name}: called worse`, String(alarmRuns), percent(found / alarmRuns)];
    }),
  ),
];
const text = `${runs} runs for each row of the first table.\n\n${tables.join("\n\n")}`;
process.stdout.write(`${text}\n`);
if (values.update) {
  const [before, rest] = readFileSync(PAGE, "utf8").split("<!-- gain -->");
  const after = rest?.split("<!-- /gain -->")[1];
  if (after === undefined) throw new Error(`${PAGE} has no markers`);
  writeFileSync(PAGE, `${before}<!-- gain -->\n\n${text}\n\n<!-- /gain -->${after}`);
}
