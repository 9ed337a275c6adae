import type { Drawing } from "../draw/drawing";
import { extentOf, mapOfMoves, type WideMap } from "../draw/failure-map";
import { landDefinitions } from "../draw/land";
import { notesOf } from "../draw/legend";
import { panelFor } from "../draw/panel";
import type { Tint } from "../draw/stripes";
import { amount, escaped } from "../draw/svg";
import { movesText, partsText } from "../draw/words";
import { fullerIn } from "../model/loads";
import { flowsOf, movesOfChange, type PlaceMoves, totalMoved } from "../model/moves";
import type { Part, Scene } from "../model/scene";
import { htmlCards, htmlPage, pictureIn, text } from "./html";
import { BAR_LINES, loadCell } from "./load-section";
import { heads, hidden, nameOf, requestsOf, scenery } from "./page";

/** A stack with records in two versions. */
export interface Change {
  readonly before: Scene;
  /** The next version, whose colours are used. */
  readonly after: Drawing;
}

/** What a change moves: a map, the places sorted by their requests, and the loads that get fuller. */
export function changePage(changes: readonly Change[], notes: readonly string[]): string {
  const [first] = changes;
  const tints = changes.flatMap(({ before, after }) =>
    movesOfChange(before, after.scene).map(({ place, after: parts }): Tint => {
      return { code: place.code, parts, servers: after.servers };
    }),
  );
  return htmlPage("What this change moves", [
    "<h1>What this change moves</h1>",
    ...notes.map((note) => `<p>${escaped(note)}</p>`),
    first === undefined ? "" : hidden(`${landDefinitions(first.after.land, tints)}${BAR_LINES}`),
    ...changes.map(changeSection),
    first === undefined ? "" : `<section><h2>How to read it</h2>${readingNotes(first.after)}</section>`,
  ]);
}

function readingNotes(drawing: Drawing): string {
  const circles = drawing.scene.hasDemand
    ? "Circles: requests per second that move, by area, in the colour of who gets them. Arrows: from whom to whom. Where several lose and several get, each gets of each in proportion."
    : "Circles: places whose users move, in the colour of who gets them; nobody said how many requests they make.";
  const [, ...others] = notesOf(drawing);
  return [circles, ...others].map((note) => `<p class="note">${escaped(note)}</p>`).join("");
}

function changeSection(change: Change, index: number): string {
  const { before, after } = change;
  const { scene } = after;
  const moves = movesOfChange(before, scene);
  const flows = flowsOf(moves, scene.hasDemand);
  const sentence = movesText(scene, { moves, flows, total: totalMoved(flows) });
  const rows = moves.map(({ place, before, after, amount: moved }) => [
    text(nameOf(place)),
    ...(scene.hasDemand ? [text(amount(moved), { isNumber: true })] : []),
    ...requestsOf([place], scene.hasDemand),
    text(partsText(before)),
    text(partsText(after)),
  ]);
  const [place, ...others] = [...heads(scene.hasDemand, "Before"), text("After")];
  const moved = scene.hasDemand ? [text("Moved per second", { isNumber: true })] : [];
  const table = htmlCards("Whose users move, the most first", [...(place ? [place] : []), ...moved, ...others], rows);
  const map = changeMap(after, before, moves, `change-${index}`);
  const content =
    moves.length === 0
      ? `<p>${escaped(capital(sentence))}</p>`
      : `<p>${escaped(capital(sentence))}</p>\n${scenery([table], pictureIn({ ...map, name: `a map of what moves. ${sentence}`, map: map.svg, isSmall: true }))}`;
  return `<section class="scenario" id="${map.id}"><h2>${escaped(scene.title)}</h2>\n${content}\n${fullerTable(before, scene)}</section>`;
}

function capital(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}

const SIZE = { width: 1000, height: 480 };

/** One map of the requests that move: each circle is as large as they are. */
export function changeMap(
  drawing: Drawing,
  before: Scene,
  moves: readonly PlaceMoves[],
  id: string,
): WideMap & { readonly id: string } {
  const { scene } = drawing;
  // Who is gone has the sign that it had before.
  const servers = new Map([...before.servers, ...scene.servers].map((server) => [server.name, server]));
  const flows = flowsOf(moves, scene.hasDemand);
  const panel = panelFor(id, extentOf(drawing, moves), {
    x: 0,
    y: 0,
    ...SIZE,
  });
  const circles = moves.map(({ place, moves: own, amount: moved }) => ({
    place,
    parts: gaining(own),
    requests: scene.hasDemand ? moved : undefined,
  }));
  const most = Math.max(0, ...moves.map(({ amount: moved }) => moved));
  const map = mapOfMoves(drawing, panel, { moves, flows, down: [], circles, most, servers });
  return { svg: map.svg, ...SIZE, id, looked: [map] };
}

/** Those who get users, by how many of those that move. */
function gaining(moves: PlaceMoves["moves"]): readonly Part[] {
  const all = moves.reduce((sum, { share }) => sum + share, 0);
  const sums = new Map<string, number>();
  for (const { to, share } of moves) sums.set(to, (sums.get(to) ?? 0) + share / all);
  return [...sums].map(([server, share]) => ({ server, share }));
}

/** The loads that get fuller, the fullest first. */
function fullerTable(before: Scene, after: Scene): string {
  const fuller = fullerIn(before, after);
  if (fuller.length === 0)
    return after.hasDemand ? "<p>Nobody is asked for more than before, whatever is down.</p>" : "";
  const rows = fuller.map(({ load, scenario, was, usual }) => [
    text(load.server),
    text(scenario.down.length === 0 ? "all is well" : scenario.title),
    text(amount(was), { isNumber: true }),
    loadCell(load, usual, ""),
  ]);
  const columns = [text("Name"), text("When"), text("Before", { isNumber: true }), text("After")];
  return `<div class="wide">${htmlCards("Who is asked for more than before, the fullest first: requests per second", columns, rows)}</div>`;
}
