import { counted } from "../../core/counted";
import {
  type Fullest,
  type Fullness,
  fullest,
  fullnessOf,
  hottest,
  isNearly,
  isOver,
  isSameLoad,
  loadIn,
  loadRows,
  mayBeFuller,
  shownScenarios,
} from "../model/loads";
import { overloadsOf } from "../model/overloads";
import { isNotKnown } from "../model/requests";
import type { Scenario, Scene, ServerLoad } from "../model/scene";
import type { Drawing } from "./drawing";
import { fullnessText, surgeText, whenText } from "./fullness-text";
import { boundSign, boundText, NOT_KNOWN } from "./known";
import { columnHead, headHeight, moreHeight, rowName } from "./load-names";
import { listText, overloadText } from "./overload-text";
import { FILL, LINE } from "./palette";
import { type Block, headingOf, PICTURE_WIDTH, standingAlone } from "./stand-alone";
import { amount, element, inLines, label, widthOf } from "./svg";

const NAME = 170;
const FULLEST = 310;
const ROW = 56;
/** More failures than these are in the page's table. */
const MOST_COLUMNS = 7;
/** In a narrower column, or before more letters, there is room for the percentage alone. */
const ROOM_FOR_BOTH = 130;
const LONG = 23;
/** How many letters of a line the first column has room for. */
const WHOLE_LINE = 42;
const WHEN_LINE = 14;
/** A bar goes as far as this part of what can be taken. */
const LONGEST = 1.25;

/** Load against capacity, of each server and in each failure that makes a difference, as a picture that stands alone. */
export function loadPicture(drawing: Drawing): string {
  const { scene } = drawing;
  const summary = loadSummary(scene);
  return standingAlone({
    title: "Load against capacity",
    summary: summary.join(" "),
    blocks: [headingOf("Load against capacity", [scene.title, ...summary, HOW_TO_READ]), loadTable(scene)],
  });
}

const HOW_TO_READ =
  "Requests per second at peak. The thick line is what can be taken; the dashed one, what the last resort takes at once. Coloured from 90 % of either; a bar with two gaps would be longer. Other columns: only what differs from when all is well, the worst failure first.";

/** Who is fullest, when. */
export function loadSummary(scene: Scene): readonly string[] {
  if (!scene.hasDemand) return ["No requests are known: configure analysis.demand, or give --facts."];
  const found = hottest(scene);
  if (found !== undefined)
    return [
      `Fullest${mayBeFuller(scene, found) ? ", as far as is known" : ""}: ${fullestText(found)}.`,
      ...othersNearlyFull(scene, found),
    ];
  return scene.hasLimits
    ? ["Who is fullest is not known: no requests are known of those whom the data centres with a limit serve."]
    : ["Nobody said what data centres can take: configure requestsPerSecond, or give --facts."];
}

/** Who else is at 90 % or more, or the same one when all is well, or by what it takes at once. */
function othersNearlyFull(scene: Scene, found: Fullest): readonly string[] {
  const others = overloadsOf(scene).filter(
    ({ load, scenario, part }) =>
      !(load.server === found.load.server && scenario === found.scenario && part === found.part),
  );
  return others.length === 0 ? [] : [`Also at 90 % or more: ${listText(others.map((one) => overloadText(one)))}.`];
}

/** `frankfurt, 79 %, when paris is down`; `last resort, 180 % of what it takes at once, when paris is down`. */
export function fullestText(fullest: Fullest): string {
  const { load, part, surge } = fullest;
  const known = part === undefined ? `${amount(load.requests)}/s` : fullnessText(part);
  const isSurge = surge !== undefined && surge === part;
  const share = isSurge ? surgeText(surge, boundText(load)) : `${boundText(load)}${known}`;
  return `${load.server}, ${share}, when ${whenText(fullest)}`;
}

function loadTable(scene: Scene): Block {
  const all = shownScenarios(scene);
  const columns = [scene.scenarios[0], ...all.slice(0, MOST_COLUMNS)];
  const width = Math.min(150, (PICTURE_WIDTH - NAME - FULLEST) / Math.max(1, columns.length));
  const rows = loadRows(scene);
  const heads = columns.map(({ title }, column) => columnHead(NAME + FULLEST + column * width, title, width - 8));
  const first = label(NAME, 4, "fullest, when", { "font-size": 13, "font-weight": "bold", ...FILL.ink });
  let below = headHeight(Math.max(...heads.map(({ count }) => count)));
  const drawn = rows.map((server, index) => {
    const y = below;
    const name = rowName(y, server, takes(loadIn(scene, server, scene.scenarios[0])), NAME - 8);
    const worst = fullest(scene, server);
    const usual = base(scene, server);
    const most = worst === undefined ? EMPTY : loadCell(worst.load, [NAME, y], FULLEST - 24, whenText(worst), usual);
    const cells = columns.map((scenario, column) =>
      cellOf(scene, server, scenario, [NAME + FULLEST + column * width, y], width - 12),
    );
    const height = ROW + Math.max(moreHeight(name.count), most.more, ...cells.map(({ more }) => more));
    below += height;
    const panel = { x: -6, y: y - 4, width: PICTURE_WIDTH + 12, height, ...FILL.panel };
    return [index % 2 === 0 ? element("rect", panel) : "", name.svg, ...[most, ...cells].map(({ svg }) => svg)].join(
      "",
    );
  });
  const notes = inLines(
    [...boundNotes(scene), othersText(scene, all.slice(MOST_COLUMNS))].join(" ").trim(),
    Math.floor(PICTURE_WIDTH / 6.4),
  );
  const lines = notes.map((line, at) => label(0, below + 16 + at * 16, line, { "font-size": 12, ...FILL.quiet }));
  return {
    svg: [first, ...heads.map(({ svg }) => svg), ...drawn, ...lines].join(""),
    height: below + 4 + Math.max(1, notes.length) * 16,
  };
}

/** What numbers mean where it is not known how many requests there are, or what some of them are for. */
export function boundNotes({ loads }: Scene): readonly string[] {
  const all = [...loads.values()].flat();
  const least = all.some(({ isLeast }) => isLeast)
    ? ["At least (≥): of some of the places that are served, nobody said how many requests they make."]
    : [];
  const most = all.some(({ isMost }) => isMost)
    ? [
        "At most (≤): which host names, or states, some of the requests are for is not known; each such number is the most that there can be, and they may not all be so large at once.",
      ]
    : [];
  const both = all.some(({ isLeast, isMost }) => isLeast && isMost) ? ["About (≈): both."] : [];
  return [...least, ...most, ...both];
}

/** What the failures without a column fill. */
function othersText(scene: Scene, others: readonly Scenario[]): string {
  if (others.length === 0) return "";
  const parts = others.flatMap(({ id }) =>
    (scene.loads.get(id) ?? []).map((load) => fullnessOf(load, base(scene, load.server)).part ?? 0),
  );
  const isLeast = others.some(({ id }) => scene.loads.get(id)?.some((load) => load.isLeast));
  const most = fullnessText(Math.max(...parts));
  return `In ${counted(others.length, "other failure")} (${others.map(({ down }) => down.join()).join(", ")}), nobody is ${isLeast ? "known to be " : ""}fuller than ${most}.`;
}

export function takes(load: ServerLoad | undefined): readonly string[] {
  return [
    load?.limit === undefined ? "limit not known" : `takes ${amount(load.limit)}/s`,
    ...(load?.atOnce === undefined ? [] : [`at once ${amount(load.atOnce)}/s more`]),
  ];
}

/** What a server has when all is well: what it takes at once comes on top. */
export function base(scene: Scene, server: string): number {
  return loadIn(scene, server, scene.scenarios[0])?.requests ?? 0;
}

/** A cell, and how much higher it is with lines that have no room beside the number. */
interface LoadCell {
  readonly svg: string;
  readonly more: number;
}

const EMPTY: LoadCell = { svg: "", more: 0 };

function cellOf(
  scene: Scene,
  server: string,
  scenario: Scenario,
  at: readonly [number, number],
  width: number,
): LoadCell {
  const load = loadIn(scene, server, scenario);
  if (load === undefined) return EMPTY;
  const [x, y] = at;
  if (scenario.down.includes(server))
    return { ...EMPTY, svg: label(x, y + 18, "down", { "font-size": 12, "font-weight": "bold", ...FILL.down }) };
  const isSame = scenario.down.length > 0 && isSameLoad(load.requests, base(scene, server));
  if (isSame) return EMPTY;
  return loadCell(load, at, width, "", base(scene, server));
}

/** A number, and a bar against the lines of what can be taken. */
function loadCell(
  load: ServerLoad,
  [x, y]: readonly [number, number],
  width: number,
  when: string,
  usual: number,
): LoadCell {
  const fullness = fullnessOf(load, usual);
  const { ofLimit, surge = 0, part } = fullness;
  const isSurge = surge === part && surge > 0;
  const isNarrow = part !== undefined && (width < ROOM_FOR_BOTH || when.length > LONG);
  const requests = `${amount(load.requests)}/s`;
  const parts = ofLimit === undefined ? [] : [fullnessText(ofLimit)];
  const ofAtOnce = Number.isFinite(surge) ? fullnessText(surge) : "too much";
  const known = isNotKnown(load) ? [NOT_KNOWN] : undefined;
  const short = isSurge ? [ofAtOnce, "at once"] : parts;
  const first = known ?? (isNarrow && short.length > 0 ? short : [requests, ...parts]);
  const bound = known === undefined ? (when === "" ? boundSign(load) : boundText(load)) : "";
  // In a narrow column, what it is a part of is below it.
  const isBroken = isSurge && when === "" && first === short && widthOf(`${bound}${short.join(" ")}`, 12) > width;
  const number = `${bound}${isBroken ? ofAtOnce : first.join(" ")}`;
  const isLong = when !== "" && `${number}, ${when}`.length > WHOLE_LINE;
  const lines = isLong ? inLines(when, WHOLE_LINE) : isBroken ? [`${bound}${requests}`] : [];
  const text = when === "" || isLong ? number : `${number}, ${when}`;
  const isBold = isHot(fullness);
  const look = isBold ? { "font-weight": "bold", ...fillOf(fullness) } : FILL.ink;
  const words = label(x, y + 14, text, { "font-size": 12, ...look });
  const from = part === undefined ? y + 28 : y + 62;
  const rest = lines
    .map((line, at) => label(x, from + at * WHEN_LINE, line, { "font-size": 12, ...(isBroken ? FILL.ink : look) }))
    .join("");
  const more = lines.length * WHEN_LINE;
  if (part === undefined) return { svg: `${words}${rest}`, more };
  // Below the bar is what the line above it has no room for.
  const second = isBroken
    ? ["at once"]
    : isNarrow
      ? [`${bound}${requests}${width < ROOM_FOR_BOTH || !isSurge ? "" : ` ${parts.join("")}`}`]
      : [surgeText(surge, bound)];
  const below =
    known !== undefined || !(isNarrow || isSurge)
      ? ""
      : label(x, y + 48, second.join(""), { "font-size": 12, ...(isNarrow ? FILL.ink : look) });
  const bar = loadBar(load, [x, y + 18], width, usual);
  return { svg: element("g", { "data-load": load.server }, [words, bar, below, rest]), more };
}

/** Whether a load is near what can be taken, or what can be taken at once. */
export function isHot({ part = 0 }: Fullness): boolean {
  return isNearly(part);
}

/** The frame of a bar, and the thick line of what can be taken, with an edge so that it is seen on any bar. */
export function barLines(id: string | undefined, [x, y]: readonly [number, number], width: number): string {
  return element("g", { id }, [barFrame([x, y], width), lineOn(x + width / LONGEST, y, { "stroke-width": 2.5 })]);
}

function barFrame([x, y]: readonly [number, number], width: number): string {
  return element("rect", { x, y: y + 4, width, height: 12, fill: "none", ...LINE.wire, "stroke-width": 1 });
}

function lineOn(x: number, y: number, attributes: Readonly<Record<string, string | number>>): string {
  const line = { d: `M${Math.round(x * 10) / 10} ${y}v20`, fill: "none" };
  const edge = element("path", { ...line, ...LINE.edge, "stroke-width": 5.5 });
  return `${edge}${element("path", { ...line, ...LINE.rim, ...attributes })}`;
}

/**
 * A bar against the line of what can be taken; dashed, what it takes at once, which is the measure where nothing else is known. A page has
 * the lines of all its bars once.
 */
export function loadBar(
  load: ServerLoad,
  [x, y]: readonly [number, number],
  width: number,
  usual: number,
  lines?: string,
): string {
  const { requests, limit, atOnce = 0 } = load;
  const most = limit ?? usual + atOnce;
  const partOf = (value: number) => (most === 0 ? (value > 0 ? Number.POSITIVE_INFINITY : 0) : value / most);
  const at = (value: number) => x + (Math.min(LONGEST, partOf(value)) * width) / LONGEST;
  const size = { x, y: y + 4, height: 12 };
  const own = limit === undefined ? barFrame([x, y], width) : barLines(undefined, [x, y], width);
  return [
    lines === undefined ? element("rect", { ...size, width, ...FILL.paper }) : "",
    element("rect", { ...size, width: at(requests) - x, ...fillOf(fullnessOf(load, usual)) }),
    lines === undefined || limit === undefined ? own : element("use", { href: `#${lines}` }),
    load.atOnce === undefined ? "" : lineOn(at(usual + atOnce), y, { "stroke-width": 2, "stroke-dasharray": "3 2" }),
    partOf(requests) > LONGEST ? breakMark(x + width, y) : "",
  ].join("");
}

/** Two gaps near the end of a bar that would be longer. */
function breakMark(right: number, y: number): string {
  const gaps = `M${Math.round(right * 10) / 10 - 9} ${y + 17}l4 -14m4 0l-4 14`;
  return element("path", { d: gaps, fill: "none", ...LINE.edge, "stroke-width": 2, "data-break": "" });
}

/** Grey below 90 %; from there on warm, and above what can be taken, or comes too fast, red. */
function fillOf(fullness: Fullness) {
  const { part = 0 } = fullness;
  if (isOver(part)) return FILL.down;
  return isHot(fullness) ? FILL.warm : FILL.quiet;
}
