import { drawingOf } from "../../lib/pictures/draw/drawing";
import { failuresWide } from "../../lib/pictures/draw/failure-map";
import { loadPicture } from "../../lib/pictures/draw/load";
import { dividesOf, type LookedAt } from "../../lib/pictures/draw/look";
import { mapPicture, narrowMapPicture, wellMap } from "../../lib/pictures/draw/map";
import { nameInLines } from "../../lib/pictures/draw/svg";
import { failuresByDamage } from "../../lib/pictures/model/moves";
import type { CountryCode } from "../../lib/routing/countries";
import { all, type Element, parseXml, textsIn } from "./read-svg";
import { sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

const COUNTRIES = "FR DE ES IT PL SE NO FI NL BE AT CH".split(" ") as CountryCode[];

/** Data centres that serve a country each, and the next ones after them. */
function drawingWith(names: readonly string[], limit = 3000) {
  const demand = Object.fromEntries(names.map((_, index) => [COUNTRIES[index], 1000 + 100 * index]));
  const dataCenters = Object.fromEntries(
    names.map((name, index) => [
      name,
      { ingress: { ipv4: `203.0.113.${10 + index}`, ipv6: `2001:db8:${index + 1}::10` }, requestsPerSecond: 3000 },
    ]),
  );
  const countries = Object.fromEntries(
    names.map((name, index) => [COUNTRIES[index], { serveFrom: [name, names[(index + 1) % names.length]] }]),
  );
  const scene = sceneOf({ dataCenters, routing: { countries } } as object, {
    demand,
    dataCenters: Object.fromEntries(names.map((name) => [name, { requestsPerSecond: limit }])),
  });
  return drawingOf(scene, WORLD_SHAPES, true);
}

const WORLDS = [
  ["of two cities", ["amsterdam", "frankfurt"].flatMap((city) => [1, 2, 3].map((number) => `${city}-dc${number}`))],
  ["that differ at their ends", Array.from({ length: 12 }, (_, index) => `data-centre-number-${index + 1}`)],
  [
    "as long as they may be",
    [`${"x".repeat(31)}a`, "south-coast-regional-cluster-101", "south-coast-regional-cluster-102"],
  ],
] as const;

describe.each(WORLDS)("names of data centres %s", (_, names) => {
  const drawing = drawingWith(names);
  const pictures = {
    load: loadPicture(drawing),
    map: mapPicture(drawing, false),
    narrow: narrowMapPicture(drawing, false),
  };
  const textsOf = (svg: string) => all(parseXml(svg)).filter(({ name }) => name === "text");

  test("are whole in heads of columns, in rows and in the legend, in lines where they are long", () => {
    for (const svg of Object.values(pictures)) {
      expect(svg).not.toContain("…");
      // Read from line to line.
      const read = textsOf(svg).map(({ text, children }) => [text, ...children.map((child) => child.text)].join(""));
      const joined = read.join("");
      for (const name of names) expect(joined).toContain(name);
    }
    // A row each, and a column for each of seven failures.
    const joined = textsOf(pictures.load)
      .map(({ text }) => text)
      .join("");
    const heads = names.filter((name) => joined.includes(`${name}is down`));
    expect(heads).toHaveLength(Math.min(7, names.length));
  });

  test("are in the load below one another: none is written over another line, column or bar", () => {
    const lines = linesOf(textsOf(pictures.load));
    const table = lines.slice(lines.findIndex(({ text }) => text === "fullest, when"));
    expect(overlaps(table)).toEqual([]);
    expect(Math.max(...table.map(({ end }) => end))).toBeLessThan(1240);
  });

  test("are in the legend within its columns, and below one another, on a telephone either", () => {
    for (const [svg, column] of [
      [pictures.map, 300],
      [pictures.narrow, 360],
    ] as const) {
      const legend = all(parseXml(svg))
        .filter(({ attributes }) => attributes.transform?.startsWith("translate("))
        .at(-1);
      const items = linesOf(all(legend as Element).filter(({ name }) => name === "text")).filter(
        ({ x }) => x % column === 30,
      );
      expect(items.length).toBeGreaterThan(names.length);
      expect(overlaps(items)).toEqual([]);
      for (const { x, end } of items) expect(end).toBeLessThan(x - 30 + column);
      // No more lines than are needed: a name of 21 letters has one.
      expect(items.length).toBeLessThanOrEqual(3 * (names.length + 1));
    }
  });
});

test.each([3000, 1500])(
  "the longest names are beside nothing else in the load, where %d can be taken: when somebody is fullest has lines of its own",
  (limit) => {
    const names = ["amsterdam", "frankfurt", "barcelona", "stockholm"].map((city) => `${city}-${"x".repeat(22)}`);
    const svg = loadPicture(drawingWith(names, limit));
    const lines = linesOf(all(parseXml(svg)).filter(({ name }) => name === "text"));
    const table = lines.slice(lines.findIndex(({ text }) => text === "fullest, when"));
    expect(overlaps(table)).toEqual([]);
    for (const name of names.slice(1)) expect(table.map(({ text }) => text)).toContain(`${name} is down`);
    // The column has 310.
    for (const { x, end } of table.filter(({ x }) => x === 170)) expect(end - x).toBeLessThan(310);
  },
);

describe("where a telephone divides a map", () => {
  const cutIn = ({ panel, points, svg, alike = points }: LookedAt) =>
    dividesOf(panel, alike).flatMap(({ left, right }) =>
      textsIn(svg)
        .filter((text) => !text.text.includes("not on the map") && text.left < left && text.right > right)
        .map(({ text }) => text),
    );

  test("no name and no letters are written across it, in the map of all and in that of any failure", () => {
    const drawing = drawingOf(TWELVE_SCENE(), WORLD_SHAPES, true);
    const looked = [
      ...wellMap(drawing).looked,
      ...failuresWide(drawing, failuresByDamage(drawing.scene)).flatMap((map) => map.looked),
    ];
    expect(looked.flatMap(({ panel, points, alike = points }) => dividesOf(panel, alike)).length).toBeGreaterThan(10);
    expect(looked.flatMap(cutIn)).toEqual([]);
  });

  test("nor are the longest names, which are shown whole", () => {
    const drawing = drawingWith(COUNTRIES.map((code) => `${code.toLowerCase()}-${"x".repeat(29)}`));
    const looked = wellMap(drawing).looked;
    expect(looked.flatMap(({ svg }) => textsIn(svg)).filter(({ text }) => text.length === 32).length).toBeGreaterThan(
      5,
    );
    expect(looked.flatMap(cutIn)).toEqual([]);
  });
});

/** Lines of text, and how far each goes at least. */
function linesOf(texts: readonly Element[]) {
  return texts.map(({ attributes, text = "", children }) => {
    const { x, y, "font-size": size, "font-weight": weight } = attributes;
    const parts = children.map((child) => child.text ?? "");
    const whole = `${text}${parts.join(" ")}`;
    const letter = Number(size) * (weight === "bold" ? 0.6 : 0.5);
    return { text: whole, x: Number(x), y: Number(y), end: Number(x) + whole.length * letter };
  });
}

/** Lines that are written over others. */
function overlaps(lines: ReturnType<typeof linesOf>): readonly string[] {
  return lines.flatMap((one, index) =>
    lines
      .slice(index + 1)
      .filter((other) => Math.abs(one.y - other.y) < 11 && one.x < other.end && other.x < one.end)
      .map((other) => `${one.text} / ${other.text}`),
  );
}

test("a name is broken after hyphens and at spaces, and in a word that is longer than a line", () => {
  expect(nameInLines("amsterdam-dc1", 11)).toEqual(["amsterdam-", "dc1"]);
  expect(nameInLines("data-centre-number-12", 12)).toEqual(["data-centre-", "number-12"]);
  expect(nameInLines("last resort", 11)).toEqual(["last resort"]);
  expect(nameInLines("last resort", 8)).toEqual(["last", "resort"]);
  expect(nameInLines("xxxxxxxxxx", 4)).toEqual(["xxxx", "xxxx", "xx"]);
  expect(nameInLines("a-b", 0)).toEqual(["a", "-", "b"]);
});
