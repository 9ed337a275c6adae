import { drawingOf } from "../../lib/pictures/draw/drawing";
import { fullnessText } from "../../lib/pictures/draw/fullness-text";
import { boundSign, boundText, knownText } from "../../lib/pictures/draw/known";
import { servedBy, servedText } from "../../lib/pictures/draw/legend";
import { loadPicture, loadSummary } from "../../lib/pictures/draw/load";
import { mapPicture } from "../../lib/pictures/draw/map";
import { DOWN, WARM } from "../../lib/pictures/draw/palette";
import { movesText, wellText } from "../../lib/pictures/draw/words";
import { loadIn } from "../../lib/pictures/model/loads";
import { failuresByDamage } from "../../lib/pictures/model/moves";
import { sumOf } from "../../lib/pictures/model/requests";
import type { Scene, ServedPlace } from "../../lib/pictures/model/scene";
import { changePage } from "../../lib/pictures/page/change";
import { loadCell } from "../../lib/pictures/page/load-section";
import { requestsOf, scenePage } from "../../lib/pictures/page/page";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import { SMALL_PLATFORM } from "../support/platform";
import { rowsOf } from "./read-html";
import { sceneOf } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const [site] = Object.values(SMALL_PLATFORM.dataCenters ?? {});
const sites = (...names: string[]) =>
  Object.fromEntries(
    names.map((name, index) => [
      name,
      { ...site, ingress: { ipv4: `203.0.113.${index + 10}`, ipv6: `2001:db8:${index + 1}::10` } },
    ]),
  );

/** Loads of a scene in one of its scenarios, in words. */
const loadsIn = (scene: Scene, id: string) =>
  Object.fromEntries((scene.loads.get(id) ?? []).map((load) => [load.server, knownText(load)]));

/** What a failure moves, in words. */
const movedIn = (scene: Scene, down: string) => {
  const failure = failuresByDamage(scene).find(({ scenario }) => scenario.down.includes(down));
  return failure && movesText(scene, failure);
};

const legend = (scene: Scene) => {
  const sums = servedBy(scene, scene.scenarios[0]);
  return Object.fromEntries(scene.servers.map(({ name }) => [name, servedText(scene, sums.get(name))]));
};

describe("where nobody said how many requests some places make", () => {
  const scene = (facts: Partial<RoutingFacts> = {}) =>
    sceneOf(
      {
        dataCenters: sites("paris", "singapore"),
        routing: {
          continents: { EU: { serveFrom: ["paris"] }, AS: { serveFrom: ["singapore"], percent: 33 } },
          countries: { NZ: { serveFrom: ["singapore"] }, FJ: { serveFrom: ["singapore"] } },
        },
      },
      { demand: { RU: 200, TH: 100, NZ: 10, FJ: 10 }, ...facts },
    );

  test("what serves them is asked for at least so much, in the loads as in the legend", () => {
    // Thailand is in Asia: 33 of its 100 are for singapore, and 67 for the last resort.
    const all = { paris: "at least 200", singapore: "at least 53", "last resort": "at least 67" };
    expect(loadsIn(scene(), "all-is-well")).toEqual(all);
    expect(legend(scene())).toEqual(Object.fromEntries(Object.entries(all).map(([name, text]) => [name, `${text}/s`])));
    expect(loadsIn(scene(), "singapore-is-down")["last resort"]).toBe("at least 120");
    expect(loadsIn(scene(), "singapore-is-down").paris).toBe("at least 200");
  });

  test("nothing is known of those who serve nobody else", () => {
    const unserved = scene({ demand: { RU: 200 } });
    expect(loadsIn(unserved, "all-is-well")).toEqual({
      paris: "at least 200",
      singapore: "not known",
      "last resort": "not known",
    });
    expect(legend(unserved)["last resort"]).toBe("not known");
  });

  test("the first line says that percentages are of the requests that are known", () => {
    expect(wellText(scene())).toMatch(/ serve 79\.1 % of 320 known requests per second\.$/);
    expect(movedIn(scene(), "singapore")).toMatch(
      /^at least 53 requests per second \(16\.6 % of those known\) move, 53 to last resort; and users of \d+ places move/,
    );
  });

  test("the fullest is so as far as is known, and at least so full", () => {
    const limits = { dataCenters: { paris: { requestsPerSecond: 25_000 } } };
    expect(loadSummary(scene(limits))).toEqual(["Fullest: paris, at least 0.8 %, when all is well."]);
    expect(loadSummary(scene({ ...limits, lastResort: { requestsPerSecond: 67 / 1.26 } }))[0]).toMatch(
      /^Fullest, as far as is known: last resort, at least \d/,
    );
  });

  test("a load that surely is too much is as red as one that is exact", () => {
    const load = { server: "last resort", requests: 126, limit: 100, isLeast: true };
    const cell = JSON.stringify(loadCell(load, 126));
    expect(cell).toContain("at least 126 (126 %)");
    expect(cell).toContain(DOWN.light);
  });

  test("a picture says what at least means, and has room for it", () => {
    const svg = loadPicture(drawingOf(scene({ lastResort: { requestsPerSecond: 1000 } }), WORLD_SHAPES, true));
    expect(svg).toContain(
      "At least (≥): of some of the places that are served, nobody said how many requests they make.",
    );
    expect(svg).toContain(">at least 267/s 26.7 %, paris is down<");
    expect(svg).toContain(">≥ 67/s 6.7 %<");
  });

  test("nothing is at least anything where all is known", () => {
    const scene = sceneOf({}, { demand: { FR: 100 } });
    expect(loadIn(scene, "paris", scene.scenarios[0])?.isLeast).toBeUndefined();
  });
});

describe("a change of what is known", () => {
  const platform = {
    dataCenters: sites("paris", "frankfurt"),
    routing: { countries: { FR: { serveFrom: ["paris"] }, DE: { serveFrom: ["frankfurt", "paris"], percent: 25 } } },
  };
  const limits = { dataCenters: { paris: { requestsPerSecond: 40_000 }, frankfurt: { requestsPerSecond: 40_000 } } };
  const more = sceneOf(platform, { demand: { FR: 24_000, DE: 30_000 }, ...limits });
  const less = sceneOf(platform, { demand: { FR: 24_000 }, ...limits });
  const pageOf = (before: Scene, after: Scene) =>
    changePage([{ title: "dns", changes: [{ before, after: drawingOf(after, WORLD_SHAPES, true) }], notes: [] }], []);

  test("is no relief where the next version does not say any more how many requests come from a place", () => {
    const page = pageOf(more, less);
    expect(page).toContain(
      "Only the version before says how many requests DE (Germany) makes: they are missing in the loads after",
    );
    expect(page).toContain("Whether paris, frankfurt, last resort are asked for more than before is not known");
    expect(page).not.toContain("Nobody is asked for more");
  });

  test("does not count as 0 what the version before did not say", () => {
    const page = pageOf(less, more);
    expect(page).toContain(
      "Only the version after says how many requests DE (Germany) makes: they are missing in the loads before",
    );
    const rows = rowsOf(page, "Who is asked for more").map((row) => row.join(" "));
    expect(rows).toContain("frankfurt all is well not known 7,500 (18.8 %)");
    expect(rows).toContain("last resort paris is down at least 24,000 at least 46,500");
  });

  test("tells nothing of it where both say the same", () => {
    expect(pageOf(more, more)).not.toMatch(/Only the version|Whether/);
  });
});

describe("where nobody said in which states requests are made", () => {
  const scene = sceneOf(
    {
      dataCenters: sites("paris", "singapore", "frankfurt"),
      routing: {
        countries: { US: { serveFrom: ["paris"] } },
        subdivisions: {
          "US-CA": { serveFrom: ["singapore"] },
          "US-NY": { serveFrom: ["frankfurt"], percent: 30 },
        },
      } as never,
    },
    { demand: { US: 9000, "US-CA": 500 }, dataCenters: { paris: { requestsPerSecond: 40_000 } } },
  );
  const placeOf = (code: string) => scene.places.find((place) => place.code === code) as ServedPlace;

  test("each is asked for at most so many, in the loads as in the legend", () => {
    // All of the 8,500 that are not California's may be New York's, or none.
    expect(loadsIn(scene, "all-is-well")).toEqual({
      paris: "at most 8,500",
      singapore: "500",
      frankfurt: "at most 2,550",
      "last resort": "about 5,950",
    });
    expect(legend(scene)).toEqual({
      paris: "at most 8,500/s (94.4 %)",
      singapore: "500/s (5.6 %)",
      frankfurt: "at most 2,550/s (28.3 %)",
      "last resort": "about 5,950/s",
    });
  });

  test("a bar of all who serve may be longer than all requests, and the picture says so", () => {
    const told = "The bar has each at the most that there can be";
    expect(mapPicture(drawingOf(scene, WORLD_SHAPES, true))).toContain(told);
    const exact = sceneOf({}, { demand: { FR: 100 } });
    expect(mapPicture(drawingOf(exact, WORLD_SHAPES, true))).not.toContain(told);
  });

  test("a part of all requests is at most so large", () => {
    const page = scenePage(drawingOf(scene, WORLD_SHAPES, true)).replaceAll("\u00a0", " ");
    const rows = rowsOf(page, "Who is served by whom").map((row) => row.join(" "));
    expect(rows.find((row) => row.startsWith("US-NY"))).toMatch(/at most 94\.4 %.* 30 % frankfurt/);
    expect(rows.find((row) => row.startsWith("US-CA"))).toMatch(/\(5\.6 %\) 100 % singapore/);
    expect(rows.find((row) => row.startsWith("US-CA"))).not.toContain("at most");
  });

  test("they are counted once", () => {
    expect(wellText(scene)).toMatch(/serve at most 100 % of 9,000 known requests per second\.$/);
    expect(movedIn(scene, "paris")).toBe(
      "at most 8,500 requests per second (94.4 % of those known) move, 8,500 to last resort.",
    );
    expect(movedIn(scene, "frankfurt")).toBe(
      "at most 2,550 requests per second (28.3 % of those known) move, 2,550 to last resort.",
    );
  });

  test("a table has the most that a state or its country may make, and the exact number of a state that is known", () => {
    const cell = (code: string) => JSON.stringify(requestsOf([placeOf(code)], true));
    expect(cell("US")).toContain("at most 8,500");
    expect(cell("US-NY")).toContain("at most 8,500");
    expect(cell("US-CA")).toContain('"500"');
  });

  test("of all the places that may make them, the sum is exact where each has the same share", () => {
    const shares = (one: number, other: number) => [
      { place: placeOf("US"), share: one },
      { place: placeOf("US-NY"), share: other },
    ];
    expect(sumOf(shares(1, 1))).toEqual({ requests: 8500 });
    expect(sumOf(shares(0.3, 0.3))).toEqual({ requests: 2550 });
    expect(sumOf(shares(1, 0.3))).toEqual({ requests: 8500, isMost: true });
    expect(sumOf(shares(1, 1).slice(0, 1))).toEqual({ requests: 8500, isMost: true });
  });
});

test("what may be more and may be less is about so much", () => {
  const both = { isLeast: true, isMost: true };
  expect([boundText(both), boundText({ isMost: true }), boundText({})]).toEqual(["about ", "at most ", ""]);
  expect([boundSign(both), boundSign({ isLeast: true }), boundSign({ isMost: true }), boundSign({})]).toEqual([
    "≈ ",
    "≥ ",
    "≤ ",
    "",
  ]);
});

describe("a percentage of what can be taken", () => {
  test("is never rounded to a limit that is not reached, nor to one that is passed", () => {
    expect([0.899_63, 0.9, 0.8994, 1.0004, 1, 0.9999, 1.3, 0.55].map(fullnessText)).toEqual([
      "89.9 %",
      "90 %",
      "89.9 %",
      "100.1 %",
      "100 %",
      "100 %",
      "130 %",
      "55 %",
    ]);
  });

  test("is as bold and coloured as it says", () => {
    const cellOf = (requests: number) => loadCell({ server: "frankfurt", requests, limit: 35_014 }, requests);
    expect(cellOf(31_500)).toMatchObject({ html: expect.stringContaining("31,500 (89.9 %)"), isHot: false });
    expect(cellOf(31_513)).toMatchObject({ html: expect.stringContaining("31,513 (90 %)"), isHot: true });
    expect(cellOf(31_513).html).toContain(WARM.light);
    expect(cellOf(35_020)).toMatchObject({ html: expect.stringContaining("35,020 (100.1 %)"), isHot: true });
    expect(cellOf(35_020).html).toContain(DOWN.light);
  });
});

test("a place that is served as everyone else is has its row where its requests are known, and counts among everyone else", () => {
  const page = scenePage(drawingOf(sceneOf({}, { demand: { FR: 100, BR: 40, JP: 2 } }), WORLD_SHAPES, true));
  expect(rowsOf(page, "Everyone else, when all is well")).toEqual([
    ["BR (Brazil)", "40 (28.2 %)"],
    ["JP (Japan)", "2 (1.4 %)"],
  ]);
  expect(rowsOf(page, "Who is served by whom")).toContainEqual([
    "everyone else, 245 places",
    "at least 42",
    "100 % last resort",
  ]);
  expect(page).toMatch(
    /<h2>Everyone else<\/h2>\n<p>Who has no answers of their own is served alike: 100\u00a0% last resort, when all is well\.</,
  );
  const [, unknown = ""] = /Nobody said how many requests are made in ([^<]*)\.</.exec(page) ?? [];
  expect(unknown.split(", ")).toHaveLength(243);
});
