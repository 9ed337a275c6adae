import type { Point } from "./equal-earth";
import { boxAroundAll } from "./geometry";
import { linesIn } from "./lines";

/** Borders and coasts, drawn once: lines that countries share, and which of them make the shape of each. */
export interface Atlas {
  /** What it is made from, of which date, and whose view of borders it takes: it is written on the picture. */
  readonly source: string;
  /** Lines, as `writtenLines` writes them. */
  readonly lines: string;
  /**
   * The outlines of a country, by its code, with semicolons between them: the numbers of the lines, with `~` before one that is followed
   * from its end. Those that begin with `?` have no code.
   */
  readonly shapes: { readonly [code: string]: string };
  /** Where the circle of a country goes, and a country without a shape is. */
  readonly points: { readonly [code: string]: Point };
  /** The numbers of the lines where borders are disputed. */
  readonly disputed: string;
}

/** A box in the picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** An atlas that is ready to be drawn. */
export class Shapes {
  private readonly lines: readonly (readonly Point[])[];
  private known?: readonly (readonly [string, string])[];

  constructor(private readonly atlas: Atlas) {
    this.lines = linesIn(atlas.lines);
  }

  public get source(): string {
    return this.atlas.source;
  }

  /** All countries with a shape, those without a code last. */
  public get codes(): readonly string[] {
    return Object.keys(this.atlas.shapes);
  }

  /** The countries that are so small, or so far from all others, that they are a dot, and where. */
  public get dots(): readonly (readonly [code: string, point: Point])[] {
    return Object.entries(this.atlas.points).filter(([code]) => this.atlas.shapes[code] === undefined);
  }

  /** Whether a country has a shape or a dot. */
  public has(code: string): boolean {
    return this.atlas.points[code] !== undefined;
  }

  /** Where a country is, by its code. */
  public pointOf(code: string): Point | undefined {
    return this.atlas.points[code];
  }

  /** What of the world a country takes; `undefined` for one that is not there. */
  public boxOf(code: string): Box | undefined {
    const points = this.outlinesOf(code).flat();
    const all = points.length > 0 ? points : [this.atlas.points[code]].filter((point) => point !== undefined);
    return all.length === 0 ? undefined : boxOf(all);
  }

  /** The shape of a country as the path of an SVG; `undefined` for one without. */
  public pathOf(code: string): string | undefined {
    const rings = this.outlinesOf(code);
    return rings.length === 0 ? undefined : rings.map((ring) => `${pathThrough(ring)}z`).join("");
  }

  /** The lines where borders are disputed. */
  public get disputed(): string {
    return numbersIn(this.atlas.disputed)
      .map((line) => pathThrough(this.lines[line] ?? []))
      .join("");
  }

  /** Pairs of countries that share a border. */
  public neighbours(): readonly (readonly [string, string])[] {
    this.known ??= this.findNeighbours();
    return this.known;
  }

  private findNeighbours(): readonly (readonly [string, string])[] {
    const owners = new Map<number, string[]>();
    for (const code of this.codes) {
      for (const line of refsIn(this.atlas.shapes[code] ?? "")
        .flat()
        .map(lineOf)) {
        owners.set(line, [...(owners.get(line) ?? []), code]);
      }
    }
    const pairs = new Map<string, readonly [string, string]>();
    for (const [one, other] of owners.values()) {
      if (one !== undefined && other !== undefined && one !== other)
        pairs.set([one, other].sort().join(), [one, other]);
    }
    return [...pairs.values()];
  }

  /** The outlines of a country. */
  public outlinesOf(code: string): readonly (readonly Point[])[] {
    return refsIn(this.atlas.shapes[code] ?? "").map((refs) => refs.flatMap((ref) => this.follow(ref).slice(1)));
  }

  private follow(ref: number): readonly Point[] {
    const line = this.lines[lineOf(ref)] ?? [];
    return ref < 0 ? [...line].reverse() : line;
  }
}

/** A box around points. */
export function boxOf(points: readonly Point[]): Box {
  const { left, top, right, bottom } = boxAroundAll(points);
  return { left, top, width: right - left, height: bottom - top };
}

/** A path through points: the first as it is, the others by the way to them. */
export function pathThrough(points: readonly Point[]): string {
  const [first, ...others] = points;
  if (first === undefined) return "";
  let [x, y] = first;
  const steps = others.map(([nextX, nextY]) => {
    const step = joined(nextX - x, nextY - y);
    [x, y] = [nextX, nextY];
    return step;
  });
  return `M${joined(...first)}l${steps.reduce((all, step) => all + (all === "" || step.startsWith("-") ? "" : " ") + step, "")}`;
}

/** Two numbers, the second with a space before it where it has no sign. */
export function joined(x: number, y: number): string {
  return `${x}${y < 0 ? "" : " "}${y}`;
}

function numbersIn(text: string): readonly number[] {
  return (text.match(/-?\d+/g) ?? []).map(Number);
}

/** The numbers of lines of each outline; one that is followed from its end is `~number`, as a number. */
function refsIn(shape: string): readonly (readonly number[])[] {
  if (shape === "") return [];
  return shape
    .split(";")
    .map((ring) => ring.split(" ").map((ref) => (ref.startsWith("~") ? ~Number(ref.slice(1)) : Number(ref))));
}

function lineOf(ref: number): number {
  return ref < 0 ? ~ref : ref;
}
