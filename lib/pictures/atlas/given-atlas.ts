import { Problems } from "../../core/problems";
import { COUNTRY_CODES } from "../../routing/countries";
import type { Atlas } from "./atlas";
import { atlasOf, type Topology } from "./topojson";
import { faultOf } from "./topojson-faults";
import { WORLD } from "./world";

/**
 * An atlas that a user has: TopoJSON with an object `countries`, each with its `id` of ISO 3166-1, its number or two letters. Countries
 * that it leaves out are dots where ours has them.
 *
 * @param name what it is called on the picture
 */
export function atlasFrom(name: string, text: string): Atlas {
  const topology = Problems.of("picture", (problems) => {
    let found: unknown;
    try {
      found = JSON.parse(text);
    } catch {
      // What is no JSON has nothing of what is expected.
    }
    const fault = faultOf(found);
    if (fault !== undefined) problems.conflict("--atlas", `${name} ${fault}`);
    return found as Topology;
  });
  const atlas = atlasOf(topology, {
    source: `${name.split(/[\\/]/).at(-1)}, given with --atlas`,
    codes: COUNTRY_CODES,
    parts: {},
    places: {},
    shapeless: ["AQ"],
    disputed: [],
  });
  Problems.of("picture", (problems) => {
    if (Object.keys(atlas.shapes).every((code) => code.startsWith("?")))
      problems.conflict("--atlas", `${name} has no country with an id of ISO 3166-1: "250", or "FR"`);
  });
  const own = Object.entries(atlas.points).filter(([, point]) => point.every(Number.isFinite));
  return { ...atlas, points: { ...WORLD.points, ...Object.fromEntries(own) } };
}
