import type { Command } from "commander";
import { listed } from "../down";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { type VerifyCommand, verify } from "../verify";
import { ENVIRONMENT, FOLDER, HOST, positive, whole } from "./arguments";
import { exitStatus, failure, REFUSED, refuse } from "./outcome";
import { showProgress, write } from "./print";

export function verifyCommand(program: Command): void {
  program
    .command("verify")
    .description("asks the live zone's name servers what users of each place get, and compares it with the simulation")
    .argument(...FOLDER)
    .option("--addresses <file>", "addresses of places: FR 192.0.2.0/24, or ranges of countries: start,end,FR")
    .option(
      "--name-server <host:port>",
      "ask this one, and not those of the zone; may be given several times",
      listed,
      [],
    )
    .option("--resolver <host:port>", "look the name servers up here, and not with the system's resolver")
    .option(...ENVIRONMENT)
    .option(...HOST)
    .option("--zone <id>", "the hosted zone that is asked, where a name is in several")
    .option("--down <names>", "data centres that are down now, with commas between them", listed, [])
    .option("--draws <number>", "how often a place is asked where a percentage decides", whole, 40)
    .option("--timeout <seconds>", "how long each of three attempts waits for a name server", positive, 2)
    .option(
      "--within <seconds>",
      "how long a stack may take, 30 time-outs and 10 ms for each question if left out",
      positive,
    )
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/verify.schema.json"))
    .addHelpText(
      "after",
      exitStatus(
        `0 when all that was asked is as simulated, ${REFUSED} when something is not, 1 when nothing can be asked.`,
      ),
    )
    .action((folder: string, options: VerifyCommand & Written) => {
      const progress = process.stderr.isTTY ? showProgress : undefined;
      const json = formatOf(options) === "json";
      verify(folder, { ...options, json }, progress).then(({ text, findings }) => {
        progress?.(1, 1);
        write(text, options);
        refuse(program, findings);
      }, failure(program));
    });
}
