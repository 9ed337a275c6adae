import type { Command } from "commander";
import { drift, driftText } from "../drift";
import type { Written } from "../table-format";
import { exitStatus, REFUSED, refuse } from "./outcome";
import { print, show } from "./print";

export function driftCommand(program: Command): void {
  program
    .command("drift")
    .description("what was changed by hand at Route 53, and the line that takes it into the code")
    .argument("<plans...>", "plans, as terraform show -json writes them")
    .option("--json", "as JSON: docs/schemas/drift.schema.json")
    .addHelpText("after", exitStatus(`0 when nothing was, ${REFUSED} when something was, 1 when a file is not a plan.`))
    .action((plans: string[], { json }: Written) => {
      const found = drift(plans);
      if (json) print(JSON.stringify({ plans: found }, null, 2));
      else show(driftText(found));
      refuse(
        program,
        found.flatMap(({ plan, changes }) => changes.map(({ what }) => `${plan}: ${what}`)),
      );
    });
}
