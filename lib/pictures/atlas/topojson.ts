import type { Atlas } from "./atlas";
import { HEIGHT, type Point, projected, projectedLine } from "./equal-earth";
import { deepestPoint, isInBox, middleOf, simplified, sizeOf } from "./geometry";
import { writtenLines } from "./lines";

/** A world in TopoJSON: what the format demands, and of the countries what is looked at. */
export interface Topology {
  readonly transform?: { readonly scale: readonly [number, number]; readonly translate: readonly [number, number] };
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  readonly objects: { readonly countries: { readonly geometries: readonly Geometry[] } };
}

interface Geometry {
  readonly type?: string | null;
  readonly arcs?: readonly (readonly number[])[] | readonly (readonly (readonly number[])[])[];
  /** The country by ISO 3166-1: its number, or its code of two letters. */
  readonly id?: string | number;
  readonly properties?: { readonly name?: string; readonly a3?: string };
}

/** Degrees: longitude and latitude. */
type Degrees = readonly [longitude: number, latitude: number];

/** What an atlas is made with beside its shapes. */
export interface AtlasOptions {
  readonly source: string;
  /** The countries that have codes. */
  readonly codes: readonly string[];
  /** Parts of a shape that have a code of their own: the box in degrees that their middle is in. */
  readonly parts: {
    readonly [code: string]: readonly [of: string, west: number, south: number, east: number, north: number];
  };
  /** Where users are, in degrees of latitude and longitude, for countries without a shape, and those that are empty in the middle. */
  readonly places: { readonly [code: string]: readonly [latitude: number, longitude: number] };
  /** Countries that have a point and no shape: Antarctica lies all along the lower edge. */
  readonly shapeless: readonly string[];
  /** Boxes in which a border between two countries is disputed. */
  readonly disputed: readonly (readonly [
    one: string,
    other: string,
    west: number,
    south: number,
    east: number,
    north: number,
  ])[];
}

/** How far a line may be changed, as the area of a triangle in units; a smaller island is left out. */
const DETAIL = 13;
const SMALLEST_ISLAND = 36;
/** How far from the upper and the lower edge a point is at least. */
const EDGE = 12;

/** Makes an atlas from a world in TopoJSON. */
export function atlasOf(topology: Topology, options: AtlasOptions): Atlas {
  return new AtlasMaker(topology, options).make();
}

/** A line in degrees, and in units. */
interface Line {
  readonly degrees: readonly Degrees[];
  readonly points: readonly Point[];
}

class AtlasMaker {
  private readonly lines: readonly Line[];

  constructor(
    private readonly topology: Topology,
    private readonly options: AtlasOptions,
  ) {
    this.lines = topology.arcs.map((arc) => {
      const degrees = this.inDegrees(arc);
      return { degrees, points: simplified(projectedLine(degrees), DETAIL) };
    });
  }

  public make(): Atlas {
    const polygons = this.polygonsByCode();
    const shapes: Record<string, string> = {};
    const points: Record<string, Point> = {};
    const used = new Map<number, number>();
    const owners = new Map<number, string[]>();
    const numberOf = (line: number) => {
      const number = used.get(line) ?? used.size;
      used.set(line, number);
      return number;
    };
    for (const code of [...polygons.keys()].sort(byCode)) {
      const rings = this.visible(polygons.get(code) ?? []);
      if (rings.length === 0 || this.options.shapeless.includes(code)) continue;
      for (const ref of rings.flat()) owners.set(lineOf(ref), [...(owners.get(lineOf(ref)) ?? []), code]);
      shapes[code] = rings
        .map((ring) => ring.map((ref) => (ref < 0 ? `~${numberOf(~ref)}` : numberOf(ref))).join(" "))
        .join(";");
      if (!code.startsWith("?")) points[code] = deepestPoint(rings.map((ring) => this.pointsOf(ring)));
    }
    for (const code of this.options.codes) {
      const [latitude, longitude] = this.options.places[code] ?? [];
      if (latitude !== undefined && longitude !== undefined) points[code] = inside(projected(latitude, longitude));
      else points[code] ??= inside(this.middleInDegrees(polygons.get(code) ?? []));
    }
    const disputed = [...used.keys()].filter((line) => this.isDisputed(line, owners.get(line) ?? []));
    return {
      source: this.options.source,
      lines: writtenLines([...used.keys()].map((line) => this.lines[line]?.points ?? [])),
      shapes,
      points,
      disputed: disputed.map(numberOf).join(" "),
    };
  }

  /** The outer and inner outlines of each country, polygon by polygon. */
  private polygonsByCode(): ReadonlyMap<string, readonly (readonly (readonly number[])[])[]> {
    const all = new Map<string, (readonly (readonly number[])[])[]>();
    for (const [index, geometry] of this.topology.objects.countries.geometries.entries()) {
      const code = codeOf(geometry, this.options.codes) ?? `?${index}`;
      for (const rings of polygonsOf(geometry)) {
        const part = this.partWith(code, this.degreesOf(rings[0] ?? []));
        all.set(part, [...(all.get(part) ?? []), rings]);
      }
    }
    return all;
  }

  private partWith(code: string, outline: readonly Degrees[]): string {
    const middle = middleOf(outline);
    const found = Object.entries(this.options.parts).find(([, [of, ...box]]) => of === code && isInBox(middle, box));
    return found?.[0] ?? code;
  }

  /** The outlines that are large enough to be seen; the largest of a country always, unless nothing is left of it. */
  private visible(polygons: readonly (readonly (readonly number[])[])[]): readonly (readonly number[])[] {
    const sized = polygons.flatMap((rings) => rings.map((ring) => ({ ring, size: sizeOf(this.pointsOf(ring)) })));
    const largest = Math.max(0, ...sized.map(({ size }) => size));
    return sized
      .filter(({ size }) => size > 0 && (size >= SMALLEST_ISLAND || size === largest))
      .map(({ ring }) => ring);
  }

  private middleInDegrees(polygons: readonly (readonly (readonly number[])[])[]): Point {
    const [longitude, latitude] = middleOf(this.degreesOf(polygons[0]?.[0] ?? []));
    return projected(latitude, longitude);
  }

  private isDisputed(line: number, owners: readonly string[]): boolean {
    if (owners.length > 1 && owners.some((code) => code.startsWith("?"))) return true;
    const middle = middleOf(this.lines[line]?.degrees ?? []);
    return this.options.disputed.some(
      ([one, other, ...box]) => owners.includes(one) && owners.includes(other) && isInBox(middle, box),
    );
  }

  private pointsOf(ring: readonly number[]): readonly Point[] {
    return ring.flatMap((ref) => follow(this.lines[lineOf(ref)]?.points ?? [], ref).slice(1));
  }

  private degreesOf(ring: readonly number[]): readonly Degrees[] {
    return ring.flatMap((ref) => follow(this.lines[lineOf(ref)]?.degrees ?? [], ref).slice(1));
  }

  private inDegrees(arc: readonly (readonly [number, number])[]): readonly Degrees[] {
    const { transform } = this.topology;
    if (transform === undefined) return arc;
    const { scale, translate } = transform;
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      [x, y] = [x + dx, y + dy];
      return [x * scale[0] + translate[0], y * scale[1] + translate[1]];
    });
  }
}

/** A point of which a dot is whole: Antarctica is beyond the lower edge. */
function inside([x, y]: Point): Point {
  return [x, Math.min(HEIGHT - EDGE, Math.max(EDGE, y))];
}

function polygonsOf({ type, arcs = [] }: Geometry): readonly (readonly (readonly number[])[])[] {
  if (type === "Polygon") return [arcs as readonly (readonly number[])[]];
  return type === "MultiPolygon" ? (arcs as readonly (readonly (readonly number[])[])[]) : [];
}

/** The code of a country: Unicode knows which number of ISO 3166-1 it has. Kosovo has a code of the users' own, and no number. */
function codeOf({ id = "", properties }: Geometry, codes: readonly string[]): string | undefined {
  if (properties?.a3 === "XKX" || properties?.name === "Kosovo") return "XK";
  const text = /^\d+$/.test(String(id)) ? String(id).padStart(3, "0") : String(id);
  if (!/^(\d{3}|[A-Z]{2})$/.test(text)) return undefined;
  const { region } = new Intl.Locale(`und-${text}`);
  return codes.find((code) => code === region);
}

/** Those without a code last. */
function byCode(one: string, other: string): number {
  const [first, second] = [one, other].map((code) => code.startsWith("?"));
  if (first !== second) return Number(first) - Number(second);
  return one < other ? -1 : Number(one > other);
}

function follow<Item>(line: readonly Item[], ref: number): readonly Item[] {
  return ref < 0 ? [...line].reverse() : line;
}

function lineOf(ref: number): number {
  return ref < 0 ? ~ref : ref;
}
