import { colouringOf, HUES, inColours } from "../../lib/pictures/model/colours";
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
    // Who reads 700 knows whose they are.
    expect(requests[0]?.name).toBe("United States without US-CA");
  });

  test("names a country without the states that are not among it, or how many these are", () => {
    const nameWith = (...states: string[]) => {
      const subdivisions = Object.fromEntries(states.map((code) => [code, { serveFrom: ["paris"] }]));
      const { places } = sceneOf({ routing: { countries: {}, subdivisions } });
      return places.find(({ code }) => code === "US")?.name;
    };
    expect(nameWith()).toBe("United States");
    expect(nameWith("US-NY", "US-CA")).toBe("United States without US-CA and US-NY");
    expect(nameWith("US-NY", "US-CA", "US-TX")).toBe("United States without US-CA, US-NY and US-TX");
    expect(nameWith("US-NY", "US-CA", "US-TX", "US-WA")).toBe("United States without 4 states");
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

test("neighbours while all is well differ, however many failures would make others neighbours", () => {
  const names = ["a", "b", "c", "d", "e", "f", "g"];
  const servers = names.map((name) => ({ name, kind: "endpoint" as const, label: name, isDrained: false }));
  const [well] = TWELVE_SCENE().scenarios;
  const failures = Array.from({ length: 50 }, (_, index) => ({
    id: `f${index}`,
    title: `${index}`,
    down: [`${index}`],
  }));
  const among = (some: readonly string[]) => some.map((server) => ({ server, share: 1 / some.length }));
  // In each failure, "g" shares a place with all but "a", and "a" with all but "g": of six colours, theirs is the same. It must not be.
  const parts = new Map([
    [well.id, among(["a", "g"])],
    ...failures.map(({ id }, index) => [id, among(names.filter((name) => name !== (index % 2 ? "a" : "g")))] as const),
  ]);
  const scene = TWELVE_SCENE();
  const [place] = scene.places.map((one) => ({ ...one, parts }));
  const { hues, alike } = colouringOf(
    [{ ...scene, scenarios: [well, ...failures], servers, places: place ? [place] : [] }],
    [],
  );
  expect(hues.get("a")).not.toBe(hues.get("g"));
  expect(new Set(hues.values()).size).toBe(HUES);
  expect(alike).toEqual([]);
});

describe("the colours of data centres", () => {
  const hues = ({ servers }: ReturnType<typeof sceneOf>) => new Map(servers.map(({ name, hue }) => [name, hue]));
  const site = (last: number) => ({ ingress: { ipv4: `203.0.113.${last}`, ipv6: `2001:db8:${last}::10` } });
  const dataCenters = { frankfurt: site(10), madrid: site(20), paris: site(30), singapore: site(40) };
  // Of those that no country names there are no records; the facts have them.
  const facts = { dataCenters: Object.fromEntries(Object.keys(dataCenters).map((name) => [name, {}])) };
  const served = (countries: object) => sceneOf({ dataCenters, routing: { countries } }, facts);

  test("are the same whatever the policy is, and all differ while there are no more than six", () => {
    const one = served({ FR: { serveFrom: ["paris"] }, DE: { serveFrom: ["frankfurt"] } });
    const others = [
      served({ FR: { serveFrom: ["madrid", "paris"], percent: 20 }, DE: { serveFrom: ["singapore", "paris"] } }),
      served({ SG: { serveFrom: ["singapore"] }, ES: { serveFrom: ["frankfurt", "madrid"], percent: 50 } }),
    ];
    const known = new Map<string, number | undefined>();
    for (const scene of [one, ...others]) {
      for (const [name, hue] of hues(scene)) expect([name, known.get(name) ?? hue]).toEqual([name, hue]);
      for (const [name, hue] of hues(scene)) known.set(name, hue);
    }
    expect([...known.keys()].sort()).toEqual(["frankfurt", "last resort", "madrid", "paris", "singapore"]);
    expect(new Set(known.values()).size).toBe(5);
  });

  test("are the same in both versions of a change, whose neighbours are those of both", () => {
    const scene = TWELVE_SCENE();
    // In the other version, the largest place is served from everywhere: seven of one colour less than there are.
    const [largest, ...others] = scene.places;
    const all = scene.servers.filter(({ kind }) => kind === "endpoint").slice(0, 6);
    const parts = new Map([["all-is-well", all.map(({ name }) => ({ server: name, share: 1 / 6 }))]]);
    const changed = { ...scene, scenarios: [scene.scenarios[0]] as const, places: [{ ...largest, parts }, ...others] };
    const colouring = colouringOf([scene, changed as typeof scene], neighbours);
    const own = all.map(({ name }) => colouring.hues.get(name));
    expect(new Set(own).size).toBe(6);
    expect(inColours(scene, colouring).servers.map(({ hue }) => hue)).toEqual(
      inColours(changed as typeof scene, colouring).servers.map(({ hue }) => hue),
    );
  });
});

test("names that differ in their hyphens or their signs alone are data centres of their own", () => {
  const site = (last: number) => ({ ingress: { ipv4: `203.0.113.${last}`, ipv6: `2001:db8:${last}::10` } });
  const scene = sceneOf(
    {
      dataCenters: { "paris-a": site(10), "paris--a": site(20) },
      routing: { countries: { FR: { serveFrom: ["paris-a"] }, DE: { serveFrom: ["paris--a"] } } },
    },
    { demand: { FR: 100, DE: 40 } },
  );
  expect(new Set(scene.scenarios.map(({ id }) => id)).size).toBe(3);
  const loads = scene.scenarios.map(({ id, down }) => [
    down.join(),
    Object.fromEntries((scene.loads.get(id) ?? []).map(({ server, requests }) => [server, requests])),
  ]);
  expect(Object.fromEntries(loads)).toEqual({
    "": { "paris-a": 100, "paris--a": 40, "last resort": 0 },
    "paris-a": { "paris-a": 0, "paris--a": 40, "last resort": 100 },
    "paris--a": { "paris-a": 100, "paris--a": 0, "last resort": 40 },
  });
});

test("labels of names that differ in their number have it, and no two are the same, however many there are", () => {
  const twelve = Array.from({ length: 12 }, (_, index) => `dc${index + 1}`);
  expect([...labelsOf(twelve).values()]).toEqual(twelve.map((name) => name.replace("dc", "D")));
  expect([...labelsOf(["paris-1", "paris-2", "eu-west-1", "us-east-1"]).values()]).toEqual(["P1", "P2", "Ew", "Ue"]);
  const alike = Array.from({ length: 60 }, (_, index) => `a${"b".repeat(index)}`);
  const labels = [...labelsOf(alike).values()];
  expect(new Set(labels).size).toBe(60);
  expect(labels.every((label) => /^A/.test(label))).toBe(true);
});

test("labels are two letters each, and no two are the same", () => {
  const labels = labelsOf(["paris", "san-jose", "sao-paulo", "saopaulo", "panama", "last resort"]);
  expect([...labels.values()]).toEqual(["Pa", "Sj", "Sp", "Sa", "Pn", "Lr"]);
});
