import type { Command } from "commander";
import { terminalColumns } from "../columns";
import { dataCentersTable } from "../data-centers";
import { readEnvironment } from "../environments";
import { stacksInFull, stacksJson, stacksTable } from "../stacks";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { ENVIRONMENT, type Filtered, FOLDER } from "./arguments";
import { print, write } from "./print";

export function stacksCommand(program: Command): void {
  program
    .command("stacks")
    .description("each stack: its resources, and which stacks it waits for; and each data centre")
    .argument(...FOLDER)
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the stacks as JSON, as with --format json: docs/schemas/stacks.schema.json"))
    .option("--long", "also the resources by kind, and where the state is")
    .option(...ENVIRONMENT)
    .action((folder: string, { long, environment, ...written }: Written & Filtered & { readonly long?: boolean }) => {
      const stacks = readEnvironment(folder, environment);
      const format = formatOf(written);
      if (format === "json") return print(stacksJson(stacks));
      const text = (long ? stacksInFull : stacksTable)(stacks, format, terminalColumns());
      write(`${text}\n\n${dataCentersTable(folder, environment)}`, written);
    });
}
