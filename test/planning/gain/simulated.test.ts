import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cases } from "../../support/cases";
import { generator } from "./resolvers";
import { coverageOf, DE, falseAlarms, foundHarm, halves, KINDS, stepByStep, unchanged } from "./trials";

const page = readFileSync(join(__dirname, "..", "..", "..", "docs", "gain.md"), "utf8");

/** `npm run gain` tries it more often. */
describe("on simulated resolvers", () => {
  test.each([
    ["halves", "halves", { runs: cases({ some: 300, all: 900 }), seed: 1 }],
    [
      "whole places, where who is never reached is another kind of users",
      "step-by-step",
      { runs: cases({ some: 200, all: 600 }), seed: 3 },
    ],
  ] as const)("intervals of %s hold the truth in 93 of 100 cases or more, those of errors too", (_, method, trials) => {
    const found = coverageOf(method, {}, trials);
    expect([...found.keys()]).toEqual(KINDS);
    for (const [kind, { held, intervals }] of found) {
      // A day with a hole makes no interval: with 20 resolvers an hour may have no request at home.
      expect([kind, intervals]).toEqual([kind, expect.any(Number)]);
      expect(intervals).toBeGreaterThan(0.97 * trials.runs);
      expect(held / intervals).toBeGreaterThanOrEqual(0.93);
      // An interval that is much too wide says nothing either.
      expect(held / intervals).toBeLessThanOrEqual(0.99);
    }
  });

  test("where nothing changed for 30 countries, at most 5 of 100 runs call any of them worse", () => {
    const runs = cases({ some: 60, all: 200 });
    expect(falseAlarms((random) => halves(unchanged(), random), { runs, seed: 2 })).toBeLessThanOrEqual(0.05 * runs);
    // All are compared with the same two countries that did not move.
    const whole = (random: () => number) => stepByStep(unchanged({ percent: 60 }), random);
    const ofWhole = cases({ some: 5, all: 20 });
    expect(falseAlarms(whole, { runs: ofWhole, seed: 6 })).toBeLessThanOrEqual(0.05 * ofWhole);
  });

  test("and where one of 30 gets 15 ms more, that one is called worse in 9 of 10 runs, and no other in 19 of 20", () => {
    const { found, others } = foundHarm(15, { runs: 40, seed: 4 });
    expect(found).toBeGreaterThanOrEqual(36);
    expect(others).toBeLessThanOrEqual(2);
  });

  test("the part that is never reached is what it is: (1 - reach) / (1 - reach * percent)", () => {
    const random = generator(5);
    for (const [percent, method] of [
      [10, "halves"],
      [20, "halves"],
      [50, "step-by-step"],
      [95, "step-by-step"],
    ] as const) {
      const [one] = halves([{ ...DE, percent, resolvers: 200 }], random);
      expect(one?.neverReached).toBeCloseTo(0.15 / (1 - (0.85 * percent) / 100), 2);
      expect(one?.method).toBe(method);
    }
  });
});

test("the page has what npm run gain measured: 93 % or more of each kind, and at most 5 % of false alarms", () => {
  const [, table = ""] = /<!-- gain -->([\s\S]*?)<!-- \/gain -->/.exec(page) ?? [];
  const rows = table.split("\n").filter((line) => / %/.test(line));
  const held = rows.filter((row) => !row.includes("called worse"));
  const alarms = rows.filter((row) => row.includes("called worse"));
  expect([held.length, alarms.length]).toEqual([9, 2]);
  const percents = (row: string) => [...row.matchAll(/([\d.]+) % *(?=\|)/g)].map(([, number]) => Number(number));
  for (const row of held) {
    expect(percents(row)).toHaveLength(4);
    for (const percent of percents(row)) expect(percent).toBeGreaterThanOrEqual(93);
  }
  for (const row of alarms) expect(percents(row).at(-1)).toBeLessThanOrEqual(5);
});
