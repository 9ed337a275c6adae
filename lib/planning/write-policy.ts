import { COUNTRY_CODES, type CountryCode, SUBDIVISION_CODES, type SubdivisionCode } from "../routing/countries";
import { type Route, type RoutingPolicy, type Tier, tiersOf } from "../routing/routing-policy";
import { routeOf, routesBy } from "./groups";
import { isSameServed, type Served, type Unit, type World } from "./world";

/**
 * The policy that serves units so; all that it does not change stays as it was written. A state that is not to follow its country gets a
 * route of its own.
 */
export function policyOf(world: World, current: RoutingPolicy, policy: readonly Served[]): RoutingPolicy {
  const countries: { [code in CountryCode]?: Route } = { ...current.countries };
  const subdivisions: { [code in SubdivisionCode]?: Route } = { ...current.subdivisions };
  const waves = { ...current.waves };
  world.units.forEach((unit, index) => {
    const served = policy[index];
    if (served === undefined || isSameServed(served, unit.now)) return;
    const wave = waves[unit.name];
    if (wave !== undefined) {
      const { serveFrom: _, percent: __, migration: ___, ...places } = wave;
      waves[unit.name] = { ...places, ...routeFor(world, unit, served) };
      return;
    }
    const country = COUNTRY_CODES.find((code) => code === unit.name);
    const state = SUBDIVISION_CODES.find((code) => code === unit.name);
    if (country !== undefined) countries[country] = routeFor(world, unit, served);
    if (state !== undefined) subdivisions[state] = routeFor(world, unit, served);
  });
  // Who has no route of its own follows a larger place, of which another route may have been planned.
  const followed = routesBy({ ...current, countries, subdivisions, waves });
  world.units.forEach((unit, index) => {
    const state = SUBDIVISION_CODES.find((code) => code === unit.name);
    const served = policy[index];
    if (state === undefined || served === undefined || subdivisions[state] !== undefined) return;
    const route = routeFor(world, unit, served);
    if (!isSameRoute(followed({ codes: [state] }), route)) subdivisions[state] = route;
  });
  // A route to the last resort is needed only where the place would have another one without it.
  for (const [routes, code] of [...keysOf(countries), ...keysOf(subdivisions)]) {
    if (routes[code]?.serveFrom !== "last-resort") continue;
    const written = current.countries?.[code as CountryCode] ?? current.subdivisions?.[code as SubdivisionCode];
    const without = { ...current, countries: { ...countries }, subdivisions: { ...subdivisions } };
    delete (routes === countries ? without.countries : without.subdivisions)[code as never];
    if (written?.serveFrom !== "last-resort" && routeOf(without, { codes: [code] }) === undefined) delete routes[code];
  }
  return {
    ...current,
    ...(Object.keys(countries).length > 0 || current.countries ? { countries: sorted(countries) } : {}),
    ...(Object.keys(subdivisions).length > 0 || current.subdivisions ? { subdivisions: sorted(subdivisions) } : {}),
    ...(current.waves ? { waves } : {}),
  };
}

type Routes = { [code: string]: Route };

function keysOf(routes: Routes): readonly (readonly [Routes, string])[] {
  return Object.keys(routes).map((code) => [routes, code] as const);
}

function routeFor({ sites }: World, { now, chains }: Unit, served: Served): Route {
  // Who leaves keeps its records, with other weights, and a later plan sees how many data centres it had.
  const mayStay = chains.some(({ key }) => key === now.chain?.key);
  const { chain, percent } = served.percent === 0 && mayStay ? { chain: now.chain, percent: 0 } : served;
  if (chain === undefined || (percent === 0 && !mayStay)) return { serveFrom: "last-resort" };
  const tiers = chain.tiers.map((tier): Tier => {
    const names = tier.map((site) => sites[site] ?? "");
    return names.length === 1 ? (names[0] ?? "") : names;
  });
  return percent === 100 ? { serveFrom: tiers } : { serveFrom: tiers, percent };
}

/** Whether users see the same of two routes: no route is the last resort. */
function isSameRoute(one: Route | undefined, other: Route): boolean {
  const [plain, same] = [one, other].map((route) => {
    const tiers = route === undefined || route.percent === 0 ? [] : tiersOf(route);
    return JSON.stringify(tiers.length === 0 ? [] : [route?.percent ?? 100, tiers]);
  });
  return plain === same;
}

function sorted<Routes extends object>(routes: Routes): Routes {
  return Object.fromEntries(Object.entries(routes).sort(([one], [other]) => (one < other ? -1 : 1))) as Routes;
}
