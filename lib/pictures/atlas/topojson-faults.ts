/** What keeps a value from being a world in TopoJSON, in words that follow its name; `undefined` where nothing does. */
export function faultOf(world: unknown): string | undefined {
  const { arcs, objects, transform } = partsOf(world);
  const { geometries } = partsOf(partsOf(objects).countries);
  if (!Array.isArray(arcs) || !Array.isArray(geometries)) return 'is no TopoJSON with an object "countries"';
  if (transform !== undefined && !["scale", "translate"].every((part) => isPosition(partsOf(transform)[part])))
    return 'has a "transform" without a "scale" and a "translate" of two numbers each';
  const wrong = arcs.findIndex((arc) => !Array.isArray(arc) || !arc.every(isPosition));
  if (wrong >= 0) return `has an arc that is not a list of positions of two numbers: arcs[${wrong}]`;
  const beyond = arcs.findIndex((arc) => !isOnEarth(arc, transform as Transform | undefined));
  if (beyond >= 0) return `has an arc with positions that are no degrees, as longitude and latitude: arcs[${beyond}]`;
  const isArc = (ref: unknown) =>
    Number.isInteger(ref) && ((ref as number) < 0 ? ~(ref as number) : (ref as number)) < arcs.length;
  const isRing = (ring: unknown) => Array.isArray(ring) && ring.every(isArc);
  const isPolygon = (rings: unknown) => Array.isArray(rings) && rings.every(isRing);
  const at = geometries.findIndex((geometry) => !isGeometry(geometry, isPolygon));
  return at < 0
    ? undefined
    : `has a geometry without arcs, or with some that are not there: objects.countries.geometries[${at}]`;
}

type Transform = Record<"scale" | "translate", readonly [number, number]>;

/** Rounded positions may be so many degrees beyond the edge. */
const ROUNDED = 1;

/** Whether the positions of an arc are on the Earth: with a transform, each is the way from the one before. */
function isOnEarth(arc: readonly (readonly [number, number])[], transform: Transform | undefined): boolean {
  let [x, y] = [0, 0];
  return arc.every(([east, north]) => {
    [x, y] = transform === undefined ? [east, north] : [x + east, y + north];
    const degrees = [x, y].map((value, at) => value * (transform?.scale[at] ?? 1) + (transform?.translate[at] ?? 0));
    return degrees.every((value, at) => Math.abs(value) <= (at === 0 ? 180 : 90) + ROUNDED);
  });
}

function isGeometry(geometry: unknown, isPolygon: (rings: unknown) => boolean): boolean {
  if (typeof geometry !== "object" || geometry === null) return false;
  const { type, arcs } = partsOf(geometry);
  if (type === "Polygon") return isPolygon(arcs);
  // A point and a line are no areas, and are left out.
  return type !== "MultiPolygon" || (Array.isArray(arcs) && arcs.every(isPolygon));
}

function isPosition(value: unknown): boolean {
  return Array.isArray(value) && value.length >= 2 && value.slice(0, 2).every(Number.isFinite);
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
