import { join } from "node:path";
import { Token } from "cdktf";

/** More characters of a value than these hide what is wrong with it. */
const MOST_SHOWN = 400;

/** One thing that is wrong with what was given. */
export type Problem = Refusal | Consequence;

/** A value that is not allowed. */
export interface Refusal {
  /** The property, as the user wrote it: `services.api.routing.countries.DE.percent`. */
  readonly property: string;
  /** What was given. */
  readonly given: unknown;
  /** What is allowed instead, in words. */
  readonly allowed: string;
}

/** Values that are allowed, each alone, and do not work together. */
export interface Consequence {
  /** The property that holds them. */
  readonly property: string;
  /** What would happen, and what to do about it. */
  readonly message: string;
}

/**
 * The one error of this library: what was given cannot become a working platform.
 *
 * Its message has a line for each problem, with the construct path, the property, what was given and what is allowed.
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
    Object.defineProperties(this, { path: { value: path }, problems: { value: problems } });
    this.stack = [`${this.name}: ${this.message}`, ...callersFrames(this.stack ?? "")].join("\n");
  }
}

/**
 * Collects problems, so that a user sees all of them at once and not one a run.
 *
 * A value that is an unresolved token is never a problem: only Terraform will know it.
 */
export class Problems {
  private constructor(
    private readonly found: Problem[],
    private readonly prefix: string,
  ) {}

  /** An empty collection. */
  public static none(): Problems {
    return new Problems([], "");
  }

  /** The same collection, for the properties below `property`. */
  public at(property: string): Problems {
    return new Problems(this.found, this.name(property));
  }

  /**
   * Notes a problem unless `ok`.
   *
   * @param property the property below the current one; `""` is the current one itself
   * @param given what was given; when it is a token, nothing is checked
   * @param ok whether it is allowed; a function where the test itself cannot stand a token
   * @param allowed what is allowed, in words that end the sentence "given X, allowed is …"
   * @returns whether it is allowed, or not known yet
   */
  public check(property: string, given: unknown, ok: boolean | (() => boolean), allowed: string): boolean {
    if (isUnknown(given) || (typeof ok === "function" ? ok() : ok)) return true;
    this.found.push({ property: this.name(property), given, allowed });
    return false;
  }

  /**
   * Notes a problem when a value that shapes the configuration is a token: no construct can be made from it.
   *
   * @returns whether it is known
   */
  public known(property: string, given: unknown): boolean {
    if (!isUnknown(given)) return true;
    const allowed = "a value that is known at synthesis, not a token: it decides which resources there are";
    this.found.push({ property: this.name(property), given: "a token", allowed });
    return false;
  }

  /** Throws one `ValidationError` with everything found so far, or does nothing. */
  public throwIfAny(path: string): void {
    if (this.found.length > 0) throw new ValidationError(path, this.found);
  }

  private name(property: string): string {
    return [this.prefix, property].filter((part) => part !== "").join(".");
  }
}

/** Whether only Terraform will know a value: a token of cdktf, or a text with an interpolation such as `${var.region}`. */
export function isUnknown(value: unknown): boolean {
  return Token.isUnresolved(value) || (typeof value === "string" && value.includes("${"));
}

function callersFrames(stack: string): readonly string[] {
  const root = join(__dirname, "..", "..");
  const foreign = [join(root, "lib", "/"), join(root, "stacks", "/"), "/node_modules/", "node:internal"];
  return stack
    .split("\n")
    .filter((frame) => frame.startsWith("    at ") && !foreign.some((part) => frame.includes(part)));
}

function line(path: string, problem: Problem): string {
  if ("message" in problem) return `${path}: ${problem.property}: ${problem.message}`;
  const { property, given, allowed } = problem;
  return `${path}: ${property}: given ${shown(given)}, allowed is ${allowed}`;
}

/** A value as a user would write it, or the beginning of one that is long. */
function shown(given: unknown): string {
  if (given === undefined) return "nothing";
  try {
    const text = JSON.stringify(given) ?? `a ${typeof given}`;
    return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
  } catch {
    // A construct, say, which leads to all others and back.
    return "an object";
  }
}
