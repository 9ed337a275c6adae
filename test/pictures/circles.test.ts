import { mostOf, mostRequests, radiusOf } from "../../lib/pictures/draw/circles";
import { drawingOf } from "../../lib/pictures/draw/drawing";
import { wellMap } from "../../lib/pictures/draw/map";
import { COUNTRY_CODES } from "../../lib/routing/countries";
import { SMALL, sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

/** All countries make about as many. */
const flat = Object.fromEntries(COUNTRY_CODES.map((code, index) => [code, 100 + ((index * 7919) % 4000)]));

/** How many of the circles of the world are more than half below one that is drawn later. */
function hidden(svg: string): readonly string[] {
  const drawn = [...svg.matchAll(/data-place="(\w+)" cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g)].slice(0, 246);
  const circles = drawn.map(([, code = "", ...numbers]) => ({ code, numbers: numbers.map(Number) }));
  const isBelow = (one: readonly number[], other: readonly number[]) => {
    const [[x = 0, y = 0, r = 0], [x2 = 0, y2 = 0, r2 = 0]] = [one, other];
    const points = [0.3, 0.6, 0.9].flatMap((part) =>
      [0, 1, 2, 3, 4, 5, 6, 7].map((turn) => [
        x + r * part * Math.cos((turn * Math.PI) / 4),
        y + r * part * Math.sin((turn * Math.PI) / 4),
      ]),
    );
    const below = points.filter(([left = 0, top = 0]) => Math.hypot(left - x2, top - y2) < r2);
    return below.length > points.length / 2;
  };
  return circles
    .filter(({ numbers }, index) => circles.slice(index + 1).some((other) => isBelow(numbers, other.numbers)))
    .map(({ code }) => code);
}

describe("circles", () => {
  test("are as large as the requests, of which the most have the largest", () => {
    expect(mostOf([10, 40, 5])).toBe(40);
    expect([40, 10].map((requests) => radiusOf(requests, 40))).toEqual([30, 15]);
    const { most, scene } = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
    expect(most).toBe(Math.max(...scene.places.map(({ requests = 0 }) => requests)));
  });

  test("are smaller where all are alike: few of them are hidden by others", () => {
    expect(mostOf(Array.from({ length: 44 }, () => 10))).toBe(40);
    const scene = sceneOf({}, { demand: flat });
    expect(hidden(wellMap(drawingOf(scene, WORLD_SHAPES, true)).svg).length).toBeLessThan(15);
  });

  test("of nobody need no room", () => {
    expect([mostOf([]), mostRequests(SMALL())]).toEqual([0, 0]);
  });
});
