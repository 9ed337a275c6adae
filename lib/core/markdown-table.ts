import Table from "cli-table3";

const NOTHING = { top: "", "top-mid": "", "top-left": "", "top-right": "", mid: "", "mid-mid": "", "left-mid": "" };
const NOTHING_ELSE = { "right-mid": "", bottom: "", "bottom-mid": "", "bottom-left": "", "bottom-right": "" };

/** A table in Markdown, with columns that a person can read as plain text too. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: { ...NOTHING, ...NOTHING_ELSE, left: "|", middle: "|", right: "|" },
    style: { head: [], border: [] },
  });
  table.push(
    [...head],
    head.map(() => "---"),
    ...rows.map((row) => [...row]),
  );
  return table.toString();
}
