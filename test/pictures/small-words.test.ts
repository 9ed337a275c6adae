import { servedText } from "../../lib/pictures/draw/legend";
import { loadSection } from "../../lib/pictures/page/load-section";
import { Tables } from "../../lib/pictures/page/tables";
import { SMALL, sceneOf } from "./scenes";

test("one place is not places", () => {
  const scene = SMALL();
  const texts = [1, 0.5, 2].map((requests) => servedText(scene, { requests }));
  expect(texts).toEqual(["1 place", "0.5 places", "2 places"]);
});

test("a dashed line is told of where there is one", () => {
  const told = (lastResort: object) =>
    loadSection(
      sceneOf({}, { demand: { FR: 100 }, dataCenters: { paris: { requestsPerSecond: 200 } }, lastResort }),
      new Tables(),
    ).includes("A dashed line is");
  expect([told({}), told({ atOnce: 50 })]).toEqual([false, true]);
});
