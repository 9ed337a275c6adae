import type { Command } from "commander";
import { type ChangePageOptions, clearChangePage, writeChangePage } from "../change-page";
import { refuseAlone } from "../picture-files";
import { refusalText } from "../refusal";
import { type ReviewOptions, review } from "../review";
import { formatOption, jsonOption } from "../table-format";
import { onlyFile, positive } from "./arguments";
import { exitStatus, REFUSED, readable, refuse, UNANSWERED, whyLost } from "./outcome";
import { write } from "./print";

export function reviewCommand(program: Command): void {
  program
    .command("review")
    .description(
      "what changes between two folders that cdktf synth wrote: what is lost, users, capacity, order, data centres",
    )
    .argument("<old>", "the folder of the deployed version")
    .argument("<new>", "the folder of the next version")
    .option("--environment <name>", "of this environment alone: what changes of others is neither shown nor refused")
    .option("--plans <folder>", "the plan of each stack, as terraform show -json writes it: <stack>.json")
    .addOption(formatOption("text", "markdown", "json"))
    .addOption(jsonOption("the same as --format json: docs/schemas/review.schema.json"))
    .option(
      "--largest-step <points>",
      "refuse it when more percentage points of a place's users move at once",
      positive,
    )
    .option(
      "--page <file>",
      "write an HTML page as well: a map of the requests that move, and who gets fuller",
      onlyFile,
    )
    .option("--facts <file>", "for the page, what is known beside it: docs/schemas/routing-facts.schema.json")
    .option("--no-borders", "on the page, draw circles only, and no countries")
    .option("--atlas <file>", "for the page, another atlas, in TopoJSON")
    .option("--allow-detours", "do not refuse what is for two applies, where users may be sent astray on the way")
    .addHelpText(
      "after",
      exitStatus(
        `0 when it may be deployed, ${REFUSED} when it is refused, ${UNANSWERED} when it cannot be compared, or its page cannot be written.`,
      ),
    )
    .action((before: string, after: string, { page, ...options }: ReviewOptions & ChangePageOptions) => {
      // Before anything is read: whatever ends this, an old page must not be taken for that of these versions.
      const kept = page === undefined ? [] : whyLost(() => clearChangePage(before, after, page, options));
      const { text, refusals } = readable(program, () => review(before, after, options));
      if (page === undefined) refuseAlone("review", options, ["--page"]);
      // First of all: a page that cannot be drawn must not take the review along.
      write(text, options);
      const isWritten = page !== undefined && kept.length === 0;
      const lost = isWritten ? whyLost(() => writeChangePage(before, after, page, options)) : kept;
      refuse(program, [...refusals.map(refusalText), ...lost], lost.length > 0 ? UNANSWERED : REFUSED);
    });
}
