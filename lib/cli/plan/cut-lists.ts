/** GitHub takes 65,536 characters for a comment; the rest is for what stands beside a review. */
const MOST_CHARACTERS = 45_000;

/** As many lines of each list are tried, one number after the other. */
const MOST_LINES = [400, 200, 100, 50, 25, 10, 5, 2];

/** A review in Markdown that fits into a comment: where it is too long, each list and table ends with `and n more`. */
export function cutLists(text: string): string {
  if (text.length <= MOST_CHARACTERS) return text;
  const cut = MOST_LINES.map((most) => withAtMost(text, most));
  const fitting = cut.find(({ length }) => length <= MOST_CHARACTERS);
  if (fitting !== undefined) return fitting;
  const shortest = cut.at(-1) ?? "";
  const end = shortest.lastIndexOf("\n", MOST_CHARACTERS);
  return `${shortest.slice(0, end)}\n\nThe rest is too long for a comment: the command prints all of it with --format text.\n`;
}

type Kind = "list" | "table" | "text";

function withAtMost(text: string, most: number): string {
  const runs: { kind: Kind; lines: string[] }[] = [];
  for (const line of text.split("\n")) {
    const kind = kindOf(line);
    const last = runs.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else runs.push({ kind, lines: [line] });
  }
  return runs.flatMap(({ kind, lines }) => cutRun(kind, lines, most)).join("\n");
}

function kindOf(line: string): Kind {
  if (line.startsWith("|")) return "table";
  return /^ *- /.test(line) ? "list" : "text";
}

function cutRun(kind: Kind, lines: readonly string[], most: number): readonly string[] {
  // The names of a table's columns, and the line below them.
  const kept = kind === "table" ? most + 2 : most;
  if (kind === "text" || lines.length <= kept) return lines;
  const more = `and ${lines.length - kept} more`;
  return [...lines.slice(0, kept), ...(kind === "table" ? ["", more] : [`- ${more}`])];
}
