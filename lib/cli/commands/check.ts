import type { Command } from "commander";
import { type CheckCommand, check } from "../check/check";
import { terminalColumns } from "../columns";
import { listed } from "../down";
import { exitStatus, REFUSED, refuse } from "./outcome";
import { GONE, print, showAsked } from "./print";

export function checkCommand(program: Command): void {
  program
    .command("check")
    .description(
      "what the project here needs to be synthesized and deployed: what is there, what is missing, what to do",
    )
    .argument("[folder]", "the folder that cdktf synth wrote; the one of cdktf.json if it is left out")
    .option(
      "--cloud",
      "also ask the clouds that the stacks use, with gcloud and aws: credentials, buckets, zones, places",
    )
    .option(
      "--geo-locations <file>",
      "read what aws route53 list-geo-locations printed, a file for each page",
      listed,
      [],
    )
    .option("--json", "as JSON: docs/schemas/check.schema.json")
    .addHelpText(
      "after",
      exitStatus(
        `0 when nothing is wrong, ${REFUSED} when something is, 1 when a file of --geo-locations cannot be read.`,
      ),
    )
    .action((folder: string | undefined, options: CheckCommand) => {
      const onAsk = process.stderr.isTTY ? showAsked : undefined;
      const { text, findings } = check(folder, options, { columns: terminalColumns(), onAsk });
      if (onAsk !== undefined) process.stderr.write(GONE);
      print(text);
      refuse(program, findings);
    });
}
