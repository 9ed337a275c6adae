import { HtmlValidate } from "html-validate";
import { drawingOf } from "../../lib/pictures/draw/drawing";
import { amount, escaped } from "../../lib/pictures/draw/svg";
import { partsText } from "../../lib/pictures/draw/words";
import { failuresByDamage } from "../../lib/pictures/model/moves";
import type { Part } from "../../lib/pictures/model/scene";
import { changePage } from "../../lib/pictures/page/change";
import { scenePage } from "../../lib/pictures/page/page";
import { SMALL_PLATFORM } from "../support/platform";
import { rowsOf, VALID_HTML, withEnds } from "./read-html";
import { circlesIn, parseXml, wronglyFilled } from "./read-svg";
import { SMALL, sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const pageOf = (scene: ReturnType<typeof SMALL>) => scenePage(drawingOf(scene, WORLD_SHAPES, true));

/** What of a page is XML as well: all but the head, and elements and attributes that end by themselves. */
function bodyOf(page: string): string {
  const [, body = ""] = page.split("</head>");
  return withEnds(body)
    .replace("</html>", "")
    .replaceAll(/<input([^>]*?)( checked)?>/g, "<input$1/>")
    .replaceAll(" hidden>", ">");
}

describe.each([
  ["twelve data centres", () => TWELVE_SCENE()],
  ["one data centre without a demand", SMALL],
])("the page of %s", (_, make) => {
  const scene = make();
  const page = pageOf(scene);

  test("is valid HTML", async () => {
    const { results } = await new HtmlValidate(VALID_HTML).validateString(page);
    expect(
      results.flatMap(({ messages }) => messages.map(({ message, line, ruleId }) => `${line} ${ruleId}: ${message}`)),
    ).toEqual([]);
  });

  test("runs no script, needs nothing from elsewhere, and is the same each time", () => {
    expect(page).not.toMatch(
      /<script|https?:|<link|@import|\bon\w+=|javascript:|<iframe|<object|style="|NaN|undefined/,
    );
    expect([...page.matchAll(/(?:href|src)="([^"]*)"/g)].every(([, target = ""]) => target.startsWith("#"))).toBe(true);
    expect(page).toBe(pageOf(make()));
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(300 * 1024);
  });

  test("has no id twice, and each reference leads to one", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = [...page.matchAll(/(?:href="#|url\(#)([^")]+)/g)].map(([, id]) => id);
    expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test("has a section for each scenario, filled as the simulation answers, and its numbers in a table", () => {
    const wrong = [...failuresByDamage(scene)].flatMap(({ scenario, moves }) => {
      const [, section = ""] = page.split(` id="${scenario.id}">`);
      const [own = ""] = section.split('<section class="scenario');
      const [, whole = ""] = own.split('<section class="picture');
      const [picture = ""] = whole.split("</svg></section>");
      const circles = circlesIn(parseXml(`${picture.slice(picture.indexOf("<svg viewBox"))}</svg>`));
      const rows = rowsOf(own, "Whose users move").map((cells) => cells.join(" | "));
      return moves.flatMap(({ place, after, before, amount: moved }) => {
        const requests = place.requests === undefined ? [] : [moved ?? 0, place.requests].map(amount);
        const name = place.name === place.code ? place.code : `${place.code} (${escaped(place.name)})`;
        const isThere = rows.includes([name, ...requests, partsText(before), partsText(after)].join(" | "));
        return [
          ...wronglyFilled(place.code, circles.get(place.code), after, scene),
          ...(isThere ? [] : [`${place.code} has no row`]),
        ];
      });
    });
    expect(wrong).toEqual([]);
    expect(page.match(/<section class="scenario/g)).toHaveLength(scene.scenarios.length);
  });

  test("can be read from top to bottom: it is well-formed, and each table has a caption and heads", () => {
    expect(() => parseXml(bodyOf(page))).not.toThrow();
    expect(page.match(/<table /g)?.length).toBe(
      page.match(/<table class="[\w ]+"><caption>[^<]+<\/caption><thead><tr><th scope="col">/g)?.length,
    );
    expect(page.indexOf("<table ")).toBeLessThan(page.indexOf('class="picture'));
  });

  test("hides a scenario on a screen alone, where another is chosen", () => {
    const [style = ""] = page.split("</style>");
    const hiding = [...style.matchAll(/[^{}]*\{display:none\}/g)].map(([rule]) => rule);
    expect(hiding.filter((rule) => rule.includes(".scenario"))).toHaveLength(scene.scenarios.length);
    expect(page).toMatch(/@media screen\{body:has\(#s0:checked\) \.scenario:not\(\.n0\)\{display:none\}/);
    // Where a browser cannot choose, or on paper, there is nothing to choose.
    expect(page.match(/<fieldset[^>]*>/g)).toEqual(["<fieldset hidden>"]);
    expect(style).toContain("@supports selector(:has(a)){@media screen{fieldset{display:flex}}}");
    expect(page).toContain(":focus-visible");
    expect(Number(/@media print\{body\{font-size:(\d+)pt/.exec(page)?.[1])).toBeGreaterThanOrEqual(9);
  });
});

test("links to the map and the tables that are far down come first; that to the map is there while the map is shown", () => {
  const linksOf = (page: string) =>
    [...(page.split("<fieldset")[0] ?? "").matchAll(/<a [^>]*href="#([^"]+)">([^<]+)/g)].map(([, to, text]) => {
      return [to, text, page.indexOf(` id="${to}"`) > page.indexOf("<fieldset")];
    });
  const twelve = pageOf(TWELVE_SCENE());
  expect(linksOf(twelve)).toEqual([
    ["map", "Map", true],
    ["loads", "Load against capacity", true],
    ["everyone-else", "Everyone else", true],
    ["how-to-read-it", "How to read it", true],
  ]);
  // Without a demand there are no loads.
  expect(linksOf(pageOf(SMALL())).map(([to]) => to)).toEqual(["map", "everyone-else", "how-to-read-it"]);
  expect(twelve).toMatch(/@media screen\{[^@]*body:has\(#s0:not\(:checked\)\) \.to-map\{display:none\}\}/);
});

test("on paper, headings stay with what follows them, heads of tables are repeated, and no picture, row, note or short list is divided", () => {
  const [style = ""] = pageOf(SMALL()).split("</style>");
  const [, printed = ""] = style.split("@media print{body{");
  const selectorsOf = (rule: string) => printed.split("}").find((one) => one.endsWith(`{${rule}`)) ?? "";
  for (const whole of ["tr", "svg", "p", "table:not(.paper,:has(tr:nth-child(20)))", "main>:last-child"])
    expect(`,${selectorsOf("break-inside:avoid").replace("{", ",")}`).toContain(`,${whole},`);
  for (const heading of ["h2", "caption", ".load p"])
    expect(`,${selectorsOf("break-after:avoid").replace("{", ",")}`).toContain(`,${heading},`);
  expect(printed).toContain("thead{display:table-header-group");
  // Loads begin on a sheet of their own: three columns beside each other cannot be as high as the rest of one.
  expect(printed).toContain("}.load{break-before:page}");
  // The notes at the end are those of the legend, if there is one.
  expect(printed).toContain("}body:has(.legend) main>:last-child{display:none}");
});

test("on paper, the world and the continents that are enlarged are pictures of their own, each as wide as the sheet", () => {
  const page = pageOf(TWELVE_SCENE());
  const [, picture = ""] = page.split('<section class="picture"');
  const [whole = ""] = picture.split("</section>");
  const tops = [
    ...whole.matchAll(/<svg (?:class="(\w+)" )?viewBox="0 (\d+) (\d+) (\d+)"[^>]* role="img" aria-label="([^".]*)/g),
  ];
  expect(tops.map(([, kind, ...numbers]) => [kind, ...numbers])).toEqual([
    [undefined, "0", "1200", "540", "a map of who is served from where"],
    [undefined, "556", "1200", "380", "Part 2 of the map above"],
    ["legend", "0", "1200", expect.any(String), "who serves how much, in which colour"],
  ]);
  expect(whole.match(/href="#all-is-well-map"/g)).toHaveLength(1);
});

test("no percentage is divided at the end of a line: on a telephone, many would be", () => {
  const page = pageOf(TWELVE_SCENE());
  expect(page.match(/\d\u00a0%/g)?.length).toBeGreaterThan(100);
  expect(page.replace(/<style>.*?<\/style>/s, "")).not.toMatch(/\d %/);
});

test("what is short comes first: who serves how much, what failures move, and then the places", () => {
  const captions = [...pageOf(TWELVE_SCENE()).matchAll(/<caption>([^<]*)/g)].map(([, caption]) => caption);
  expect(captions.slice(0, 3)).toEqual([
    "Who serves how much",
    "What each failure moves, the worst first",
    "Who is served by whom",
  ]);
});

test.each([
  [62, 240],
  [246, 380],
])("the page of %d countries that are divided, where all have requests, is at most %d KiB", (count, most) => {
  const scene = TWELVE_SCENE();
  const sites = scene.servers.filter(({ kind }) => kind === "endpoint").map(({ name }) => name);
  const places = scene.places.map((place, index) => {
    const share = (1 + (index % 99)) / 100;
    const [one = "", other = "", third = ""] = [0, 5, 7].map((from) => sites[(index + from) % sites.length]);
    const partsWhile = (down: readonly string[]) => {
      const [first = ""] = [one, other, third].filter((name) => !down.includes(name));
      return [
        { server: first, share },
        { server: "last resort", share: 1 - share },
      ];
    };
    const divided = scene.scenarios.map(({ id, down }) => [id, partsWhile(down)] as const);
    const whole = scene.scenarios.map(({ id }) => [id, [{ server: "last resort", share: 1 }]] as const);
    const isDivided = index < count;
    const parts: (typeof place)["parts"] = new Map<string, readonly Part[]>(isDivided ? divided : whole);
    return { ...place, requests: 100 + index, parts, isLikeEveryone: !isDivided };
  });
  const page = pageOf({ ...scene, places });
  expect(Buffer.byteLength(page)).toBeLessThanOrEqual(most * 1024);
  expect(page.match(/<pattern id="\w+-\d+"/g)?.length).toBeGreaterThan(count);
});

test("a telephone has parts of the map that are no wider than it, in which all is that moves, and where to", () => {
  const scene = TWELVE_SCENE();
  const page = pageOf(scene);
  for (const { scenario, flows } of failuresByDamage(scene)) {
    const [, section = ""] = page.split(` id="${scenario.id}">`);
    const [, parts = ""] = /<div class="parts" hidden>(.*?)<\/div>/.exec(section) ?? [];
    const boxes = [...parts.matchAll(/viewBox="([\d.-]+) ([\d.-]+) (\d+) (\d+)"/g)].map((found) =>
      found.slice(1).map(Number),
    );
    expect(boxes.length).toBeGreaterThan(0);
    expect(Math.max(...boxes.map(([, , width = 0]) => width))).toBeLessThanOrEqual(360);
    const [, map = ""] = section.split(` id="${scenario.id}-map">`);
    const concerned = flows.flatMap(({ from, to }) => [from, to]);
    const outside = concerned.filter((name) => {
      const [, x] = new RegExp(`<(?:circle|rect) c?x="([\\d.]+)"[^>]*data-site="${name}"`).exec(map) ?? [];
      return (
        x !== undefined && !boxes.some(([left = 0, , width = 0]) => Number(x) >= left && Number(x) <= left + width)
      );
    });
    expect(outside).toEqual([]);
  }
});

test("a page says who is drained, and the map of a failure what is down", () => {
  const { paris } = SMALL_PLATFORM.dataCenters;
  const london = { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } };
  const page = pageOf(
    sceneOf(
      {
        dataCenters: { paris: { ...paris, drain: true }, london },
        routing: { countries: { FR: { serveFrom: ["paris", "london"] } } },
      },
      { demand: { FR: 400 } },
    ),
  );
  const served = rowsOf(page, "Who serves how much").map(([name, , serves]) => [name, serves]);
  expect(served).toContainEqual(["paris", expect.stringMatching(/^drained/)]);
  expect(served).toContainEqual(["london", "400/s (100 %)"]);
  const [, map = ""] = page.split(' id="london-is-down-map">');
  expect(map.slice(0, map.indexOf("</svg></section>"))).toContain(">london is down</text>");
});

test("a page and the page of a change say how many arrows are left out", () => {
  const scene = TWELVE_SCENE();
  const sites = scene.servers.filter(({ kind, name }) => kind === "endpoint" && name !== "paris").slice(0, 10);
  const whole = (server: string): readonly Part[] => [{ server, share: 1 }];
  const placesOf = (isMoved: boolean) =>
    scene.places.slice(0, 10).map((place, index) => {
      const next = whole(sites[index]?.name ?? "");
      const parts = scene.scenarios.map(
        ({ id }) => [id, isMoved || id === "paris-is-down" ? next : whole("paris")] as const,
      );
      return { ...place, requests: 100 - index, parts: new Map(parts) };
    });
  const [before, after] = [false, true].map((isMoved) => ({ ...scene, places: placesOf(isMoved) }));
  // The last two of ten, with 92 and 91.
  const note = "<p>2 more arrows are left out: 183/s.</p>";
  expect(pageOf(before as typeof scene)).toContain(note);
  const change = { before: before as typeof scene, after: drawingOf(after as typeof scene, WORLD_SHAPES, true) };
  expect(changePage([{ title: "dns", changes: [change], notes: [] }], [])).toContain(note);
});

test("a page is printed in its colours and across the sheet, is dark on a screen alone, and shows the focus", () => {
  const [style = ""] = pageOf(SMALL()).split("</style>");
  expect(style).toMatch(/svg\{[^}]*;print-color-adjust:exact;-webkit-print-color-adjust:exact\}/);
  expect(style).toContain("@page{size:A4 landscape;margin:12mm}");
  expect(style).toContain("@media screen and (prefers-color-scheme:dark){.h1{fill:");
  expect(style).toContain("@media (prefers-color-scheme:dark){@media screen{body{background:");
  const [, width = "0"] =
    /:focus-visible,label:has\(:focus-visible\)\{outline:(\d)px solid #[0-9a-f]{3,6};/.exec(style) ?? [];
  expect(Number(width)).toBeGreaterThanOrEqual(2);
  expect(style).toMatch(/:focus-visible,label:has\(:focus-visible\)\{outline-color:#/);
});

test("the page has every place with its requests, and the load of everyone in every failure that changes it", () => {
  const scene = TWELVE_SCENE();
  const page = pageOf(scene);
  const lists = ["Who is served by whom", "Everyone else, when all is well"].map((caption) => rowsOf(page, caption));
  const all = lists.flat().map(([place, requests]) => `${place}: ${requests?.split(" (")[0]}`);
  const missing = scene.places.filter(
    ({ code, name, requests = 0 }) => !all.includes(`${code} (${escaped(name)}): ${amount(requests)}`),
  );
  expect(missing.map(({ code }) => code)).toEqual([]);
  // Nobody is told of twice; one row is of everyone else.
  expect(all).toHaveLength(scene.places.length + 1);
  const [, load = ""] = page.split("<h2>Load against capacity</h2>");
  const loads = [...scene.loads].flatMap(([, all]) => all).filter(({ requests }) => requests > 0);
  expect(loads.filter(({ requests }) => !load.includes(`>${amount(requests)} (`))).toEqual([]);
});
