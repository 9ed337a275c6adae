/** A text of XML. */
export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** An element with these attributes, but for those without a value. */
export function element(name: string, attributes: Attributes, content?: string | readonly string[]): string {
  const pairs = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === "number" ? tidy(value) : escaped(value)}"`],
  );
  const inside = typeof content === "string" ? content : (content ?? []).join("");
  return `<${name}${pairs.join("")}${content === undefined ? "/>" : `>${inside}</${name}>`}`;
}

/** Attributes by name. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** A number with at most one decimal: enough for a picture, and the same everywhere. */
export function tidy(value: number): string {
  return String(Math.round(value * 10) / 10 + 0);
}

/** A text at a place. */
export function label(x: number, y: number, text: string, attributes: Attributes = {}): string {
  return element("text", { x, y, ...attributes }, escaped(text));
}

/** Requests per second: `24,000`. Below 10, with one decimal. */
export function amount(requests: number): string {
  if (requests > 0 && requests < 0.05) return "under 0.1";
  const rounded = requests < 10 ? Math.round(requests * 10) / 10 : Math.round(requests);
  return inThousands(rounded);
}

/** A number with commas. */
export function inThousands(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+(\.|$))/g, ",");
}

/** How wide a text is, as far as its letters tell. */
export function widthOf(text: string, size: number): number {
  return text.length * size * 0.57;
}

/** A text in lines that are at most so many letters long. */
export function inLines(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A name in such lines, whole: it is broken after hyphens, and within a word that is longer than a line. */
export function nameInLines(name: string, letters: number): readonly string[] {
  const most = Math.max(1, letters);
  const lines: string[] = [];
  for (const part of name.split(/(?<=-)| /)) {
    for (let at = 0; at < part.length; at += most) {
      const piece = part.slice(at, at + most);
      const last = lines.at(-1);
      const gap = last?.endsWith("-") === false && at === 0 ? " " : "";
      const isRoom = last !== undefined && at === 0 && last.length + gap.length + piece.length <= most;
      if (isRoom) lines[lines.length - 1] = `${last}${gap}${piece}`;
      else lines.push(piece);
    }
  }
  return lines;
}
