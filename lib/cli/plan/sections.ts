import type { DiffFormat } from "../routing-diff";
import type { ApplyReview } from "./apply-review";
import { capacityChangeText } from "./capacity";
import { settingsIn } from "./resources";
import { stackLines } from "./stack-report";

/** A list of a review, below a title of its own or none. */
interface Part {
  readonly title?: string;
  /** What is read before the list. */
  readonly intro?: readonly string[];
  readonly lines: readonly string[];
  /** Whether one line comes after the other in time. */
  readonly isOrdered?: boolean;
}

/** What is replaced or lost, a list for each stack; empty where nothing is. */
export function lossText({ changes, stacks, strayPlans }: ApplyReview, format: DiffFormat): string {
  const old = new Map(changes.map((change) => [change.stack, settingsIn(change.old?.configuration)]));
  const parts = stacks.map((report): Part => {
    return { title: report.stack, lines: stackLines(report, old.get(report.stack) ?? new Map()) };
  });
  const stray = strayPlans.map((file) => `${file}: neither version has a stack of this name`);
  return partsText([{ lines: stray }, ...parts], format);
}

/** What can carry more or less than before, a list for each stack; empty where nothing can. */
export function capacityText({ capacity }: ApplyReview, format: DiffFormat): string {
  const stacks = [...new Set(capacity.map(({ stack }) => stack))];
  const linesOf = (stack: string) => capacity.filter((one) => one.stack === stack).map(capacityChangeText);
  return partsText(
    stacks.map((stack) => ({ title: stack, lines: linesOf(stack) })),
    format,
  );
}

/** The stacks that change in their order, and the commands that deploy them; empty where none does. */
export function orderText({ steps, commands }: ApplyReview, format: DiffFormat): string {
  const code = (command: string) => (format === "markdown" ? `\`${command}\`` : command);
  const names = steps.steps.map(({ stack }) => stack).join(", ");
  const why = steps.why.map((text) => `${text}.`);
  if (steps.impossible.length > 0)
    return partsText([{ intro: [...why, "In no order would the cloud take this:"], lines: steps.impossible }], format);
  if (steps.isOneDeploy) {
    const lines = commands.map(({ command }) => `${code(command)} deploys ${names}`);
    return partsText([{ intro: why, lines }], format);
  }
  const lines = commands.map(({ command, version }) =>
    version === "deployed" ? `${code(command)} with the deployed version of the program` : code(command),
  );
  const left = steps.steps.flatMap(({ action, stack }) => (action === "destroy" ? [stack] : []));
  const gone = left.length === 0 ? [] : [`No deploy destroys what is no longer in the program: ${left.join(", ")}.`];
  const intro = ["One deploy cannot do this. In this order:", ...gone, ...why];
  return partsText([{ intro: [...intro.slice(1), intro[0] ?? ""], lines, isOrdered: true }], format);
}

function partsText(parts: readonly Part[], format: DiffFormat): string {
  return parts
    .filter(({ lines }) => lines.length > 0)
    .map(({ title, intro = [], lines, isOrdered = false }) => {
      const bullet = (index: number) => (isOrdered ? `${index + 1}. ` : format === "markdown" ? "- " : "");
      const list = lines.map((line, index) => `${bullet(index)}${line}\n`).join("");
      return [...(title === undefined ? [] : [`### ${title}\n`]), ...intro.map((text) => `${text}\n`), list].join("\n");
    })
    .join("\n");
}
