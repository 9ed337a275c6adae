import { draw } from "../../mutants/draw";
import { fc } from "../support/property";

const ALL = Array.from({ length: 1000 }, (_, index) => index);

test("the same are drawn by the same seed, and others by another", () => {
  expect(draw(ALL, 40, 7)).toEqual(draw(ALL, 40, 7));
  expect(draw(ALL, 40, 8)).not.toEqual(draw(ALL, 40, 7));
});

test("as many as asked for are drawn, none twice", () => {
  fc.assert(
    fc.property(fc.nat(200), fc.nat(200), fc.nat(), (length, count, seed) => {
      const all = ALL.slice(0, length);
      const drawn = draw(all, count, seed);
      expect(drawn).toHaveLength(Math.min(count, length));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn.every((one) => one < length)).toBe(true);
    }),
  );
});

test("each is as likely as any other", () => {
  const counts = new Map<number, number>();
  for (let seed = 0; seed < 4000; seed++) {
    for (const one of draw(ALL.slice(0, 10), 3, seed)) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  // 1200 are expected of each, with a deviation of 29: five of them.
  for (const one of ALL.slice(0, 10)) expect(Math.abs((counts.get(one) ?? 0) - 1200)).toBeLessThan(150);
});

test("a draw that is ended early is a draw of fewer", () => {
  expect(draw(ALL, 400, 7).slice(0, 40)).toEqual(draw(ALL, 40, 7));
});
