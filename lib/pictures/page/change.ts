import { counted } from "../../core/counted";
import { leftOutText } from "../draw/arrows";
import { mostOf } from "../draw/circles";
import type { Drawing } from "../draw/drawing";
import { extentOf } from "../draw/extent";
import { mapOfMoves, WIDE, type WideMap } from "../draw/failure-map";
import { fullnessText, surgeText, whenText } from "../draw/fullness-text";
import { Geography } from "../draw/geography";
import { boundText, knownText } from "../draw/known";
import { landDefinitions } from "../draw/land";
import { notesOf } from "../draw/legend";
import { boundNotes, loadSummary } from "../draw/load";
import type { LookedAt } from "../draw/look";
import { changedText, listText } from "../draw/overload-text";
import { panelFor } from "../draw/panel";
import type { Tint } from "../draw/stripes";
import { amount, escaped } from "../draw/svg";
import { movesText, partsText } from "../draw/words";
import { type FailoverChange, failoverChanges, movesOfChange } from "../model/changed";
import { fullerIn, isOver, surgeOfChange } from "../model/loads";
import { flowsOf, type PlaceMoves, totalMoved, unknownAmong } from "../model/moves";
import { overloadsBeside, overloadsGone } from "../model/overloads";
import { isNotKnown } from "../model/requests";
import { lessKnown, saidOnlyIn } from "../model/said";
import type { Part, Scene, ServedPlace } from "../model/scene";
import { htmlPage, pictureIn } from "./html";
import { BAR_LINES, loadCell } from "./load-section";
import { hidden, movesTable, nameOf, requestsHead, requestsOf, scenery } from "./page";
import { head, numbers, Tables, text } from "./tables";

/** What is answered alike, in two versions. */
export interface Change {
  readonly before: Scene;
  /** The next version, whose colours are used. */
  readonly after: Drawing;
}

/** A stack with records in two versions: a change for each group of questions that are answered alike in both. */
export interface ChangedStack {
  readonly title: string;
  readonly changes: readonly Change[];
  readonly notes: readonly string[];
}

/** What a change moves: maps, the places sorted by their requests, and the loads that get fuller. */
export function changePage(stacks: readonly ChangedStack[], notes: readonly string[]): string {
  const changes = stacks.flatMap((stack) => stack.changes);
  const [first] = changes;
  const tints = changes.flatMap(({ before, after }) =>
    movesOfChange(before, after.scene).map(({ place, after: parts }): Tint => {
      return { code: place.code, parts, servers: after.servers };
    }),
  );
  let index = 0;
  const tables = new Tables();
  const content = [
    "<h1>What this change moves</h1>",
    ...stacks.flatMap((stack) => verdictOf(stack, stacks.length > 1)),
    ...notes.map(paragraph),
    first === undefined ? "" : hidden(`${landDefinitions(first.after.land, tints)}${BAR_LINES}`),
    ...stacks.flatMap((stack) => stackSections(stack, () => `change-${index++}`, tables)),
    first === undefined
      ? ""
      : `<section><h2>How to read it</h2>${readingNotes(
          { ...first.after, geography: geographyOf(first) },
          changes.some(({ after }) => after.scene.sharesDemand),
        )}</section>`,
  ];
  return htmlPage("What this change moves", content, tables.style);
}

function paragraph(line: string): string {
  return `<p>${escaped(line)}</p>`;
}

/** Who gets too full, then who is fullest before and after: the loads are of all host names together. */
function verdictOf({ title, changes: [first] }: ChangedStack, isNamed: boolean): readonly string[] {
  if (first === undefined) return [];
  const start = isNamed ? `${title}, ` : "";
  const [before, after] = [first.before, first.after.scene].map((scene) => loadSummary(scene).join(" "));
  const all = [`${start}before: ${before}`, `${start}after: ${after}`, ...saidOnce(first, start)];
  return [...overloadLines(first, start), ...all.map(capital).map(paragraph), ...changeItself(first, start)];
}

/** Who gets above what can be taken, and who does not any more: one of many loads that are too much is not all of them. */
function overloadLines({ before, after: { scene: after } }: Change, start: string): readonly string[] {
  if (!before.hasDemand || !after.hasDemand || !after.hasLimits) return [];
  const newly = overloadsBeside(before, after).map((one) => changedText(one, "before"));
  const gone = overloadsGone(before, after).map((one) => changedText(one, "after"));
  const fuller = overloadsBeside(before, after, "more").map((one) => changedText(one, "before"));
  const isLeast = [...after.loads.values()].flat().some((load) => load.isLeast);
  const nobody = `${start}newly over what can be taken: nobody${isLeast ? ", as far as is known" : ""}.`;
  return [
    newly.length === 0
      ? paragraph(capital(nobody))
      : alarm(capital(`${start}newly over what can be taken: ${listText(newly)}.`)),
    ...(fuller.length === 0 ? [] : [alarm(capital(`${start}more over it than before: ${listText(fuller)}.`))]),
    ...(gone.length === 0 ? [] : [paragraph(capital(`${start}no longer over what can be taken: ${listText(gone)}.`))]),
  ];
}

/** A line in red. */
function alarm(line: string): string {
  return `<p class="over">${escaped(line)}</p>`;
}

/** The places of which one version alone says how many requests they make: what they ask for is in its loads alone. */
function saidOnce({ before, after: { scene } }: Change, start: string): readonly string[] {
  if (!before.hasDemand || !scene.hasDemand) return [];
  const [lost, gained] = [saidOnlyIn(before, scene), saidOnlyIn(scene, before)];
  const only = (which: string, places: readonly ServedPlace[], then: string) =>
    places.length === 0
      ? []
      : [
          `${start}only the version ${which} says how many requests ${someOf(places)} ${places.length === 1 ? "makes" : "make"}: ${then}.`,
        ];
  return [
    ...only("before", lost, "they are missing in the loads after, which may be as large as before or larger"),
    ...only(
      "after",
      gained,
      "they are missing in the loads before, and a load that is larger may be no more than it was",
    ),
  ];
}

/** `DE (Germany), SG (Singapore)`; of many, the number alone. */
function someOf(places: readonly ServedPlace[]): string {
  return places.length > MOST_NAMES ? counted(places.length, "place") : places.map(nameOf).join(", ");
}

/** What the change asks of somebody at once, beside what there was. */
function changeItself({ before, after: { scene } }: Change, start: string): readonly string[] {
  const found = before.hasDemand && scene.hasDemand ? surgeOfChange(before, scene) : undefined;
  if (found === undefined) return [];
  const { load, was, surge = 0 } = found;
  // What was not known before may be among what is known now, and the other way round.
  const bound = boundText({ isLeast: load.isLeast && !was.isLeast, isMost: was.isLeast && !load.isLeast });
  const text = `${load.server} gets ${bound}${amount(load.requests - was.requests)} requests per second more than before, ${surgeText(surge, bound)}.`;
  return [(isOver(surge) ? alarm : paragraph)(capital(`${start}with the change itself: ${text}`))];
}

function readingNotes(drawing: Drawing, isShared: boolean): string {
  const circles = drawing.scene.hasDemand
    ? "Circles: requests per second that move, by area, in the colour of who gets them. Arrows: from whom to whom. Where several lose and several get, each gets of each in proportion."
    : "Circles: places whose users move, in the colour of who gets them; nobody said how many requests they make.";
  // Those that are answered otherwise are drawn as well, and who has no users any more in the colour that it had.
  const [, ...others] = notesOf({ ...drawing, scene: { ...drawing.scene, others: [] } }, new Set());
  const which =
    drawing.scene.hasDemand && isShared
      ? [
          "How many of the requests are for which of them is not known, so each is drawn with all of its places' requests.",
        ]
      : [];
  return [circles, ...which, ...others].map((note) => `<p class="note">${escaped(note)}</p>`).join("");
}

/** Each group that changes has a section; those that do not are in a sentence. */
function stackSections(
  { title, changes, notes }: ChangedStack,
  nextId: () => string,
  tables: Tables,
): readonly string[] {
  const told = changes.map((change) => {
    const { before, after } = change;
    const [moves, failover] = [movesOfChange(before, after.scene), failoverChanges(before, after.scene)];
    return { ...change, moves, failover, isSame: moves.length + failover.length === 0 };
  });
  const same = told.filter(({ isSame }) => isSame).flatMap(({ after }) => after.scene.asked);
  const unchanged =
    same.length === 0
      ? []
      : [`For ${same.join(", ")}: nothing changes for anybody while all is well, or while one data centre is down.`];
  const others = [...notes, ...unchanged];
  const [first] = changes;
  const unknown = told.reduce((sum, { moves }) => Math.max(sum, unknownAmong(moves)), 0);
  const loads = first === undefined ? "" : fullerTable(first.before, first.after.scene, unknown, tables);
  return [
    ...told.filter(({ isSame }) => !isSame).map((change) => changeSection(title, change, nextId(), tables)),
    ...(others.length === 0
      ? []
      : [`<section><h2>${escaped(title)}</h2>\n${others.map(paragraph).join("")}</section>`]),
    ...(loads === "" ? [] : [`<section><h2>${escaped(`${title}: load against capacity`)}</h2>\n${loads}</section>`]),
  ];
}

interface ToldChange extends Change {
  readonly moves: readonly PlaceMoves[];
  readonly failover: readonly FailoverChange[];
}

function changeSection(
  title: string,
  { before, after, moves, failover }: ToldChange,
  id: string,
  tables: Tables,
): string {
  const { scene } = after;
  const flows = flowsOf(moves, scene.hasDemand);
  const sentence = `While all is well, ${movesText(scene, { moves, flows, total: totalMoved(moves, scene.hasDemand) })}`;
  const map = changeMap(after, before, moves, id);
  const picture =
    moves.length === 0
      ? ""
      : scenery(
          [movesTable(scene, moves, "After", tables)],
          pictureIn({ ...map, name: `a map of what moves. ${sentence}`, map: map.svg, isSmall: true }),
        );
  const content = [
    `<p>${escaped(sentence)}</p>`,
    ...leftOutText(flows, scene.hasDemand).map(paragraph),
    picture,
    failoverTable(scene, failover, tables),
  ].join("\n");
  const name = `${title}: ${scene.asked.join(", ")}`;
  return `<section class="scenario" id="${map.id}"><h2>${escaped(name)}</h2>\n${content}</section>`;
}

/** With more of them, places are told by their codes. */
const MOST_NAMES = 6;

/** Who goes elsewhere than before in a failure alone. */
function failoverTable({ hasDemand }: Scene, failover: readonly FailoverChange[], tables: Tables): string {
  if (failover.length === 0) return "";
  const rows = failover.map(({ scenario, places, before, after }) => [
    text(scenario.title),
    text(places.map((place) => (places.length > MOST_NAMES ? place.code : nameOf(place))).join(", ")),
    ...requestsOf(places, hasDemand),
    text(partsText(before)),
    text(partsText(after)),
  ]);
  const columns = [head("When"), head("Whose users"), ...requestsHead(hasDemand), head("Before"), head("After")];
  return `<div class="wide">${tables.cards("Who stays while all is well, and goes elsewhere than before in a failure", columns, rows)}</div>`;
}

function capital(sentence: string): string {
  return `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;
}

/** Where everything is: a data centre of which nobody said where it stands is where it was before the change. */
function geographyOf({ before, after: { scene, land } }: Change): Geography {
  return new Geography(scene, land.shapes, new Geography(before, land.shapes));
}

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
  const geography = geographyOf({ before, after: drawing });
  const flows = flowsOf(moves, scene.hasDemand);
  const panel = panelFor(id, extentOf({ ...drawing, geography }, moves), {
    x: 0,
    y: 0,
    ...WIDE,
  });
  const circles = moves.map(({ place, moves: own, amount: moved }) => ({
    place,
    parts: gaining(own),
    requests: scene.hasDemand ? moved : undefined,
  }));
  const most = mostOf(moves.map(({ amount: moved = 0 }) => moved));
  const draw = (divided?: LookedAt["points"]) =>
    mapOfMoves({ ...drawing, geography }, panel, { moves, flows, down: [], divided, circles, most, servers });
  const map = draw(draw().points);
  return { svg: map.svg, ...WIDE, id, looked: [map] };
}

/** Those who get users, by how many of those that move. */
function gaining(moves: PlaceMoves["moves"]): readonly Part[] {
  const all = moves.reduce((sum, { share }) => sum + share, 0);
  const sums = new Map<string, number>();
  for (const { to, share } of moves) sums.set(to, (sums.get(to) ?? 0) + share / all);
  return [...sums].map(([server, share]) => ({ server, share }));
}

const FULLER =
  "Requests per second, the fullest first: of those who are asked for more than before, or can take less of it, or of whom nobody knows any more how much they can take.";

/** The loads that get fuller, the fullest first. */
function fullerTable(before: Scene, after: Scene, unknown: number, tables: Tables): string {
  if (!before.hasDemand || !after.hasDemand) {
    const version = after.hasDemand ? "the version before" : "the version after";
    return paragraph(`Who is asked for more than before is not known: nobody said how many requests ${version} gets.`);
  }
  const fuller = fullerIn(before, after);
  const note =
    unknown === 0
      ? ""
      : paragraph(
          `Who gets users of the ${counted(unknown, "place")} of which nobody said how many requests they make is asked for more as well: by how many is not known.`,
        );
  const less = lessKnown(before, after);
  const notKnown =
    less.length === 0
      ? ""
      : paragraph(
          `Whether ${less.join(", ")} ${less.length === 1 ? "is" : "are"} asked for more than before is not known: of some of those who are served there, only the version before says how many requests they make.`,
        );
  const told = `${note}${notKnown}`;
  if (fuller.length === 0 && told !== "") return told;
  if (fuller.length === 0)
    return paragraph(
      "Nobody is asked for more than before, or can take less of it, while all is well or one thing is down.",
    );
  const rows = fuller.map(({ load, scenario, was, limitWas, usual, isLimitLost }) => [
    text(load.server),
    text(whenText({ scenario })),
    text(
      `${knownText(was)}${limitWas === undefined || isNotKnown(was) ? "" : ` (${partOf(was.requests, limitWas)} of ${amount(limitWas)})`}`,
    ),
    loadCell(load, usual, isLimitLost ? ", limit not known any more" : ""),
  ]);
  const columns = [head("Name"), head("When"), numbers("Before"), head("After")];
  return `${[told, paragraph(FULLER), ...boundNotes(after).map(paragraph)].join("")}<div class="wide">${tables.cards("Who is asked for more than before, or can take less", columns, rows)}</div>`;
}

function partOf(requests: number, limit: number): string {
  return limit === 0 ? "0 %" : fullnessText(requests / limit);
}
