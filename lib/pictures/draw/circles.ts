import type { Part, Scene, ServedPlace, Server } from "../model/scene";
import type { Geography } from "./geography";
import { LAST_RESORT_PAINT, LINE } from "./palette";
import { inPanel, isSeen, type Panel } from "./panel";
import { type Letters, lettersOf, pie, writtenLetters } from "./pie";
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

/** The most requests of a place, for which the largest circle stands. */
export function mostRequests({ places }: Scene): number {
  return Math.max(0, ...places.map(({ requests = 0 }) => requests));
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
): { readonly svg: string; readonly taken: readonly Taken[] } {
  const written = [...taken];
  const texts: Letters[] = [];
  const drawn = circles.flatMap(({ place, parts, requests }) => {
    const at = geography.placeAt(place);
    const point = at && inPanel(panel, at);
    if (point === undefined || !isSeen(panel, point) || requests === 0) return [];
    const radius = radiusOf(requests, most);
    const letters = lettersOf(point, radius, parts, servers, signs);
    const box = letters && boxAroundText(letters.at, letters.text, letters.size);
    const isFree = box !== null && !written.some((other) => overlap(box, other));
    if (isFree) {
      written.push(box);
      texts.push(letters as Letters);
    }
    return [pie(point, radius, parts, servers, place.code)];
  });
  const { class: lastResort, fill } = LAST_RESORT_PAINT;
  const common = { class: `${LINE.edge.class} ${lastResort}`, stroke: LINE.edge.stroke, "stroke-width": 1.2, fill };
  const pies = element("g", common, drawn);
  return { svg: `${pies}${writtenLetters(texts)}`, taken: written };
}

function boxAroundText([x, y]: readonly [number, number], text: string, size: number): Taken {
  const half = widthOf(text, size) / 2;
  return { left: x - half, right: x + half, top: y - size / 2, bottom: y + size / 2 };
}
