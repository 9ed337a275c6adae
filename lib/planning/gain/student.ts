/**
 * Student's t distribution, for a whole number of degrees of freedom: there it is a sum of as many terms as half of them (Abramowitz and
 * Stegun, 26.7.3 and 26.7.4), so that no package with an incomplete beta function is needed. The test compares it with printed tables.
 *
 * @returns the chance of more than `t`
 */
export function chanceAbove(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return t > 0 ? 0 : 1;
  const angle = Math.atan(t / Math.sqrt(degrees));
  const cosine = Math.cos(angle);
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = degrees > 1 ? term : 0;
  for (let factor = isOdd ? 2 : 1; factor <= degrees - 3; factor += 2) {
    term *= (cosine * cosine * factor) / (factor + 1);
    sum += term;
  }
  const within = isOdd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
  return Math.min(1, Math.max(0, (1 - within) / 2));
}

/** What is passed with this chance, of less than a half. */
export function passedWith(chance: number, degrees: number): number {
  let [low, high] = [0, 1];
  while (chanceAbove(high, degrees) > chance) high *= 2;
  for (let halves = 0; halves < 60; halves++) {
    const middle = (low + high) / 2;
    if (chanceAbove(middle, degrees) > chance) low = middle;
    else high = middle;
  }
  return high;
}
