import type { Problem, ProblemCode, ProblemSite, Warning } from "./problem";
import { type PropertyNames, renamed } from "./property-names";
import { isUnknown } from "./tokens";
import { ValidationError } from "./validation-error";

/** What a function is given that warns of risks, and refuses nothing. */
export interface Warnings {
  warn(property: PropertyPath, message: string): void;
  at(property: PropertyPath): Warnings;
}

/**
 * Collects problems, so that users see all of them at once and not one per run.
 *
 * A value that is an unresolved token is never a problem: only Terraform will know it.
 */
export class Problems {
  private constructor(
    private readonly found: Problem[],
    private readonly noted: Warning[],
    /** The path of a property, in the words of the user; `undefined` for one that is checked elsewhere. */
    private readonly pathTo: (property: PropertyPath) => readonly string[] | undefined,
  ) {}

  /**
   * Runs checks and throws one `ValidationError` with everything that they found.
   *
   * @param path whose options are checked: the path of a construct, or the name of a function
   * @param onWarning is called with each warning, once there is no problem
   * @returns what the checks return
   */
  public static of<Result>(
    path: string,
    check: (problems: Problems) => Result,
    onWarning: (warning: Warning) => void = () => {},
  ): Result {
    const problems = new Problems([], [], partsOf);
    const result = check(problems);
    if (problems.found.length > 0) throw new ValidationError(path, problems.found);
    problems.noted.forEach(onWarning);
    return result;
  }

  /** The warnings of what is risky, a function that refuses nothing. */
  public static risksOf(warn: (warnings: Warnings) => void): readonly Warning[] {
    const problems = new Problems([], [], partsOf);
    warn(problems);
    return problems.noted;
  }

  /** The same collection, for the properties below `property`; a text is split at its dots. */
  public at(property: PropertyPath): Problems {
    return this.via((below) => [...partsOf(property), ...below]);
  }

  /**
   * The same collection, for properties that the user knows by other names: `{ policies: "routing", zone: "hostedZone" }`.
   * A name is that of all properties below it, too; of several that match, the longest counts.
   */
  public renamed(names: PropertyNames["properties"]): Problems {
    return this.via((path) => renamed(names, path));
  }

  /**
   * The same collection, but nothing is noted of these properties and what is below them: another part checks them, or has made
   * them. Their rules are not evaluated, so `check` answers that all is well.
   */
  public except(...properties: readonly string[]): Problems {
    const isExcepted = (path: readonly string[]) =>
      path.some((_, last) => properties.includes(path.slice(0, last + 1).join(".")));
    return this.via((path) => (isExcepted(path) ? undefined : path));
  }

  /** The same for the keys of these maps, but not for what is below a key. */
  public exceptKeysOf(...maps: readonly string[]): Problems {
    const isKey = (path: readonly string[]) => maps.includes(path.slice(0, -1).join("."));
    return this.via((path) => (isKey(path) ? undefined : path));
  }

  /** Runs checks, and keeps their warnings apart: they are for another construct than those of this collection. */
  public warningsOf(check: (problems: Problems) => unknown): readonly Warning[] {
    const noted: Warning[] = [];
    check(new Problems(this.found, noted, this.pathTo));
    return noted;
  }

  /**
   * Notes a problem unless the value is allowed.
   *
   * @param property the property below the current one; `""` is the current one itself
   * @param value the value; a token is allowed
   * @param isAllowed whether it is allowed; not called for a token
   * @param expected what is allowed, in words that end the sentence "got X, expected …"
   * @returns whether it is allowed, or not known yet
   */
  public check<Value>(
    property: PropertyPath,
    value: Value,
    isAllowed: (value: Value) => boolean,
    expected: string,
    code: ProblemCode = "value",
  ): boolean {
    if (this.site(property) === undefined || isUnknown(value) || isAllowed(value)) return true;
    return this.refuse(property, value, expected, code);
  }

  /**
   * Notes that a value is not allowed, by a rule that is not about the value alone. A token is allowed.
   *
   * @returns whether it is allowed, as `check` does
   */
  public refuse(property: PropertyPath, value: unknown, expected: string, code: ProblemCode = "value"): boolean {
    const site = this.site(property);
    if (site === undefined || isUnknown(value)) return true;
    // A list may have one wrong value twice.
    if (!this.has(site.property, value, expected)) this.found.push({ code, ...site, got: value, expected });
    return false;
  }

  /**
   * Notes a problem when a value that shapes the configuration is a token: no construct can be made from it.
   *
   * @param reason why it must be known
   * @returns whether it is known
   */
  public known(property: PropertyPath, value: unknown, reason = "it decides which resources there are"): boolean {
    if (!isUnknown(value)) return true;
    const site = this.site(property);
    const expected = `a value that is known at synthesis: ${reason}`;
    if (site !== undefined) this.found.push({ code: "token", ...site, got: value, expected });
    return false;
  }

  /** Notes that values do not work together. */
  public conflict(property: PropertyPath, message: string, code: ProblemCode = "conflict"): void {
    const site = this.site(property);
    if (site !== undefined) this.found.push({ code, ...site, message });
  }

  /** Notes something legal that may still go wrong. */
  public warn(property: PropertyPath, message: string): void {
    const site = this.site(property);
    if (site !== undefined) this.noted.push({ ...site, message });
  }

  private has(property: string, value: unknown, expected: string): boolean {
    return this.found.some(
      (one) => "got" in one && one.property === property && Object.is(one.got, value) && one.expected === expected,
    );
  }

  private site(property: PropertyPath): Omit<ProblemSite, "code"> | undefined {
    const path = this.pathTo(property);
    return path && { path, property: path.join(".") };
  }

  private via(convert: (path: readonly string[]) => readonly string[] | undefined): Problems {
    return new Problems(this.found, this.noted, (property) => {
      const path = convert(partsOf(property));
      return path && this.pathTo(path);
    });
  }
}

/** A property below another: `"autoscaling.totalMaxNodeCount"`, or its parts where a part may have a dot. */
export type PropertyPath = string | readonly string[];

function partsOf(property: PropertyPath): readonly string[] {
  const parts = typeof property === "string" ? property.split(".") : property;
  return parts.filter((part) => part !== "");
}
