/** Route 53's largest weight. */
const MAX_WEIGHT = 255;

/** Whole weights from 1 to 255 for parts of any size: of all scales the one whose shares are nearest to theirs, the largest first. */
export function weightsOf(parts: readonly number[]): readonly number[] {
  const largest = Math.max(...parts);
  let best: readonly number[] = [];
  let least = Number.POSITIVE_INFINITY;
  for (let scale = MAX_WEIGHT; scale >= 1; scale--) {
    const weights = parts.map((part) => Math.max(1, Math.round((scale * part) / largest)));
    const error = errorOf(weights, parts);
    if (error >= least) continue;
    best = weights;
    least = error;
  }
  return best;
}

/** Whether the smallest part is too small for a weight of its own beside the largest. */
export function isTooUneven(parts: readonly number[]): boolean {
  return Math.max(...parts) > MAX_WEIGHT * Math.min(...parts);
}

/** By how much a share is off at most. */
function errorOf(weights: readonly number[], parts: readonly number[]): number {
  const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
  const [ofWeights, ofParts] = [sum(weights), sum(parts)];
  return Math.max(...parts.map((part, index) => Math.abs((weights[index] ?? 0) / ofWeights - part / ofParts)));
}
