import type { Server } from "../model/scene";
import type { Geography } from "./geography";
import { FILL, LINE, paintOf } from "./palette";
import { inPanel, isSeen, type Panel } from "./panel";
import { haloed } from "./pie";
import { element, label, widthOf } from "./svg";

type Spot = readonly [x: number, y: number];

/** A rectangle that a text takes. */
export interface Taken {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const SIZE = 12;
/** How much wider a name is in bold. */
const BOLD = 1.1;

/** Where nobody knows where a data centre stands, it is beside the circle that it serves first. */
const BESIDE = 24;

/** Signs that are nearer would hide each other. */
const HIDDEN = 6;
/** Signs in one place are one below the other, in columns of so many, with names on their sides. */
const COLUMN = 6;
const ROW = 16;
const COLUMNS = [0, -48, 112, -160];

/** Where the sign of a server is in a panel: with others of those that are drawn in the same place, below them. */
export function signAt(
  panel: Panel,
  geography: Geography,
  name: string,
  drawn: readonly string[] = geography.standing,
): Spot | undefined {
  const own = spotOf(panel, geography, name);
  if (own === undefined) return undefined;
  const [x, y] = own;
  const all = drawn.filter((other) => {
    const [otherX, otherY] = spotOf(panel, geography, other) ?? own;
    return Math.hypot(otherX - x, otherY - y) < HIDDEN;
  });
  const place = Math.max(0, all.indexOf(name));
  const [column, row] = [Math.floor(place / COLUMN), place % COLUMN];
  const isHigh = y + ROW * Math.min(all.length, COLUMN) > panel.height;
  return [x + (COLUMNS[column % COLUMNS.length] ?? 0), y + (isHigh ? -ROW : ROW) * row];
}

/** Where a sign would be by itself: beside the place where its data centre is only guessed to be, on the side where there is room. */
function spotOf(panel: Panel, geography: Geography, name: string): Spot | undefined {
  const at = geography.serverAt(name);
  if (at === undefined) return undefined;
  const [x, y] = inPanel(panel, at);
  if (!geography.isGuessed(name)) return [x, y];
  return [beside(x, panel.width), beside(y, panel.height)];
}

function beside(at: number, size: number): number {
  return at <= size && at + BESIDE + ROW / 2 > size ? at - BESIDE : at + BESIDE;
}

/** Where the signs of servers are in a panel. */
export function signsIn(
  panel: Panel,
  geography: Geography,
  servers: readonly Server[],
  drawn?: readonly string[],
): readonly Spot[] {
  return servers.flatMap(({ name }) => {
    const point = signAt(panel, geography, name, drawn);
    return point === undefined || !isSeen(panel, point) ? [] : [point];
  });
}

/** What the signs of servers are drawn with. */
export interface SignOptions {
  readonly down: readonly string[];
  /** Where other texts are. */
  readonly taken: readonly Taken[];
  /** Those whose names are elsewhere in the picture. */
  readonly unnamed?: ReadonlySet<string>;
  /** The names of all that are drawn, if not all are that stand somewhere. */
  readonly drawn?: readonly string[];
  /** Those whom nobody is sent to. */
  readonly idle?: ReadonlySet<string>;
}

/** Draws where servers stand, and their names where there is room, and tells where texts are then; what is down has a red ring and a cross, and whom nobody is sent to is hollow. */
export function drawServers(
  panel: Panel,
  geography: Geography,
  servers: readonly Server[],
  { down, taken: texts, unnamed = new Set(), drawn: all, idle = new Set() }: SignOptions,
): { readonly svg: string; readonly taken: readonly Taken[] } {
  const taken: Taken[] = [...texts];
  const marks = servers.flatMap((server) => {
    const point = signAt(panel, geography, server.name, all);
    if (point === undefined || !isSeen(panel, point)) return [];
    taken.push({ left: point[0] - 6, right: point[0] + 6, top: point[1] - 6, bottom: point[1] + 6 });
    return [{ server, point }];
  });
  const drawn = marks.map(({ server, point }) =>
    mark(server, point, {
      isDown: down.includes(server.name),
      isIdle: idle.has(server.name),
      isGuessed: geography.knownOf(server.name) === "users",
    }),
  );
  const named = marks.filter(({ server }) => !unnamed.has(server.name));
  const names = named.map(({ server: { name, isDrained }, point }) =>
    down.includes(name)
      ? nameAt(panel, `${name} is down`, point, DOWN_GAP, taken)
      : nameAt(panel, isDrained && idle.has(name) ? `${name}, drained` : name, point, GAP, taken),
  );
  return { svg: element("g", {}, [...drawn, haloed(names)]), taken };
}

/** How a sign looks. */
interface Look {
  readonly isDown: boolean;
  readonly isIdle: boolean;
  /** Whether nobody said where it is. */
  readonly isGuessed: boolean;
}

function mark(server: Server, [x, y]: Spot, { isDown, isIdle, isGuessed }: Look): string {
  const square = { x: x - 4.5, y: y - 4.5, width: 9, height: 9, transform: `rotate(45 ${round(x)} ${round(y)})` };
  if (!isDown) {
    const { class: name, fill } = isIdle ? FILL.paper : paintOf(server);
    const site = {
      class: `${name} rim`,
      fill,
      stroke: LINE.rim.stroke,
      "stroke-width": 1.5,
      "stroke-dasharray": isGuessed ? "2.4 1.6" : undefined,
      "data-site": server.name,
    };
    // Paper around it, so that it is seen on a circle of its own colour.
    const edge = element("rect", { ...square, fill: "none", ...LINE.edge, "stroke-width": 5 });
    return `${edge}${element("rect", { ...square, ...site })}`;
  }
  const cross = `M${round(x - 4)} ${round(y - 4)}l8 8m0 -8l-8 8`;
  return [
    element("circle", {
      cx: x,
      cy: y,
      r: 9,
      class: "paper alarm",
      fill: FILL.paper.fill,
      stroke: LINE.alarm.stroke,
      "stroke-width": 2.5,
      "data-site": server.name,
    }),
    element("path", { d: cross, ...LINE.alarm, "stroke-width": 2.5 }),
  ].join("");
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

/** How far names are from the middle of a sign. */
const GAP = 11;
const DOWN_GAP = 15;

type Place = readonly [x: number, base: number, anchor: "start" | "end" | "middle"];

/** Places for a name, the best first: beside the sign, above it, below it. */
function placesAround([x, y]: Spot, gap: number): readonly Place[] {
  return [
    [x + gap, y + 4, "start"],
    [x - gap, y + 4, "end"],
    [x, y - gap - 2, "middle"],
    [x, y + gap + 11, "middle"],
    [x + gap - 2, y - 9, "start"],
    [x + gap - 2, y + 17, "start"],
    [x - gap + 2, y - 9, "end"],
    [x - gap + 2, y + 17, "end"],
  ];
}

const FARTHER = [28, 44, 60, 80];
/** More than all that a name can hide. */
const DIVIDED = 1000;

/** Farther away, where a line leads to the name. */
function placesFarther([x, y]: Spot): readonly Place[] {
  return FARTHER.flatMap((far): readonly Place[] => [
    [x + far, y + 4, "start"],
    [x - far, y + 4, "end"],
    [x + far * 0.8, y - far * 0.6, "start"],
    [x - far * 0.8, y - far * 0.6, "end"],
    [x + far * 0.8, y + far * 0.6 + 8, "start"],
    [x - far * 0.8, y + far * 0.6 + 8, "end"],
    [x, y - far, "middle"],
    [x, y + far + 8, "middle"],
  ]);
}

/** The name where nothing else is: beside its sign, or farther away with a line to it; where nothing is free, where the least is, and the name is whole. */
function nameAt({ width, height }: Panel, text: string, point: Spot, gap: number, taken: Taken[]): string {
  const wide = widthOf(text, SIZE * BOLD);
  const boxOf = ([left, base, anchor]: Place): Taken => {
    const start = anchor === "start" ? left : left - (anchor === "end" ? wide : wide / 2);
    return { left: start, right: start + wide, top: base - 10, bottom: base + 3 };
  };
  const isInside = ({ left, right, top, bottom }: Taken) => left > 0 && right < width && top > 0 && bottom < height;
  // A line from the top to the bottom divides the map: who sees one side of it would read a piece of the name.
  const weightOf = (other: Taken) => (other.top <= 0 && other.bottom >= height ? DIVIDED : 1);
  const hiddenBy = (place: Place) => {
    const box = boxOf(place);
    const hit = taken.filter((other) => overlap(box, other)).reduce((sum, other) => sum + weightOf(other), 0);
    return hit + (isInside(box) ? 0 : DIVIDED);
  };
  const [first = [...point, "start"] as const, ...others] = placesAround(point, gap);
  const near = [first, ...others];
  const all = [...near, ...placesFarther(point)];
  const costs = all.map(hiddenBy);
  const found = all[costs.indexOf(Math.min(...costs))] ?? first;
  taken.push(boxOf(found));
  const name = label(found[0], found[1], text, { "text-anchor": found[2] });
  return near.includes(found) ? name : `${leader(point, found)}${name}`;
}

function leader([x, y]: Spot, [toX, base]: Place): string {
  const d = `M${round(x)} ${round(y)}L${round(toX)} ${round(base - 4)}`;
  return element("path", { d, fill: "none", ...LINE.rim, "stroke-width": 1 });
}

export function overlap(one: Taken, other: Taken): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
