import { colouringOf, HUES } from "../../lib/pictures/model/colours";
import { labelsOf } from "../../lib/pictures/model/labels";
import { answererName } from "../../lib/routing/analysis/words";
import { COUNTRY_CODES } from "../../lib/routing/countries";
import { answersOfTwelve, sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const neighbours = WORLD_SHAPES.neighbours();

describe("a scene of twelve data centres", () => {
  const answers = answersOfTwelve();
  const scene = TWELVE_SCENE();

  test("has each place with the shares that the simulation answers, in every scenario", () => {
    expect(scene.scenarios).toHaveLength(13);
    expect(scene.places.map(({ code }) => code).sort()).toEqual([...COUNTRY_CODES]);
    const [question] = answers.questions;
    const wrong = scene.scenarios.flatMap(({ id, down }) => {
      const outage = answers.whileDown(down);
      return scene.places.flatMap(({ code, location, parts }) => {
        const shares = outage.shares(question as never, location);
        const expected = shares.map(({ answerer, share }) => ({ server: answererName(answerer), share }));
        return JSON.stringify(parts.get(id)) === JSON.stringify(expected) ? [] : [`${code}, ${id}`];
      });
    });
    expect(wrong).toEqual([]);
  });

  test("has the loads that the shares and the demand add up to", () => {
    for (const { id } of scene.scenarios) {
      for (const { server, requests } of scene.loads.get(id) ?? []) {
        const shareOf = (parts: (typeof scene.places)[number]["parts"]) =>
          parts.get(id)?.find((part) => part.server === server)?.share ?? 0;
        const sum = scene.places.reduce((all, { requests = 0, parts }) => all + requests * shareOf(parts), 0);
        expect(requests).toBeCloseTo(sum, 5);
      }
    }
    expect(scene.loads.get("paris-is-down")?.find(({ server }) => server === "paris")?.requests).toBe(0);
  });

  test("has at most six colours, and never the same beside each other", () => {
    const hues = scene.servers.flatMap(({ hue }) => hue ?? []);
    expect(hues).toHaveLength(12);
    expect(Math.max(...hues)).toBeLessThanOrEqual(HUES);
    expect(scene.alike).toEqual([]);
    const hueOf = new Map(scene.servers.map(({ name, hue }) => [name, hue]));
    const mainOf = new Map(scene.places.map(({ code, parts }) => [code, parts.get("all-is-well")?.[0]?.server ?? ""]));
    const confused = neighbours.filter(([one, other]) => {
      const [first, second] = [mainOf.get(one) ?? "", mainOf.get(other) ?? ""];
      return first !== second && hueOf.get(first) !== undefined && hueOf.get(first) === hueOf.get(second);
    });
    expect(confused).toEqual([]);
  });
});

describe("a scene of a small platform", () => {
  test("knows no requests where there is no demand, and no loads", () => {
    const scene = sceneOf({});
    expect([scene.hasDemand, scene.loads.size]).toEqual([false, 0]);
    expect(scene.places.every(({ requests }) => requests === undefined)).toBe(true);
    expect(scene.places.filter(({ isLikeEveryone }) => !isLikeEveryone).map(({ code }) => code)).toEqual(["FR"]);
  });

  test("has a state of the United States where it is served otherwise, and counts the others to their country", () => {
    const routing = { countries: {}, subdivisions: { "US-CA": { serveFrom: ["paris"] } } };
    const scene = sceneOf({ routing }, { demand: { US: 1000, "US-CA": 300, "US-TX": 200 } });
    const requests = scene.places.filter(({ location }) => location.country === "US");
    expect(requests.map((place) => [place.code, place.requests])).toEqual([
      ["US", 700],
      ["US-CA", 300],
    ]);
  });
});

test("six colours are not enough for seven neighbours, and the scene has those that are the same", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const servers = names.map((name) => ({ name, kind: "endpoint" as const, label: name, isDrained: false }));
  const parts = new Map([["all-is-well", names.map((server) => ({ server, share: 1 / 7 }))]]);
  const scene = TWELVE_SCENE();
  const places = scene.places.slice(0, 1).map((place) => ({ ...place, parts }));
  const { hues, alike } = colouringOf([{ ...scene, scenarios: [scene.scenarios[0]], servers, places }], []);
  expect(new Set(hues.values()).size).toBe(HUES);
  expect(alike).toHaveLength(1);
});

test("labels are two letters each, and no two are the same", () => {
  const labels = labelsOf(["paris", "san-jose", "sao-paulo", "saopaulo", "panama", "last resort"]);
  expect([...labels.values()]).toEqual(["Pa", "Sj", "Sp", "Sa", "Pn", "Lr"]);
});
