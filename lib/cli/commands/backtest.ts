import type { Command } from "commander";
import { type BacktestQuestion, backtestText } from "../backtest";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { ENVIRONMENT, FOLDER, whole } from "./arguments";
import { exitStatus } from "./outcome";
import { write } from "./print";

export function backtestCommand(program: Command): void {
  program
    .command("backtest")
    .description("how the deployed and the planned routing would have held in the hours that were measured")
    .argument(...FOLDER)
    .option("--planning <file>", "what is known beside the program, with the data: docs/schemas/planning.schema.json")
    .option(
      "--plan <file>",
      "the plan that is replayed beside what is deployed (default: routing-plan.json, if there is one)",
    )
    .option("--weeks <number>", "how many weeks, back from the last hour of the data", whole, 8)
    .option("--stack <name>", "the stack with the records, where there are several")
    .option(...ENVIRONMENT)
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/backtest.schema.json"))
    .addHelpText("after", exitStatus("0 when it is replayed, 1 when it cannot be."))
    .action((folder: string, question: BacktestQuestion & Written) => {
      write(backtestText(folder, { ...question, format: formatOf(question) }), question);
    });
}
