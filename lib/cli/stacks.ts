import { markdownTable } from "../core/markdown-table";
import { kindOfType } from "./kind-of-type";
import type { SynthesizedStack, TerraformConfiguration } from "./output-folder";
import { statePlace } from "./state-place";
import type { TableFormat } from "./table-format";

/** The same for a program. The schema of it is docs/schemas/stacks.schema.json. */
export function stacksJson(stacks: readonly SynthesizedStack[]): string {
  const all = stacks.map(({ name, configuration, waitsFor }) => ({
    name,
    waitsFor,
    state: statePlace(configuration),
    resources: Object.fromEntries(countsOf(configuration)),
  }));
  return JSON.stringify({ stacks: all }, undefined, 2);
}

const HEAD = ["Stack", "Resources", "Waits for"];

/**
 * A table: each stack, how many resources it has, and what it waits for, as text each on a line of its own.
 *
 * @param columns how wide a terminal is: where the names have no room beside each other, it is in Markdown, which a terminal shows
 * with a line for each cell
 */
export function stacksTable(
  stacks: readonly SynthesizedStack[],
  format: TableFormat,
  columns = Number.POSITIVE_INFINITY,
): string {
  if (stacks.length === 0) return "There are no stacks.";
  if (format === "markdown") return inMarkdown(stacks);
  const rows = stacks.flatMap(({ name, configuration, waitsFor: [first = "-", ...others] }) => [
    [name, String(countOf(configuration)), first],
    ...others.map((other) => ["", "", other]),
  ]);
  const all = [HEAD, ...rows];
  const widths = [0, 1].map((column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)) + 2);
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("");
  const lines = all.map((cells) => line(cells).trimEnd());
  return lines.some(({ length }) => length > columns) ? inMarkdown(stacks) : lines.join("\n");
}

function inMarkdown(stacks: readonly SynthesizedStack[]): string {
  const cells = stacks.map(({ name, configuration, waitsFor }) => [
    name,
    String(countOf(configuration)),
    waitsFor.join(", ") || "-",
  ]);
  return markdownTable(HEAD, cells);
}

/**
 * The same in full: the resources by kind, and where the state is, which is copied in one piece.
 *
 * @param columns how wide a terminal is; lines are as long as they are, when this is left out
 */
export function stacksInFull(
  stacks: readonly SynthesizedStack[],
  format: TableFormat,
  columns = Number.POSITIVE_INFINITY,
): string {
  if (stacks.length === 0) return "There are no stacks.";
  if (format === "markdown") return stacks.map(inList).join("\n\n");
  return stacks
    .map(({ name, configuration, waitsFor }) =>
      [
        name,
        ...wrapped(`resources: ${resources(configuration)}`, columns),
        ...(waitsFor.length === 0 ? [] : wrapped(`waits for: ${waitsFor.join(", ")}`, columns)),
        `  state: ${statePlace(configuration)}`,
      ].join("\n"),
    )
    .join("\n\n");
}

/** A stack in Markdown, where lines that are no list become one paragraph. */
function inList({ name, configuration, waitsFor }: SynthesizedStack): string {
  const waits = waitsFor.length === 0 ? [] : [`- waits for: ${waitsFor.join(", ")}`];
  const state = `- state: ${statePlace(configuration)}`;
  return [`### ${name}\n`, `- resources: ${resources(configuration)}`, ...waits, state].join("\n");
}

/** The lines of a text, below a name. */
function wrapped(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${last === undefined ? "  " : "    "}${word}`);
  }
  return lines;
}

function countOf(configuration: TerraformConfiguration): number {
  return countsOf(configuration).reduce((sum, [, count]) => sum + count, 0);
}

/** How many resources of each type there are. */
function countsOf({ resource = {} }: TerraformConfiguration): readonly (readonly [type: string, count: number])[] {
  return Object.entries(resource)
    .map(([type, instances]) => [type, Object.keys(instances).length] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

function resources(configuration: TerraformConfiguration): string {
  const kinds = countsOf(configuration).map(([type, count]) => `${count} ${kindOfType(type)}`);
  return `${countOf(configuration)}: ${kinds.join(", ")}`;
}
