import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { idAround, Killers, type TestFile, testsOf } from "./coverage";
import { draw } from "./draw";
import { mutated, mutationsOf } from "./mutators";
import { describeMutant, type Fate, type Judged, type Mutant, report } from "./report";
import { compiles, findCoverage, judgeByTests } from "./run-tests";
import { Sandbox } from "./sandbox";

const REPOSITORY = join(__dirname, "..");
const ROOMS = ["lib/routing", "lib/route53", "lib/network", "lib/gke", "lib/load-balancing", "stacks"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "400" },
    skip: { type: "string", default: "0" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    threshold: { type: "string", default: "95" },
    tests: { type: "string", default: "" },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});
const count = wholeNumber("--count", values.count);
/** Those at the start of the draw that an earlier run has judged. */
const skip = wholeNumber("--skip", values.skip);
const seed = wholeNumber("--seed", values.seed);
const threshold = wholeNumber("--threshold", values.threshold);
const jobs = wholeNumber("--jobs", values.jobs);

function wholeNumber(option: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`${option}: got ${text}, expected a whole number`);
  return Number(text);
}

/** The TypeScript files of folders, or of the files that are named, in the order of the alphabet. */
function sources(paths: readonly string[]): string[] {
  const within = (path: string) =>
    path.endsWith(".ts")
      ? [path]
      : readdirSync(join(REPOSITORY, path), { recursive: true, encoding: "utf8" }).map((name) => `${path}/${name}`);
  return paths
    .flatMap(within)
    .filter((path) => path.endsWith(".ts"))
    .sort();
}

const say = (text: string) => process.stderr.write(`${text}\n`);

async function main(): Promise<void> {
  whenInterrupted(() => {});
  const files = sources(positionals.length > 0 ? positionals : ROOMS);
  const all = files.flatMap((file): Mutant[] => {
    const source = readFileSync(join(REPOSITORY, file), "utf8");
    return mutationsOf(source).map((mutation) => ({ file, source, mutation }));
  });
  const drawn = draw(all, count, seed);
  const again = positionals.map((path) => ` ${path}`).join("");
  say(
    `${drawn.length} of ${all.length} mutants. To draw the same: npm run mutants -- --count=${count} --seed=${seed}${again}`,
  );

  const tests = await inSandbox((sandbox) => findCoverage(sandbox, files, values.tests, seed));
  say(`The tests pass without a mutant, ${tests.length} files of them.`);
  const judged: Judged[] = [];
  whenInterrupted(() => process.stdout.write(`${report(judged, threshold).text}\n`));
  const waiting = drawn.slice(skip);
  const killers = new Killers();
  const work = (sandbox: Sandbox) => judgeAll(sandbox, waiting, tests, killers, judged);
  await Promise.all(Array.from({ length: jobs }, () => inSandbox(work)));

  const inOrder = all.flatMap((mutant) => judged.find((one) => one.mutant === mutant) ?? []);
  const { text, passes } = report(inOrder, threshold);
  process.stdout.write(`${text}\n`);
  process.exitCode = passes ? 0 : 1;
}

/** A run that is ended says what it found so far. Processes and copies of the sources go as at any other end. */
function whenInterrupted(act: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.removeAllListeners(signal).on(signal, () => {
      act();
      process.exit(1);
    });
  }
}

/** Takes mutants from a list until it is empty, and notes what became of each. */
async function judgeAll(
  sandbox: Sandbox,
  waiting: Mutant[],
  tests: readonly TestFile[],
  killers: Killers,
  judged: Judged[],
): Promise<void> {
  for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
    const start = Date.now();
    const { fate, by } = await judge(sandbox, mutant, tests, killers);
    judged.push({ mutant, fate });
    if (by !== undefined) killers.note(mutant.file, by);
    const [place, ...change] = describeMutant(mutant).split("\n");
    const after = `after ${Math.round((Date.now() - start) / 1000)} s${by === undefined ? "" : ` by ${by.path}`}`;
    say([`${judged.length}: ${fate} ${after}: ${place}`, ...(fate === "survived" ? change : [])].join("\n"));
  }
}

/** What became of a mutant, and the file of tests that noticed it. */
interface Verdict {
  readonly fate: Fate;
  readonly by?: TestFile;
}

function judge(
  sandbox: Sandbox,
  { file, source, mutation }: Mutant,
  tests: readonly TestFile[],
  killers: Killers,
): Promise<Verdict> {
  const { covering, others } = testsOf(idAround(file, source, mutation.start), tests);
  return sandbox.with(file, mutated(source, mutation), async () => {
    // What tests enter in their own process, hardly another process shows, and each costs seconds.
    const inOrder = killers.first(file, covering.length > 0 ? covering : others);
    const { outcome, failed } = await judgeByTests(sandbox, inOrder, seed);
    if (outcome === "timed out") return { fate: "killed by the time limit" };
    if (outcome === "failed") return { fate: "killed by a test", by: failed };
    return { fate: (await compiles(sandbox)) ? "survived" : "killed by the compiler" };
  });
}

async function inSandbox<T>(act: (sandbox: Sandbox) => Promise<T>): Promise<T> {
  const sandbox = new Sandbox(REPOSITORY);
  try {
    return await act(sandbox);
  } finally {
    sandbox.remove();
  }
}

main();
