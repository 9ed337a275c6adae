import { Problems } from "../../core/problems";
import { COUNTRY_CODES } from "../../routing/countries";
import type { Atlas } from "./atlas";
import { atlasOf, type Topology } from "./topojson";
import { WORLD } from "./world";

/**
 * An atlas that a user has: TopoJSON with an object `countries`, each with its `id` of ISO 3166-1, its number or two letters. Countries
 * that it leaves out are dots where ours has them.
 *
 * @param name what it is called on the picture
 */
export function atlasFrom(name: string, text: string): Atlas {
  const topology = Problems.of("picture", (problems) => {
    let found: Partial<Topology> | undefined;
    try {
      found = JSON.parse(text) as Partial<Topology>;
    } catch {
      // What is no JSON has nothing of what is expected.
    }
    if (!Array.isArray(found?.arcs) || !Array.isArray(found?.objects?.countries?.geometries)) {
      problems.conflict("--atlas", `${name} is no TopoJSON with an object "countries"`);
    }
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
  const own = Object.entries(atlas.points).filter(([, point]) => point.every(Number.isFinite));
  return { ...atlas, points: { ...WORLD.points, ...Object.fromEntries(own) } };
}
