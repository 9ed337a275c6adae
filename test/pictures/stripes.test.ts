import { panelFor } from "../../lib/pictures/draw/panel";
import { StripesOfPanel, stripeDefinitions } from "../../lib/pictures/draw/stripes";
import type { Server } from "../../lib/pictures/model/scene";
import { all, parseXml } from "./read-svg";

const servers = new Map(
  ["paris", "tokyo", "dallas"].map((name, index): [string, Server] => [
    name,
    { name, kind: "endpoint", label: name.slice(0, 2), hue: index + 1, isDrained: false },
  ]),
);
const parts = [
  { server: "paris", share: 0.5 },
  { server: "tokyo", share: 0.3 },
  { server: "dallas", share: 0.2 },
];
const frame = { x: 0, y: 0, width: 600, height: 300 };

/** The stripes of a panel that shows a part of the world. */
function stripesIn(width: number) {
  const panel = panelFor("map", { left: 0, top: 0, width, height: width / 2 }, frame);
  const stripes = new StripesOfPanel(panel, servers);
  stripes.paintOf(parts);
  return { panel, patterns: all(parseXml(`<svg>${stripes.svg}</svg>`)).filter(({ name }) => name === "pattern") };
}

test("each of three or more stripes begins where the one before it ends, and the last is that of the main server", () => {
  const { patterns } = stripesIn(2000);
  const [, own] = patterns;
  expect(own?.children.map(({ attributes }) => [attributes.href, Number(attributes.x ?? 0)])).toEqual([
    ["#m2", 0],
    ["#m3", 4.2],
    ["#m1", 7],
  ]);
  // Of 14 units, which are all.
  expect(stripeDefinitions([{ code: "FR", parts, servers }])).toContain('<pattern id="s" width="14"');
});

test.each([500, 2000])("stripes are as wide on paper however far a panel of %d is enlarged", (width) => {
  const { panel, patterns } = stripesIn(width);
  const by = Number(/scale\(([\d.]+)\)/.exec(patterns[0]?.attributes.patternTransform ?? "")?.[1]);
  expect(panel.scale).not.toBe(1);
  expect(by * panel.scale).toBeCloseTo(1, 2);
});
