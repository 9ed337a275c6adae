import { partsToLookAt, TELEPHONE } from "../../lib/pictures/draw/look";
import { panelFor, WORLD_BOX } from "../../lib/pictures/draw/panel";
import { fc } from "../support/property";

const panel = panelFor("m", WORLD_BOX, { x: 10, y: 5, width: 1000, height: 450 });
const spots = fc.array(fc.tuple(fc.integer({ min: -50, max: 1050 }), fc.constant(20)), { minLength: 1, maxLength: 12 });

describe("the parts of a map for a telephone", () => {
  test("never show the same twice, are no wider than it, have all points, and are those of all maps that show the same", () => {
    fc.assert(
      fc.property(spots, spots, (points, others) => {
        const alike = [...points, ...others];
        const own = partsToLookAt({ svg: "", panel, points, alike });
        const whole = partsToLookAt({ svg: "", panel, points: alike });
        const isIn = (x: number) => own.some(({ left, width }) => x + 10 >= left && x + 10 <= left + width);
        expect(points.filter(([x]) => x >= 0 && x <= 1000 && !isIn(x))).toEqual([]);
        own.forEach((part, index) => {
          expect(part.width).toBeGreaterThan(0);
          expect(part.width).toBeLessThanOrEqual(TELEPHONE);
          expect(part.left + part.width).toBeLessThanOrEqual(own[index + 1]?.left ?? 1010);
          expect(whole).toContainEqual(part);
        });
      }),
    );
  });

  test("are one where all fits into it, with room for names", () => {
    const points = [300, 380, 515].map((x) => [x, 20] as const);
    const [part = WORLD_BOX, ...others] = partsToLookAt({ svg: "", panel, points });
    expect(others).toEqual([]);
    expect(part.left - 10).toBeLessThanOrEqual(300 - 44);
    expect(part.left - 10 + part.width).toBeGreaterThanOrEqual(515 + 100);
  });
});
