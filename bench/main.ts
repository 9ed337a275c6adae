import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { growthCases, growthTable } from "./growth";
import { type Case, commandSeconds, measure, printedSeconds } from "./measure";
import { againstPrevious, beyond, previousTable, unpackPrevious } from "./previous";
import { profile } from "./profile";
import {
  analysisTable,
  commandsTable,
  loadTable,
  type Measured,
  PLANNED,
  PLANNED_WORLDS,
  PLATFORM,
  pageTable,
  plansTable,
  profileTable,
  serversTable,
  synthesisTable,
  writeBetweenMarkers,
  writeTableBetweenMarkers,
} from "./report";
import { showHighstate } from "./salt";
import { countResources, expectSameTerraform } from "./same-terraform";
import { twinOf } from "./twin";

/**
 * Measures the library against the same resources written by hand, and writes the tables of docs/performance.md.
 *
 *     npm run bench -- --rounds 5
 *
 * With `--only analysis` that table alone is measured, and takes the place of the one that was there; so do `commands`, `loads`, `pages`,
 * `plans` and `servers`; and `growth`, of platforms that differ in one size alone.
 *
 * With `--against <tarball>`, of `npm pack`, the synthesis is measured beside that version alone, and no page is written. With `--most 1.15`
 * it ends with 1 when a subject takes more than so many times of that version's processor time or memory.
 */
const REPOSITORY = join(__dirname, "..");
const OUT = join(REPOSITORY, "bench", ".out");
const PROGRAMS = join(OUT, "bench", "programs");
const PROBE = ["--require", join(PROGRAMS, "probe.js")];
const BEYOND = ["--require", join(PROGRAMS, "beyond.js")];
const FAST = ["--require", join(REPOSITORY, "dist", "fast-synth.js")];

/** What is synthesized: a program of this library, and how it is called. */
const SUBJECTS = [
  { name: "video-platform", program: [join(OUT, "examples", "video-platform", "main.js")] },
  ...["10", "50", "200"].map((clusters) => ({
    name: `${clusters} clusters, 246 countries`,
    program: [join(PROGRAMS, "generated.js"), clusters, "246", "5"],
  })),
];

const EXAMPLE = SUBJECTS[0] as (typeof SUBJECTS)[number];

/** Large enough that Node's own start is little, small enough that all parts of the library show. */
const PROFILED = SUBJECTS[1] as (typeof SUBJECTS)[number];

const SERVERS = join(PROGRAMS, "servers.js");

/** The modules whose time to load is measured: each subpath of the package. */
const { exports: SUBPATHS } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
const MODULES = Object.keys(SUBPATHS)
  .filter((name) => name !== "./package.json")
  .map((name) => name.replace(".", "cdktf-hybrid-kubernetes"));

/** The analysis of a routing over twelve data centres, A and AAAA: with every pair of them down, but where it says otherwise. */
const ANALYSES: readonly (readonly [words: string, ...args: string[]])[] = [
  ["62", "62"],
  ["123", "123"],
  ["246", "246"],
  ["246, by 50 host names of one policy", "246", "50"],
  ["246, with rules of the owner", "246", "1", "pairs", "rules"],
  ["246, every set of data centres down, 4,096", "246", "1", "all"],
];

const PAGE = join(REPOSITORY, "docs", "performance.md");
const {
  rounds: given,
  only,
  against,
  most: givenMost = "Infinity",
} = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    only: { type: "string" },
    against: { type: "string" },
    most: { type: "string" },
  },
}).values;
/** What can be measured apart from all else. */
const BLOCKS: Readonly<Record<string, () => string>> = {
  analysis: () => analysisTable(analyses()),
  commands: () => commandsTable(commands()),
  growth: () => growthTable(measure([...loadCases(), ...growthCases(PROGRAMS, PROBE, join(OUT, "growth"))], rounds)),
  loads: () => loadTable(MODULES, measure(loadCases(), rounds)),
  pages: () => pageTable(pages()),
  plans: () => plansTable(measure(planCases(), rounds)),
  servers: () => ofServers(measure(serverCases(), rounds)),
};
if (only !== undefined && !Object.hasOwn(BLOCKS, only))
  throw new Error(`--only: got ${only}, expected ${Object.keys(BLOCKS).join(", ")}`);
const rounds = Number(given);
if (!(Number.isInteger(rounds) && rounds > 0))
  throw new Error(`--rounds: got ${given}, expected a whole number above 0`);
const most = Number(givenMost);
if (!(most > 0)) throw new Error(`--most: got ${givenMost}, expected a number above 0`);

rmSync(OUT, { recursive: true, force: true });
const tsc = join(REPOSITORY, "node_modules", "typescript", "bin", "tsc");
execFileSync(process.execPath, [tsc, "-p", join(REPOSITORY, "bench", "programs")], { stdio: "inherit" });
const inventories = join(REPOSITORY, "build", "inventories.mjs");
execFileSync(process.execPath, [inventories, join(OUT, "examples")], { cwd: REPOSITORY });

const resources = new Map<string, number>();
/** Folders that must have the same Terraform in them once all programs have run. */
const same: [string, string][] = [];

if (against !== undefined) {
  const folder = mkdtempSync(join(tmpdir(), "previous-"));
  try {
    const measured = measure(previousCases(against, folder), rounds);
    const ratios = againstPrevious(SUBJECTS.map(subjectName), measured);
    process.stdout.write(`${previousTable(ratios)}\n`);
    const slower = beyond(ratios, most);
    for (const line of slower) process.stderr.write(`error: ${line}\n`);
    process.exitCode = slower.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true });
    rmSync(OUT, { recursive: true });
  }
  process.exit();
}

if (only !== undefined) {
  const table = BLOCKS[only]?.() ?? "";
  writeTableBetweenMarkers(PAGE, table);
  process.stdout.write(`${table}\n`);
  rmSync(OUT, { recursive: true });
  process.exit();
}

const samples = measure(
  [
    ...loadCases(),
    ...SUBJECTS.flatMap(casesOf),
    ...serverCases(),
    ...planCases(),
    ...growthCases(PROGRAMS, PROBE, join(OUT, "growth")),
  ],
  rounds,
);
for (const [ours, twin] of same) expectSameTerraform(ours, twin);
const sized = SUBJECTS.map(({ name }) => ({ name, resources: resources.get(name) ?? 0 }));
const report = [`${rounds} rounds on Node ${process.version}, ${process.platform} ${process.arch}.`];
add(synthesisTable(sized, samples, writing()));
add(loadTable(MODULES, samples));
const profiles: [string, ReadonlyMap<string, number>][] = [
  ["as it is", profile(PROFILED.program)],
  ["with `fast-synth`", profile([...FAST, ...PROFILED.program])],
];
add(`Where the time goes, ${PROFILED.name}:\n\n${profileTable(new Map(profiles))}`);
add(growthTable(samples));
add(analysisTable(analyses()));
add(pageTable(pages()));
add(ofServers(samples));
add(plansTable(samples));
add(commandsTable(commands()));
rmSync(OUT, { recursive: true });

/** Adds a table to the page at once: a long run that is cut off has left what it measured. */
function add(table: string): void {
  report.push(table);
  writeBetweenMarkers(PAGE, report.join("\n\n"));
  process.stdout.write(`${table}\n\n`);
}

/** A subject as it is, in the fast mode, and its two twins. */
function casesOf({ name, program }: (typeof SUBJECTS)[number], index: number): Case[] {
  const outdir = outputOf(index);
  execFileSync(process.execPath, program, { env: { ...process.env, CDKTF_OUTDIR: outdir }, stdio: "ignore" });
  resources.set(name, countResources(outdir));
  const twins = (["deep", "barrel"] as const).map((imports): Case => {
    const twin = join(OUT, `twin-${index}-${imports}.js`);
    const twinOutdir = join(OUT, `output-${index}-${imports}`);
    writeFileSync(twin, twinOf(outdir, imports));
    same.push([outdir, twinOutdir]);
    return { name: `${name}: ${imports}`, args: [...PROBE, twin], outdir: twinOutdir };
  });
  return [
    { name: `${name}: ours`, args: [...PROBE, ...program], outdir },
    { name: `${name}: beyond`, args: [...BEYOND, ...program], outdir },
    { name: `${name}: fast`, args: [...PROBE, ...FAST, ...program], outdir },
    ...twins,
  ];
}

function outputOf(index: number): string {
  return join(OUT, `output-${index}`);
}

/** What it takes to make the text of each subject's stacks. */
function writing() {
  const program = join(PROGRAMS, "write.js");
  return new Map(SUBJECTS.map(({ name }, index) => [name, printedSeconds([program, outputOf(index)], OUT, rounds)]));
}

function subjectName({ name }: (typeof SUBJECTS)[number]): string {
  return name;
}

/** Each subject by this version and by a previous one. */
function previousCases(tarball: string, folder: string): Case[] {
  const programs = unpackPrevious(tarball, folder, REPOSITORY, OUT);
  return SUBJECTS.flatMap(({ name, program: [file = "", ...args] }, index) =>
    [["ours", file] as const, ["previous", join(programs, relative(OUT, file))] as const].map(([which, path]): Case => {
      return { name: `${name}: ${which}`, args: [...PROBE, path, ...args], outdir: join(OUT, `${which}-${index}`) };
    }),
  );
}

/** A platform with the inside of its data centres and without it: the stacks are the same. */
function serverCases(): Case[] {
  const [without, inside] = ["without", "with"].map(
    (what): Case => ({
      name: `servers: ${what}`,
      args: [...PROBE, SERVERS, what],
      outdir: join(OUT, `servers-${what}`),
    }),
  ) as [Case, Case];
  same.push([without.outdir, inside.outdir]);
  return [without, inside];
}

/** The table of servers, from the folder that the last round of `serverCases` has written. */
function ofServers(measured: Measured): string {
  const reading = printedSeconds([SERVERS, "read"], OUT, rounds);
  const site = join(OUT, "servers-with", "data-centers", "bench", "site-0");
  return serversTable(measured, reading, showHighstate(site, join(OUT, "master"), rounds));
}

function planCases(): Case[] {
  return PLANNED.flatMap(({ atOnce, words }) =>
    PLANNED_WORLDS.map(
      (world): Case => ({
        name: `plan ${world}: ${words}`,
        args: [...PROBE, join(PROGRAMS, "plan.js"), world, ...atOnce],
        outdir: OUT,
      }),
    ),
  );
}

function loadCases(): Case[] {
  const load = [...PROBE, join(PROGRAMS, "load.js")];
  const named = [PLATFORM, ...MODULES].map((name) => ({ name: `load ${name}`, args: [...load, name], outdir: OUT }));
  const providers = { name: "load providers", args: [...load, ...modulesOf(EXAMPLE)], outdir: OUT };
  return [{ name: "load nothing", args: load, outdir: OUT }, providers, ...named];
}

/** The modules that a program needs which makes the same as a subject by hand. */
function modulesOf({ program }: (typeof SUBJECTS)[number]): readonly string[] {
  const outdir = join(OUT, "loaded");
  execFileSync(process.execPath, program, { env: { ...process.env, CDKTF_OUTDIR: outdir }, stdio: "ignore" });
  const required = [...twinOf(outdir, "deep").matchAll(/require\("([^"]+)"\)/g)].map(([, name = ""]) => name);
  return [...new Set(required)];
}

function analyses() {
  const program = join(PROGRAMS, "analysis.js");
  return new Map(ANALYSES.map(([words, ...args]) => [words, printedSeconds([program, ...args], OUT, rounds)]));
}

/** The page of pictures of twelve data centres, without what it takes to load Node, to synthesize and to read. */
function pages() {
  const program = join(PROGRAMS, "pictures.js");
  return new Map(["62", "246"].map((countries) => [countries, printedSeconds([program, countries], OUT, rounds)]));
}

/** `npm run synth` against `cdktf synth` of an app with one empty stack. */
function commands() {
  const empty = join(OUT, "empty");
  mkdirSync(empty);
  const app =
    'const { App, TerraformStack } = require("cdktf"); const app = new App(); new TerraformStack(app, "a"); app.synth();';
  writeFileSync(join(empty, "main.js"), app);
  writeFileSync(
    join(empty, "cdktf.json"),
    '{ "language": "typescript", "app": "node main.js", "sendCrashReports": "false" }',
  );
  const cdktf = join(REPOSITORY, "node_modules", ".bin", "cdktf");
  return new Map([
    ["`cdktf synth` of an empty app", commandSeconds(cdktf, ["synth"], empty, rounds)],
    ["`npm run synth` of the example", commandSeconds("npm", ["run", "synth"], REPOSITORY, rounds)],
  ]);
}
