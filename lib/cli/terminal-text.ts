import { wrapped } from "./columns";

/** Between two columns. */
const GAP = "  ";

/**
 * A text as a person reads it: tables are without Markdown's strokes, and on a terminal no line is longer than it is wide. What is indented by
 * four is a command and stays in one piece, to be copied.
 *
 * @param columns how wide the terminal is; lines are as long as they are, when this is left out
 */
export function terminalText(text: string, columns = Number.POSITIVE_INFINITY): string {
  const lines = text.split("\n").map((line) => line.trimEnd());
  const shown: string[] = [];
  let table: string[] = [];
  for (const line of [...lines, ""]) {
    if (line.startsWith("|")) {
      table.push(line);
      continue;
    }
    if (table.length > 0) shown.push(...fitted(table, columns));
    table = [];
    shown.push(...(line.startsWith("    ") ? [line] : below(line, columns)));
  }
  return shown.slice(0, -1).join("\n");
}

/** A line, and what does not fit below it, as far in as its words begin. */
function below(line: string, columns: number): readonly string[] {
  if (line.length <= columns) return [line];
  const [start = ""] = /^ *(- )?/.exec(line) ?? [];
  const [first = "", ...others] = wrapped(line.slice(start.length), columns, start.length);
  return [`${start}${first.trimStart()}`, ...others];
}

/** A table of Markdown, in columns; in blocks of a line for each cell, where the longest words need more room than there is. */
function fitted(table: readonly string[], columns: number): readonly string[] {
  const rows = table.filter((line) => !/^[|\s-]+$/.test(line)).map(cellsOf);
  const [head = []] = rows;
  const longest = (size: (cell: string) => number) =>
    head.map((_, column) => Math.max(...rows.map((cells) => size(cells[column] ?? ""))));
  const widths = narrowed(
    longest((cell) => cell.length),
    longest((cell) => Math.max(...cell.split(" ").map((word) => word.length))),
    columns - GAP.length * (head.length - 1),
  );
  if (widths === undefined) return inBlocks(rows, columns);
  const all = [head, widths.map((width) => "-".repeat(width)), ...rows.slice(1)];
  return all.flatMap((cells) => rowOf(cells, widths));
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, line.endsWith("|") ? -1 : undefined)
    .split("|")
    .map((cell) => cell.trim());
}

/** Takes from the widest column until all fit; nothing, where the words do not let it. */
function narrowed(natural: readonly number[], least: readonly number[], room: number): readonly number[] | undefined {
  const sum = (all: readonly number[]) => all.reduce((total, width) => total + width, 0);
  if (sum(least) > room) return undefined;
  const widths = [...natural];
  while (sum(widths) > room) {
    const spare = widths.map((width, column) => (width > (least[column] ?? 0) ? width : 0));
    const widest = spare.indexOf(Math.max(...spare));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function rowOf(cells: readonly string[], widths: readonly number[]): readonly string[] {
  const parts = widths.map((width, column) => wrapped(cells[column] ?? "", width));
  const height = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) =>
    parts
      .map((part, column) => (part[line] ?? "").padEnd(widths[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  );
}

function inBlocks([head = [], ...rows]: readonly (readonly string[])[], columns: number): readonly string[] {
  return rows.flatMap((cells, index) => [
    ...(index > 0 ? [""] : []),
    ...cells.flatMap((cell, column) => below(head[column] ? `${head[column]}: ${cell}` : cell, columns)),
  ]);
}
