/** Where a terminal does not say how wide it is. */
export const COLUMNS = 80;

/** How wide the terminal is that this is written to; nothing, where it is written to a file or a program. */
export function terminalColumns(): number | undefined {
  if (!process.stdout.isTTY) return undefined;
  // A terminal that does not know says 0.
  return process.stdout.columns || COLUMNS;
}

/**
 * The lines of a text, each below the other and as far in. A word that is longer than a line stays in one piece: it may be an address.
 *
 * @param columns how long a line may be; one line, when it is left out
 */
export function wrapped(text: string, columns: number | undefined, indent = 0): readonly string[] {
  const start = " ".repeat(indent);
  if (columns === undefined) return [`${start}${text}`];
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${start}${word}`);
  }
  return lines;
}
