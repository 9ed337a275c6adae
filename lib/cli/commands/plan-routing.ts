import type { Command } from "commander";
import { listed } from "../down";
import { type PlanQuestion, planRoutingOf } from "../plan-routing/plan-routing";
import { formatOf, formatOption, jsonOption, type Written } from "../table-format";
import { ENVIRONMENT, FOLDER } from "./arguments";
import { exitStatus, failure, REFUSED, refuse } from "./outcome";
import { write } from "./print";

/** An option that may be given several times. */
function each(text: string, before: readonly string[]): readonly string[] {
  return [...before, text];
}

/** An empty text is refused as a name: a job whose variable is empty must not write the plan as it is. */
function named(text: string, before: readonly string[]): readonly string[] {
  return text.trim() === "" ? [...before, ""] : listed(text, before);
}

export function planRoutingCommand(program: Command): void {
  program
    .command("plan-routing")
    .description("the next step to a better routing policy, written into a file that the program imports")
    .argument(...FOLDER)
    .option("--planning <file>", "what is known beside the program: docs/schemas/planning.schema.json")
    .option("-o, --out <file>", "the file that the program imports", "routing-plan.json")
    .option("--check", "write nothing, and refuse it when the file has another plan")
    .option("--now <time>", "the time that the age of metrics and freezes are judged by: 2026-11-03T17:05Z")
    .option("--after <hour>", "before that, hold it unless this hour was as predicted: 2026-11-27T17:00Z, or last")
    .option("--deployed <time>", "when that step was deployed: no hour before tells anything of it")
    .option("--back", "plan nothing, and write what was deployed before the step into the file: the way back")
    .option("--observed <file>", "settings whose data has that hour, where those of --planning do not")
    .option("--within <file>", "refuse a step that is not small: docs/schemas/step-limits.schema.json")
    .option("--stack <name>", "the stack with the records, where there are several")
    .option(...ENVIRONMENT)
    .option("--without <names>", "what if these data centres were not there: paris,frankfurt", named, [])
    .option("--demand <times>", "what if users asked for so many times as much: x1.3")
    .option("--with <site>", "what if there was this data centre as well: marseille:40000@43.3,5.4", each, [])
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/plan-routing.schema.json"))
    .addHelpText(
      "after",
      exitStatus(
        `0 when it is planned, ${REFUSED} when --check finds another plan, the last step did otherwise than predicted or the next is not --within its limits, 1 when nothing can be planned.`,
      ),
    )
    .action((folder: string, question: PlanQuestion & Written) => {
      const asked = { ...question, clock: Date.now(), format: formatOf(question) };
      return planRoutingOf(folder, asked).then(({ text, refusals }) => {
        write(text, question);
        refuse(program, refusals);
      }, failure(program));
    });
}
