import type { RoutingPlanOptions } from "../../lib/planning";
import type { RoutingPolicy } from "../../lib/routing";
import { fc } from "../support/property";

const COUNTRIES = ["DE", "ES", "FR", "GB", "IT", "PL", "SE", "US"] as const;
const STATES = ["US-CA", "US-TX"] as const;
const SITES = ["frankfurt", "madrid", "paris", "warsaw"] as const;

const rate = (most: number) => fc.integer({ min: 0, max: most });

/** Small worlds of any kind: several services, drains, last resorts that are full or may fail, and any policy that is deployed. */
export const worlds = worldsOf(COUNTRIES);

/** The same with states, which follow their country where they have no route of their own. */
export const worldsWithStates = worldsOf([...COUNTRIES, ...STATES]);

function worldsOf(all: readonly string[]): fc.Arbitrary<RoutingPlanOptions> {
  return fc
    .record({
      services: fc.constantFrom(["api"], ["api", "video"]),
      sites: fc.subarray([...SITES], { minLength: 1 }),
      places: fc.subarray([...all], { minLength: 1 }),
    })
    .chain(({ services, sites, places }) => {
      const forServices = <Value>(value: fc.Arbitrary<Value>) =>
        fc.record(Object.fromEntries(services.map((name) => [name, value]))) as fc.Arbitrary<Record<string, Value>>;
      const dataCenter = fc.record(
        {
          capacity: forServices(rate(3000)),
          servedWell: forServices(rate(2000)),
          headroom: fc.constantFrom(0, 0.1, 0.3),
          drain: fc.boolean(),
        },
        { requiredKeys: ["capacity"] },
      );
      const lastResort = fc.record(
        {
          capacity: forServices(fc.integer({ min: 1000, max: 12_000 })),
          minNodesCapacity: forServices(rate(2000)),
          targetUtilization: fc.constantFrom(0.5, 0.7, 0.9, 1),
          fallBackTo: fc.shuffledSubarray([...sites], { minLength: 1 }),
        },
        { requiredKeys: [] },
      );
      return fc.record(
        {
          services: fc.record(
            Object.fromEntries(
              services.map((name) => [
                name,
                fc.record({
                  demand: fc.record(Object.fromEntries(places.map((place) => [place, rate(2000)]))).map(withStates),
                }),
              ]),
            ),
          ),
          dataCenters: fc.record(Object.fromEntries(sites.map((name) => [name, dataCenter]))),
          latency: fc.record(
            Object.fromEntries(
              places.map((place) => [
                place,
                fc.record(Object.fromEntries([...sites, "last-resort"].map((site) => [site, rate(150)]))),
              ]),
            ),
          ),
          lastResort,
          current: policies(places, sites),
          failures: fc.array(fc.subarray([...sites, "last-resort"], { minLength: 1 }), { maxLength: 4 }),
          limits: fc.record(
            { largestStep: fc.constantFrom(0.05, 0.3, 1), largestStepOfCapacity: fc.constantFrom(0.1, 0.5, 1) },
            { requiredKeys: [] },
          ),
        },
        { requiredKeys: ["services", "dataCenters", "latency"] },
      ) as unknown as fc.Arbitrary<RoutingPlanOptions>;
    });
}

function isState(place: string): boolean {
  return place.startsWith("US-");
}

/** What is asked for in states is a part of what is asked for in their country. */
function withStates(demand: Record<string, number>): Record<string, number> {
  const inStates = Object.entries(demand).reduce((sum, [place, one]) => sum + (isState(place) ? one : 0), 0);
  return demand.US === undefined ? demand : { ...demand, US: demand.US + inStates };
}

/** Some places have a route of their own; a state has none as often, and follows its country. */
function policies(places: readonly string[], sites: readonly string[]): fc.Arbitrary<RoutingPolicy> {
  const route = fc.record({
    serveFrom: fc.shuffledSubarray([...sites], { minLength: 1, maxLength: Math.min(2, sites.length) }),
    percent: fc.integer({ min: 0, max: 100 }),
  });
  const routes = (some: readonly string[]) =>
    fc.record(Object.fromEntries(some.map((place) => [place, route])), { requiredKeys: [] });
  return fc.record({
    countries: routes(places.filter((place) => !isState(place))),
    ...(places.some(isState) && { subdivisions: routes(places.filter(isState)) }),
  }) as unknown as fc.Arbitrary<RoutingPolicy>;
}
