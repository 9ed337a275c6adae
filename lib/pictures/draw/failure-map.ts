import type { Box } from "../atlas/atlas";
import { isOver } from "../model/loads";
import type { FailureMoves } from "../model/moves";
import { filledBy } from "../model/overloads";
import type { Scenario, Scene, Server } from "../model/scene";
import { drawArrows, drawnFlows, leftOutText } from "./arrows";
import { type Circle, drawCircles, lettersBeside } from "./circles";
import type { Drawing } from "./drawing";
import { extentsOf } from "./extent";
import { failureText } from "./failure-text";
import { framed } from "./frame";
import { drawLand } from "./land";
import { dividesOf, type LookedAt } from "./look";
import { filledText } from "./overload-text";
import { FILL } from "./palette";
import { inPanel, type Panel, panelFor, WORLD_BOX } from "./panel";
import { drawServers, signsIn } from "./signs";
import { type Block, GAP, PICTURE_WIDTH } from "./stand-alone";
import { withStrip } from "./strip";
import { element, inLines, label } from "./svg";
import { movesText } from "./words";

/** With more failures, the worst are drawn, and all are in a table. */
export const MOST_MAPS = 6;
export const WORST = 3;

const FAILURE = { width: (PICTURE_WIDTH - GAP) / 2, map: 286, title: 30, line: 14 };

/** The map of a failure, of this part of the world: only what changes is coloured, with arrows to those who get it. */
export function failureMap(drawing: Drawing, failure: FailureMoves, extent: Box): Block {
  const { scene } = drawing;
  const { scenario, moves, flows } = failure;
  const filled = filledBy(scene, scenario);
  const [first = "", second, ...others] = inLines(movesText(scene, failure), 96);
  const quiet = [first, ...(second === undefined ? [] : [others.length === 0 ? second : `${second} …`])];
  const lines = [
    ...(filled === undefined
      ? []
      : inLines(filledText(filled), 84).map((text) => ({ text, look: hotLook(filled.part) }))),
    ...quiet.map((text) => ({ text, look: FILL.quiet })),
  ];
  const texts = lines.map(({ text, look }, index) =>
    label(0, FAILURE.title + index * FAILURE.line, text, { "font-size": 12, ...look }),
  );
  // Below the last line, there is room for the parts of its letters that hang.
  const top = FAILURE.title + lines.length * FAILURE.line - (lines.length > 1 ? 8 : 0);
  const panel = panelFor(idOf(scene, scenario), extent, { x: 0, y: top, width: FAILURE.width, height: FAILURE.map });
  const title = [
    label(0, 14, scenario.title, { "font-size": 15, "font-weight": "bold", ...FILL.ink }),
    ...leftOutText(flows, scene.hasDemand).map((line) =>
      label(FAILURE.width, 14, line, { "font-size": 12, "text-anchor": "end", ...FILL.quiet }),
    ),
  ].join("");
  // There is nothing to see on a map on which nothing changes.
  if (moves.length === 0) return { svg: [title, ...texts].join(""), height: top };
  const { svg: map } = changedMap(drawing, panel, { moves, flows, down: scenario.down });
  return { svg: [title, ...texts, map].join(""), height: top + FAILURE.map };
}

/** Bold, and red above what can be taken. */
function hotLook(part: number) {
  return { "font-weight": "bold", ...(isOver(part) ? FILL.down : FILL.ink) };
}

/** What a panel is called in the file. */
function idOf({ scenarios }: Scene, scenario: Scenario): string {
  return `f${scenarios.indexOf(scenario)}`;
}

/** A map of moves on a page. */
export const WIDE = { width: 680, height: 380 };

/** A map of a page, and what of it a telephone shows. */
export interface WideMap extends Block {
  readonly width: number;
  readonly looked: readonly LookedAt[];
}

/** The same without titles, larger, for a page. Those that show the same of the world are divided for a telephone at the same places. */
export function failuresWide(drawing: Drawing, failures: readonly FailureMoves[]): readonly WideMap[] {
  const extents = extentsOf(drawing, failures);
  const boxes = failures.map(({ scenario }) => extents.get(scenario.id) ?? WORLD_BOX);
  const draw = (alike: (index: number) => readonly Spot[] | undefined) =>
    failures.map(({ scenario, moves, flows }, index) => {
      const panel = panelFor(idOf(drawing.scene, scenario), boxes[index] ?? WORLD_BOX, { x: 0, y: 0, ...WIDE });
      return changedMap(drawing, panel, { moves, flows, down: scenario.down, divided: alike(index) });
    });
  // Where they are divided is known when all of them are drawn: then their texts keep clear of it.
  const keys = boxes.map((box) => JSON.stringify(box));
  const points = draw(() => undefined).map((map) => map.points);
  const alikeOf = (index: number) => points.filter((_, other) => keys[other] === keys[index]).flat();
  return draw(alikeOf).map((map, index) => ({ ...map, ...WIDE, looked: [{ ...map, alike: alikeOf(index) }] }));
}

type Spot = readonly [x: number, y: number];

/** What moves, and what is down meanwhile. */
interface Changed extends Pick<FailureMoves, "moves" | "flows"> {
  readonly down: readonly string[];
  /** The points for which a telephone divides the map, if not its own. */
  readonly divided?: readonly Spot[];
}

/** A map of what changes alone. */
export function changedMap(drawing: Drawing, panel: Panel, { moves, flows, down, divided }: Changed): LookedAt {
  const { servers, most } = drawing;
  const circles = moves.map(({ place, after, place: { requests } }) => ({ place, parts: after, requests }));
  return mapOfMoves(drawing, panel, { moves, flows, down, divided, circles, most, servers });
}

/** A map of moves: the circles that stand for them, and arrows. */
export function mapOfMoves(
  drawing: Drawing,
  given: Panel,
  { moves, flows, down, divided, circles, most, servers }: Changed & MovesAsCircles,
): LookedAt {
  const { scene, geography, land } = drawing;
  const all = new Set([...down, ...flows.flatMap(({ from, to }) => [from, to])]);
  const concerned = geography.standing.filter((name) => all.has(name));
  const { panel, strip } = withStrip(given, geography, drawnFlows(flows), { servers, drawn: concerned });
  const shown = [...servers.values()].filter(({ name }) => all.has(name) && !strip?.names.includes(name));
  const signs = signsIn(panel, geography, shown, concerned);
  const places = moves.map(({ place }) => geography.placeAt(place)).filter((point) => point !== undefined);
  const dividing = divided === undefined ? [] : dividesOf(panel, divided);
  const arrows = drawArrows(panel, geography, flows, {
    hasDemand: scene.hasDemand,
    strip,
    drawn: concerned,
    taken: dividing,
  });
  const drawn = drawCircles(panel, geography, circles, {
    most,
    servers,
    signs,
    taken: [...arrows.taken, ...dividing],
  });
  const marks = drawServers(panel, geography, shown, { down, taken: drawn.taken, drawn: concerned });
  const svg = framed(panel, [
    drawLand(panel, new Map(moves.map(({ place, after }) => [place.code, after])), servers, land),
    drawn.svg,
    arrows.svg,
    marks.svg,
    lettersBeside(panel, drawn.seen, servers, marks.taken),
  ]);
  return { svg, panel, points: [...arrows.ends, ...places.map((point) => inPanel(panel, point))] };
}

interface MovesAsCircles {
  readonly circles: readonly Circle[];
  /** What the largest circle stands for. */
  readonly most: number;
  readonly servers: ReadonlyMap<string, Server>;
}

/** All failures in lines, the worst first. */
export function failuresInLines({ scene }: Drawing, failures: readonly FailureMoves[]): Block {
  const rows = failures.flatMap((failure) => {
    const filled = filledBy(scene, failure.scenario);
    const look = filled === undefined ? FILL.ink : hotLook(filled.part);
    return inLines(failureText(scene, failure), 150).map((text) => ({ text, look }));
  });
  const lines = rows.map(({ text, look }, index) => label(0, 16 + index * 20, text, { "font-size": 13, ...look }));
  const how = scene.hasLimits ? "that fill somebody the most, or else move the most," : "that move the most";
  const note = label(0, 16 + rows.length * 20, `The ${WORST} ${how} are drawn below.`, {
    "font-size": 12,
    ...FILL.quiet,
  });
  return { svg: [...lines, note].join(""), height: (rows.length + 1) * 20 + 8 };
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
