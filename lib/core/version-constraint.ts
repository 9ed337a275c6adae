/** The versions that a constraint allows, apart from single ones that it excludes. */
export interface VersionRange {
  /** Whether there is any such version. */
  readonly isMet: boolean;
  /** Whether none is before this one. */
  isFrom(version: string): boolean;
  /** Whether all are before this major version. */
  isBefore(major: number): boolean;
}

type Version = readonly [major: number, minor: number, patch: number];

/** From the first version on, up to the second, which is not in it any more. */
type Bounds = readonly [from: Version, to: Version];

const FIRST: Version = [0, 0, 0];
const NONE_AFTER: Version = [Number.POSITIVE_INFINITY, 0, 0];
const PART =
  /^(=|!=|>=?|<=?|~>)?\s*(\d+(?:\.\d+){0,2})(?:-[\da-z-]+(?:\.[\da-z-]+)*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i;

/**
 * Reads a constraint as Terraform does: `">= 6.50.0, < 8.0.0"`, `"~> 7.0"`, `"7.1.0"`. What follows the three numbers, as in
 * `7.0.0-beta1`, is not compared.
 *
 * Source: https://developer.hashicorp.com/terraform/language/expressions/version-constraints
 *
 * @returns undefined for what Terraform would refuse
 */
export function versionRange(constraint: string): VersionRange | undefined {
  const bounds = constraint.split(",").map((part) => boundsOf(part.trim()));
  if (!bounds.every((one) => one !== undefined)) return undefined;
  const from = bounds.map(([from]) => from).reduce((a, b) => (isBefore(a, b) ? b : a));
  const to = bounds.map(([, to]) => to).reduce((a, b) => (isBefore(b, a) ? b : a));
  return {
    isMet: isBefore(from, to),
    isFrom: (version) => !isBefore(from, versionOf(version)),
    isBefore: (major) => !isBefore([major, 0, 0], to),
  };
}

function boundsOf(part: string): Bounds | undefined {
  const [, operator = "=", written] = PART.exec(part) ?? [];
  if (written === undefined) return undefined;
  const version = versionOf(written);
  const [major, minor, patch] = version;
  const next: Version = [major, minor, patch + 1];
  switch (operator) {
    case ">=":
      return [version, NONE_AFTER];
    case ">":
      return [next, NONE_AFTER];
    case "<":
      return [FIRST, version];
    case "<=":
      return [FIRST, next];
    case "!=":
      return [FIRST, NONE_AFTER];
    case "~>":
      // The last number that is written may grow; of a major version alone, all after it.
      return [version, written.split(".").length === 3 ? [major, minor + 1, 0] : [major + 1, 0, 0]];
    default:
      return [version, next];
  }
}

function versionOf(text: string): Version {
  const [major = 0, minor = 0, patch = 0] = text.split(".").map(Number);
  return [major, minor, patch];
}

function isBefore(a: Version, b: Version): boolean {
  const different = a.findIndex((number, place) => number !== b[place]);
  return different >= 0 && (a[different] as number) < (b[different] as number);
}
