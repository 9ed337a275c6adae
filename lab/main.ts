import { rmSync } from "node:fs";
import { resolve } from "node:path";
import { Command } from "commander";
import { CHECKS, START } from "./checks";
import { chosen, UnknownCheck } from "./chosen";
import { clusterChecks, clusterFiles } from "./cluster/checks";
import { whyNoApiServer } from "./cluster/programs";
import { type DataCenterFiles, readDataCenter } from "./files";
import { sweep, temporaryFolder } from "./network";
import { throughRelease, whyNoRelease } from "./release";
import { type Line, printTable } from "./report";
import { type Host, THIS_HOST, whyNot } from "./requirements";
import { endLab, runChecks, runDump, runSpoils } from "./run";
import { synthesizeSite } from "./site";
import { spoilCases } from "./spoils";
import { Stopwatch, stepsTable } from "./stopwatch";

/** For what nobody thought of: every step has an end of its own. Each spoil has a data centre of its own. */
const LIMIT_MINUTES = { checks: 30, spoils: 120 };

interface Options {
  readonly only?: string;
  readonly files?: string;
  readonly spoil?: boolean;
  readonly dump?: string;
  readonly cluster?: boolean;
}

interface Source {
  readonly files: DataCenterFiles;
  /** What has measured the synthesis, and measures the way by a release; none if there is no such way. */
  readonly watch?: Stopwatch;
}

const command = new Command("npm run lab --")
  .description(
    "Runs a data centre in network namespaces from its synthesized files, asks it as users do, and breaks it.",
  )
  .option("--only <text>", "the checks, or what is spoiled, with this text in their names, or one of these: hangs|BIRD")
  .option("--files <folder>", "a data centre that was synthesized, such as cdktf.out/data-centers/production/paris")
  .option("--dump <folder>", "write what all routers and servers say, for cdktf-hybrid-kubernetes data-centers-verify")
  .option("--cluster", "a cluster's control plane and workers instead, after lab/kubernetes.sh --cluster")
  .option("--spoil", "spoil one thing after the other, and show that a check notices");

/** Runs the lab, or says why it does not run here. Returns the status to exit with. */
export async function main(args: readonly string[], host: Host = THIS_HOST): Promise<number> {
  const options = command.parse(args, { from: "user" }).opts<Options>();
  const reason = whyNot(host) ?? (options.cluster ? whyNoApiServer() : undefined);
  if (reason !== undefined) {
    process.stdout.write(`SKIPPED, not passed: the lab of the data centre does not run here, as ${reason}\n`);
    return 0;
  }
  const outdir = temporaryFolder();
  const removeFiles = (): void => rmSync(outdir, { recursive: true, force: true });
  process.once("exit", removeFiles);
  try {
    const source = sourceOf(options, outdir);
    const run = runOf(source, options, outdir);
    sweep();
    if (options.dump !== undefined) {
      await runDump(source.files, resolve(options.dump));
      return 0;
    }
    const lines = await run();
    printTable(lines);
    return lines.every(({ passed }) => passed) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof UnknownCheck)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return 1;
  } finally {
    endLab();
    removeFiles();
  }
}

/** Where the files of a data centre come from, and whether those of its checks take the way by a release. */
function sourceOf({ files, spoil, dump, cluster }: Options, outdir: string): Source {
  if (cluster) return { files: clusterFiles(outdir) };
  if (files !== undefined) return { files: readDataCenter(resolve(files)) };
  const watch = new Stopwatch();
  const synthesized = watch.measure("`cdktf synth`, of the program in `lab/site.ts`", () => synthesizeSite(outdir));
  const own = readDataCenter(synthesized);
  if (spoil || dump !== undefined) return { files: own };
  const reason = whyNoRelease();
  if (reason === undefined) return { files: own, watch };
  process.stdout.write(`SKIPPED, not passed: files come from the synthesis, not through a release: ${reason}\n`);
  return { files: own };
}

/** The files that are run, with each command that brought them. */
function released({ files, watch }: Source, outdir: string): DataCenterFiles {
  if (watch === undefined) return files;
  const own = throughRelease(outdir, watch);
  process.stdout.write(`${stepsTable(watch.steps)}\n\n`);
  return own;
}

/** What will be run, which is known before anything is. */
function runOf(source: Source, { only, spoil, cluster }: Options, outdir: string): () => Promise<readonly Line[]> {
  const { files, watch } = source;
  if (cluster) {
    const checks = chosen(clusterChecks(), ({ name }) => name, only);
    return () => runChecks(files, checks);
  }
  if (spoil) {
    const cases = chosen(spoilCases(files), ({ what }) => what, only);
    return () => runSpoils(files, cases);
  }
  const asked = watch === undefined ? files : { ...files, release: { rendered: outdir } };
  const applying = [START, ...CHECKS].filter(({ appliesTo }) => appliesTo?.(asked) !== false);
  const checks = chosen(applying, ({ name }) => name, only).filter((check) => check !== START);
  return () => runChecks(released(source, outdir), checks);
}

if (require.main === module) {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      endLab();
      process.exit(130);
    });
  }
  process.on("exit", endLab);
  const minutes = process.argv.includes("--spoil") ? LIMIT_MINUTES.spoils : LIMIT_MINUTES.checks;
  setTimeout(() => {
    process.stderr.write(`the lab is ended after ${minutes} minutes\n`);
    process.exit(2);
  }, minutes * 60_000).unref();
  main(process.argv.slice(2)).then(
    (status) => {
      process.exitCode = status;
    },
    (error) => {
      process.stderr.write(`${error.stack ?? error}\n`);
      process.exitCode = 2;
    },
  );
}
