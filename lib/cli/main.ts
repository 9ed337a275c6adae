#!/usr/bin/env node
import { Command } from "commander";
import { failoverTable } from "./failover-table";
import { readOutputFolder } from "./output-folder";
import { stacksTable } from "./stacks-table";

const program = new Command("hybrid-kubernetes").description("Shows what cdktf synth wrote, for review.");

program
  .command("stacks")
  .description("each stack: its resources, its state, and which stack it waits for")
  .argument("[folder]", "the folder that cdktf synth wrote", "cdktf.out")
  .action((folder: string) => print(stacksTable(readOutputFolder(folder))));

program
  .command("failover-table")
  .description("each service: which regions and data centres take the load of one that is drained, unhealthy or full")
  .argument("[folder]", "the folder that cdktf synth wrote", "cdktf.out")
  .action((folder: string) => print(failoverTable(readOutputFolder(folder))));

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

try {
  program.parse();
} catch (error) {
  program.error(`error: ${(error as Error).message}`);
}
