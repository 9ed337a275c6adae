import type { Server } from "../model/scene";
import { FILL, LINE } from "./palette";
import { lettersOf, pie, writtenLetters } from "./pie";
import { element, escaped, label, nameInLines, widthOf } from "./svg";

const ROW = 26;
const LINE_HEIGHT = 17;
const COLUMN = 300;
/** Left of a name is the sign of its colour. */
const SIGN = 30;
const GAP = 7;

/** A server, and how much it gets, in words. */
export interface LegendItem {
  readonly server: Server;
  readonly served: string;
}

/** What each colour means, in columns: the name of each server whole, in lines where it is long. */
export function legendItems(
  items: readonly LegendItem[],
  top: number,
  width: number,
  servers: ReadonlyMap<string, Server>,
): { readonly svg: readonly string[]; readonly below: number } {
  const columns = Math.max(1, Math.floor(width / COLUMN));
  const column = width / columns;
  const rows = Array.from({ length: Math.ceil(items.length / columns) }, (_, row) =>
    items.slice(row * columns, (row + 1) * columns),
  );
  let below = top;
  const svg = rows.flatMap((row) => {
    const y = below;
    const texts = row.map(({ server, served }, index) => itemText(server.name, served, [index * column, y], column));
    below += ROW + (Math.max(...texts.map(({ count }) => count)) - 1) * LINE_HEIGHT;
    return row.map(({ server }, index) => `${signOf(server, [index * column, y], servers)}${texts[index]?.svg ?? ""}`);
  });
  return { svg, below };
}

function signOf(server: Server, [x, y]: readonly [number, number], servers: ReadonlyMap<string, Server>): string {
  const whole = [{ server: server.name, share: 1 }];
  const spot = [x + 12, y + 10] as const;
  const letters = lettersOf(spot, 11, whole, servers, []);
  return element("g", { ...LINE.edge, "stroke-width": 1 }, [
    pie(spot, 11, whole, servers),
    writtenLetters(letters === null ? [] : [letters]),
  ]);
}

/** A name, and behind it what is served; below it, where both are too long for one line. */
function itemText(name: string, served: string, [x, y]: readonly [number, number], column: number) {
  const room = column - SIGN - GAP;
  const bold = { "font-size": 13, "font-weight": "bold", ...FILL.ink };
  const quiet = { "font-size": 12, ...FILL.quiet };
  const [nameWidth, servedWidth] = [widthOf(name, 14.5), widthOf(served, 12)];
  const at = (line: number): readonly [number, number] => [x + SIGN, y + 15 + line * LINE_HEIGHT];
  if (nameWidth + GAP + servedWidth <= room) {
    const [left, base] = at(0);
    const texts = [
      element("tspan", { "font-weight": "bold" }, escaped(name)),
      element("tspan", { dx: GAP, ...quiet }, escaped(served)),
    ];
    return { svg: element("text", { x: left, y: base, "font-size": 13, ...FILL.ink }, texts), count: 1 };
  }
  const lines = nameInLines(name, Math.floor(room / widthOf("n", 14.5)));
  const svg = [
    ...lines.map((line, index) => label(...at(index), line, bold)),
    label(...at(lines.length), served, quiet),
  ];
  return { svg: svg.join(""), count: lines.length + 1 };
}
