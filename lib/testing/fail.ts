import { AssertionError } from "node:assert";

/** Fails a test, whatever runs it. */
export function fail(message: string, actual: unknown, expected: unknown): never {
  throw new AssertionError({ message, actual, expected, operator: "answers" });
}
