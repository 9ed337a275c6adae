import { ROUNDING } from "../rows";

/**
 * The percentage that a place may have after it was measured. More than was configured lowers it by so much; less never raises it: who was
 * not reached yet may come with any change of resolvers.
 *
 * @param ratio what was observed, as a part of what was configured
 */
export function loweredPercent(percent: number, ratio: number): number {
  return Math.min(percent, Math.floor(percent / Math.max(1, ratio) + ROUNDING));
}
