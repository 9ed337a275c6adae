import { readFileSync } from "node:fs";
import { join } from "node:path";
import { atlasSource } from "../../build/atlas";
import { HEIGHT, projected, WIDTH } from "../../lib/pictures/atlas/equal-earth";
import { isInBox, simplified, sizeOf } from "../../lib/pictures/atlas/geometry";
import { linesIn, writtenLines } from "../../lib/pictures/atlas/lines";
import { WORLD } from "../../lib/pictures/atlas/world";
import { COUNTRY_CODES } from "../../lib/routing/countries";
import { fc } from "../support/property";
import { WORLD_SHAPES } from "./shapes";

describe("the atlas", () => {
  test("is what its script makes, to the byte", () => {
    const file = join(__dirname, "..", "..", "lib", "pictures", "atlas", "world.ts");
    expect(readFileSync(file, "utf8") === atlasSource()).toBe(true);
  });

  test("has a shape or a dot for every country that Route 53 tells apart", () => {
    expect(COUNTRY_CODES).toHaveLength(246);
    const nowhere = COUNTRY_CODES.filter((code) => WORLD_SHAPES.pointOf(code) === undefined);
    expect(nowhere).toEqual([]);
    for (const code of COUNTRY_CODES) {
      const point = WORLD_SHAPES.pointOf(code) ?? [Number.NaN, Number.NaN];
      // A dot there is whole: also Antarctica's.
      expect([code, isInBox(point, [6, 6, WIDTH - 6, HEIGHT - 6])]).toEqual([code, true]);
    }
    expect(COUNTRY_CODES.filter((code) => WORLD_SHAPES.pathOf(code) === undefined)).toEqual(WITHOUT_SHAPE);
  });

  test("has parts of countries under their own code, and none of them in the shape of another", () => {
    const [x, y] = projected(4, -53);
    expect(Math.hypot((WORLD.points.GF?.[0] ?? 0) - x, (WORLD.points.GF?.[1] ?? 0) - y)).toBeLessThan(40);
    const firstOf = (code: string) =>
      [...(WORLD_SHAPES.pathOf(code) ?? "").matchAll(/M(\d+) (\d+)/g)].map(([, left]) => Number(left));
    expect(Math.min(...firstOf("FR"))).toBeGreaterThan(projected(46, -20)[0]);
  });

  test("knows who lies beside whom", () => {
    const pairs = WORLD_SHAPES.neighbours().map((pair) => [...pair].sort().join());
    expect(pairs).toEqual(expect.arrayContaining(["DE,FR", "BR,GF", "CA,US"]));
    expect(pairs).not.toContain("DE,GB");
  });

  test("has disputed lines, and unclaimed shapes", () => {
    expect(WORLD_SHAPES.disputed.split("M").length).toBeGreaterThan(8);
    expect(WORLD_SHAPES.codes.filter((code) => code.startsWith("?")).length).toBeGreaterThanOrEqual(3);
    expect(WORLD.source).toContain("view of the United Nations");
  });
});

test("lines are read as they were written", () => {
  expect(writtenLines([])).toBe("");
  const number = fc.oneof(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -1e6, max: 1e6 }));
  fc.assert(
    fc.property(fc.array(fc.array(fc.tuple(number, number))), (lines) => {
      const text = writtenLines(lines);
      expect(linesIn(text)).toEqual(lines);
      expect(text).toMatch(/^[!#-&(-[\]-_a-~]*$/);
    }),
  );
});

test("a line takes one sign for each short way, and as many as it needs for a long one", () => {
  const short = [
    [0, 0],
    [22, -22],
    [0, 0],
  ] as const;
  expect(writtenLines([short])).toHaveLength(1 + 2 * 3);
  expect(
    writtenLines([
      [
        [23, 0],
        [23, 1012],
      ],
    ]),
  ).toHaveLength(1 + 2 + 1 + 1 + 2);
});

const WITHOUT_SHAPE = "AD AQ BL CC GI LI MC MF MO SX TK TV UM VA".split(" ");

test("a line is simplified to its corners, and keeps its ends", () => {
  const corner = [
    [0, 0],
    [10, 1],
    [20, 0],
    [20, 20],
  ] as const;
  expect(simplified(corner, 20)).toEqual([
    [0, 0],
    [20, 0],
    [20, 20],
  ]);
  expect(simplified(corner, 1)).toEqual(corner);
  expect(
    sizeOf([
      [0, 0],
      [10, 0],
      [10, 10],
    ]),
  ).toBe(50);
});

test("areas are true in the projection", () => {
  const size = (latitude: number) => {
    const corners = [
      [0, 0],
      [0, 5],
      [5, 5],
      [5, 0],
    ].map(([up = 0, right = 0]) => projected(latitude + up, 11 + right));
    const onGlobe = Math.sin(((latitude + 5) * Math.PI) / 180) - Math.sin((latitude * Math.PI) / 180);
    return sizeOf(corners) / onGlobe;
  };
  expect(size(60) / size(0)).toBeCloseTo(1, 1);
});
