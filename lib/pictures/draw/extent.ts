import { type Box, boxOf } from "../atlas/atlas";
import { HEIGHT, type Point, WIDTH } from "../atlas/equal-earth";
import type { FailureMoves, PlaceMoves } from "../model/moves";
import { partsOf, type ServedPlace } from "../model/scene";
import type { Drawing } from "./drawing";
import { boxAround, boxWith, continentBox, cornersOf, shared, WORLD_BOX } from "./panel";

/** A map with this part of what moves on one continent shows that one: a few users beside it would make all of it tiny. */
const MOST_OF_IT = 0.8;
/** How much larger it may become by showing them as well. */
const LARGEST = 1.6;

/** What of the world the one map of a change shows: the continent on which most of it is, and what is near it; else all of it, or the world. */
export function extentOf(drawing: Drawing, moves: readonly PlaceMoves[]): Box {
  const sums = byContinent(drawing, moves);
  const all = [...sums.values()].reduce((sum, each) => sum + each, 0);
  const main = [...sums].find(([, sum]) => all > 0 && sum / all >= MOST_OF_IT);
  const own = main && continentWith(drawing, main[0], moves);
  return own ?? boxOfAll(drawing, moves) ?? continentBox(new Set(sums.keys()));
}

/**
 * What of the world the map of each failure shows, by its id: the continent on which most of it is, with what is beside that in any of them, so that
 * all maps of a continent show the same and can be compared; else the world.
 */
export function extentsOf(
  drawing: Drawing,
  failures: readonly Pick<FailureMoves, "scenario" | "moves">[],
): ReadonlyMap<string, Box> {
  const mains = failures.map(({ moves }) => {
    const [main] = [...byContinent(drawing, moves)].sort(
      (one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1),
    );
    return main !== undefined && continentWith(drawing, main[0], moves) !== undefined ? main[0] : undefined;
  });
  return new Map(
    failures.map(({ scenario }, index) => {
      const main = mains[index];
      if (main === undefined) return [scenario.id, WORLD_BOX];
      const alike = failures.filter((_, other) => mains[other] === main).flatMap(({ moves }) => moves);
      return [scenario.id, boxWith(continentBox(new Set([main])), pointsOf(drawing, alike))];
    }),
  );
}

/** How much moves on each continent. */
function byContinent({ scene }: Drawing, moves: readonly PlaceMoves[]): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { place, amount } of moves) {
    const { continent } = place.location;
    if (continent !== undefined)
      sums.set(continent, (sums.get(continent) ?? 0) + (scene.hasDemand ? (amount ?? 0) : 1));
  }
  return sums;
}

/** A continent with all of what moves, unless it is much larger then. */
function continentWith(drawing: Drawing, continent: string, moves: readonly PlaceMoves[]): Box | undefined {
  const own = continentBox(new Set([continent]));
  const box = boxWith(own, pointsOf(drawing, moves));
  return box.width * box.height <= LARGEST * own.width * own.height ? box : undefined;
}

function pointsOf({ geography }: Drawing, moves: readonly PlaceMoves[]): readonly Point[] {
  return moves.map(({ place }) => geography.placeAt(place)).filter((point) => point !== undefined);
}

/** A larger part of the world is the world. */
const MOST_OF_WORLD = 0.5;

/** A box around what moves, and who loses and gets it, if it is on several continents and yet near. */
function boxOfAll(drawing: Drawing, moves: readonly PlaceMoves[]): Box | undefined {
  const servers = moves.flatMap(({ moves: own }) => own.flatMap(({ from, to }) => [from, to]));
  return nearBox(
    drawing,
    moves.map(({ place }) => place),
    servers,
  );
}

/** A box around places that are near each other, and who serves them. */
export function zoomBox(drawing: Drawing, places: readonly ServedPlace[]): Box | undefined {
  const [well] = drawing.scene.scenarios;
  const servers = places.flatMap((place) => partsOf(place, well).map(({ server }) => server));
  return nearBox(drawing, places, servers);
}

/** The least that such a map shows, in units of the world. */
const LEAST = 420;

/** A box around places with their shapes, as far as these are on their continent, and around servers; nothing if it is large. */
function nearBox(
  { geography, land }: Drawing,
  places: readonly ServedPlace[],
  servers: readonly string[],
): Box | undefined {
  const points = [
    ...places.map((place) => geography.placeAt(place)),
    ...servers.map((name) => geography.serverAt(name)),
  ];
  const known = points.filter((point) => point !== undefined);
  if (known.length === 0) return undefined;
  const shapes = land.hasBorders ? places.flatMap((place) => shapeOf(land.shapes.outlinesOf(place.code), place)) : [];
  const box = boxWith(boxAround(known, LEAST), shapes);
  return box.width <= MOST_OF_WORLD * WIDTH && box.height <= HEIGHT ? box : undefined;
}

/** The corners of a country's parts, as far as they are on its continent: not its islands beyond an ocean, nor Siberia with Moscow. */
function shapeOf(outlines: readonly (readonly Point[])[], { location: { continent } }: ServedPlace): readonly Point[] {
  const around = continent === undefined ? WORLD_BOX : continentBox(new Set([continent]));
  return outlines.flatMap((outline) => {
    const seen = shared(boxOf(outline), around);
    return seen === undefined ? [] : cornersOf(seen);
  });
}
