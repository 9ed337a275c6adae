import { drawingOf } from "../../lib/pictures/draw/drawing";
import { loadBar, loadPicture } from "../../lib/pictures/draw/load";
import { DOWN, QUIET, WARM } from "../../lib/pictures/draw/palette";
import { fullest, loadIn, loadRows, shownScenarios } from "../../lib/pictures/model/loads";
import { BAR_LINES, loadCell, loadSection } from "../../lib/pictures/page/load-section";
import { Tables } from "../../lib/pictures/page/tables";
import { rowsOf } from "./read-html";
import { all, type Element, parseXml } from "./read-svg";
import { SMALL, sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";
import { FACTS_OF_TWELVE } from "./worlds";

const pictureOf = (scene: ReturnType<typeof SMALL>) => loadPicture(drawingOf(scene, WORLD_SHAPES, true));

describe("the load against capacity", () => {
  const scene = TWELVE_SCENE();
  const [well] = scene.scenarios;
  const picture = parseXml(pictureOf(scene));
  const bars = (server: string) => all(picture).filter(({ attributes }) => attributes["data-load"] === server);

  test("has the thick line where a bar of all that can be taken ends, in a picture and on a page", () => {
    const load = { server: "paris", requests: 1000, limit: 1000 };
    const endOf = (bar: Element) => {
      const { x = 0, width = 0 } = bar.attributes;
      return Number(x) + Number(width);
    };
    const lineIn = (some: Element) => {
      const line = all(some).find(({ attributes }) => attributes.class === "rim");
      return Number(/^M([\d.]+)/.exec(line?.attributes.d ?? "")?.[1]);
    };
    for (const width of [96, 120, 286]) {
      const drawn = parseXml(`<svg>${loadBar(load, [7, 0], width, 1000)}</svg>`);
      expect(lineIn(drawn)).toBeCloseTo(endOf(all(drawn).filter(({ name }) => name === "rect")[1] as Element), 0);
    }
    const { html } = loadCell(load, 1000);
    const [bar] = all(parseXml(html.slice(html.indexOf("<svg")))).filter(({ name }) => name === "rect");
    expect(html).toContain('href="#lines"');
    expect(lineIn(parseXml(BAR_LINES))).toBeCloseTo(endOf(bar as Element), 0);
  });

  test("has a cell for each load that differs from when all is well, by a little, or as less", () => {
    const failures = ["a", "b"].map((name) => ({ id: name, title: `${name} is down`, down: [name] }));
    const loadOf = (server: string, requests: number) => ({ server, requests, limit: 2000 });
    const loads = new Map([
      [well.id, [loadOf("paris", 1000), loadOf("tokyo", 1000)]],
      ["a", [loadOf("paris", 1008), loadOf("tokyo", 700)]],
      ["b", [loadOf("paris", 1000.001), loadOf("tokyo", 1500)]],
    ]);
    const differing = { ...scene, scenarios: [well, ...failures] as const, loads };
    const cells = rowsOf(loadSection(differing, new Tables()), "Requests per second");
    expect(Object.fromEntries(cells.map(([name, , , , ...own]) => [name, own]))).toEqual({
      tokyo: ["1,500 (75 %)", "700 (35 %)"],
      paris: ["", "1,008 (50.4 %)"],
    });
    const texts = all(parseXml(pictureOf(differing))).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(["1,500/s 75 %", "700/s 35 %", "1,008/s 50.4 %"]));
  });

  test("leaves cells empty in which nothing differs: a sign there would run into the text beside it", () => {
    const svg = pictureOf(scene);
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) => text);
    expect(texts.length).toBeGreaterThan(40);
    expect(texts.filter((text) => text.length < 3)).toEqual([]);
  });

  test("has bars as long as the loads, on the same scale for all", () => {
    for (const server of ["paris", "ashburn", "last resort"]) {
      const worst = fullest(scene, server);
      const [first] = bars(server);
      const [, frame, bar] = first?.children ?? [];
      const part = (Number(bar?.attributes.width) / Number(frame?.attributes.width)) * 1.25;
      const { requests = 0, limit = 1 } = worst?.load ?? {};
      expect(part).toBeCloseTo(Math.min(1.25, requests / limit), 2);
    }
  });

  test("is coloured from 90 % on, and red above what can be taken", () => {
    const fillOf = (server: string) => bars(server)[0]?.children[2]?.attributes.fill;
    expect([fillOf("dallas"), fillOf("frankfurt"), fillOf("amsterdam")]).toEqual([DOWN.light, WARM.light, QUIET.light]);
  });

  test("has the limit of the last resort as a line, and what it takes at once as a dashed one", () => {
    const lines = bars("last resort")
      .slice(0, 1)
      .flatMap(all)
      .filter(({ attributes }) => attributes.class === "rim");
    expect(lines.map(({ attributes }) => attributes["stroke-dasharray"])).toEqual([undefined, "3 2"]);
    const tooFast = TWELVE_SCENE({ ...FACTS_OF_TWELVE, lastResort: { requestsPerSecond: 420_000, atOnce: 1000 } });
    const [first] = all(parseXml(pictureOf(tooFast))).filter(
      ({ attributes }) => attributes["data-load"] === "last resort",
    );
    expect(first?.children[2]?.attributes.fill).toBe(DOWN.light);
  });

  test("ranks and tells what the last resort is asked for at once, though it could take that later", () => {
    // Of its 420,000 it is asked for half; of the 1,000 at once, for many times as many.
    const tooFast = TWELVE_SCENE({ ...FACTS_OF_TWELVE, lastResort: { requestsPerSecond: 420_000, atOnce: 1000 } });
    const [well] = tooFast.scenarios;
    const atLast = fullest(tooFast, "last resort");
    const more = (atLast?.load.requests ?? 0) - (loadIn(tooFast, "last resort", well)?.requests ?? 0);
    expect(more).toBeGreaterThan(10_000);
    expect(atLast?.part).toBeCloseTo(more / 1000, 6);
    expect(loadRows(tooFast)[0]).toBe("last resort");
    expect(shownScenarios(tooFast)[0]).toEqual(atLast?.scenario);
    const text = pictureOf(tooFast);
    expect(text).toMatch(/Fullest: last resort, [\d,]+(\.\d)? % of what it takes at once, when sao-paulo is down\./);
    expect(text).toMatch(/>[\d,]+\/s \d+(\.\d)? %, sao-paulo is down</);
    expect(text).toMatch(/>[\d,]+(\.\d)? % of what it takes at once</);
    // In the narrow columns, the part of what it takes at once is above the bar, and how many requests are is below it.
    expect(text).toMatch(/>[\d,]+(\.\d)? %<.*>at once</);
    expect(text).toContain(`>${Math.round(atLast?.load.requests ?? 0).toLocaleString("en-US")}/s<`);
  });

  /** The first bar of the last resort, by what is known of it. */
  const lastResort = (known: NonNullable<typeof FACTS_OF_TWELVE.lastResort>) => {
    const svg = pictureOf(TWELVE_SCENE({ ...FACTS_OF_TWELVE, lastResort: known }));
    const [first] = all(parseXml(svg)).filter(({ attributes }) => attributes["data-load"] === "last resort");
    const [words, frame, bar, ...lines] = first?.children ?? [];
    return { svg, words, frame, bar, lines: lines.flatMap(all) };
  };
  const usual = loadIn(scene, "last resort", well)?.requests ?? 0;
  const most = Math.max(
    ...[...scene.loads.keys()].map((id) => loadIn(scene, "last resort", { ...well, id })?.requests ?? 0),
  );

  test("measures the last resort by what it takes at once where nothing else is known", () => {
    const atOnce = Math.round((most - usual) / 1.1);
    const { svg, words, frame, bar, lines } = lastResort({ atOnce });
    expect(words?.attributes["font-weight"]).toBe("bold");
    expect(bar?.attributes.fill).toBe(DOWN.light);
    expect(Number(bar?.attributes.width) / Number(frame?.attributes.width)).toBeCloseTo(
      most / (usual + atOnce) / 1.25,
      2,
    );
    const dashed = lines.flatMap(({ attributes }) => attributes["stroke-dasharray"] ?? []);
    expect(dashed).toEqual(["3 2"]);
    expect(svg).toContain(`at once ${atOnce.toLocaleString("en-US")}/s more`);
  });

  test("is coloured from 90 % of what is taken at once, and red above", () => {
    const fillAt = (part: number) =>
      lastResort({ requestsPerSecond: 10 * most, atOnce: (most - usual) / part }).bar?.attributes.fill;
    expect([fillAt(0.89), fillAt(0.91), fillAt(1.01)]).toEqual([QUIET.light, WARM.light, DOWN.light]);
  });

  test("says what is taken at once wherever that is the most of what can be taken, and is ranked by", () => {
    const { words, lines } = lastResort({ requestsPerSecond: 10 * most, atOnce: (most - usual) / 0.5 });
    // Above the bar is what it is asked for, of all that it can take; below it, of what it takes at once.
    expect(words?.text).toMatch(/^[\d,]+\/s \d+(\.\d)? %, /);
    expect(lines.at(-1)?.text).toBe("50 % of what it takes at once");
    const load = { server: "last resort", requests: 150, limit: 1000, atOnce: 100 };
    expect(JSON.stringify(loadCell(load, 100))).toContain("150 (15 %), 50 % of what it takes at once");
    expect(JSON.stringify(loadCell({ ...load, requests: 900 }, 890))).not.toContain("at once");
  });

  test("has the dashed line at what it has when all is well and what it takes at once", () => {
    const { frame, lines } = lastResort({ requestsPerSecond: 4 * most, atOnce: most });
    const dashed = lines.find(({ attributes }) => attributes["stroke-dasharray"] !== undefined);
    const [x = 0, width = 1] = [frame?.attributes.x, frame?.attributes.width].map(Number);
    const at = Number(/^M([\d.]+)/.exec(dashed?.attributes.d ?? "")?.[1]);
    expect((at - x) / width).toBeCloseTo((usual + most) / (4 * most) / 1.25, 2);
  });

  test("says in words what is more than nothing at once", () => {
    const { svg, bar } = lastResort({ requestsPerSecond: 420_000, atOnce: 0 });
    expect(svg).not.toMatch(/Infinity|NaN/);
    expect(svg).toMatch(/>too much<.*>at once</);
    expect(bar?.attributes.fill).toBe(DOWN.light);
    expect(lastResort({ atOnce: 0 }).svg).not.toMatch(/Infinity|NaN/);
  });

  test("goes to 125 % and no further: a longer bar has a sign that it is cut", () => {
    const cut = (requestsPerSecond: number) => {
      const { frame, bar, lines } = lastResort({ requestsPerSecond });
      expect(Number(bar?.attributes.width)).toBeLessThanOrEqual(Number(frame?.attributes.width));
      return lines.some(({ attributes }) => attributes["data-break"] !== undefined);
    };
    expect([cut(most / 1.26), cut(most / 1.24)]).toEqual([true, false]);
  });

  test("has no text that is wider than the picture, however many failures are left out", () => {
    const names = Array.from({ length: 40 }, (_, index) => `data-center-${index}`);
    const scenarios = names.map((name) => ({ id: name, title: `${name} is down`, down: [name] }));
    const loads = new Map(
      [well, ...scenarios].map(
        ({ id }, index) => [id, [{ server: "paris", requests: 100 + index, limit: 1000 }]] as const,
      ),
    );
    const svg = pictureOf({ ...scene, scenarios: [well, ...scenarios], loads });
    // The seven worst, 14 to 13.4 %, have columns.
    expect(svg).toContain("In 33 other failures");
    expect(svg).toContain("nobody is fuller than 13.3 %.");
    const texts = all(parseXml(svg)).filter(({ name }) => name === "text");
    for (const { attributes, text } of texts)
      expect(Number(attributes.x) + (text ?? "").length * 5.5).toBeLessThan(1240);
  });

  test("has no text that runs into the column beside it, where it is at least so much at once", () => {
    const { demand = {}, ...facts } = FACTS_OF_TWELVE;
    const partly = Object.fromEntries(Object.entries(demand).filter(([code]) => code !== "IN"));
    const texts = all(parseXml(pictureOf(TWELVE_SCENE({ ...facts, demand: partly }))))
      .filter(({ name, attributes }) => name === "text" && attributes.x !== undefined)
      .map(({ text, attributes: { x, y } }) => ({
        text,
        y,
        left: Number(x),
        right: Number(x) + text.length * 12 * 0.57,
      }));
    expect(texts.map(({ text }) => text)).toEqual(
      expect.arrayContaining(["at once", expect.stringMatching(/^≥ [\d.]+ %$/)]),
    );
    // Columns begin at 480, each 90 wide.
    const cells = texts.filter(({ left }) => left >= 480 && (left - 480) % 90 === 0);
    expect(cells.length).toBeGreaterThan(20);
    expect(cells.filter(({ left, right }) => right > left + 90)).toEqual([]);
  });

  test("has the worst failure first, and only those that fill somebody who is up", () => {
    const [first] = shownScenarios(scene);
    expect(first?.title).toBe("ashburn is down");
    for (const { id, down } of shownScenarios(scene)) {
      const isFuller = (scene.loads.get(id) ?? []).some(
        ({ server, requests }) =>
          !down.includes(server) && requests > (loadIn(scene, server, scene.scenarios[0])?.requests ?? 0),
      );
      expect(isFuller).toBe(true);
    }
  });

  test("says first who is fullest, and when", () => {
    expect(pictureOf(scene)).toContain("Fullest: dallas, 159.2 %, when ashburn is down.");
  });

  test("says in how many failures somebody is as full", () => {
    const failures = ["a", "b", "c"].map((name) => ({ id: name, title: `${name} is down`, down: [name] }));
    const loads = new Map(
      [well, ...failures].map(({ id }) => {
        const requests = id === "b" ? 450 : id === well.id ? 100 : 500;
        return [
          id,
          [
            { server: "paris", requests, limit: 1000 },
            { server: "tokyo", requests: 7, limit: 1000 },
          ],
        ] as const;
      }),
    );
    const text = pictureOf({ ...scene, scenarios: [well, ...failures], loads });
    expect(text).toContain("Fullest: paris, 50 %, when a is down, or 1 other.");
    expect(text).toContain("500/s 50 %, a is down, or 1 other<");
    const long = failures.map((one) => ({ ...one, title: `amsterdam-${one.title}` }));
    // With more letters, it would be written over the next column.
    expect(pictureOf({ ...scene, scenarios: [well, ...long], loads })).toContain(
      ">50 %, amsterdam-a is down, or 1 other<",
    );
    // As full as while all is well is not as full as in a failure.
    expect(text).toContain("7/s 0.7 %, all is well<");
    expect(fullest(scene, "dallas")?.others).toBe(0);
  });

  test("says what is not known, and draws no line for it", () => {
    expect(pictureOf(SMALL())).toContain("No requests are known: configure analysis.demand, or give --facts.");
    const unlimited = pictureOf(sceneOf({}, { demand: { FR: 100 } }));
    expect(unlimited).toContain("Nobody said what data centres can take");
    expect(unlimited).toContain("limit not known");
    expect(unlimited).not.toContain("data-load");
  });

  test("tells the same in any unit: who is fullest, which failures fill somebody, and how many are alike", () => {
    const scaled = (by: number) => {
      const times = (value: number) => value * by;
      const demand = Object.fromEntries(
        Object.entries(FACTS_OF_TWELVE.demand ?? {}).map(([code, one]) => [code, times(one)]),
      );
      const sites = Object.entries(FACTS_OF_TWELVE.dataCenters ?? {}).map(
        ([name, one]) => [name, { ...one, requestsPerSecond: times(one.requestsPerSecond ?? 0) }] as const,
      );
      const lastResort = { requestsPerSecond: times(420_000), atOnce: times(60_000) };
      return TWELVE_SCENE({ version: 1, demand, dataCenters: Object.fromEntries(sites), lastResort });
    };
    const told = (some: ReturnType<typeof SMALL>) => ({
      shown: shownScenarios(some).map(({ id }) => id),
      rows: loadRows(some),
      fullest: loadRows(some).map((server) => {
        const { scenario, others, part = 0, surge = 0 } = fullest(some, server) ?? {};
        return [scenario?.id, others, part.toFixed(6), surge.toFixed(6)];
      }),
      bars: all(parseXml(pictureOf(some))).filter(({ attributes }) => attributes["data-load"] !== undefined).length,
    });
    expect(told(scaled(1e-6))).toEqual(told(scene));
  });

  test("says that numbers are the most there can be, where it is not known which host names requests are for", () => {
    const known = [...scene.loads].map(([id, loads]) => [id, loads.map((one) => ({ ...one, isMost: true }))] as const);
    const text = pictureOf({ ...scene, loads: new Map(known) });
    expect(text).toContain("Fullest: dallas, at most 159.2 %, when ashburn is down.");
    expect(text).toContain("each such number is the most that there can be");
    expect(pictureOf(scene)).not.toContain("the most that there can be");
  });

  test("shows failures by what they add where nobody knows what can be taken, the most first", () => {
    const failures = ["a", "b", "c"].map((name) => ({ id: name, title: `${name} is down`, down: [name] }));
    const requests: Readonly<Record<string, number>> = { a: 110, b: 150, c: 100 };
    const loads = new Map(
      [well, ...failures].map(({ id }) => [id, [{ server: "paris", requests: requests[id] ?? 100 }]] as const),
    );
    const shown = shownScenarios({ ...scene, scenarios: [well, ...failures], loads });
    expect(shown.map(({ id }) => id)).toEqual(["b", "a"]);
  });
});
