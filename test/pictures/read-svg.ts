import { HUE_COLOURS, LAST_RESORT_COLOUR, PAPER, pale } from "../../lib/pictures/draw/palette";
import type { Server } from "../../lib/pictures/model/scene";

/** An element of XML. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML, and throws where it is not well-formed. */
export function parseXml(xml: string): Element {
  const root: Element = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  const rest = xml.replaceAll(
    /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>([^<]*)/g,
    (_, end, name, pairs, empty, text) => {
      const top = open.at(-1) as Element;
      if (end === "/") {
        if (top.name !== name) throw new Error(`</${name}> ends <${top.name}>`);
        open.pop();
      } else {
        const attributes = Object.fromEntries(
          [...pairs.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
        );
        const element: Element = { name, attributes, children: [], text: empty === "/" ? "" : text };
        top.children.push(element);
        if (empty !== "/") open.push(element);
      }
      if (/&(?!(amp|lt|gt|quot|#\d+);)/.test(`${pairs}${text}`)) throw new Error(`a bare & in ${pairs}${text}`);
      return "";
    },
  );
  if (open.length !== 1 || rest.trim() !== "")
    throw new Error(`not well-formed: ${open.at(-1)?.name} ${rest.slice(0, 80)}`);
  return root;
}

/** An element and all below it. */
export function all(element: Element): readonly Element[] {
  return [element, ...element.children.flatMap(all)];
}

/** Who has a colour that a picture is filled with. */
export function serverWith(fill: string, servers: readonly Server[], isPale = false): readonly string[] {
  const colourOf = ({ hue, kind }: Server) => {
    if (kind === "nobody") return PAPER.light;
    const colour = hue === undefined ? LAST_RESORT_COLOUR : (HUE_COLOURS[hue - 1] ?? PAPER);
    return (isPale ? pale(colour) : colour).light;
  };
  return servers.filter((server) => colourOf(server) === fill).map(({ name }) => name);
}

/** A part of a circle or a country by its colour. */
export interface Filled {
  readonly fill: string;
  readonly share: number;
}

/** What the circles of a picture are filled with, by the code of the place. Angles are measured, and not read from any text. */
export function circlesIn(picture: Element): ReadonlyMap<string, readonly Filled[]> {
  const circles = new Map<string, readonly Filled[]>();
  // What has no paint has that of what it is in.
  const read = (group: Element, inherited: string) => {
    const fill = group.attributes.fill ?? inherited;
    for (const [index, child] of group.children.entries()) {
      const place = child.attributes["data-place"];
      if (place === undefined) read(child, fill);
      else circles.set(place, pieOf(group.children.slice(index), fill));
    }
  };
  read(picture, "");
  return circles;
}

/** A circle, and the slices on it: what they leave is the circle's. */
function pieOf([circle, ...others]: readonly Element[], inherited: string): readonly Filled[] {
  const next = others.findIndex(({ name }) => name !== "path");
  const slices = (next < 0 ? others : others.slice(0, next)).map(({ attributes }) => ({
    fill: attributes.fill ?? inherited,
    share: shareOf(attributes.d ?? ""),
  }));
  const left = slices.reduce((rest, { share }) => rest - share, 1);
  return [...slices, { fill: circle?.attributes.fill ?? inherited, share: left }];
}

/** The part of the circle that a slice is: the angle between its two corners on the rim, the way round that its arc says. */
function shareOf(d: string): number {
  const [, , x = 0, y = 0, , , , isLarge, , dx = 0, dy = 0] = (d.replace(/v/, "l0 ").match(/-?[\d.]+/g) ?? []).map(
    Number,
  );
  const turn = (Math.atan2(x + dx, -y - dy) - Math.atan2(x, -y)) / (2 * Math.PI);
  const share = turn < 0 ? turn + 1 : turn;
  return (isLarge === 1) === share > 0.5 || Math.abs(share - 0.5) < 0.001 ? share : 1 - share;
}

/** What the countries of a picture are filled with, by code: stripes by how wide they are. */
export function countriesIn(picture: Element): ReadonlyMap<string, readonly Filled[]> {
  const byId = new Map(
    all(picture).flatMap((one) => (one.attributes.id === undefined ? [] : [[one.attributes.id, one] as const])),
  );
  return new Map(
    all(picture).flatMap(({ name, attributes: { href = "", fill = "" } }) => {
      if (name !== "use" || !href.startsWith("#c-")) return [];
      const pattern = fill.startsWith("url(") ? byId.get(fill.slice("url(#".length, -1)) : undefined;
      return [[href.slice(3), pattern === undefined ? [{ fill, share: 1 }] : stripesOf(pattern, byId)] as const];
    }),
  );
}

/** Stripes in a paint: each begins where it is, and ends where the next one does, the last one where the pattern does. */
function stripesOf({ attributes, children }: Element, byId: ReadonlyMap<string, Element>): readonly Filled[] {
  const refersTo = ({ href = "" }: Element["attributes"]) => byId.get(href.slice(1))?.attributes ?? {};
  // The pattern of its map turns it, and that of all maps has its width.
  const whole = Number(refersTo(refersTo(attributes)).width);
  const starts = [...children.map((stripe) => Number(stripe.attributes.x ?? 0)), whole];
  const all = children.map((stripe, index) => ({
    fill: refersTo(stripe.attributes).fill ?? "",
    share: ((starts[index + 1] ?? 0) - (starts[index] ?? 0)) / whole,
  }));
  // That of the main server is the last, and told first.
  return [...all.slice(-1), ...all.slice(0, -1)];
}

/** What is wrong with what a place is filled with: each part has the colour of its server, and is as large as its share. */
export function wronglyFilled(
  code: string,
  filled: readonly Filled[] | undefined,
  parts: readonly { server: string; share: number }[],
  { servers, isPale = false }: { readonly servers: readonly Server[]; readonly isPale?: boolean },
): readonly string[] {
  const found = (filled ?? []).map(({ fill, share }) => ({ servers: serverWith(fill, servers, isPale), share }));
  if (found.length !== parts.length) return [`${code}: ${found.length} parts, and not ${parts.length}`];
  return parts.flatMap(({ server, share }) => {
    const part = found.find((one) => one.servers.includes(server));
    return Math.abs((part?.share ?? -1) - share) < 0.008
      ? []
      : [`${code}: ${part?.share} of ${server}, and not ${share}`];
  });
}

/** The texts of a map, and where they are, as far as their letters tell. */
export function textsIn(svg: string) {
  return [...svg.matchAll(/<text x="([\d.-]+)" y="([\d.-]+)"([^>]*)>([^<]+)</g)].map(
    ([, x, y, attributes = "", text = ""]) => {
      const [, size = "12"] = /font-size="(\d+)"/.exec(attributes) ?? [];
      const [, anchor = "middle"] = /text-anchor="(\w+)"/.exec(attributes) ?? [];
      // Two letters are a capital and another, both bold.
      const wide = text.length * Number(size) * (text.length === 2 ? 0.74 : 0.57);
      const left = Number(x) - (anchor === "middle" ? wide / 2 : anchor === "end" ? wide : 0);
      return { text, left, right: left + wide, top: Number(y) - Number(size) * 0.7, bottom: Number(y) };
    },
  );
}
