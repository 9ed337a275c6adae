import { FILL, pictureStyle } from "./palette";
import { element, escaped, inLines, label } from "./svg";

/** How wide pictures are. */
export const PICTURE_WIDTH = 1200;
export const GAP = 16;

/** A part of a picture, and how high it is. */
export interface Block {
  readonly svg: string;
  readonly height: number;
}

/** A title, and lines below it. */
export function headingOf(title: string, lines: readonly string[], letters = 170): Block {
  const all = lines.flatMap((line) => inLines(line, letters));
  const texts = all.map((line, index) => label(0, 44 + index * 18, line, { "font-size": 13, ...FILL.quiet }));
  return {
    svg: [label(0, 22, title, { "font-size": 22, "font-weight": "bold", ...FILL.ink }), ...texts].join(""),
    height: 34 + all.length * 18,
  };
}

/** What a picture has. */
interface Picture {
  readonly title: string;
  readonly summary: string;
  readonly blocks: readonly Block[];
  readonly definitions?: string;
  /** How wide it is without its margin. */
  readonly size?: { readonly width: number; readonly margin: number };
}

const SIZE = { width: PICTURE_WIDTH, margin: 20 };

/** A picture in a file of its own, with its style. */
export function standingAlone({ title, summary, blocks, definitions = "", size = SIZE }: Picture): string {
  const { margin } = size;
  let y = margin;
  const drawn = blocks.map(({ svg, height }) => {
    const block = element("g", { transform: `translate(${margin} ${Math.round(y)})` }, svg);
    y += height + GAP;
    return block;
  });
  const [width, height] = [size.width + 2 * margin, Math.ceil(y + margin - GAP)];
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": "title summary",
    "font-family": "system-ui,sans-serif",
  };
  const picture = element("svg", attributes, [
    `<title id="title">${escaped(title)}</title><desc id="summary">${escaped(summary)}</desc>`,
    `<style>${pictureStyle()}</style>`,
    definitions,
    element("rect", { width, height, ...FILL.paper }),
    ...drawn,
  ]);
  return `${picture}\n`;
}
