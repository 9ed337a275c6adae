import type { Platform, PlatformRegion } from "../model/platform";
import type { Server } from "../model/scene";
import type { Drawing } from "./drawing";
import { servedBy, servedText } from "./legend";
import { type Block, headingOf, PICTURE_WIDTH, standingAlone } from "./map";
import { FILL, LINE, paintOf } from "./palette";
import { haloed } from "./pie";
import { element, inLines, label } from "./svg";
import { wellText } from "./words";

type Spot = readonly [x: number, y: number];

/** A box, and where arrows come and go. */
interface Card {
  readonly svg: string;
  readonly left: Spot;
  readonly right: Spot;
}

const LEFT = { x: 0, width: 150 };
const MIDDLE = { x: 400, width: 220, height: 58, gap: 18 };
const RIGHT = { x: 850, width: PICTURE_WIDTH - 850, gap: 14 };
const LINE_HEIGHT = 17;

/** The parts of a platform, from the users on: Route 53, data centres, the load balancer, the VPC with its regions, and links. */
export function topologyPicture(drawing: Drawing, platform: Platform): string {
  const { scene } = drawing;
  const title = "What the platform is made of";
  return standingAlone({
    title,
    summary: wellText(scene),
    blocks: [headingOf(title, [scene.title, wellText(scene)]), topology(drawing, platform)],
  });
}

function topology({ scene }: Drawing, platform: Platform): Block {
  const sums = servedBy(scene, scene.scenarios[0]);
  const all = [...sums.values()].reduce((sum, each) => sum + each, 0);
  const servers = scene.servers.filter(({ kind }) => kind !== "nobody");
  const cards = servers.map((server, index) => {
    const y = 20 + index * (MIDDLE.height + MIDDLE.gap);
    return {
      server,
      card: serverCard(server, y),
      text: server.isDrained ? "drained" : servedText(scene, sums.get(server.name) ?? 0, all),
    };
  });
  const { blocks, height: right } = regionCards(platform);
  const height = Math.max(20 + servers.length * (MIDDLE.height + MIDDLE.gap), right + 20, 240);
  const users = card([LEFT.x, height / 2 - 29], [LEFT.width, 58], ["Users"], "");
  const dns = card([LEFT.x, 20], [LEFT.width, 58], ["Route 53"], "knows who serves");
  const asking = arrow([75, height / 2 - 29], [75, 78], "which address?", LINE.wire);
  const served = cards.map(({ server, card: to, text }) => arrow(users.right, to.left, text, strokeOf(server)));
  const balancer = cards.find(({ server }) => server.kind === "last-resort")?.card;
  const toRegions = blocks.flatMap(({ region, card: to }) =>
    balancer !== undefined && region.isBehindLoadBalancer ? [arrow(balancer.right, to.left, "", LINE.wire)] : [],
  );
  const links = platform.links.flatMap(({ dataCenter, region, what }) => {
    const from = cards.find(({ server }) => server.name === dataCenter)?.card;
    const to = blocks.find((one) => one.region.name === region)?.card;
    return from === undefined || to === undefined ? [] : [link(from.right, [to.left[0], to.left[1] - 12], what)];
  });
  const frame = blocks.length === 0 ? "" : vpc(platform, right);
  const boxes = [frame, ...blocks.map((one) => one.card.svg), ...cards.map((one) => one.card.svg), users.svg, dns.svg];
  return { svg: [...boxes, ...links, ...toRegions, asking, ...served].join(""), height };
}

function strokeOf(server: Server) {
  const { class: name, fill } = paintOf(server);
  return { class: `${name}s`, stroke: fill };
}

function serverCard(server: Server, y: number): Card {
  const isLastResort = server.kind === "last-resort";
  const name = isLastResort ? "Google's load balancer" : server.name;
  const below = isLastResort
    ? "one address: the last resort"
    : server.kind === "alias"
      ? "made elsewhere"
      : "your data centre";
  const lines = inLines(name.replaceAll("-", "- "), 24).map((line) => line.replaceAll("- ", "-"));
  const made = card([MIDDLE.x, y], [MIDDLE.width, MIDDLE.height], lines, below);
  const sign = element("rect", { x: MIDDLE.x, y, width: 8, height: MIDDLE.height, ...paintOf(server) });
  return { ...made, svg: `${made.svg}${sign}` };
}

/** A box with a name in lines, and a line below it. */
function card([x, y]: Spot, [width, height]: Spot, names: readonly string[], below: string): Card {
  const box = {
    x,
    y,
    width,
    height,
    rx: 4,
    class: "panel wire",
    fill: FILL.panel.fill,
    stroke: LINE.wire.stroke,
    "stroke-width": 1,
  };
  const top = y + (below === "" ? 34 : 24) - (names.length - 1) * 7;
  const texts = names.map((name, index) =>
    label(x + 16, top + index * 15, name, { "font-size": 14, "font-weight": "bold", ...FILL.ink }),
  );
  const last = label(x + 16, top + names.length * 15 + 4, below, { "font-size": 12, ...FILL.quiet });
  return {
    svg: [element("rect", box), ...texts, below === "" ? "" : last].join(""),
    left: [x, y + height / 2],
    right: [x + width, y + height / 2],
  };
}

function regionCards({ regions }: Platform) {
  let y = 52;
  const blocks = regions.map((region) => {
    const lines = [
      ...region.ranges.map((range) => `nodes ${range}`),
      ...region.clusters.flatMap(({ name, pools }) => [`cluster ${name}`, ...pools.map((pool) => `    ${pool}`)]),
    ];
    const height = 34 + lines.length * LINE_HEIGHT;
    const block = { region, card: regionCard(region, lines, y, height) };
    y += height + RIGHT.gap;
    return block;
  });
  return { blocks, height: regions.length === 0 ? 0 : y };
}

function regionCard({ name }: PlatformRegion, lines: readonly string[], y: number, height: number): Card {
  const { x, width } = RIGHT;
  const box = {
    x: x + 12,
    y,
    width: width - 24,
    height,
    rx: 4,
    class: "panel wire",
    fill: FILL.panel.fill,
    stroke: LINE.wire.stroke,
    "stroke-width": 1,
  };
  const texts = lines.map((line, index) =>
    label(x + (line.startsWith(" ") ? 38 : 26), y + 40 + index * LINE_HEIGHT, line.trim(), {
      "font-size": 12,
      ...FILL.quiet,
    }),
  );
  const title = label(x + 26, y + 20, name, { "font-size": 14, "font-weight": "bold", ...FILL.ink });
  return {
    svg: [element("rect", box), title, ...texts].join(""),
    left: [x + 12, y + height / 2],
    right: [x + width - 12, y + height / 2],
  };
}

function vpc({ network }: Platform, height: number): string {
  const box = {
    x: RIGHT.x,
    y: 20,
    width: RIGHT.width,
    height: height - 16,
    rx: 6,
    fill: "none",
    ...LINE.wire,
    "stroke-width": 1.5,
  };
  const text = network === undefined ? "VPC" : `VPC ${network}, routes reach every region`;
  return `${element("rect", box)}${label(RIGHT.x + 14, 42, text, { "font-size": 13, "font-weight": "bold", ...FILL.ink })}`;
}

/** An arrow with a head, and a text in its middle. */
function arrow([x1, y1]: Spot, [x2, y2]: Spot, text: string, stroke: Readonly<Record<string, string>>): string {
  const isUp = Math.abs(x2 - x1) < 1;
  const d = isUp ? `M${round(x1)} ${round(y1)}V${round(y2 + 9)}` : curve([x1, y1], [x2 - 9, y2]);
  const head = isUp ? `M${round(x2)} ${round(y2 + 1)}l-5 9h10z` : `M${round(x2 - 1)} ${round(y2)}l-10 -5v10z`;
  const [textX, textY] = isUp ? [x1, (y1 + y2) / 2] : [x1 + (x2 - x1) * 0.66, y1 + (y2 - y1) * 0.8];
  return [
    element("path", { d, fill: "none", ...stroke, "stroke-width": 2 }),
    element("path", { d: head, ...FILL.ink }),
    text === "" ? "" : haloed(textX, textY - 5, text, { "text-anchor": "middle", "font-size": 12 }),
  ].join("");
}

/** What joins two boxes both ways: dashed, without a head. */
function link(from: Spot, to: Spot, what: string): string {
  const [textX, textY] = [from[0] + (to[0] - from[0]) * 0.3, from[1] + (to[1] - from[1]) * 0.22];
  return [
    element("path", { d: curve(from, to), fill: "none", ...LINE.rim, "stroke-width": 1.5, "stroke-dasharray": "6 4" }),
    haloed(textX, textY - 5, what, { "text-anchor": "middle", "font-size": 12 }),
  ].join("");
}

function curve([x1, y1]: Spot, [x2, y2]: Spot): string {
  const middle = round((x1 + x2) / 2);
  return `M${round(x1)} ${round(y1)}C${middle} ${round(y1)} ${middle} ${round(y2)} ${round(x2)} ${round(y2)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
