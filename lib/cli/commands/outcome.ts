import type { Command } from "commander";
import { ValidationError } from "../../core/validation-error";
import { terminalText } from "../terminal-text";
import { helpColumns } from "./print";

/** The exit status of a review that says no. Whatever keeps it from saying anything ends with 1. */
export const REFUSED = 2;

/** That of an answer which something keeps from being one. */
export const UNANSWERED = 1;

/** That of a question which is asked too early. */
export const TOO_EARLY = 3;

/** What stands below the options in the help of a command. */
export function exitStatus(meanings: string): () => string {
  return () => `\n${terminalText(`Exit status: ${meanings}`, helpColumns())}`;
}

export function refuse(program: Command, reasons: readonly string[], exitCode = REFUSED): void {
  if (reasons.length === 0) return;
  program.error(reasons.map((reason) => `error: ${reason}`).join("\n"), { exitCode });
}

/** What is read of two folders; one that cannot be read has a code, as all that a review refuses has. */
export function readable<Result>(program: Command, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return program.error(`error: ${error.message} [unreadable]`);
  }
}

/** Why something could not be written beside an answer, if so: what a user can correct. */
export function whyLost(write: () => void): readonly string[] {
  try {
    write();
    return [];
  } catch (error) {
    if (!ValidationError.isValidationError(error)) throw error;
    return [error.message];
  }
}

/** What a user can correct is one line; anything else is a bug of this program, and needs its stack trace to be found. */
export function failure(program: Command): (error: unknown) => never {
  return (error) => {
    if (!ValidationError.isValidationError(error)) throw error;
    return program.error(`error: ${error.message}`);
  };
}
