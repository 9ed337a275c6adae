import { planRouting, type RoutingPlan, type RoutingPlanOptions } from "../../lib/planning";
import { sharesOf } from "../../lib/planning/policy-shares";
import type { RoutingPolicy } from "../../lib/routing";
import { placesOf } from "../../lib/routing/routing-policy";
import { cases } from "../support/cases";
import { fc } from "../support/property";
import { worldsWithStates } from "./worlds";

/** A country of which half is asked for from one state: data centre `a` is near to both. */
const HALF_IN_TEXAS: RoutingPlanOptions = {
  services: { api: { demand: { US: 100, "US-TX": 50 } } },
  dataCenters: { a: { capacity: { api: 56 } } },
  latency: { US: { a: 5, "last-resort": 50 }, "US-TX": { a: 5, "last-resort": 50 } },
  limits: { largestStep: 1, largestStepOfCapacity: 1 },
};

/** How places are served by a policy, as it is read: its data centres and the percentage. */
function readBack(policy: RoutingPolicy, options: RoutingPlanOptions): Readonly<Record<string, string>> {
  const services = Object.keys(options.services);
  const places = Object.values(options.services).flatMap(({ demand }) => Object.keys(demand));
  const { world, units } = sharesOf(policy, places, services, { ...options, failures: [] });
  return Object.fromEntries(
    units.map(({ unit: { name, now } }) => {
      const tiers = now.percent === 0 ? [] : (now.chain?.tiers ?? []);
      const names = tiers.map((tier) => tier.map((site) => world.sites[site]).join("+"));
      return [name, names.length === 0 ? "0" : `${now.percent} ${names.join(" ")}`];
    }),
  );
}

/** What a plan says of each place that it has. */
function planned({ places }: RoutingPlan, which: "next" | "target"): Readonly<Record<string, string>> {
  return Object.fromEntries(
    places.map(({ place, [which]: { serveFrom, percent } }) => [
      place,
      serveFrom.length === 0 ? "0" : `${percent} ${serveFrom.join(" ")}`,
    ]),
  );
}

describe("a state of the United States", () => {
  test("is served as planned by what is written, whatever its country gets: at the next step, and at the target", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (options) => {
        const plan = await planRouting(options);
        expect(readBack(plan.policy, options)).toMatchObject(planned(plan, "next"));
        expect(readBack(plan.target, options)).toMatchObject(planned(plan, "target"));
        expect(plan.policies[0] ?? plan.policy).toEqual(plan.policy);
        const last = plan.policies.at(-1);
        if (plan.isReachable && last !== undefined)
          expect(readBack(last, options)).toEqual(readBack(plan.target, options));
      }),
      { numRuns: cases({ some: 100, all: 300 }) },
    ));

  test("gets a route of its own only where there may be one more", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, fc.integer({ min: 1, max: 6 }), async (options, places) => {
        const limits = { ...options.limits, places };
        const plan = await planRouting({ ...options, limits });
        const most = Math.max(places, placesOf(options.current ?? {}).length);
        for (const policy of [plan.target, ...plan.policies]) expect(placesOf(policy).length).toBeLessThanOrEqual(most);
        const again = await planRouting({ ...options, limits, current: plan.target, target: plan.target });
        expect([again.steps, again.target]).toEqual([0, plan.target]);
      }),
      { numRuns: cases({ some: 60, all: 200 }) },
    ));

  test("goes where its country goes where it may have no route of its own", async () => {
    const dataCenters = { a: { capacity: { api: 120 } } };
    const one = { ...HALF_IN_TEXAS, dataCenters, limits: { ...HALF_IN_TEXAS.limits, places: 1 } };
    const { target, places, atHome } = await planRouting(one);
    expect(target).toEqual({ countries: { US: { serveFrom: ["a"] } } });
    expect(places.map(({ place }) => place)).toEqual(["US"]);
    expect(atHome.target).toBe(1);
    // With a rule it must not: then it takes the only route, and the rest of the country none.
    const ruled = await planRouting({ ...one, rules: { "US-TX": { allowed: ["a"] } } });
    expect(ruled.target).toEqual({ subdivisions: { "US-TX": { serveFrom: ["a"] } } });
  });

  test("stays at the last resort where there is no room for it, although its country has none of its own", async () => {
    const { target, places } = await planRouting(HALF_IN_TEXAS);
    // Of 56, a tenth is kept free: there is room for 50 and not for 100.
    expect(places.map(({ place, target: { percent } }) => [place, percent])).toEqual([
      ["US", 100],
      ["US-TX", 0],
    ]);
    expect(target).toEqual({
      countries: { US: { serveFrom: ["a"] } },
      subdivisions: { "US-TX": { serveFrom: "last-resort" } },
    });
  });

  test("keeps the percentage that it has by its country once it is frozen", async () => {
    const { target } = await planRouting({
      ...HALF_IN_TEXAS,
      dataCenters: { a: { capacity: { api: 92 } } },
      current: { countries: { US: { serveFrom: ["a"], percent: 65 } } },
      rules: { "US-TX": { frozen: true } },
    });
    expect(target).toEqual({
      countries: { US: { serveFrom: ["a"] } },
      subdivisions: { "US-TX": { serveFrom: ["a"], percent: 65 } },
    });
  });

  test("is never sent where a rule forbids it, at no step", async () => {
    const { policies } = await planRouting({
      ...HALF_IN_TEXAS,
      dataCenters: { a: { capacity: { api: 200 } } },
      rules: { "US-TX": { allowed: [] } },
      limits: { largestStep: 0.1 },
    });
    expect(policies.length).toBeGreaterThan(2);
    expect(policies.map(({ subdivisions }) => subdivisions)).toEqual(
      policies.map(() => ({ "US-TX": { serveFrom: "last-resort" } })),
    );
  });

  test("does not follow a wave that its country is in, nor a continent's wave", async () => {
    const wave = { serveFrom: ["a"], percent: 20 };
    for (const places of [{ countries: ["US"] }, { continents: ["NA"] }] as const) {
      const { target } = await planRouting({
        ...HALF_IN_TEXAS,
        current: { waves: { america: { ...wave, ...places } } },
        rules: { "US-TX": { frozen: true } },
      });
      expect(target).toEqual({
        waves: { america: { ...places, serveFrom: ["a"], percent: 80 } },
        subdivisions: { "US-TX": { serveFrom: ["a"], percent: 20 } },
      });
    }
  });
});
