import { FILL } from "./palette";
import { label, nameInLines } from "./svg";

const LINE_HEIGHT = 14;
/** How wide a letter is in a head, and in the name of a row. */
const HEAD_LETTER = 7.6;
const ROW_LETTER = 8.6;
const ROW_LINE = 16;

/** A text in lines, and how many there are. */
interface Lines {
  readonly svg: string;
  readonly count: number;
}

/** A head of a column, with its name whole: `amsterdam-`, `dc1`, `is down`. */
export function columnHead(x: number, title: string, width: number): Lines {
  const [name = "", ...others] = title.split(/ (?=is |are )/);
  const letters = Math.floor(width / HEAD_LETTER);
  const names = nameInLines(name, letters);
  const rest = others.flatMap((other) => nameInLines(other, letters));
  const lines = [...names, ...rest].map((line, at) => {
    const look = at < names.length ? { "font-weight": "bold", ...FILL.ink } : FILL.quiet;
    return label(x, 4 + at * LINE_HEIGHT, line, { "font-size": 12, ...look });
  });
  return { svg: lines.join(""), count: lines.length };
}

/** How high heads of so many lines are. */
export function headHeight(lines: number): number {
  return 6 + Math.max(2, lines) * LINE_HEIGHT;
}

/** The name of a row, whole, and below it what there is to say. */
export function rowName(y: number, name: string, below: readonly string[], width: number): Lines {
  const names = nameInLines(name, Math.floor(width / ROW_LETTER));
  const end = y + 16 + (names.length - 1) * ROW_LINE;
  const svg = [
    ...names.map((line, at) =>
      label(0, y + 16 + at * ROW_LINE, line, { "font-size": 14, "font-weight": "bold", ...FILL.ink }),
    ),
    ...below.map((line, at) => label(0, end + 15 + at * LINE_HEIGHT, line, { "font-size": 12, ...FILL.quiet })),
  ];
  return { svg: svg.join(""), count: names.length };
}

/** How much higher a row is with a name of so many lines than with one of a single line. */
export function moreHeight(lines: number): number {
  return (lines - 1) * ROW_LINE;
}
