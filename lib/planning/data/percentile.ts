import { ROUNDING } from "../rows";

/** The smallest of some numbers that so many of them, as a part of all, are not above: the nearest rank. */
export function percentile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.max(1, Math.ceil(part * sorted.length - ROUNDING)) - 1] ?? Number.NaN;
}
