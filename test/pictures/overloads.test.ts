import { drawingOf } from "../../lib/pictures/draw/drawing";
import { failureText } from "../../lib/pictures/draw/failure-text";
import { loadSummary } from "../../lib/pictures/draw/load";
import { mapPicture, narrowMapPicture } from "../../lib/pictures/draw/map";
import { DOWN } from "../../lib/pictures/draw/palette";
import { shownScenarios } from "../../lib/pictures/model/loads";
import { type FailureMoves, failuresByDamage } from "../../lib/pictures/model/moves";
import { overloadsOf } from "../../lib/pictures/model/overloads";
import type { Scene } from "../../lib/pictures/model/scene";
import { changePage } from "../../lib/pictures/page/change";
import { scenePage } from "../../lib/pictures/page/page";
import type { RoutingFacts } from "../../lib/routing/analysis/routing-facts";
import type { CountryCode } from "../../lib/routing/countries";
import { rowsOf } from "./read-html";
import { all, parseXml } from "./read-svg";
import { sceneOf } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

/** Data centres by name, and who serves whom, in the order of failover: `FR paris london`. */
function platform(names: readonly string[], served: readonly string[], facts: Partial<RoutingFacts>): Scene {
  const routes = served.map((text) => text.split(" ") as [CountryCode, ...string[]]);
  const sites = names.map((name, index) => {
    const ingress = { ipv4: `203.0.113.${index + 10}`, ipv6: `2001:db8:${index + 1}::10` };
    return [name, { ingress }] as const;
  });
  const countries = Object.fromEntries(routes.map(([code, ...serveFrom]) => [code, { serveFrom }]));
  return sceneOf({ dataCenters: Object.fromEntries(sites), routing: { countries } }, facts);
}

const drawing = (scene: Scene) => drawingOf(scene, WORLD_SHAPES, true);
const pageOf = (before: Scene, after: Scene) =>
  changePage([{ title: "dns", changes: [{ before, after: drawing(after) }], notes: [] }], []).replaceAll("\u00a0", " ");
const lines = (page: string) =>
  [...page.slice(page.indexOf("<h1>"), page.indexOf("<svg")).matchAll(/<p( class="over")?>([^<]*)<\/p>/g)].map(
    ([, red, text]) => `${red === undefined ? "" : "red: "}${text}`,
  );

describe("a change that makes the one largest number smaller, and a load of every day too much", () => {
  const facts = {
    demand: { FR: 9000, GB: 5000, DE: 2000 },
    dataCenters: { paris: { requestsPerSecond: 10_000 }, london: { requestsPerSecond: 12_000 } },
    lastResort: { requestsPerSecond: 60_000, atOnce: 6000 },
  };
  const sites = ["paris", "london"];
  const before = platform(sites, ["FR paris", "GB london", "DE london"], facts);
  const after = platform(sites, ["FR paris london", "GB london", "DE paris"], facts);

  test("is told first, in red, with what lasts before what a failure does", () => {
    expect(lines(pageOf(before, after)).slice(0, 4)).toEqual([
      "red: Newly over what can be taken: paris, 110 % (90 % before), when all is well; london, 116.7 % (58.3 % before), when paris is down.",
      expect.stringMatching(/^No longer over what can be taken: last resort, at least 150 % of what it takes at once/),
      expect.stringMatching(
        /^Before: Fullest: last resort, at least 150 % of what it takes at once, when paris is down\./,
      ),
      expect.stringMatching(/^After: Fullest, as far as is known: london, 116\.7 %, when paris is down\./),
    ]);
  });

  test("the other way round tells who gets too much at once, and nobody who was so before", () => {
    const [first, second] = lines(pageOf(after, before));
    expect(first).toMatch(
      /^red: Newly over what can be taken: last resort, at least 150 % of what it takes at once \(at least 33\.3 % before\), when paris is down, and in 1 other failure\.$/,
    );
    expect(second).toBe(
      "No longer over what can be taken: paris, 110 % (90 % after), when all is well; london, 116.7 % (58.3 % after), when paris is down.",
    );
    expect(lines(pageOf(after, after))[0]).toBe("Newly over what can be taken: nobody, as far as is known.");
    expect(pageOf(after, after)).not.toContain("No longer over");
  });

  test("does not say that it is no longer so, where that is not known", () => {
    const { paris } = facts.dataCenters;
    const unknown = platform(sites, ["FR paris", "GB london", "DE london"], { ...facts, dataCenters: { paris } });
    expect(lines(pageOf(after, unknown)).find((line) => line.startsWith("No longer"))).toBe(
      "No longer over what can be taken: paris, 110 % (90 % after), when all is well.",
    );
    expect(lines(pageOf(unknown, after))[0]).toContain("london, 116.7 % (not known before), when paris is down");
  });

  test("does not say that it is no longer so, where some of the requests are not told any more", () => {
    const { DE: _, ...less } = facts.demand;
    const unsaid = platform(sites, ["FR paris", "GB london", "DE paris"], { ...facts, demand: less });
    expect(lines(pageOf(after, unsaid)).find((line) => line.startsWith("No longer"))).toBe(
      "No longer over what can be taken: london, 116.7 % (41.7 % after), when paris is down.",
    );
  });

  test("tells who was so before, and is more so", () => {
    const more = platform(sites, ["FR paris london", "GB paris", "DE paris"], facts);
    const page = lines(pageOf(after, more));
    expect(page.slice(0, 2)).toEqual([
      expect.stringMatching(/^red: Newly over what can be taken: last resort, at least \d/),
      "red: More over it than before: paris, 160 % (110 % before), when all is well.",
    ]);
    expect(pageOf(after, after)).not.toContain("More over it");
    expect(pageOf(more, after)).not.toContain("More over it");
  });

  test("is silent where nobody said what can be taken, or how many requests there are", () => {
    const { demand } = facts;
    const [one, other] = [platform(sites, ["FR paris"], { demand }), platform(sites, ["FR london"], { demand })];
    expect(pageOf(one, other)).not.toMatch(/Newly over|No longer over/);
    expect(pageOf(platform(sites, ["FR paris"], {}), after)).not.toMatch(/Newly over|No longer over/);
  });

  test("the page of one version has its first line of the loads in red where somebody is too full, and nowhere else", () => {
    const red = (scene: Scene) =>
      lines(scenePage(drawing(scene)).replaceAll("\u00a0", " ")).filter((line) => line.startsWith("red: "));
    expect(red(after)).toEqual(["red: Fullest, as far as is known: london, 116.7 %, when paris is down."]);
    const { dataCenters } = facts;
    expect(red(platform(sites, ["GB london"], { demand: { GB: 12_000 }, dataCenters }))).toEqual([]);
  });

  test("a picture tells of all that is nearly full, and not of the fullest alone", () => {
    expect(loadSummary(after)).toEqual([
      "Fullest, as far as is known: london, 116.7 %, when paris is down.",
      "Also at 90 % or more: paris, 110 %, when all is well.",
    ]);
    const scenarios = new Set(overloadsOf(before).map(({ scenario, load }) => `${load.server}: ${scenario.title}`));
    expect(scenarios).toContain("paris: All is well");
  });
});

test("of many that are too full, the first are told, and how many more there are", () => {
  const names = ["paris", "london", "madrid", "rome", "berlin", "oslo"];
  const countries = ["FR", "GB", "ES", "IT", "DE", "NO"];
  const facts = (limit: number) => ({
    demand: Object.fromEntries(countries.map((code, index) => [code, 100 + index])) as RoutingFacts["demand"],
    dataCenters: Object.fromEntries(names.map((name) => [name, { requestsPerSecond: limit }])),
  });
  const served = countries.map((code, index) => `${code} ${names[index]}`);
  const page = pageOf(platform(names, served, facts(200)), platform(names, served, facts(100)));
  expect(lines(page)[0]).toBe(
    "red: Newly over what can be taken: oslo, 105 % (52.5 % before), when all is well; berlin, 104 % (52 % before), when all is well; rome, 103 % (51.5 % before), when all is well; madrid, 102 % (51 % before), when all is well; and 1 more.",
  );
});

describe("of failures, the worst is the one that fills somebody too much, though others move more", () => {
  const names = ["paris", "london", "madrid", "rome", "berlin", "oslo", "warsaw", "riga"];
  const limitOf = (name: string) => ({ warsaw: 4500, riga: 9000 })[name] ?? 60_000;
  const served = ["FR paris", "GB london", "ES madrid", "IT rome", "DE berlin", "NO oslo", "PL warsaw"];
  const facts = {
    demand: { FR: 30_000, GB: 29_000, ES: 28_000, IT: 27_000, DE: 26_000, NO: 25_000, PL: 4000, LV: 3000 },
    dataCenters: Object.fromEntries(names.map((name) => [name, { requestsPerSecond: limitOf(name) }])),
    lastResort: { requestsPerSecond: 900_000, atOnce: 200_000 },
  };
  const scene = platform(names, [...served, "LV riga warsaw"], facts);

  test("in the order of the loads, of the failures, and of the switches", () => {
    const failures = failuresByDamage(scene).map(({ scenario }) => scenario);
    expect(failures.map(({ title }) => title).slice(0, 3)).toEqual(["riga is down", "paris is down", "london is down"]);
    expect(shownScenarios(scene).slice(0, 3)).toEqual(failures.slice(0, 3));
    const page = scenePage(drawing(scene)).replaceAll("\u00a0", " ");
    expect(rowsOf(page, "What each failure moves")[0]).toEqual([
      "riga is down",
      expect.stringMatching(/^3,000 requests per second \(.*\) move, 3,000 to warsaw\. warsaw is then at 155\.6 %\.$/),
    ]);
    expect(page).toContain(
      '<input type="radio" name="scenario" id="s1"><span>riga is down: <span class="over">warsaw is then at 155.6 %</span></span>',
    );
    expect(page).toContain('<p class="over">warsaw is then at 155.6 %</p>');
    expect(page.match(/is then at|then gets/g)).toHaveLength(3);
  });

  test("on the map, which says so in red", () => {
    const svg = mapPicture(drawing(scene));
    const texts = all(parseXml(svg)).filter(({ name }) => name === "text");
    const red = texts.filter(({ attributes }) => attributes.fill === DOWN.light).map(({ text }) => text);
    expect(red).toEqual([
      expect.stringMatching(/^riga is down: 3,000 .*; warsaw is then at 155\.6 %\.$/),
      "warsaw is then at 155.6 %",
    ]);
    expect(svg).toContain("The 3 that fill somebody the most, or else move the most, are drawn below.");
    expect(narrowMapPicture(drawing(scene))).toContain("to warsaw; warsaw");
  });

  test("has no text behind the map below it", () => {
    const svg = mapPicture(drawing(scene));
    const blocks = svg.split("<g transform=").flatMap((block) => {
      const [before = "", map] = block.split("<svg ");
      const top = Number(/ y="([\d.]+)"/.exec(map ?? "")?.[1]);
      const bases = [...before.matchAll(/<text [^>]*?y="([\d.]+)"/g)].map(([, y]) => Number(y));
      return map === undefined || !before.includes("is down") ? [] : [top - Math.max(...bases)];
    });
    expect(blocks.length).toBeGreaterThan(1);
    expect(Math.min(...blocks)).toBeGreaterThanOrEqual(4);
  });

  test("those that move nobody who is drawn come last, and without limits those that move the most first", () => {
    const unlimited = platform(names, [...served, "LV riga warsaw"], { demand: facts.demand });
    expect(failuresByDamage(unlimited).map(({ scenario }) => scenario.down.join())).toEqual(names);
    const idle = platform(["idle", ...names], [...served, "LV riga warsaw idle"], facts);
    expect(failuresByDamage(idle).at(-1)?.scenario.title).toBe("idle is down");
    // Host names that are not drawn may go elsewhere then, and fill somebody.
    const loads = new Map([...idle.loads, ["idle-is-down", idle.loads.get("riga-is-down") ?? []]]);
    const filled = failuresByDamage({ ...idle, loads });
    expect(filled.at(-1)?.scenario.title).toBe("idle is down");
    expect(failureText({ ...idle, loads }, filled.at(-1) as FailureMoves)).toBe(
      "idle is down: nothing changes for anybody; warsaw is then at 155.6 %.",
    );
  });
});
