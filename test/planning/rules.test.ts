import { planRouting, type RoutingPlanOptions } from "../../lib/planning";
import type { Route, RoutingPolicy } from "../../lib/routing";
import { fc } from "../support/property";
import { overloadsOf } from "./answered";

const PLACES = ["DE", "ES", "FR"] as const;
const SITES = ["madrid", "paris"] as const;

/** All that a place may have in an enumeration, by hundreds and halves. */
const ROUTES: readonly Route[] = [
  { serveFrom: "last-resort" },
  ...[["madrid"], ["paris"], ["madrid", "paris"], ["paris", "madrid"]].flatMap((serveFrom) => [
    { serveFrom },
    { serveFrom, percent: 50 },
  ]),
];

const ALL: readonly RoutingPolicy[] = ROUTES.flatMap((DE) =>
  ROUTES.flatMap((ES) => ROUTES.map((FR): RoutingPolicy => ({ countries: { DE, ES, FR } }))),
);

/**
 * Whether each place is served as its rule says: by allowed data centres alone, or as it was. And whether it keeps as many data centres as it
 * has, of those that may serve it.
 */
function keepsRules(
  policy: RoutingPolicy,
  { services, dataCenters, rules = {}, current = {} }: RoutingPlanOptions,
): boolean {
  return PLACES.every((place) => {
    const { allowed, frozen = false } = rules[place] ?? {};
    const [now, before] = [plain(policy.countries?.[place]), plain(current.countries?.[place])];
    if (frozen) return JSON.stringify(now) === JSON.stringify(before);
    const may = (site: string) =>
      (allowed?.includes(site) ?? true) &&
      ((services.api?.demand[place] ?? 0) === 0 || (dataCenters[site]?.capacity.api ?? 0) > 0);
    const had = before.percent === 0 ? 0 : before.sites.filter(may).length;
    const isFewer = now.percent > 0 && now.sites.length < had;
    return (
      now.percent === 0 || (!isFewer && (allowed === undefined || now.sites.every((site) => allowed.includes(site))))
    );
  });
}

function plain(route: Route | undefined) {
  if (route === undefined || route.serveFrom === "last-resort" || route.percent === 0) return { sites: [], percent: 0 };
  return { sites: route.serveFrom.flat(), percent: route.percent ?? 100 };
}

const rate = (most: number) => fc.integer({ min: 0, max: most });
const rule = fc.record({ allowed: fc.subarray([...SITES]), frozen: fc.boolean() }, { requiredKeys: [] });
const route = fc.constantFrom(...ROUTES);

const smallWorlds = fc.record(
  {
    services: fc.record({
      api: fc.record({ demand: fc.record(Object.fromEntries(PLACES.map((place) => [place, rate(1000)]))) }),
    }),
    dataCenters: fc.record(
      Object.fromEntries(
        SITES.map((site) => [site, fc.record({ capacity: fc.record({ api: rate(2500) }), headroom: fc.constant(0) })]),
      ),
    ),
    lastResort: fc.record({ capacity: fc.record({ api: fc.integer({ min: 500, max: 3000 }) }) }),
    rules: fc.record(Object.fromEntries(PLACES.map((place) => [place, rule])), { requiredKeys: [] }),
    current: fc.record({
      countries: fc.record(Object.fromEntries(PLACES.map((place) => [place, route])), { requiredKeys: [] }),
    }),
  },
  { requiredKeys: ["services", "dataCenters", "rules"] },
) as unknown as fc.Arbitrary<RoutingPlanOptions>;

/** Everything is near: only rules and what can be taken decide. */
const latency = Object.fromEntries(PLACES.map((place) => [place, { madrid: 20, paris: 20, "last-resort": 20 }]));

describe("a rule of a plan", () => {
  test("is never broken by a target where any policy keeps all rules, by enumeration", () =>
    fc.assert(
      fc.asyncProperty(smallWorlds, async (drawn) => {
        const options = { ...drawn, latency };
        const { target } = await planRouting(options);
        if (keepsRules(target, options)) return;
        const another = ALL.find(
          (policy) => keepsRules(policy, options) && overloadsOf(() => policy, options).length === 0,
        );
        expect(another).toBeUndefined();
      }),
      { numRuns: 200 },
    ));
});
