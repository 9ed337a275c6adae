import { continentOf, isCountryCode } from "../../routing/countries";
import { type FailureMoves, failuresByDamage, type PlaceMoves } from "../model/moves";
import { partsOf, type ServedPlace } from "../model/scene";
import { drawArrows } from "./arrows";
import { drawCircles, drawServers } from "./circles";
import type { Drawing } from "./drawing";
import { drawLand, landDefinitions } from "./land";
import { drawLegend } from "./legend";
import { FILL, LINE, pictureStyle } from "./palette";
import { boxAround, continentBox, inPanel, type Panel, panelFor, WORLD_BOX } from "./panel";
import { element, escaped, inLines, label } from "./svg";
import { failureText, movesText, wellText } from "./words";

/** How wide pictures are. */
export const PICTURE_WIDTH = 1200;
const GAP = 16;

/** With more places of its own, the whole world is drawn. */
const FEW_PLACES = 12;
const FEW_PANELS = 3;

/** With more failures, the worst are drawn, and all are in a table. */
const MOST_MAPS = 6;
const WORST = 3;

/** A part of a picture, and how high it is. */
export interface Block {
  readonly svg: string;
  readonly height: number;
}

/** The map as a picture that stands alone: all is well, and, unless they are not wanted, the failures. */
export function mapPicture(drawing: Drawing, hasFailures = true): string {
  const { scene, land } = drawing;
  const heading = headingOf("Who is served from where", [scene.title, wellText(scene)]);
  const failures = hasFailures ? failuresByDamage(scene) : [];
  const drawn = failures.length > MOST_MAPS ? failures.slice(0, WORST) : failures;
  const table = failures.length > MOST_MAPS ? [tableOf(drawing, failures)] : [];
  const title = failures.length === 0 ? [] : [headingOf("When something is down", [TITLE_OF_FAILURES])];
  return standingAlone({
    title: "Who is served from where",
    summary: [wellText(scene), ...failures.map((failure) => failureText(scene, failure))].join(" "),
    blocks: [
      heading,
      wellMap(drawing),
      legendBlock(drawing),
      ...title,
      ...table,
      ...pairsOf(drawn.map((one) => failureMap(drawing, one))),
    ],
    definitions: landDefinitions(land),
  });
}

const TITLE_OF_FAILURES =
  "Only what changes is coloured. Arrows: requests that move, from what is down to who gets them.";

export function legendBlock(drawing: Drawing): Block {
  return drawLegend(drawing, PICTURE_WIDTH);
}

/** The map while all is well: the world, or with few places of their own these, and the world beside them. */
export function wellMap(drawing: Drawing): Block {
  const { scene } = drawing;
  const looked = scene.places.filter(({ isLikeEveryone, requests = 0 }) => !isLikeEveryone || requests > 0);
  const groups = byContinent(looked);
  const isFew = looked.length > 0 && looked.length <= FEW_PLACES && groups.length <= FEW_PANELS;
  return isFew ? zoomed(drawing, groups) : world(drawing);
}

/** From so many data centres on a continent, it is enlarged. */
const CROWD = 3;
const ENLARGED = 380;

/** The world, and below it the continents on which data centres are close together. */
function world(drawing: Drawing): Block {
  const high = (PICTURE_WIDTH * WORLD_BOX.height) / WORLD_BOX.width;
  const all = wellPanel(drawing, panelFor("w", WORLD_BOX, { x: 0, y: 0, width: PICTURE_WIDTH, height: high }));
  const crowded = crowdedContinents(drawing);
  if (crowded.length === 0) return { svg: all, height: high };
  const width = (PICTURE_WIDTH - GAP * (crowded.length - 1)) / crowded.length;
  const panels = crowded.map((continent, index) => {
    const place = { x: index * (width + GAP), y: high + GAP, width, height: ENLARGED };
    return wellPanel(drawing, panelFor(`e${index}`, continentBox(new Set([continent])), place));
  });
  return { svg: [all, ...panels].join(""), height: high + GAP + ENLARGED };
}

function crowdedContinents({ scene }: Drawing): readonly string[] {
  const counts = new Map<string, number>();
  for (const { country } of scene.servers) {
    if (country === undefined || !isCountryCode(country)) continue;
    counts.set(continentOf(country), (counts.get(continentOf(country)) ?? 0) + 1);
  }
  const crowded = [...counts].filter(([, count]) => count >= CROWD);
  return crowded
    .sort((one, other) => other[1] - one[1])
    .slice(0, 2)
    .map(([continent]) => continent);
}

function byContinent(places: readonly ServedPlace[]): readonly (readonly ServedPlace[])[] {
  const groups = new Map<string, ServedPlace[]>();
  for (const place of places) {
    const key = place.location.continent ?? "";
    groups.set(key, [...(groups.get(key) ?? []), place]);
  }
  return [...groups.values()];
}

const ZOOM = { height: 400, inset: 330 };

function zoomed(drawing: Drawing, groups: readonly (readonly ServedPlace[])[]): Block {
  const wide = PICTURE_WIDTH - ZOOM.inset - GAP;
  const width = (wide - GAP * (groups.length - 1)) / groups.length;
  const panels = groups.map((places, index) => {
    const points = places.flatMap((place) => {
      const serving = partsOf(place, drawing.scene.scenarios[0]).map(({ server }) =>
        drawing.geography.serverAt(server),
      );
      return [drawing.geography.placeAt(place), ...serving].filter((point) => point !== undefined);
    });
    return panelFor(`z${index}`, boxAround(points, 420), {
      x: index * (width + GAP),
      y: 0,
      width,
      height: ZOOM.height,
    });
  });
  const inset = panelFor("w", WORLD_BOX, {
    x: wide + GAP,
    y: 24,
    width: ZOOM.inset,
    height: (ZOOM.inset * WORLD_BOX.height) / WORLD_BOX.width,
  });
  const title = label(wide + GAP, 14, "The world, and what of it is shown", { "font-size": 12, ...FILL.quiet });
  return {
    svg: [...panels.map((panel) => wellPanel(drawing, panel)), title, insetOf(drawing, inset, panels)].join(""),
    height: ZOOM.height,
  };
}

function insetOf(drawing: Drawing, panel: Panel, shown: readonly Panel[]): string {
  const frames = shown.map(({ box }) => {
    const [x, y] = inPanel(panel, [box.left, box.top]);
    const size = { width: box.width * panel.scale, height: box.height * panel.scale };
    return element("rect", { x, y, ...size, fill: "none", ...LINE.rim, "stroke-width": 1.5 });
  });
  return framed(panel, [drawLand(panel, servedIn(drawing), drawing.servers, drawing.land), ...frames]);
}

function wellPanel(drawing: Drawing, panel: Panel): string {
  const { scene, geography, servers, most } = drawing;
  const [well] = scene.scenarios;
  const circles = scene.places
    .filter(({ requests }) => !scene.hasDemand || requests !== undefined)
    .map((place) => ({ place, parts: partsOf(place, well), requests: place.requests }));
  return framed(panel, [
    drawLand(panel, servedIn(drawing), servers, drawing.land),
    drawCircles(panel, geography, circles, { most, servers }),
    drawServers(panel, geography, scene.servers, []),
  ]);
}

/** The countries that are not served as everyone is: the others stay pale. */
function servedIn({ scene }: Drawing): ReadonlyMap<string, ReturnType<typeof partsOf>> {
  const [well] = scene.scenarios;
  return new Map(
    scene.places.filter(({ isLikeEveryone }) => !isLikeEveryone).map((place) => [place.code, partsOf(place, well)]),
  );
}

const FAILURE = { width: (PICTURE_WIDTH - GAP) / 2, height: 330, title: 44 };

/** The map of a failure: only what changes is coloured, with arrows to those who get it. */
export function failureMap(drawing: Drawing, failure: FailureMoves): Block {
  const { scene } = drawing;
  const { scenario, moves, flows } = failure;
  const place = { x: 0, y: FAILURE.title, width: FAILURE.width, height: FAILURE.height - FAILURE.title };
  const panel = panelFor(scenario.id, continentBox(continentsOf(moves)), place);
  const lines = inLines(movesText(scene, failure), 96).slice(0, 2);
  const texts = lines.map((line, index) => label(0, 30 + index * 14, line, { "font-size": 12, ...FILL.quiet }));
  const title = label(0, 14, scenario.title, { "font-size": 15, "font-weight": "bold", ...FILL.ink });
  const map = changedMap(drawing, panel, { moves, flows, down: scenario.down });
  return { svg: [title, ...texts, map].join(""), height: FAILURE.height };
}

const WIDE = { width: 1000, height: 480 };

/** The same without a title, larger: for a page. */
export function failureWide(
  drawing: Drawing,
  { scenario, moves, flows }: FailureMoves,
): Block & { readonly width: number } {
  const panel = panelFor(scenario.id, continentBox(continentsOf(moves)), { x: 0, y: 0, ...WIDE });
  return { svg: changedMap(drawing, panel, { moves, flows, down: scenario.down }), ...WIDE };
}

function continentsOf(moves: readonly PlaceMoves[]): ReadonlySet<string> {
  return new Set(moves.flatMap(({ place }) => place.location.continent ?? []));
}

/** A map of what changes alone. */
export function changedMap(
  drawing: Drawing,
  panel: Panel,
  { moves, flows, down }: Pick<FailureMoves, "moves" | "flows"> & { readonly down: readonly string[] },
): string {
  const { scene, geography, servers, most, land } = drawing;
  const circles = moves.map(({ place, after }) => ({ place, parts: after, requests: place.requests }));
  const concerned = new Set([...down, ...flows.flatMap(({ from, to }) => [from, to])]);
  const shown = scene.servers.filter(({ name }) => concerned.has(name));
  const arrows = drawArrows(panel, geography, flows, { servers, hasDemand: scene.hasDemand });
  return framed(panel, [
    drawLand(panel, new Map(moves.map(({ place, after }) => [place.code, after])), servers, land),
    drawCircles(panel, geography, circles, { most, servers }),
    arrows.svg,
    drawServers(panel, geography, shown, down, arrows.taken),
  ]);
}

/** A panel with a frame, and nothing beyond it. */
export function framed({ x, y, width, height }: Panel, content: readonly string[]): string {
  const size = { width, height };
  const frame = element("rect", {
    x: 0.5,
    y: 0.5,
    width: width - 1,
    height: height - 1,
    fill: "none",
    ...LINE.wire,
    "stroke-width": 1,
  });
  const paper = element("rect", { x: 0, y: 0, ...size, ...FILL.paper });
  return element(
    "svg",
    {
      x,
      y,
      ...size,
      viewBox: `0 0 ${Math.round(width * 10) / 10} ${Math.round(height * 10) / 10}`,
      overflow: "hidden",
    },
    [paper, ...content, frame],
  );
}

/** All failures in lines, the worst first. */
function tableOf({ scene }: Drawing, failures: readonly FailureMoves[]): Block {
  const rows = failures.map((failure, index) =>
    label(0, 16 + index * 20, failureText(scene, failure), { "font-size": 13, ...FILL.ink }),
  );
  const note = label(0, 16 + failures.length * 20, `The ${WORST} that move the most are drawn below.`, {
    "font-size": 12,
    ...FILL.quiet,
  });
  return { svg: [...rows, note].join(""), height: (failures.length + 1) * 20 + 8 };
}

/** Blocks two by two. */
export function pairsOf(blocks: readonly Block[]): readonly Block[] {
  const pairs: Block[] = [];
  for (let index = 0; index < blocks.length; index += 2) {
    const [one, other] = blocks.slice(index, index + 2);
    if (one === undefined) continue;
    const beside =
      other === undefined ? "" : element("g", { transform: `translate(${FAILURE.width + GAP} 0)` }, other.svg);
    pairs.push({ svg: `${one.svg}${beside}`, height: Math.max(one.height, other?.height ?? 0) });
  }
  return pairs;
}

/** A title, and lines below it. */
export function headingOf(title: string, lines: readonly string[]): Block {
  const all = lines.flatMap((line) => inLines(line, 170));
  const texts = all.map((line, index) => label(0, 44 + index * 18, line, { "font-size": 13, ...FILL.quiet }));
  return {
    svg: [label(0, 22, title, { "font-size": 22, "font-weight": "bold", ...FILL.ink }), ...texts].join(""),
    height: 34 + all.length * 18,
  };
}

/** What a picture has. */
interface Picture {
  readonly title: string;
  readonly summary: string;
  readonly blocks: readonly Block[];
  readonly definitions?: string;
}

const MARGIN = 20;

/** A picture in a file of its own, with its style. */
export function standingAlone({ title, summary, blocks, definitions = "" }: Picture): string {
  let y = MARGIN;
  const drawn = blocks.map(({ svg, height }) => {
    const block = element("g", { transform: `translate(${MARGIN} ${Math.round(y)})` }, svg);
    y += height + GAP;
    return block;
  });
  const [width, height] = [PICTURE_WIDTH + 2 * MARGIN, Math.ceil(y + MARGIN - GAP)];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": "title summary",
    "font-family": "system-ui,sans-serif",
  };
  return `${element("svg", attributes, [
    `<title id="title">${escaped(title)}</title><desc id="summary">${escaped(summary)}</desc>`,
    `<style>${pictureStyle()}</style>`,
    definitions,
    element("rect", { width, height, ...FILL.paper }),
    ...drawn,
  ])}\n`;
}
