import type { Platform, PlatformRegion } from "../model/platform";
import type { Known } from "../model/requests";
import { isServing, type Scene, type Server } from "../model/scene";
import type { Drawing } from "./drawing";
import { answeredText, servedBy, servedText } from "./legend";
import { FILL, LINE, paintOf } from "./palette";
import { type Block, headingOf, PICTURE_WIDTH, standingAlone } from "./stand-alone";
import { element, inLines, label, nameInLines } from "./svg";
import { arrow, bulge, link, question, type Spot } from "./topology-lines";
import { wellText } from "./words";

/** A box, and where arrows come and go. */
interface Card {
  readonly svg: string;
  readonly height: number;
  readonly left: Spot;
  readonly right: Spot;
}

const LEFT = { x: 0, width: 150 };
const MIDDLE = { x: 400, width: 220, gap: 14 };
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
  const served = scene.servers.filter(({ kind }) => kind !== "nobody");
  const known = new Set(served.map(({ name }) => name));
  const servers = [...served, ...platform.behindLoadBalancer.filter((name) => !known.has(name)).map(onlyBehind)];
  const nameOf = ({ kind, name }: Server) =>
    kind === "last-resort" && platform.hasLoadBalancer ? "Google's load balancer" : name;
  const { cards, height: middle } = inColumn(servers, nameOf, (server) => [
    ...(known.has(server.name) ? [toItText(scene, server, sums.get(server.name))] : []),
    ...whatIsIt(server, platform),
  ]);
  const cardOf = (name: string | undefined) => cards.find(({ server }) => server.name === name)?.card;
  const { blocks, height: right } = regionCards(platform);
  const height = Math.max(middle, right + 20, 240);
  const users = card([LEFT.x, height / 2 - 29], [LEFT.width, 58], ["Users"], []);
  const dns = card([LEFT.x, 20], [LEFT.width, 58], ["Route 53"], ["knows who serves"]);
  const asking = question([LEFT.width - 20, height / 2 - 29], [LEFT.width - 20, 78], "which address?");
  const answers = cards.flatMap(({ server, card: to }) =>
    isServing(scene, server.name) ? [arrow(users.right, to.left, strokeOf(server))] : [],
  );
  const balancer = cards.find(({ server }) => server.kind === "last-resort")?.card;
  const behind = platform.behindLoadBalancer.flatMap((name) => {
    const to = cardOf(name);
    return balancer === undefined || to === undefined
      ? []
      : [element("g", { "data-behind": name }, bulge(balancer.right, to.right))];
  });
  const toRegions = blocks.flatMap(({ region, card: to }) =>
    balancer !== undefined && region.isBehindLoadBalancer ? [arrow(balancer.right, to.left, LINE.wire)] : [],
  );
  const links = linksFrom(platform, cardOf, (name) => blocks.find(({ region }) => region.name === name)?.card);
  const frame = blocks.length === 0 ? "" : vpc(platform, right);
  const boxes = [frame, ...blocks.map((one) => one.card.svg), ...cards.map((one) => one.card.svg), users.svg, dns.svg];
  const said = [...notesOf(platform), ...answeredText(scene)].flatMap((note) => inLines(note, 170));
  const notes = said.map((note, index) =>
    label(0, height + 20 + index * LINE_HEIGHT, note, { "font-size": 12, ...FILL.quiet }),
  );
  return {
    svg: [...boxes, ...links, ...behind, ...toRegions, asking, ...answers, ...notes].join(""),
    height: height + 20 + notes.length * LINE_HEIGHT,
  };
}

/** Cards one below the other, each as high as its texts. All texts are in cards: between these are lines. */
function inColumn(
  servers: readonly Server[],
  nameOf: (server: Server) => string,
  textsOf: (server: Server) => readonly string[],
) {
  let y = 20;
  const cards = servers.map((server) => {
    const made = { server, card: serverCard(server, nameOf(server), y, textsOf(server)) };
    y += made.card.height + MIDDLE.gap;
    return made;
  });
  return { cards, height: y };
}

/** How much is asked of a server, if anything is. */
function toItText(scene: Scene, server: Server, served: Known | undefined): string {
  if (server.isDrained) return "drained";
  return isServing(scene, server.name) ? servedText(scene, served) : "DNS sends nobody here";
}

/** What a server is, and its links. */
function whatIsIt({ kind, name }: Server, { links, hasLoadBalancer }: Platform): readonly string[] {
  const own = links.filter(({ dataCenter }) => dataCenter === name).map(({ what }) => what);
  if (kind === "last-resort") return [hasLoadBalancer ? "one address: the last resort" : "made elsewhere"];
  return kind === "alias" ? ["made elsewhere"] : ["your data centre", ...own];
}

/** A data centre that DNS sends nobody to. */
function onlyBehind(name: string): Server {
  return { name, kind: "endpoint", label: "", isDrained: false };
}

function notesOf({ links, behindLoadBalancer: behind }: Platform): readonly string[] {
  const through = `Google's load balancer sends requests to ${behind.join(", ")} as well, over the VPC.`;
  return [
    `Arrows: requests, in the colours of the map.${links.length === 0 ? "" : " Dashed: links between data centres and the VPC."}`,
    ...(behind.length === 0 ? [] : [through]),
  ];
}

type CardOf = (name: string | undefined) => Card | undefined;

/** The links of a data centre leave it one below the other. */
function linksFrom({ links }: Platform, siteOf: CardOf, regionOf: CardOf): readonly string[] {
  return links.flatMap(({ dataCenter, region, what }) => {
    const [site, to] = [siteOf(dataCenter), regionOf(region)];
    if (site === undefined || to === undefined) return [];
    const own = links.filter((link) => link.dataCenter === dataCenter);
    const at = own.findIndex((link) => link.region === region && link.what === what);
    const down = (site.height * (at + 1)) / (own.length + 1) - site.height / 2;
    const from: Spot = [site.right[0], site.right[1] + down];
    return [link(from, [to.left[0], to.left[1] - 12])];
  });
}

function strokeOf(server: Server) {
  const { class: name, fill } = paintOf(server);
  return { class: `${name}s`, stroke: fill };
}

function serverCard(server: Server, name: string, y: number, texts: readonly string[]): Card {
  const names = nameInLines(name, 22);
  const lines = texts.flatMap((text) => inLines(text, 28));
  const height = 34 + (names.length - 1) * 15 + lines.length * LINE_HEIGHT;
  const made = card([MIDDLE.x, y], [MIDDLE.width, height], names, lines);
  const sign = element("rect", { x: MIDDLE.x, y, width: 8, height, ...paintOf(server) });
  return { ...made, svg: `${made.svg}${sign}` };
}

/** A box with a name in lines, and lines below it. */
function card([x, y]: Spot, [width, height]: Spot, names: readonly string[], below: readonly string[]): Card {
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
  const texts = [...names.map((name) => ({ name, isName: true })), ...below.map((name) => ({ name, isName: false }))];
  const high = names.length * 15 + below.length * LINE_HEIGHT;
  const top = y + (height - high) / 2 + 12;
  const written = texts.map(({ name, isName }, index) => {
    const down = Math.min(index, names.length) * 15 + Math.max(0, index - names.length) * LINE_HEIGHT;
    const style = isName ? { "font-size": 14, "font-weight": "bold", ...FILL.ink } : { "font-size": 12, ...FILL.quiet };
    return label(x + 16, top + down + (isName ? 0 : 2), name, style);
  });
  return {
    svg: [element("rect", box), ...written].join(""),
    height,
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
    height,
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
