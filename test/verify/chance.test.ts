import { acceptanceRegion } from "../../lib/verify/binomial";
import { FIRST_LOOK_CHANCE, isByChance, regionOf, secondLookChance } from "../../lib/verify/chance";
import type { Expectation } from "../../lib/verify/expectation";
import { type Draw, sharesOutside } from "../../lib/verify/judge";

const DRAWS = 40;
const SECOND_DRAWS = 160;

/** Shares of as many answers, each with an address of its own. */
const expected = (...shares: readonly number[]): Expectation =>
  shares.map((share, index) => ({
    share,
    who: `site-${index}`,
    values: [`192.0.2.${index}`],
    isAnyOf: false,
    ttlSeconds: 60,
  }));

/** Numbers from 0 to 1 that look random, and are the same in each run: xorshift, of which all bits are good. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** What a zone with these weights answers to so many questions. */
function drawn(weights: readonly number[], count: number, random: () => number): readonly Draw[] {
  const server = { name: "ns", address: "127.0.0.1", port: 53 };
  return Array.from({ length: count }, () => {
    let rest = random();
    const index = weights.findIndex((weight) => {
      rest -= weight;
      return rest < 0;
    });
    const values = [`192.0.2.${index < 0 ? weights.length - 1 : index}`];
    return {
      server,
      reply: { values, isEmpty: false, ttlSeconds: 60, isAuthoritative: true, tookSubnet: true } as Draw["reply"],
    };
  });
}

/** Whether a question is called wrong, of so many that are judged in the run. */
function isCalledWrong(
  expectation: Expectation,
  weights: readonly number[],
  judged: number,
  random: () => number,
): boolean {
  const isOutside = (count: number, chance: number) =>
    sharesOutside(expectation, drawn(weights, count, random), chance).length > 0;
  return isOutside(DRAWS, FIRST_LOOK_CHANCE) && isOutside(SECOND_DRAWS, secondLookChance(judged));
}

/** In how many of so many runs something is called wrong. */
function runsCalledWrong(runs: number, questions: number, shares: readonly number[], weights = shares): number {
  const random = generator(20_261_126);
  const expectation = expected(...shares);
  return Array.from({ length: runs }, () =>
    Array.from({ length: questions }).some(() => isCalledWrong(expectation, weights, questions, random)),
  ).filter(Boolean).length;
}

describe("a run over a zone whose weights are right", () => {
  /** How likely a share is outside of what is accepted, by the sum of exact probabilities. */
  const rejected = (draws: number, share: number, chance: number) => {
    const { least, most } = acceptanceRegion(draws, share, chance);
    let inside = 0;
    for (let count = least; count <= most; count++) inside += probability(draws, count, share);
    return 1 - inside;
  };

  test("is called wrong by chance alone in at most one of a hundred runs, whatever the weights and however many there are", () => {
    for (const questions of [1, 20, 100, 246, 1000, 5000]) {
      const chance = secondLookChance(questions);
      for (let percent = 1; percent < 100; percent++) {
        const each = rejected(DRAWS, percent / 100, FIRST_LOOK_CHANCE) * rejected(SECOND_DRAWS, percent / 100, chance);
        expect(questions * each).toBeLessThanOrEqual(0.01);
      }
    }
  });

  // Of so many runs no more than of a rate of 1 % come up once in a thousand tests; and all draws are the same in each run of this one.
  test.each([
    [1000, 1, [0.25, 0.75], 20],
    [200, 20, [0.05, 0.95], 8],
    [100, 100, [0.25, 0.75], 5],
    [100, 40, [0.4, 0.3, 0.2, 0.1], 5],
  ])("is so when it is tried: %d runs over %d questions with shares of %j", (runs, questions, shares, most) => {
    expect(runsCalledWrong(runs, questions, shares)).toBeLessThanOrEqual(most);
  });

  test("has a second look that is the stricter the more is judged, and no less strict than the first", () => {
    expect([1, 100, 200, 1000].map(secondLookChance)).toEqual([0.01, 0.01, 0.005, 0.001]);
    // Each question: one of a hundred in the first look, and this of the second.
    for (const judged of [1, 50, 100, 500, 5000]) {
      expect(judged * FIRST_LOOK_CHANCE * secondLookChance(judged)).toBeLessThanOrEqual(0.01 + 1e-12);
    }
  });
});

describe("a run over a zone with another weight", () => {
  // By sums of exact binomial probabilities: 50 % in place of 25 % in 78.5 % of the runs, 40 % in 28.5 %; with 1000 questions 23.8 %.
  test.each([
    [1, 0.5, 0.785],
    [1, 0.4, 0.285],
    [1, 0.05, 0.862],
    [1000, 0.4, 0.238],
  ])("of %d that are judged finds %d in place of 25 percent with this probability", (judged, weight, probability) => {
    const random = generator(7);
    const runs = 2000;
    const wrong = Array.from({ length: runs }, () =>
      isCalledWrong(expected(0.25, 0.75), [weight, 1 - weight], judged, random),
    ).filter(Boolean).length;
    // Five standard deviations of 2000 runs at most.
    expect(Math.abs(wrong / runs - probability)).toBeLessThan(5 * Math.sqrt(0.25 / runs));
  });

  test("finds a weight that is never answered, and one that always is, almost surely", () => {
    const wrong = (weight: number) => runsCalledWrong(200, 1, [0.25, 0.75], [weight, 1 - weight]);
    expect([wrong(0), wrong(1)]).toEqual([200, 200]);
  });
});

test("chance decides where there are several answers", () => {
  expect(isByChance(expected(1))).toBe(false);
  expect(isByChance(expected(0.25, 0.75))).toBe(true);
});

test("one test judges two answers, and of more each has its part of the chance", () => {
  expect(regionOf(expected(0.3, 0.7), DRAWS, 0.3, 0.03)).toEqual(acceptanceRegion(DRAWS, 0.3, 0.03));
  const ofThree = regionOf(expected(0.3, 0.3, 0.4), DRAWS, 0.3, 0.03);
  expect(ofThree).toEqual(acceptanceRegion(DRAWS, 0.3, 0.01));
  expect(ofThree).not.toEqual(acceptanceRegion(DRAWS, 0.3, 0.03));
});

function probability(draws: number, count: number, share: number): number {
  let ways = 1;
  for (let index = 1; index <= count; index++) ways = (ways * (draws - count + index)) / index;
  return ways * share ** count * (1 - share) ** (draws - count);
}
