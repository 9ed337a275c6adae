import { drawingOf } from "../../lib/pictures/draw/drawing";
import { surgeText } from "../../lib/pictures/draw/fullness-text";
import { servedText } from "../../lib/pictures/draw/legend";
import { fullestText, loadPicture } from "../../lib/pictures/draw/load";
import { movesText, percent, wellText } from "../../lib/pictures/draw/words";
import { flowsOf, movesOf, totalMoved } from "../../lib/pictures/model/moves";
import type { ServedPlace, ServerLoad } from "../../lib/pictures/model/scene";
import { loadCell, loadSection } from "../../lib/pictures/page/load-section";
import { Tables } from "../../lib/pictures/page/tables";
import { SMALL, sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

test("one place is not places", () => {
  const scene = SMALL();
  const texts = [1, 0.35, 2, 244.65].map((requests) => servedText(scene, { requests }));
  expect(texts).toEqual(["1 place", "0.35 places", "2 places", "244.65 places"]);
});

test("a part of the users of a place is a part of a place", () => {
  const scene = sceneOf({ routing: { countries: { FR: { serveFrom: ["paris"], percent: 35 } } } });
  expect(wellText(scene)).toMatch(/ 1 data centre serves 0\.35 of \d+ places\.$/);
});

test("a dashed line is told of where there is one", () => {
  const told = (lastResort: object) =>
    loadSection(
      sceneOf({}, { demand: { FR: 100 }, dataCenters: { paris: { requestsPerSecond: 200 } }, lastResort }),
      new Tables(),
    ).includes("A dashed line is");
  expect([told({}), told({ atOnce: 50 })]).toEqual([false, true]);
});

test("who gets the most is told first, of several together", () => {
  const scene = TWELVE_SCENE();
  const moves = [
    ["paris", "tokyo", 730] as const,
    ["london", "madrid", 600] as const,
    ["warsaw", "madrid", 500] as const,
  ];
  const all = moves.flatMap(([from, to, requests], index) =>
    movesOf(
      { ...(scene.places[index] as ServedPlace), requests },
      [{ server: from, share: 1 }],
      [{ server: to, share: 1 }],
    ),
  );
  expect(movesText(scene, { moves: all, flows: flowsOf(all, true), total: totalMoved(all, true) })).toMatch(
    /move, 1,100 to madrid, 730 to tokyo\.$/,
  );
});

test("more than nothing is no number, and so not at least one", () => {
  expect(surgeText(Number.POSITIVE_INFINITY, "at least ")).toBe("more than it takes at once");
  expect(surgeText(1.5, "at least ")).toBe("at least 150 % of what it takes at once");
  const load = { server: "last resort", requests: 126, limit: 1000, atOnce: 0, isLeast: true };
  expect(loadCell(load, 100).html).toContain("at least 126 (12.6 %), more than it takes at once");
  const [scenario] = SMALL().scenarios;
  expect(fullestText({ load, scenario, part: Number.POSITIVE_INFINITY, surge: Number.POSITIVE_INFINITY })).toBe(
    "last resort, more than it takes at once, when all is well",
  );
});

test("a large percentage has a comma", () => {
  expect([percent(1000, 1), percent(12_345.6, 1000), percent(999.9, 100)]).toEqual([
    "100,000 %",
    "1,234.6 %",
    "999.9 %",
  ]);
});

test("one failure is not failures, and who may be fuller is not known not to be", () => {
  const scene = TWELVE_SCENE();
  const [well] = scene.scenarios;
  const failures = Array.from({ length: 8 }, (_, index) => ({
    id: `f${index}`,
    title: `f${index} is down`,
    down: [`f${index}`],
  }));
  const noteOf = (isLeast?: true) => {
    const loadOf = (requests: number): readonly ServerLoad[] => [{ server: "paris", requests, limit: 1000, isLeast }];
    const loads = new Map(failures.map(({ id }, index) => [id, loadOf(200 - index)]));
    const drawn = { ...scene, scenarios: [well, ...failures] as const, loads: loads.set(well.id, loadOf(100)) };
    return loadPicture(drawingOf(drawn, WORLD_SHAPES, true));
  };
  expect(noteOf()).toContain("In 1 other failure (f7), nobody is fuller than 19.3 %.");
  expect(noteOf(true)).toContain("In 1 other failure (f7), nobody is known to be fuller than 19.3 %.");
});
