/** A version by its first numbers: `[22, 19]`. */
export type Version = readonly number[];

/** The numbers that a version starts with: of `v1.10.0-beta1` they are 1, 10 and 0. */
export function versionOf(text: string): Version {
  const [, numbers = ""] = /^v?(\d+(?:\.\d+)*)/.exec(text) ?? [];
  return numbers.split(".").map(Number);
}

/** Whether a version is at least another one. */
export function isAtLeast(version: Version, least: Version): boolean {
  for (const [index, number] of least.entries()) {
    const difference = (version[index] ?? 0) - number;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
