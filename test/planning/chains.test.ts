import { chainsFor } from "../../lib/planning/chains";

/** Five data centres that all are near enough, the nearest first. */
const MILLISECONDS = [10, 11, 12, 13, 14];
const MAKER = { failures: [[]], drained: new Set<number>(), shares: [1, 1, 1, 1, 1], may: () => true };
const chains = (least: number) =>
  chainsFor(MILLISECONDS, least, { first: 40, later: 60 }, MAKER).map(({ tiers }) => tiers.flat());

describe("the data centres that a country may have, in order", () => {
  test.each([0, 1])("are one, or one and another that takes over, where %d are behind it now", (least) => {
    const found = chains(least);
    expect(found).toHaveLength(5 + 5 * 4);
    expect(found.filter(({ length }) => length > 2)).toEqual([]);
  });

  test("are as many as are behind it now, the nearest after the second", () => {
    expect(chains(2).every(({ length }) => length === 2)).toBe(true);
    const four = chains(4);
    expect(four).toHaveLength(5 * 4);
    expect(four).toContainEqual([0, 4, 1, 2]);
  });
});
