import type { Command } from "commander";
import { type GainQuestion, gainAnswer } from "../gain";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { exitStatus, REFUSED, refuse, TOO_EARLY, UNANSWERED } from "./outcome";
import { write } from "./print";

export function gainCommand(program: Command): void {
  program
    .command("gain")
    .description("whether the users whom a step moved are clearly worse off, by what was registered before it")
    .argument("<registration>", "what was fixed before the step: docs/schemas/gain-registration.schema.json")
    .option("--planning <file>", "the settings with the data: docs/schemas/planning.schema.json")
    .option("--service <name>", "the service whose users are judged", "requests")
    .option(
      "--now <time>",
      "the time that it is asked at: 2026-11-11T17:05Z; without it, the data alone says whether its days are over",
    )
    .option("--deployed <time>", "when the last step was deployed: of a later one the registration tells nothing")
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/gain.schema.json"))
    .addHelpText(
      "after",
      exitStatus(
        `0 when nobody is clearly worse off, ${REFUSED} when somebody is, ${TOO_EARLY} when its days are not over, 1 when at least one place cannot be judged.`,
      ),
    )
    .action((registration: string, question: GainQuestion & Written) => {
      const { text, refusals, unknown, waits } = gainAnswer(registration, { ...question, format: formatOf(question) });
      if (text !== undefined) write(text, question);
      refuse(program, refusals);
      refuse(program, unknown, UNANSWERED);
      refuse(program, waits, TOO_EARLY);
    });
}
