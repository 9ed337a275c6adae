import { wrapped } from "../columns";

/** One thing that was looked at. */
export interface CheckLine {
  /** What was looked at, in a word or two: `Terraform`. */
  readonly about: string;
  /** `ok`; `note`, which is risky or was not looked at; `wrong`, which is missing or cannot work. */
  readonly result: "ok" | "note" | "wrong";
  /** What is there, or what is missing. */
  readonly what: string;
  /** What to do, as a command or in words. */
  readonly todo?: string;
}

/** Where the texts begin. */
const INDENT = 7;

/** Lines that a person reads: no longer than a terminal is wide, if it is one. */
export function checkText(lines: readonly CheckLine[], columns: number | undefined): string {
  return lines
    .flatMap(({ about, result, what, todo }) => {
      const [first = "", ...others] = wrapped(`${about}: ${what}`, columns, INDENT);
      const doing = todo === undefined ? [] : wrapped(`To do: ${todo}`, columns, INDENT);
      return [`${result.padEnd(INDENT)}${first.trimStart()}`, ...others, ...doing];
    })
    .join("\n");
}

/** The same for a program. The schema of it is docs/schemas/check.schema.json. */
export function checkJson(lines: readonly CheckLine[]): string {
  return JSON.stringify({ isWell: !lines.some(({ result }) => result === "wrong"), lines }, undefined, 2);
}

/** Writes a line about one thing. */
export type Saying = (what: string, todo?: string) => CheckLine;

/** How lines about one thing are written. */
export function about(thing: string): Readonly<Record<CheckLine["result"], Saying>> {
  const saying =
    (result: CheckLine["result"]): Saying =>
    (what, todo) => ({ about: thing, result, what, ...(todo !== undefined && { todo }) });
  return { ok: saying("ok"), note: saying("note"), wrong: saying("wrong") };
}
