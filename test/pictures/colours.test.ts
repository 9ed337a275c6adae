import {
  BORDER,
  COAST,
  type Colour,
  DOWN,
  HUE_COLOURS,
  INK,
  LAND,
  LAST_RESORT_COLOUR,
  PANEL,
  PAPER,
  pale,
  pictureStyle,
  QUIET,
  WARM,
} from "../../lib/pictures/draw/palette";

const channels = (hex: string) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
const linear = (hex: string) =>
  channels(hex).map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));

/** WCAG 2.2: how much one colour stands out from another. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [one, other]
    .map((hex) => linear(hex).reduce((sum, value, index) => sum + value * ([0.2126, 0.7152, 0.0722][index] ?? 0), 0))
    .sort((first, second) => second - first);
  return (light + 0.05) / (dark + 0.05);
}

/** What is seen of red, green and blue by eyes of each kind (Machado, Oliveira and Fernandes, 2009, at full strength). */
const EYES: Readonly<Record<string, readonly number[]>> = {
  most: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protan: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deutan: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritan: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
};

/** A colour in CIE Lab, as an eye sees it. */
function lab(hex: string, eye: readonly number[]): readonly number[] {
  const rgb = linear(hex);
  const [red = 0, green = 0, blue = 0] = [0, 3, 6].map((row) => {
    const value = rgb.reduce((sum, channel, column) => sum + channel * (eye[row + column] ?? 0), 0);
    return Math.min(1, Math.max(0, value));
  });
  const cube = (value: number) => (value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116);
  const x = cube((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505);
  const y = cube(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = cube((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const distance = (one: string, other: string, eye: readonly number[]) =>
  Math.hypot(...lab(one, eye).map((value, index) => value - (lab(other, eye)[index] ?? 0)));

describe.each(["light", "dark"] as const)("the colours, %s", (mode) => {
  const [paper, panel, land] = [PAPER, PANEL, LAND].map((colour) => colour[mode]) as [string, string, string];
  const servers = [...HUE_COLOURS, LAST_RESORT_COLOUR].map((colour) => colour[mode]);

  test("stand out three to one from what is behind them (WCAG 2.2, 1.4.11)", () => {
    for (const colour of servers)
      expect(Math.min(contrast(colour, paper), contrast(colour, panel))).toBeGreaterThanOrEqual(3);
    for (const behind of [paper, land]) expect(contrast(COAST[mode], behind)).toBeGreaterThanOrEqual(3);
  });

  test("of borders stand out three to one from each country in colour, land and paper", () => {
    const tints = [...HUE_COLOURS, LAST_RESORT_COLOUR].map((colour) => pale(colour)[mode]);
    for (const behind of [...tints, land, paper]) expect(contrast(BORDER[mode], behind)).toBeGreaterThanOrEqual(3);
  });

  test("of lines and bars stand out three to one from the edge of paper that is around each", () => {
    for (const colour of [INK, DOWN, WARM, QUIET]) expect(contrast(colour[mode], paper)).toBeGreaterThanOrEqual(3);
  });

  test("of texts stand out 4.5 to one", () => {
    const texts: readonly Colour[] = [INK, QUIET, DOWN, WARM];
    for (const colour of texts) {
      expect(Math.min(contrast(colour[mode], paper), contrast(colour[mode], panel))).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(Object.keys(EYES))("are told apart by %s eyes", (kind) => {
    const eye = EYES[kind] ?? [];
    for (const [index, one] of servers.entries()) {
      for (const other of servers.slice(index + 1)) expect(distance(one, other, eye)).toBeGreaterThan(20);
    }
  });

  test.each(Object.keys(EYES))("are told apart by %s eyes as tints of countries too, and from land", (kind) => {
    const eye = EYES[kind] ?? [];
    const tints = [LAND[mode], ...[...HUE_COLOURS, LAST_RESORT_COLOUR].map((colour) => pale(colour)[mode])];
    for (const [index, one] of tints.entries()) {
      for (const other of tints.slice(index + 1)) expect(distance(one, other, eye)).toBeGreaterThan(9);
    }
  });

  test("are in the style", () => {
    if (mode === "dark") for (const colour of servers) expect(pictureStyle()).toContain(colour);
  });
});

/** Where on the wheel of colours one is, in degrees (OKLCH), and how far from grey. */
function hueOf(hex: string): readonly [hue: number, chroma: number] {
  const [red = 0, green = 0, blue = 0] = linear(hex);
  const [long, middle, short] = [
    Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue),
    Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue),
    Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue),
  ] as const;
  const a = 1.9779984951 * long - 2.428592205 * middle + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * middle - 0.808675766 * short;
  return [(Math.atan2(b, a) * 180) / Math.PI, Math.hypot(a, b)];
}

test("a colour has one hue in both modes, and no two have the same: who talks of the red one is understood", () => {
  const apart = (one: number, other: number) => Math.abs(((one - other + 540) % 360) - 180);
  const hues = HUE_COLOURS.map(({ light, dark }) => {
    const [[onWhite, chroma], [inTheDark, darkChroma]] = [hueOf(light), hueOf(dark)];
    expect(apart(onWhite, inTheDark)).toBeLessThan(12);
    expect(Math.min(chroma, darkChroma)).toBeGreaterThan(0.08);
    return onWhite;
  });
  for (const [index, one] of hues.entries())
    for (const other of hues.slice(index + 1)) expect(apart(one, other)).toBeGreaterThan(25);
});

test("six colours are enough for anybody, and there are no more", () => {
  expect(HUE_COLOURS).toHaveLength(6);
});
