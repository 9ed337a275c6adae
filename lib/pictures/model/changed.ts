import { type CountryCode, countryName } from "../../routing/countries";
import { movesBetween, movesOf, type PlaceMoves, sorted } from "./moves";
import { nameWithout, type Part, partsOf, type Scenario, type Scene, type ServedPlace } from "./scene";

/** A place in two versions. */
interface Pair {
  /** As the next version serves it. */
  readonly place: ServedPlace;
  readonly was: ServedPlace;
}

/** The places of either version: a state that has answers of its own in one of them is compared with its country in the other. */
function pairsOf(before: Scene, after: Scene): readonly Pair[] {
  const byCode = ({ places }: Scene) => new Map(places.map((place) => [place.code, place]));
  const [old, young] = [byCode(before), byCode(after)];
  const gone = before.places.flatMap((was): readonly Pair[] => {
    const country = young.get(was.location.country ?? "");
    if (young.has(was.code) || country === undefined) return [];
    return [{ was, place: { ...was, parts: country.parts, isLikeEveryone: country.isLikeEveryone } }];
  });
  const own = after.places.flatMap((place): readonly Pair[] => {
    const was = old.get(place.code) ?? old.get(place.location.country ?? "");
    return was === undefined ? [] : [{ was, place: withoutStates(place, gone, after.places) }];
  });
  return sharedAnew([...own, ...gone], gone);
}

/** A country without the states that are compared by themselves: their requests would be counted twice. */
function withoutStates(country: ServedPlace, gone: readonly Pair[], others: readonly ServedPlace[]): ServedPlace {
  const states = gone.filter(({ was }) => was.location.country === country.code);
  if (country.location.subdivision !== undefined || states.length === 0) return country;
  const own = others.filter(({ location }) => location.subdivision && location.country === country.code);
  const name = nameWithout(countryName(country.code as CountryCode), [...own, ...states.map(({ was }) => was)]);
  if (country.requests === undefined) return { ...country, name };
  const inStates = states.reduce((sum, { was }) => sum + (was.requests ?? 0), 0);
  return { ...country, name, requests: Math.max(0, country.requests - inStates) };
}

/** States that are compared by themselves share what the next version says that their country makes, and no more what the one before said. */
function sharedAnew(pairs: readonly Pair[], gone: readonly Pair[]): readonly Pair[] {
  return pairs.map((pair) => {
    const code = pair.place.location.country ?? "";
    const open = gone.filter(({ was }) => was.location.country === code && was.among !== undefined).length;
    const country = pairs.find(({ place }) => place.code === code)?.place;
    if (open === 0 || country?.requests === undefined) return pair;
    if (pair.place !== country && pair.place.among === undefined) return pair;
    const { requests = country.requests, places = 1 } = country.among ?? {};
    if (requests === 0)
      return { ...pair, place: { ...pair.place, requests: pair.place.requests ?? 0, among: undefined } };
    return { ...pair, place: { ...pair.place, among: { code, requests, places: places + open } } };
  });
}

/** The places of which users move between two scenes, while all is well. */
export function movesOfChange(before: Scene, after: Scene): readonly PlaceMoves[] {
  return sorted(
    pairsOf(before, after).flatMap(({ place, was }) =>
      movesOf(place, partsOf(was, before.scenarios[0]), partsOf(place, after.scenarios[0])),
    ),
  );
}

/** Places whose users stay while all is well, and go elsewhere than before in a failure. */
export interface FailoverChange {
  readonly scenario: Scenario;
  readonly places: readonly ServedPlace[];
  readonly before: readonly Part[];
  readonly after: readonly Part[];
}

/** Who goes elsewhere than before in a failure, though nobody notices while all is well; in the order of the failures. */
export function failoverChanges(before: Scene, after: Scene): readonly FailoverChange[] {
  const [oldWell, well] = [before.scenarios[0], after.scenarios[0]];
  const staying = pairsOf(before, after).filter(
    ({ place, was }) => movesBetween(partsOf(was, oldWell), partsOf(place, well)).length === 0,
  );
  return after.scenarios.slice(1).flatMap((scenario) => {
    const earlier = before.scenarios.find(({ id }) => id === scenario.id) ?? oldWell;
    const alike = new Map<string, FailoverChange & { readonly places: ServedPlace[] }>();
    for (const { place, was } of staying) {
      const [old, young] = [partsOf(was, earlier), partsOf(place, scenario)];
      if (movesBetween(old, young).length === 0) continue;
      const key = JSON.stringify([old, young]);
      const known = alike.get(key) ?? { scenario, places: [], before: old, after: young };
      known.places.push(place);
      alike.set(key, known);
    }
    return [...alike.values()];
  });
}
