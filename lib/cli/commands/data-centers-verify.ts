import type { Command } from "commander";
import { type DataCentersVerifyCommand, dataCentersVerify } from "../data-centers-verify";
import { listed } from "../down";
import { FOLDER } from "./arguments";
import { exitStatus, REFUSED, refuse } from "./outcome";
import { print, show } from "./print";

export function dataCentersVerifyCommand(program: Command): void {
  program
    .command("data-centers-verify")
    .description("compares a data centre's plan with what its routers and servers say, and names every difference")
    .argument("<dumps>", "a folder for each router and server, as hybrid-kubernetes-dump writes it")
    .argument(...FOLDER)
    .option(
      "--data-center <name>",
      "the data centre that the dumps are of, when the folder has several: production/paris",
    )
    .option("--except <names>", "routers and servers that were not asked, with commas between them", listed, [])
    .option("--fenced <server>", "compare nothing else: show whether any router of its rack still leads to this server")
    .option("--json", "as JSON: docs/schemas/data-centers-verify.schema.json")
    .addHelpText(
      "after",
      exitStatus(
        `0 when all that was asked is as planned, ${REFUSED} when something is not, 1 when nothing can be compared.`,
      ),
    )
    .action((dumps: string, folder: string, options: DataCentersVerifyCommand) => {
      const { text, findings } = dataCentersVerify(dumps, folder, options);
      (options.json ? print : show)(text);
      refuse(program, findings);
    });
}
