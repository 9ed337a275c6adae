import type { Command } from "commander";
import { listed } from "../down";
import { type RoutingQuestion, routing } from "../routing";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { ENVIRONMENT, FOLDER, HOST, positive } from "./arguments";
import { write } from "./print";

export function routingCommand(program: Command): void {
  program
    .command("routing")
    .description("DNS: who is served from where, when all is well and while data centres are down")
    .argument(...FOLDER)
    .option("--down <names>", "data centres that are down, with commas between them: paris,frankfurt", listed, [])
    .option("--from <place>", "the country, state or continent that asks: DE, US-CA, EU")
    .option(...ENVIRONMENT)
    .option(...HOST)
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/routing.schema.json"))
    .option("--million-queries <number>", "how many million queries per month are paid for", positive)
    .action((folder: string, question: RoutingQuestion & Written) => {
      write(routing(folder, { ...question, json: formatOf(question) === "json" }), question);
    });
}
