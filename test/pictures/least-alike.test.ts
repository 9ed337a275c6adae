import { colouringOf, HUES } from "../../lib/pictures/model/colours";
import { leastAlike, type Weights } from "../../lib/pictures/model/least-alike";
import { fc } from "../support/property";
import { TWELVE_SCENE } from "./scenes";

/** What is confused, counted pair by pair. */
function confusedIn(colours: readonly number[], weights: Weights): number {
  let sum = 0;
  for (let one = 0; one < colours.length; one++)
    for (let other = 0; other < one; other++) if (colours[one] === colours[other]) sum += weights[one]?.[other] ?? 0;
  return sum;
}

/** The least that any colours confuse: all are tried, but for those that differ in their names alone. */
function leastOfAll(weights: Weights, colours: number, given: readonly number[] = []): number {
  if (given.length === weights.length) return confusedIn(given, weights);
  const used = Math.max(0, ...given);
  const all = Array.from({ length: Math.min(colours, used + 1) }, (_, index) => index + 1);
  return Math.min(...all.map((colour) => leastOfAll(weights, colours, [...given, colour])));
}

/** Symmetric weights of so many, from numbers in turn: `0` are no neighbours. */
function weightsOf(count: number, numbers: readonly number[]): Weights {
  const all = Array.from({ length: count }, () => Array.from({ length: count }, () => 0));
  let at = 0;
  for (let one = 0; one < count; one++)
    for (let other = 0; other < one; other++) {
      const weight = numbers[at++ % numbers.length] ?? 0;
      (all[one] as number[])[other] = weight;
      (all[other] as number[])[one] = weight;
    }
  return all;
}

const few = (most: number) =>
  fc.record({
    count: fc.integer({ min: 2, max: most }),
    numbers: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 36, maxLength: 36 }),
    first: fc.nat(),
  });

const firstOf = (count: number, colours: number, seed: number) =>
  Array.from({ length: count }, (_, index) => ((seed + index * index) % colours) + 1);

describe("the colours that confuse the least", () => {
  test.each([
    [3, 7],
    [HUES, 9],
  ])(
    "of %d for up to %d are as good as the best of all that there are",
    (colours, most) => {
      fc.assert(
        fc.property(few(most), ({ count, numbers, first }) => {
          const weights = weightsOf(count, numbers);
          const found = leastAlike(firstOf(count, colours, first), weights, colours);
          expect(found.every((colour) => colour >= 1 && colour <= colours)).toBe(true);
          expect(confusedIn(found, weights)).toBe(leastOfAll(weights, colours));
        }),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  test("confuse nobody in worlds of up to twenty in which six are enough, however many are neighbours", () => {
    const world = fc.record({
      groups: fc.array(fc.integer({ min: 0, max: HUES - 1 }), { minLength: 7, maxLength: 20 }),
      // Of ten pairs that may be neighbours, so many are.
      dense: fc.integer({ min: 7, max: 10 }),
      numbers: fc.array(fc.nat(9), { minLength: 60, maxLength: 190 }),
      first: fc.nat(),
    });
    fc.assert(
      fc.property(world, ({ groups, dense, numbers, first }) => {
        const pairs = weightsOf(
          groups.length,
          numbers.map((number) => Number(number < dense)),
        );
        const weights = pairs.map((row, one) =>
          row.map((weight, other) => (groups[one] === groups[other] ? 0 : weight)),
        );
        const found = leastAlike(firstOf(groups.length, HUES, first), weights, HUES);
        expect(confusedIn(found, weights)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  test("are the own ones where these confuse nobody", () => {
    const weights = weightsOf(12, [0, 1, 0, 0, 1]);
    const own = leastAlike(firstOf(12, HUES, 3), weights, HUES);
    expect(confusedIn(own, weights)).toBe(0);
    expect(leastAlike(own, weights, HUES)).toEqual(own);
  });

  test("are found, if not proved to be the best, where twenty are all neighbours", () => {
    const weights = weightsOf(20, [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9]);
    const first = firstOf(20, HUES, 1);
    expect(confusedIn(leastAlike(first, weights, HUES), weights)).toBeLessThan(confusedIn(first, weights));
  });
});

/** A scene in which each of these pairs shares a place. */
function sharing(pairs: readonly (readonly [string, string])[]) {
  const scene = TWELVE_SCENE();
  const names = [...new Set(pairs.flat())].sort();
  const servers = names.map((name) => ({ name, kind: "endpoint" as const, label: name, isDrained: false }));
  const places = pairs.map(([one, other], index) => {
    const halves = [one, other].map((server) => ({ server, share: 0.5 }));
    const place = scene.places[index] as (typeof scene.places)[number];
    return { ...place, parts: new Map([["all-is-well", halves]]) };
  });
  return { ...scene, scenarios: [scene.scenarios[0]] as const, servers, places, configured: servers };
}

describe("data centres", () => {
  test("of a dense world of twelve never have the colour of a neighbour, where groups of them are neighbours of all others", () => {
    const names = Array.from({ length: 12 }, (_, index) => `dc${index}`);
    const groups = fc.shuffledSubarray([0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5], { minLength: 12 });
    fc.assert(
      // Of all pairs of two groups, one in so many is missing.
      fc.property(groups, fc.integer({ min: 5, max: 70 }), (inTurn, missing) => {
        const groupOf = (name: string) => inTurn[names.indexOf(name)];
        const all = names.flatMap((one, index) =>
          names.slice(index + 1).flatMap((other) => (groupOf(one) === groupOf(other) ? [] : [[one, other] as const])),
        );
        const pairs = all.filter((_, index) => index % missing !== missing - 1);
        const { hues, alike } = colouringOf([sharing(pairs)], []);
        expect(alike).toEqual([]);
        for (const [one, other] of pairs) expect(hues.get(one)).not.toBe(hues.get(other));
      }),
      { numRuns: 40 },
    );
  });

  test("of which seven are neighbours of each other have those alike that share the least", () => {
    const names = ["a", "b", "c", "d", "e", "f", "g"];
    const pairs = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
    // Each pair shares two places but for one pair.
    for (const once of [
      ["a", "b"],
      ["c", "f"],
      ["f", "g"],
    ] as const) {
      const twice = pairs.filter((pair) => pair.join() !== once.join());
      expect(colouringOf([sharing([...pairs, ...twice])], []).alike).toEqual([once]);
    }
  });
});

test("who has fewer neighbours than there are colours keeps its own, unless a neighbour has it", () => {
  const neighbours = weightsOf(2, [1]);
  expect(leastAlike([4, 2], neighbours, HUES)).toEqual([4, 2]);
  expect(leastAlike([4, 4], neighbours, HUES).filter((colour) => colour === 4)).toHaveLength(1);
});
