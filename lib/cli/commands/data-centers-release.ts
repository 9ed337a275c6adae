import type { Command } from "commander";
import { type ReleaseCommand, writeReleases } from "../data-centers-release";
import { FOLDER, whole } from "./arguments";
import { print } from "./print";

export function dataCentersReleaseCommand(program: Command): void {
  program
    .command("data-centers-release")
    .description("bundles each data centre for its Salt master: formula, pillars and their hashes, for signing")
    .argument(...FOLDER)
    // Not required by commander, which would ask for it before it refuses an option that nobody knows.
    .option("--number <number>", "higher than that of each release before, such as the run of the pipeline", whole)
    .option("--to <folder>", "where releases are written", "release")
    .option("--data-center <name>", "this one alone: paris, production/paris")
    .action((folder: string, options: ReleaseCommand) => print(writeReleases(folder, options)));
}
