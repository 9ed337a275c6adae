import type { Part, Scene, ServedPlace, Server } from "../model/scene";
import type { Geography } from "./geography";
import { FILL, LINE, paintOf } from "./palette";
import { inPanel, isSeen, type Panel } from "./panel";
import { haloed, pie } from "./pie";
import { element, widthOf } from "./svg";

/** A place with the parts that are drawn of it, and how much its circle stands for. */
export interface Circle {
  readonly place: ServedPlace;
  readonly parts: readonly Part[];
  /** Requests per second; `undefined` where they are not known. */
  readonly requests: number | undefined;
}

/** The largest circle of a map. */
const LARGEST = 30;
const SMALLEST = 2.5;
/** All circles, where nobody knows how many requests there are. */
const UNKNOWN = 4.5;

/** How large a circle is: its area is the requests. */
export function radiusOf(requests: number | undefined, most: number): number {
  if (requests === undefined || most === 0) return UNKNOWN;
  return Math.max(SMALLEST, LARGEST * Math.sqrt(requests / most));
}

/** The most requests of a place, for which the largest circle stands. */
export function mostRequests({ places }: Scene): number {
  return Math.max(0, ...places.map(({ requests = 0 }) => requests));
}

/** Draws circles, the largest first, so that none is hidden. */
export function drawCircles(
  panel: Panel,
  geography: Geography,
  circles: readonly Circle[],
  { most, servers }: { readonly most: number; readonly servers: ReadonlyMap<string, Server> },
): string {
  const drawn = circles.flatMap(({ place, parts, requests }) => {
    const at = geography.placeAt(place);
    const point = at && inPanel(panel, at);
    if (point === undefined || !isSeen(panel, point) || requests === 0) return [];
    return [element("g", { "data-place": place.code }, pie(point, radiusOf(requests, most), parts, servers))];
  });
  return element("g", { ...LINE.edge, "stroke-width": 1.2 }, drawn);
}

/** A rectangle that a text takes. */
export interface Taken {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const SIZE = 12;

/** Where nobody knows where a data centre stands, it is beside the circle that it serves first. */
const BESIDE = 24;

/** Where the sign of a server is in a panel. */
export function signAt(panel: Panel, geography: Geography, name: string): readonly [number, number] | undefined {
  const at = geography.serverAt(name);
  if (at === undefined) return undefined;
  const [x, y] = inPanel(panel, at);
  return geography.isGuessed(name) ? [x + BESIDE, y + BESIDE] : [x, y];
}

/** Draws where servers stand, and their names where there is room; what is down has a red ring and a cross. */
export function drawServers(
  panel: Panel,
  geography: Geography,
  servers: readonly Server[],
  down: readonly string[],
  texts: readonly Taken[] = [],
): string {
  const taken: Taken[] = [...texts];
  const marks = servers.flatMap((server) => {
    const point = signAt(panel, geography, server.name);
    if (point === undefined || !isSeen(panel, point)) return [];
    taken.push({ left: point[0] - 6, right: point[0] + 6, top: point[1] - 6, bottom: point[1] + 6 });
    return [{ server, point }];
  });
  const drawn = marks.map(({ server, point }) => mark(server, point, down.includes(server.name)));
  const names = marks.map(({ server, point }) =>
    nameAt(panel, down.includes(server.name) ? `${server.name} is down` : server.name, point, taken),
  );
  return element("g", {}, [...drawn, ...names]);
}

function mark(server: Server, [x, y]: readonly [number, number], isDown: boolean): string {
  const square = { x: x - 4.5, y: y - 4.5, width: 9, height: 9, transform: `rotate(45 ${round(x)} ${round(y)})` };
  if (!isDown) {
    const { class: name, fill } = paintOf(server);
    return element("rect", {
      ...square,
      class: `${name} rim`,
      fill,
      stroke: LINE.rim.stroke,
      "stroke-width": 1.5,
      "data-site": server.name,
    });
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

/** The name where nothing else is: right, left, above or below; else on the right. */
function nameAt({ width, height }: Panel, text: string, [x, y]: readonly [number, number], taken: Taken[]): string {
  const wide = widthOf(text, SIZE);
  const places = [
    [x + 11, y + 4, "start"],
    [x - 11, y + 4, "end"],
    [x, y - 13, "middle"],
    [x, y + 22, "middle"],
    [x + 9, y - 9, "start"],
    [x + 9, y + 17, "start"],
    [x - 9, y - 9, "end"],
    [x - 9, y + 17, "end"],
  ] as const;
  const boxOf = ([left, base, anchor]: (typeof places)[number]): Taken => {
    const start = anchor === "start" ? left : left - (anchor === "end" ? wide : wide / 2);
    return { left: start, right: start + wide, top: base - 10, bottom: base + 3 };
  };
  const isFree = (box: Taken) =>
    box.left > 0 &&
    box.right < width &&
    box.top > 0 &&
    box.bottom < height &&
    !taken.some((other) => overlap(box, other));
  const [first] = places;
  const found = places.find((place) => isFree(boxOf(place))) ?? first;
  taken.push(boxOf(found));
  return haloed(found[0], found[1], text, { "text-anchor": found[2], "font-size": SIZE, "font-weight": "bold" });
}

function overlap(one: Taken, other: Taken): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
}
