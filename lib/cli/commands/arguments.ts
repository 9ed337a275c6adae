import { InvalidArgumentError } from "commander";
import { amountInWords } from "../../core/checks";
import { decimalOf } from "../../core/decimal";

/** Of which environment, and of which host name. */
export interface Filtered {
  readonly environment?: string;
  readonly host?: string;
}

export const ENVIRONMENT = ["--environment <name>", "of this environment alone: production"] as const;
export const HOST = ["--host <name>", "of this host name alone: api.example.com"] as const;

export const FOLDER = ["[folder]", "the folder that cdktf synth wrote", "cdktf.out"] as const;

/** A file that is written once: of two names commander takes the last, and nobody would be told that the other has no file. */
export function onlyFile(file: string, before?: string): string {
  if (before !== undefined) throw new InvalidArgumentError(`It is given twice: ${before} would not be written.`);
  return file;
}

export function whole(text: string): number {
  const number = decimalOf(text) ?? Number.NaN;
  const most = Number.MAX_SAFE_INTEGER;
  const expected = amountInWords("whole-number", number > most ? [1, most] : [1]);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError(`It must be ${expected}.`);
  return number;
}

export function positive(text: string): number {
  const number = decimalOf(text) ?? Number.NaN;
  if (!(number > 0)) throw new InvalidArgumentError("It must be a number above 0.");
  return number;
}
