/** A colour on white, and in the dark. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
  /** How much of it is in the paler colour of a country, on white and in the dark: colours of other lightness would look alike if all were as pale. */
  readonly tint: number;
  readonly darkTint: number;
}

const colour = (light: string, dark: string, tint = 0.35, darkTint = 0.45): Colour => ({
  light,
  dark,
  tint,
  darkTint,
});

/** What is behind everything. */
export const PAPER = colour("#ffffff", "#0d1117");
export const INK = colour("#1f2328", "#f0f6fc");
/** Lines and texts of less importance. */
export const QUIET = colour("#59636e", "#a3adb8");
/** Boxes behind texts and bars. */
export const PANEL = colour("#f3f5f7", "#1b222b");
export const LAND = colour("#e9ecef", "#262d36");
/** Coasts and borders: 3:1 against land and paper (WCAG 2.2, 1.4.11). */
export const COAST = colour("#6f7882", "#8b949e");
/** Borders of countries in colour: 3:1 against each of those colours, land and paper. */
export const BORDER = colour("#30373e", "#e6edf3");
export const DOWN = colour("#b3001b", "#ff8c84");
export const WARM = colour("#b45309", "#f0a63c");

/**
 * Those of servers: at least 3:1 against paper and panels, and told apart by those who are colour-blind. In the dark each has the same hue,
 * and another lightness: who talks of the red one is understood by all.
 */
export const HUE_COLOURS: readonly Colour[] = [
  colour("#4e79ff", "#6d9efd", 0.26, 0.44), // blue
  colour("#c27f03", "#fe9829", 0.17, 0.27), // orange
  colour("#008a48", "#81f19f", 0.4, 0.56), // green
  colour("#be21ad", "#feb4e9", 0.37, 0.47), // magenta
  colour("#7c07ff", "#9646fc", 0.28, 0.31), // violet
  colour("#bf0520", "#fd5552", 0.46, 0.56), // red
];

/** That of the last resort. */
export const LAST_RESORT_COLOUR = colour("#6b7480", "#8b949e");

/** The same, pale: a country behind its circle. */
export function pale({ light, dark, tint, darkTint }: Colour): Colour {
  return colour(mixed(light, PAPER.light, tint), mixed(dark, PAPER.dark, darkTint));
}

function mixed(one: string, other: string, part: number): string {
  const channels = [1, 3, 5].map((at) => {
    const [first, second] = [one, other].map((text) => Number.parseInt(text.slice(at, at + 2), 16));
    return Math.round((first ?? 0) * part + (second ?? 0) * (1 - part))
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}

/** A class of the style, and the colour in attributes, for where no style is allowed. */
export interface Paint {
  readonly class: string;
  readonly fill: string;
}

/** The paint of a server: by the number of its hue, or that of the last resort, or of nobody. */
export function paintOf({ hue, kind }: { readonly hue?: number; readonly kind: string }): Paint {
  const found = hue === undefined ? undefined : HUE_COLOURS[hue - 1];
  if (found !== undefined) return { class: `h${hue}`, fill: found.light };
  return kind === "nobody" ? { class: "no", fill: PAPER.light } : LAST_RESORT_PAINT;
}

/** The paint of the last resort. */
export const LAST_RESORT_PAINT: Paint = { class: "lr", fill: LAST_RESORT_COLOUR.light };

/** The paint of a country behind its circle. */
export function tintOf(server: { readonly hue?: number; readonly kind: string }): Paint {
  const { class: name } = paintOf(server);
  const found = server.hue === undefined ? LAST_RESORT_COLOUR : (HUE_COLOURS[server.hue - 1] ?? LAST_RESORT_COLOUR);
  return { class: `${name}t`, fill: server.kind === "nobody" ? PAPER.light : pale(found).light };
}

/** The style of all pictures, which takes over from the attributes: colours in the dark, and in print. */
export function pictureStyle(): string {
  const fills: readonly (readonly [string, Colour])[] = [
    ...HUE_COLOURS.flatMap(
      (hue, index) =>
        [
          [`h${index + 1}`, hue],
          [`h${index + 1}t`, pale(hue)],
        ] as const,
    ),
    ["lr", LAST_RESORT_COLOUR],
    ["lrt", pale(LAST_RESORT_COLOUR)],
    ["no", PAPER],
    ["not", PAPER],
    ["paper", PAPER],
    ["panel", PANEL],
    ["land", LAND],
    ["ink", INK],
    ["quiet", QUIET],
    ["down", DOWN],
    ["warm", WARM],
  ];
  const strokes: readonly (readonly [string, Colour])[] = [
    ...HUE_COLOURS.map((hue, index) => [`h${index + 1}s`, hue] as const),
    ["lrs", LAST_RESORT_COLOUR],
    ["coast", COAST],
    ["border", BORDER],
    ["edge", PAPER],
    ["rim", INK],
    ["wire", QUIET],
    ["alarm", DOWN],
  ];
  const dark = [
    ...fills.map(([name, { dark }]) => `.${name}{fill:${dark}}`),
    ...strokes.map(([name, { dark }]) => `.${name}{stroke:${dark}}`),
  ];
  return `svg{font-family:system-ui,sans-serif;print-color-adjust:exact;-webkit-print-color-adjust:exact}@media screen and (prefers-color-scheme:dark){${dark.join("")}}`;
}

/** Attributes of a fill by the names of the style. */
export const FILL = {
  paper: { class: "paper", fill: PAPER.light },
  panel: { class: "panel", fill: PANEL.light },
  land: { class: "land", fill: LAND.light },
  ink: { class: "ink", fill: INK.light },
  quiet: { class: "quiet", fill: QUIET.light },
  down: { class: "down", fill: DOWN.light },
  warm: { class: "warm", fill: WARM.light },
} as const;

/** Attributes of a line by the names of the style. */
export const LINE = {
  coast: { class: "coast", stroke: COAST.light },
  border: { class: "border", stroke: BORDER.light },
  edge: { class: "edge", stroke: PAPER.light },
  rim: { class: "rim", stroke: INK.light },
  wire: { class: "wire", stroke: QUIET.light },
  alarm: { class: "alarm", stroke: DOWN.light },
} as const;
