import { COLUMNS, terminalColumns } from "../columns";
import { formatOf, type Written } from "../table-format";
import { terminalText } from "../terminal-text";

/** Prints what a command with formats says: as a person reads it, unless another format is asked for. */
export function write(text: string, written: Written): void {
  (formatOf(written) === "text" ? show : print)(text);
}

/** Prints what a person reads. */
export function show(text: string): void {
  print(terminalText(text, terminalColumns()));
}

export function print(text: string): void {
  process.stdout.write(`${text.trimEnd()}\n`);
}

/** How wide the help is: in a file or a pipe as on a terminal that does not say. */
export function helpColumns(): number {
  return terminalColumns() ?? COLUMNS;
}

/** Takes the line of a progress away. */
export const GONE = "\r\u001b[K";

/** One line that is written over and over, and is gone in the end. */
export function showProgress(done: number, all: number): void {
  process.stderr.write(done === all ? GONE : `\r${done} of ${all} questions`);
}

/** The same for a program that is waited for. */
export function showAsked(command: string): void {
  const line = `asking: ${command}`;
  process.stderr.write(`${GONE}${line.slice(0, (process.stderr.columns || 80) - 1)}`);
}
