import { join } from "node:path";
import type { Problem } from "./problem";
import { isUnknown } from "./tokens";

/** More characters of a value than these hide what is wrong with it. */
const MOST_SHOWN = 400;

const KIND = Symbol.for("cdktf-hybrid-kubernetes.ValidationError");

/**
 * The one error of this library: no working platform can come of these options.
 *
 * Its message has a line for each problem, with the construct path, the property, what it got and what it expected.
 */
export class ValidationError extends Error {
  /** The path of the construct that refused: `production`. */
  declare public readonly path: string;

  /** Everything that is wrong, in the order in which it was found. */
  declare public readonly problems: readonly Problem[];

  constructor(path: string, problems: readonly Problem[]) {
    super(problems.map((problem) => line(path, problem)).join("\n"));
    this.name = "ValidationError";
    // Node prints an uncaught error with its stack and its own properties. A user wants the lines above and the place in
    // the user's own program, not the way through this library.
    Object.defineProperties(this, { path: { value: path }, problems: { value: problems }, [KIND]: { value: true } });
    this.stack = [`${this.name}: ${this.message}`, ...callersFrames(this.stack ?? "")].join("\n");
  }

  /** Whether a value is such an error, also one of another copy of this package, which `instanceof` would not know. */
  public static isValidationError(value: unknown): value is ValidationError {
    return typeof value === "object" && value !== null && KIND in value;
  }
}

function callersFrames(stack: string): readonly string[] {
  const root = join(__dirname, "..", "..");
  const foreign = [join(root, "lib", "/"), join(root, "stacks", "/"), "/node_modules/", "node:internal"];
  return stack
    .split("\n")
    .filter((frame) => frame.startsWith("    at ") && !foreign.some((part) => frame.includes(part)));
}

function line(path: string, problem: Problem): string {
  const site = `${path}: ${problem.property}:`;
  return "message" in problem
    ? `${site} ${problem.message}`
    : `${site} got ${shown(problem.got)}, expected ${problem.expected}`;
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (isUnknown(value)) return "a token";
  // JSON has no NaN and no Infinity.
  if (typeof value === "number") return String(value);
  // Its own properties say little to the user, and one of them may be a secret.
  if (typeof value === "object" && value !== null && !Array.isArray(value) && !isPlain(value)) {
    return `an instance of ${value.constructor?.name || "a class"}`;
  }
  try {
    const text = JSON.stringify(value) ?? `a ${typeof value}`;
    return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  } catch {
    // What leads back to itself.
    return "an object";
  }
}

/** Whether an object is of no class. */
export function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return !Array.isArray(value) && (prototype === null || Object.getPrototypeOf(prototype) === null);
}
