/** The numbers of successes that are taken for chance. */
export interface AcceptanceRegion {
  readonly least: number;
  readonly most: number;
}

/**
 * The two-sided exact binomial test: how many of so many draws may be successes when each is one with this probability.
 *
 * `least` is the smallest number k of which P(X <= k) is more than half of what is left to chance, and `most` the largest of which
 * P(X >= k) is. So a right share is rejected no more often than chance may, half of that at each end.
 *
 * @param draws how many there are
 * @param share from 0 to 1
 * @param chance how often a right share may be rejected, from 0 to 1: 0.01 for one of a hundred tests
 */
export function acceptanceRegion(draws: number, share: number, chance: number): AcceptanceRegion {
  const tail = chance / 2;
  return {
    least: smallestBeyond(draws, share, tail),
    // Successes of one share are failures of the other.
    most: draws - smallestBeyond(draws, 1 - share, tail),
  };
}

/** The smallest k of which P(X <= k) is more than the tail. */
function smallestBeyond(draws: number, share: number, tail: number): number {
  if (share >= 1) return draws;
  let probability = (1 - share) ** draws;
  let sum = probability;
  let successes = 0;
  while (sum <= tail && successes < draws) {
    successes++;
    probability *= ((draws - successes + 1) / successes) * (share / (1 - share));
    sum += probability;
  }
  return successes;
}
