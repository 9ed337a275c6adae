import { element, escaped } from "../draw/svg";

/** A cell. */
export interface Cell {
  readonly html: string;
  readonly isHot?: boolean;
  /** Whether it is as in another cell: a card leaves it out. */
  readonly isSame?: boolean;
}

/** A cell with a text. */
export function text(content: string, kind: Omit<Cell, "html"> = {}): Cell {
  return { html: escaped(content), ...kind };
}

/** The head of a column. */
export interface Head {
  readonly text: string;
  /** Whether there are numbers below it, which stand below each other. */
  readonly isNumber?: boolean;
}

export function head(content: string): Head {
  return { text: content };
}

export function numbers(content: string): Head {
  return { text: content, isNumber: true };
}

/** Where the rows of a table are cards, each cell with its head before it: in a small window, or on paper as well, for a table that is wider than it. */
type Cards = "small" | "small and paper";

type Rows = readonly (readonly Cell[])[];

/**
 * The tables of a page. What the cells of a column have in common is in the style of the page, once: a page has thousands of cells. HTML
 * ends cells and rows by itself.
 */
export class Tables {
  private readonly kinds = new Map<string, { readonly name: string; readonly heads: readonly Head[] }>();

  /** A table with a caption, whose first cells name their rows. */
  public table(caption: string, heads: readonly Head[], rows: Rows): string {
    return this.tableOf(caption, heads, rows, []);
  }

  /** A table with many columns. */
  public cards(caption: string, heads: readonly Head[], rows: Rows, where: Cards = "small"): string {
    return this.tableOf(caption, heads, rows, where === "small" ? ["cards"] : ["cards", "paper"]);
  }

  /** What the tables of before need. */
  public get style(): string {
    return [...this.kinds.values()]
      .flatMap(({ name, heads }) =>
        heads.flatMap(({ text, isNumber }, index) => [
          ...(index === 0 ? [] : [`.${name} td:nth-child(${index + 1}){--head:${inCss(`${text}: `)}}`]),
          // It gives way to what cards say.
          ...(isNumber ? [`:where(.${name} tr)>:nth-child(${index + 1}){text-align:right}`] : []),
          ...(isNumber ? [`:where(.${name} td:nth-child(${index + 1})){white-space:nowrap}`] : []),
        ]),
      )
      .join("");
  }

  private tableOf(caption: string, heads: readonly Head[], rows: Rows, classes: readonly string[]): string {
    const row = heads.map(({ text }) => `<th scope="col">${escaped(text)}`).join("");
    const body = rows.map((cells) => `<tr>${cells.map(cellIn).join("")}`);
    const parts = `<caption>${escaped(caption)}</caption><thead><tr>${row}</thead>\n<tbody>\n${body.join("\n")}\n</tbody>`;
    return element("table", { class: [...classes, this.kindOf(heads)].join(" ") }, parts);
  }

  private kindOf(heads: readonly Head[]): string {
    const key = JSON.stringify(heads);
    const kind = this.kinds.get(key) ?? { name: `k${this.kinds.size}`, heads };
    this.kinds.set(key, kind);
    return kind.name;
  }
}

function cellIn({ html, isHot, isSame }: Cell, column: number): string {
  if (column === 0) return `<th scope="row">${html}`;
  const classes = [...(isHot ? ["hot"] : []), ...(isSame ? ["same"] : [])].join(" ");
  return `<td${classes === "" ? "" : ` class="${classes}"`}>${html}`;
}

/** A text in a style, whatever is in it. */
function inCss(text: string): string {
  return `"${text.replaceAll(/[^\w :,.-]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `)}"`;
}
