import type { Command } from "commander";
import { readEnvironment } from "../environments";
import { failoverJson, failoverTable } from "../failover";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { ENVIRONMENT, type Filtered, FOLDER, HOST } from "./arguments";
import { write } from "./print";

export function failoverCommand(program: Command): void {
  program
    .command("failover")
    .description(
      "the load balancer: who takes a service's load when a region or data centre is drained, unhealthy or full",
    )
    .argument(...FOLDER)
    .option(...ENVIRONMENT)
    .option(...HOST)
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/failover.schema.json"))
    .action((folder: string, { environment, host, ...written }: Written & Filtered) => {
      const stacks = readEnvironment(folder, environment);
      write(formatOf(written) === "json" ? failoverJson(stacks, host) : failoverTable(stacks, host), written);
    });
}
