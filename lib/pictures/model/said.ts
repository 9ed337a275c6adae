import { loadIn, loadRows } from "./loads";
import { isUnknown } from "./requests";
import { partsOf, type Scene, type ServedPlace } from "./scene";

/** The places of which one version says how many requests they make, and another does not. */
export function saidOnlyIn(one: Scene, other: Scene): readonly ServedPlace[] {
  const unknown = new Set(other.places.filter(isUnknown).map(({ code }) => code));
  return one.places.filter(({ code, requests }) => requests !== undefined && unknown.has(code));
}

/** Those of whom nobody knows any more all that they are asked for, though it was known before: they may be asked for more. */
export function lessKnown(before: Scene, after: Scene): readonly string[] {
  const lost = new Set(saidOnlyIn(before, after).map(({ code }) => code));
  const places = after.places.filter(({ code }) => lost.has(code));
  const serving = new Set(
    after.scenarios.flatMap((scenario) =>
      places.flatMap((place) => partsOf(place, scenario).map(({ server }) => server)),
    ),
  );
  const isLeast = (scene: Scene, server: string) =>
    scene.scenarios.some((scenario) => loadIn(scene, server, scenario)?.isLeast === true);
  return loadRows(after).filter(
    (server) => serving.has(server) || (isLeast(after, server) && !isLeast(before, server)),
  );
}
