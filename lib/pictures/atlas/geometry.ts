/** A point of a plane. */
type Spot = readonly [x: number, y: number];

/** West, south, east and north. */
type Sides = readonly number[];

/**
 * A line with fewer points: the one that adds the smallest triangle goes first, as long as that is smaller than `detail`
 * (Visvalingam and Whyatt, 1993). The ends stay, so that lines which meet there go on to meet.
 */
export function simplified(line: readonly Spot[], detail: number): readonly Spot[] {
  const points = line.filter(
    ([x, y], index) => index === 0 || x !== line[index - 1]?.[0] || y !== line[index - 1]?.[1],
  );
  if (points.length === 1 && line.length > 1) return [...points, ...points];
  const kept = [...points];
  const areas = kept.map((_, index) => triangleAt(kept, index));
  for (;;) {
    let smallest = -1;
    for (let index = 1; index < kept.length - 1; index++) {
      if ((areas[index] ?? 0) < (areas[smallest] ?? Number.POSITIVE_INFINITY)) smallest = index;
    }
    const area = areas[smallest] ?? Number.POSITIVE_INFINITY;
    if (area >= detail || kept.length <= (isClosed(kept) ? 4 : 2)) return kept;
    kept.splice(smallest, 1);
    areas.splice(smallest, 1);
    for (const index of [smallest - 1, smallest]) areas[index] = Math.max(area, triangleAt(kept, index));
  }
}

function isClosed(line: readonly Spot[]): boolean {
  const [first, last] = [line[0], line.at(-1)];
  return first?.[0] === last?.[0] && first?.[1] === last?.[1];
}

function triangleAt(line: readonly Spot[], index: number): number {
  const [before, here, after] = [line[index - 1], line[index], line[index + 1]];
  if (before === undefined || here === undefined || after === undefined) return Number.POSITIVE_INFINITY;
  return Math.abs((here[0] - before[0]) * (after[1] - before[1]) - (after[0] - before[0]) * (here[1] - before[1])) / 2;
}

/** The area inside an outline. */
export function sizeOf(outline: readonly Spot[]): number {
  return Math.abs(doubled(outline)) / 2;
}

function doubled(outline: readonly Spot[]): number {
  return outline.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length] ?? [x, y];
    return sum + x * nextY - nextX * y;
  }, 0);
}

/** The box around points, of which there may be more than a function takes arguments. */
export function boxAroundAll(points: readonly Spot[]): { left: number; top: number; right: number; bottom: number } {
  const { POSITIVE_INFINITY: most, NEGATIVE_INFINITY: least } = Number;
  const box = { left: most, top: most, right: least, bottom: least };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.top = Math.min(box.top, y);
    box.right = Math.max(box.right, x);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

/** The middle of the box around points. */
export function middleOf(points: readonly Spot[]): Spot {
  const { left, top, right, bottom } = boxAroundAll(points);
  return [(left + right) / 2, (top + bottom) / 2];
}

export function isInBox([x, y]: Spot, [west = 0, south = 0, east = 0, north = 0]: Sides): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

/** How many points in each direction are tried. */
const STEPS = 24;

/** The point inside the largest of some outlines that is farthest from its edge, as far as a grid shows it. */
export function deepestPoint(outlines: readonly (readonly Spot[])[]): Spot {
  const [largest = []] = [...outlines].sort((one, other) => sizeOf(other) - sizeOf(one));
  const { left, top, right, bottom } = boxAroundAll(largest);
  const [width, height] = [right - left, bottom - top];
  let best: { readonly spot: Spot; readonly depth: number } = { spot: middleOf(largest), depth: 0 };
  for (let row = 1; row < STEPS; row++) {
    for (let column = 1; column < STEPS; column++) {
      const spot: Spot = [left + (width * column) / STEPS, top + (height * row) / STEPS];
      const depth = isInside(spot, largest) ? distanceToEdge(spot, largest) : 0;
      if (depth > best.depth) best = { spot, depth };
    }
  }
  return [Math.round(best.spot[0]), Math.round(best.spot[1])];
}

function isInside([x, y]: Spot, outline: readonly Spot[]): boolean {
  return outline.reduce((inside, [x1, y1], index) => {
    const [x2, y2] = outline[(index + 1) % outline.length] ?? [x1, y1];
    const crosses = y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1;
    return crosses ? !inside : inside;
  }, false);
}

function distanceToEdge([x, y]: Spot, outline: readonly Spot[]): number {
  return outline.reduce((least, [x1, y1], index) => {
    const [x2, y2] = outline[(index + 1) % outline.length] ?? [x1, y1];
    const length = (x2 - x1) ** 2 + (y2 - y1) ** 2;
    const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length));
    return Math.min(least, Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)));
  }, Number.POSITIVE_INFINITY);
}
