import { drawingOf } from "../../lib/pictures/draw/drawing";
import { knownText } from "../../lib/pictures/draw/known";
import { notesOf, servedBy, servedText } from "../../lib/pictures/draw/legend";
import { loadPicture, loadSummary } from "../../lib/pictures/draw/load";
import { mapPicture } from "../../lib/pictures/draw/map";
import { movesText, wellText } from "../../lib/pictures/draw/words";
import { failuresByDamage } from "../../lib/pictures/model/moves";
import type { Scene } from "../../lib/pictures/model/scene";
import { changePage } from "../../lib/pictures/page/change";
import { scenePage } from "../../lib/pictures/page/page";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import { COUNTRY_CODES } from "../../lib/routing/countries";
import { rowsOf } from "./read-html";
import { sceneOf } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const nothing = Object.fromEntries(COUNTRY_CODES.map((code) => [code, 0]));
const limits = { dataCenters: { paris: { requestsPerSecond: 100 } }, lastResort: { requestsPerSecond: 100 } };
const drawn = (scene: Scene) => drawingOf(scene, WORLD_SHAPES, true);

const loadsOf = (scene: Scene) =>
  (scene.loads.get("all-is-well") ?? []).map((load) => [load.server, knownText(load)].join(": "));
const legendOf = (scene: Scene) => {
  const sums = servedBy(scene, scene.scenarios[0]);
  return scene.servers.map(({ name }) => `${name}: ${servedText(scene, sums.get(name))}`);
};

describe("places that are known to make no requests", () => {
  const scene = sceneOf({}, { demand: nothing, ...limits });

  test("are known: all numbers are 0", () => {
    expect(loadsOf(scene)).toEqual(["paris: 0", "last resort: 0"]);
    expect(legendOf(scene)).toEqual(["paris: 0/s (0 %)", "last resort: 0/s (0 %)"]);
    expect(wellText(scene)).toMatch(/ serves 0 % of 0 requests per second\.$/);
    expect(failuresByDamage(scene).map((failure) => movesText(scene, failure))).toEqual([
      "0 requests per second (0 %) move.",
    ]);
    expect(loadSummary(scene)).toEqual(["Fullest: paris, 0 %, when all is well."]);
    expect(notesOf(drawn(scene))[0]).toMatch(/^Circles: none, for nobody makes requests\./);
  });

  test("are so in the pictures and on the pages, which say nowhere that anything is not known", () => {
    const after = sceneOf(
      { routing: { countries: { FR: { serveFrom: ["paris"], percent: 25 } } } },
      { demand: nothing, ...limits },
    );
    const changes = [{ before: scene, after: drawn(after) }];
    for (const text of [
      loadPicture(drawn(scene)),
      mapPicture(drawn(scene)),
      scenePage(drawn(scene)),
      changePage([{ title: "test-dns", changes, notes: [] }], []),
    ]) {
      // Where a data centre stands is another matter.
      expect(text.replaceAll(/where [a-z, ]+ stands? is not known/g, "")).not.toMatch(
        /not known|known requests|nobody said|NaN/i,
      );
    }
    expect(rowsOf(scenePage(drawn(scene)), "Who is served by whom")).toEqual([
      ["FR (France)", "0 (0 %)", "100 % paris"],
      ["everyone else, 245 places", "0 (0 %)", "100 % last resort"],
    ]);
  });

  test("are no others of which nobody said anything", () => {
    const partly = sceneOf({}, { demand: { FR: 0 } });
    expect(loadsOf(partly)).toEqual(["paris: 0", "last resort: not known"]);
    expect(legendOf(partly)).toEqual(["paris: 0/s (0 %)", "last resort: not known"]);
    expect(notesOf(drawn(partly))[0]).toMatch(/^Circles: none, for as far as is known, nobody makes requests\./);
  });

  test("are so for a host name with a demand of its own alone", () => {
    const own: Partial<RoutingFacts> = { demandPerHostName: { "api.example.com": { FR: 0 } } };
    expect(loadsOf(sceneOf({}, own))).toEqual(["paris: 0", "last resort: not known"]);
    expect(legendOf(sceneOf({}, own))).toEqual(["paris: 0/s (0 %)", "last resort: not known"]);
    // What others are asked for says nothing of it.
    expect(legendOf(sceneOf({}, { ...own, demand: { DE: 5 } }))).toEqual(legendOf(sceneOf({}, own)));
  });
});
