/**
 * A table in Markdown, with columns that a person can read as plain text too. Not by the library that draws those of the terminal:
 * this is part of each synthesis, and needs neither colours nor the width of each character.
 */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  const widths = head.map((_, column) => Math.max(...lines.map((cells) => charactersOf(cells[column] ?? ""))));
  const line = (cells: readonly string[]) => {
    const padded = widths.map((width, column) => {
      const cell = cells[column] ?? "";
      return ` ${cell}${" ".repeat(width - charactersOf(cell))} `;
    });
    return `|${padded.join("|")}|`;
  };
  return lines.map(line).join("\n");
}

/** Not the length of a text, in which a letter beyond the first plane counts twice. */
function charactersOf(text: string): number {
  return ASCII.test(text) ? text.length : [...text].length;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII is meant
const ASCII = /^[\x00-\x7f]*$/;
