/** One thing that is wrong with the options of a construct. */
export type Problem = Refusal | Conflict;

/** A value that is not allowed. */
export interface Refusal extends ProblemSite {
  /** The value. */
  readonly got: unknown;
  /** What is allowed, in words. */
  readonly expected: string;
}

/** Values that are allowed, each by itself, but do not work together. */
export interface Conflict extends ProblemSite {
  /** What would happen, and how to avoid it. */
  readonly message: string;
}

/** Which rule is broken, and where. */
export interface ProblemSite {
  /** The rule. It stays the same when the words change, so a program may rely on it. */
  readonly code: ProblemCode;
  /** The property, a part for each level: `["routing", "countries", "DE", "percent"]`. */
  readonly path: readonly string[];
  /** The same as one text: `routing.countries.DE.percent`. */
  readonly property: string;
}

/**
 * The rules that a problem can be of.
 *
 * - `value`: the value is not allowed; the words say what is
 * - `token`: the value must be known at synthesis, since it decides which resources there are
 * - `number`, `whole-number`, `port`: not a number of this kind, or out of its range
 * - `one-of`: not one of a set: a fixed one, or what the options name themselves, such as their data centres
 * - `name`, `host-name`, `range`, `address`: not written as one, or taken by another
 * - `format`: a text that is not written as what it is: a time, a schedule, a path, a version
 * - `unexpected`: the option does not go with another one
 * - `conflict`: values that are allowed, each by itself, but do not work together
 * - `shape`: a property is missing, of the wrong type, or unknown
 * - `routing`: the policy leaves users without an answer, or overloads somebody
 * - `residency`, `live-sites`, `site-share`: the policy breaks one of its owner's rules
 */
export type ProblemCode =
  | "value"
  | "token"
  | "number"
  | "whole-number"
  | "port"
  | "one-of"
  | "name"
  | "host-name"
  | "range"
  | "address"
  | "format"
  | "unexpected"
  | "conflict"
  | "shape"
  | "routing"
  | "residency"
  | "live-sites"
  | "site-share";

/** Something legal that may still go wrong. */
export interface Warning {
  readonly path: readonly string[];
  readonly property: string;
  readonly message: string;
}
