import { drawingOf } from "../../lib/pictures/draw/drawing";
import { topologyPicture } from "../../lib/pictures/draw/topology";
import type { Platform } from "../../lib/pictures/model/platform";
import { all, parseXml } from "./read-svg";
import { sceneOf, TWELVE_SCENE } from "./scenes";
import { WORLD_SHAPES } from "./shapes";

type Spot = readonly [x: number, y: number];

/** Points along a path of straight lines and curves of third degree. */
function pointsOf(d: string): readonly Spot[] {
  const points: Spot[] = [];
  let at: Spot = [0, 0];
  for (const [, command = "", rest = ""] of d.matchAll(/([MCVHhlvz])([^MCVHhlvz]*)/g)) {
    const numbers = (rest.match(/-?[\d.]+/g) ?? []).map(Number);
    const [x = 0, y = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = numbers;
    const from = at;
    if (command === "M") at = [x, y];
    else if (command === "V") at = [at[0], x];
    else if (command === "l") at = [at[0] + x, at[1] + y];
    else if (command === "h") at = [at[0] + x, at[1]];
    else if (command === "v") at = [at[0], at[1] + x];
    else if (command === "C") at = [x3, y3];
    for (let part = 0; part <= 1; part += 1 / 64) {
      const rest = 1 - part;
      const curved = (one: number, two: number, three: number, four: number) =>
        rest ** 3 * one + 3 * rest ** 2 * part * two + 3 * rest * part ** 2 * three + part ** 3 * four;
      if (command === "C") points.push([curved(from[0], x, x2, x3), curved(from[1], y, y2, y3)]);
      else if (command !== "M") points.push([from[0] + part * (at[0] - from[0]), from[1] + part * (at[1] - from[1])]);
    }
  }
  return points;
}

const regions = ["asia-southeast1", "europe-west1", "northamerica-northeast1"].map((name) => ({
  name,
  ranges: ["10.8.128.0/18"],
  clusters: [{ name: `production-${name}`, pools: ["video: g2-standard-8, 0 to 24 nodes"] }],
  isBehindLoadBalancer: true,
}));
const links = (...names: readonly string[]) =>
  names.flatMap((dataCenter) =>
    regions.map(({ name }) => ({ dataCenter, region: name, what: "4 encrypted attachments and 2 VPN tunnels" })),
  );

const LONG = "a-data-centre-with-a-very-long-name-indeed";
const cases: readonly (readonly [string, () => ReturnType<typeof TWELVE_SCENE>, Platform])[] = [
  [
    "twelve data centres, three of them behind the load balancer",
    TWELVE_SCENE,
    {
      network: "production",
      hasLoadBalancer: true,
      regions,
      behindLoadBalancer: ["amsterdam", "paris", LONG],
      links: links("paris", "warsaw"),
    },
  ],
  [
    "one data centre",
    () => sceneOf({}, { demand: { FR: 100, DE: 300 } }),
    { network: "production", hasLoadBalancer: true, regions, behindLoadBalancer: ["paris"], links: links("paris") },
  ],
  [
    "one data centre and nothing else",
    () => sceneOf({}),
    { hasLoadBalancer: false, regions: [], behindLoadBalancer: [], links: [] },
  ],
];

describe.each(cases)("the topology of %s", (_, make, platform) => {
  const scene = make();
  const picture = topologyPicture(drawingOf(scene, WORLD_SHAPES, true), platform);
  // The last group but the heading's has the parts, in units of its own.
  const [, body] = parseXml(picture).children[0]?.children.filter(({ name }) => name === "g") ?? [];
  const elements = body === undefined ? [] : all(body);
  const texts = elements
    .filter(({ name }) => name === "text")
    .map(({ text, attributes }) => {
      const [x, y, size] = ["x", "y", "font-size"].map((key) => Number(attributes[key])) as [number, number, number];
      const wide = text.length * size * 0.57;
      const left = attributes["text-anchor"] === "end" ? x - wide : x;
      return { text, left, right: left + wide, top: y - size * 0.75, bottom: y + size * 0.2 };
    });
  const boxes = elements
    .filter(({ name, attributes }) => name === "rect" && attributes.fill !== "none" && attributes.rx !== undefined)
    .map(({ attributes: { x, y, width, height } }) => {
      const [left, top] = [Number(x), Number(y)];
      return { left, top, right: left + Number(width), bottom: top + Number(height) };
    });

  test("has no line that runs through a text or a box", () => {
    const lines = elements.filter(({ name }) => name === "path").map(({ attributes }) => attributes.d ?? "");
    expect(lines.length).toBeGreaterThanOrEqual(2 * scene.servers.length);
    const isIn = ([x, y]: Spot, box: (typeof boxes)[number]) =>
      x > box.left + 1 && x < box.right - 1 && y > box.top + 1 && y < box.bottom - 1;
    const crossed = lines.flatMap((d) =>
      [...texts, ...boxes].filter((box) => pointsOf(d).some((point) => isIn(point, box))).map((box) => [d, box]),
    );
    expect(crossed).toEqual([]);
  });

  test("has each text whole, within its box, and no two over each other", () => {
    expect(texts.length).toBeGreaterThan(5);
    const within = texts.filter(({ left, top }) =>
      boxes.some((box) => left > box.left && left < box.right && top > box.top && top < box.bottom),
    );
    expect(within.length).toBeGreaterThan(4);
    const tooWide = within.filter(
      ({ left, right, top, bottom }) =>
        !boxes.some((box) => left > box.left && right <= box.right && top > box.top && bottom <= box.bottom),
    );
    expect(tooWide).toEqual([]);
    const over = texts.flatMap((one, index) =>
      texts
        .slice(index + 1)
        .filter((two) => one.left < two.right && one.right > two.left && one.top < two.bottom && one.bottom > two.top)
        .map((two) => [one.text, two.text]),
    );
    expect(over).toEqual([]);
    expect(picture).not.toMatch(/…|NaN|undefined/);
  });
});
