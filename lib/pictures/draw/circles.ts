import type { Part, Scene, ServedPlace, Server } from "../model/scene";
import type { Geography } from "./geography";
import { LAST_RESORT_PAINT, LINE } from "./palette";
import { inPanel, isSeen, type Panel } from "./panel";
import { type Letters, lettersFor, lettersOf, pie, writtenLetters } from "./pie";
import { overlap, type Taken } from "./signs";
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

/** The requests for which the smallest circle stands: of fewer, it is no smaller. */
export function leastDrawn(most: number): number {
  return most * (SMALLEST / LARGEST) ** 2;
}

/** All circles of a map together are no larger than so many of the largest: where all are alike, they would hide each other. */
const ROOM = 11;

/** The requests for which the largest circle stands that there may be: the most of all, or so many that there is room for all. */
export function mostOf(requests: readonly number[]): number {
  const all = requests.reduce((sum, each) => sum + each, 0);
  return Math.max(all / ROOM, ...requests);
}

/** The same of all places. */
export function mostRequests({ places }: Scene): number {
  return mostOf(places.map(({ requests = 0 }) => requests));
}

/** What circles are drawn with. */
export interface CircleOptions {
  readonly most: number;
  readonly servers: ReadonlyMap<string, Server>;
  /** Where signs of data centres are: no letters are written there. */
  readonly signs: readonly (readonly [x: number, y: number])[];
  /** Where other texts are: nor are they there, nor where those of a larger circle are. */
  readonly taken?: readonly Taken[];
}

/** Draws circles, the largest first, so that none is hidden; and tells where texts are then. */
export function drawCircles(
  panel: Panel,
  geography: Geography,
  circles: readonly Circle[],
  { most, servers, signs, taken = [] }: CircleOptions,
): { readonly svg: string; readonly taken: readonly Taken[]; readonly seen: readonly Seen[] } {
  const written = [...taken];
  const texts: Letters[] = [];
  const seen = circles.flatMap(({ place, parts, requests }): readonly Seen[] => {
    const at = geography.placeAt(place);
    if (at === undefined || !isSeen(panel, inPanel(panel, at)) || requests === 0) return [];
    const radius = radiusOf(requests, most);
    const point = whole(panel, inPanel(panel, at), radius);
    const letters = lettersOf(point, radius, parts, servers, signs);
    const isFree = letters !== null && wasFree(boxOf(letters), written);
    if (isFree) texts.push(letters);
    return [{ place, parts, point, radius, isNamed: isFree || place.isLikeEveryone }];
  });
  const drawn = seen.map(({ place, parts, point, radius }) => pie(point, radius, parts, servers, place.code));
  const { class: lastResort, fill } = LAST_RESORT_PAINT;
  const common = { class: `${LINE.edge.class} ${lastResort}`, stroke: LINE.edge.stroke, "stroke-width": 1.2, fill };
  const pies = element("g", common, drawn);
  return { svg: `${pies}${writtenLetters(texts)}`, taken: written, seen };
}

/** Where a circle is so that no edge cuts it: a part of it would be read as fewer requests. */
function whole({ width, height }: Panel, [x, y]: readonly [number, number], radius: number): readonly [number, number] {
  const inside = (at: number, size: number) => Math.min(size - radius - 1, Math.max(radius + 1, at));
  return [inside(x, width), inside(y, height)];
}

/** A circle that is drawn. */
interface Seen extends Pick<Circle, "place" | "parts"> {
  readonly point: readonly [number, number];
  readonly radius: number;
  /** Whether its letters are in it, or it needs none. */
  readonly isNamed: boolean;
}

const BESIDE = 12;
/** How much wider two letters are in bold, of which the first is a capital. */
const BOLD = 1.3;

/** Letters beside circles in which there is no room for them, where nothing else is: a small one would be told by its colour alone. */
export function lettersBeside(
  { width, height }: Panel,
  seen: readonly Seen[],
  servers: ReadonlyMap<string, Server>,
  texts: readonly Taken[],
): string {
  const taken = [...texts, ...seen.map(({ point: [x, y], radius }) => around([x, y], radius, radius))];
  const inside = ({ left, top, right, bottom }: Taken) => left > 0 && top > 0 && right < width && bottom < height;
  return writtenLetters(
    seen.flatMap(({ parts, point: [x, y], radius, isNamed }): readonly Letters[] => {
      const text = lettersFor(parts, servers);
      const [across, along] = [radius + 2 + widthOf(text, BESIDE * BOLD) / 2, radius + 1 + BESIDE / 2];
      const spots = [
        [x + across, y],
        [x - across, y],
        [x, y - along],
        [x, y + along],
      ] as const;
      const all = spots.map((at): Letters => ({ text, at, size: BESIDE }));
      const found = isNamed ? undefined : all.find((one) => inside(boxOf(one)) && wasFree(boxOf(one), taken));
      return found === undefined ? [] : [found];
    }),
  );
}

/** Whether nothing was there; it is taken then. */
function wasFree(box: Taken, taken: Taken[]): boolean {
  if (taken.some((other) => overlap(box, other))) return false;
  taken.push(box);
  return true;
}

function boxOf({ at, text, size }: Letters): Taken {
  return around(at, widthOf(text, size * BOLD) / 2, size / 2);
}

function around([x, y]: readonly [number, number], wide: number, high: number): Taken {
  return { left: x - wide, right: x + wide, top: y - high, bottom: y + high };
}
