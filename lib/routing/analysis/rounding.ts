/** Shares and loads are sums in doubles: what differs by at most this part of them is the same. */
const ROUNDING = 1e-9;

/** Whether a value is above a limit, and not at it. */
export function isAbove(value: number, limit: number): boolean {
  return value > limit * (1 + ROUNDING);
}

/** Whether two shares are the same. */
export function isSameShare(one: number, other: number): boolean {
  return Math.abs(one - other) < ROUNDING;
}

/** A value that a sum in doubles may have made a little too large, as a whole number that is not too small. */
export function roundedUp(value: number): number {
  return Math.ceil(value - ROUNDING);
}
