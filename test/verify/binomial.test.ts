import { acceptanceRegion } from "../../lib/verify/binomial";

describe("the acceptance region of the exact binomial test", () => {
  // From a sum over exact binomial coefficients, computed with another program.
  test.each([
    [40, 0.25, 4, 17],
    [40, 0.5, 12, 28],
    [40, 0.75, 23, 36],
    [40, 0.01, 0, 3],
    [40, 0.99, 37, 40],
    [160, 0.25, 26, 55],
    [10, 0.5, 1, 9],
  ])("of %d draws with a share of %d is from %d to %d", (draws, share, least, most) => {
    expect(acceptanceRegion(draws, share, 0.01)).toEqual({ least, most });
  });

  test("is the wider the less chance may reject", () => {
    expect([0.01, 0.002, 0.001].map((chance) => acceptanceRegion(160, 0.25, chance))).toEqual([
      { least: 26, most: 55 },
      { least: 24, most: 58 },
      { least: 23, most: 59 },
    ]);
  });

  test("is all of them for what is certain, and none for what is impossible", () => {
    expect(acceptanceRegion(40, 1, 0.01)).toEqual({ least: 40, most: 40 });
    expect(acceptanceRegion(40, 0, 0.01)).toEqual({ least: 0, most: 0 });
  });

  test("rejects a right share in at most one of a hundred tests, whatever the share", () => {
    for (let percent = 1; percent < 100; percent++) {
      const { least, most } = acceptanceRegion(40, percent / 100, 0.01);
      let inside = 0;
      for (let successes = least; successes <= most; successes++) inside += probability(40, successes, percent / 100);
      expect(inside).toBeGreaterThanOrEqual(0.99);
    }
  });
});

function probability(draws: number, successes: number, share: number): number {
  let ways = 1;
  for (let index = 1; index <= successes; index++) ways = (ways * (draws - successes + index)) / index;
  return ways * share ** successes * (1 - share) ** (draws - successes);
}
