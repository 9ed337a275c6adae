/** What stands in one line of a zone file, or in several that parentheses hold together. */
export interface ZoneEntry {
  /** The number of its first line. */
  readonly line: number;
  /** Whether it starts with a space, and so has the name of the entry before. */
  readonly isIndented: boolean;
  /** Its words, those in quotation marks with them. */
  readonly words: readonly string[];
}

/** A comment, a text in quotation marks, a parenthesis, a line break, spaces, or a word, which may have a text in it. */
const PIECE =
  /;[^\n]*|"(?:\\[^\n]|[^"\\\n])*"|[()]|\n|[^\S\n]+|(?:\\[^\n]|[^\s;()"\\]|(?<==)"(?:\\[^\n]|[^"\\\n])*")+/gy;

/**
 * Splits a zone file into its entries, as RFC 1035 describes it in 5.1.
 *
 * @param refuse is told of what makes the rest of the file unreadable
 */
export function zoneEntries(text: string, refuse: (message: string) => void): readonly ZoneEntry[] {
  const content = `${text.replace(/^\uFEFF/, "").replaceAll("\r\n", "\n")}\n`;
  const entries: ZoneEntry[] = [];
  let line = 1;
  let depth = 0;
  let current = { line, isIndented: false, words: [] as string[] };
  let isStart = true;
  let end = 0;
  for (const [piece] of content.matchAll(PIECE)) {
    end += piece.length;
    if (piece === "\n") {
      line += 1;
      if (depth > 0) continue;
      if (current.words.length > 0) entries.push(current);
      current = { line, isIndented: false, words: [] };
      isStart = true;
      continue;
    }
    if (piece === "(") depth += 1;
    else if (piece === ")") depth -= 1;
    else if (piece.trim() === "") current.isIndented ||= isStart;
    else if (!piece.startsWith(";")) current.words.push(piece);
    isStart = false;
    if (depth < 0) {
      refuse(`line ${line} closes a parenthesis that none opens`);
      return [];
    }
  }
  if (end < content.length) refuse(`line ${line} ${unreadable(content.charAt(end))}`);
  else if (depth > 0) refuse(`line ${current.line} opens a parenthesis and nothing closes it`);
  return entries;
}

function unreadable(character: string): string {
  return character === '"' ? "opens a quotation mark and does not close it" : "ends in a backslash";
}
