import { planRouting, type RoutingPlan, type RoutingPlanOptions } from "../../lib/planning";
import type { Route, RoutingPolicy } from "../../lib/routing";
import { cases } from "../support/cases";
import { fc } from "../support/property";
import { answered, loadsOf, type Overload, overloadsOf, routeAt } from "./answered";
import { worldsWithStates } from "./worlds";

const keyOf = ({ site, service, down }: Overload) => [service, site, ...down].join();

/** Nobody is asked for too much, or for no more than of the deployed policy. */
function expectNoMore(policyOf: (place: string) => RoutingPolicy, options: RoutingPlanOptions): void {
  const before = new Map(overloadsOf(() => options.current ?? {}, options).map((one) => [keyOf(one), one]));
  const now = overloadsOf(policyOf, options).filter((one) => {
    const known = before.get(keyOf(one));
    // At the last resort, what running nodes take follows from the policy: there, what is beyond them counts.
    const allowed = known === undefined ? 0 : known.load - known.limit;
    const isLess = known !== undefined && one.load <= known.load * (1 + 1e-6);
    return !isLess && one.load - one.limit > allowed + 1e-6 * Math.max(1, one.limit);
  });
  expect(now).toEqual([]);
}

/** The same once a policy was deployed: each data centre has served well what it was asked for. */
function afterServing(options: RoutingPlanOptions, policy: RoutingPolicy): RoutingPlanOptions {
  const dataCenters = Object.entries(options.dataCenters).map(([name, dataCenter]) => {
    const served = Object.entries(dataCenter.servedWell ?? {}).map(([service, most]) => {
      const load = loadsOf(() => policy, options, service, []).get(name) ?? 0;
      return [service, Math.max(most, load)] as const;
    });
    return [
      name,
      { ...dataCenter, ...(dataCenter.servedWell ? { servedWell: Object.fromEntries(served) } : {}) },
    ] as const;
  });
  return { ...options, dataCenters: Object.fromEntries(dataCenters) };
}

/** How many data centres may serve a place by its route: all that are not drained and take what it asks for. */
function standing(route: Route | undefined, place: string, { dataCenters, services }: RoutingPlanOptions): number {
  if (route === undefined || route.serveFrom === "last-resort" || route.percent === 0) return 0;
  const asked = Object.entries(services).filter(([, { demand }]) => (demand[place as "FR"] ?? 0) > 0);
  return route.serveFrom.flat().filter((name) => {
    const site = dataCenters[name];
    return site?.drain !== true && asked.every(([service]) => (site?.capacity[service] ?? 0) > 0);
  }).length;
}

/** The part of all that is asked for which is served elsewhere, in the mean of the services. */
function movedBy(before: RoutingPolicy, after: RoutingPolicy, options: RoutingPlanOptions): number {
  const parts = Object.values(options.services).flatMap(({ demand }) => {
    const places = Object.entries<number | undefined>(demand).map(([place, rate = 0]) => [place, rate] as const);
    const inStates = sumOf(places.map(([place, rate]) => (place.startsWith("US-") ? rate : 0)));
    const own = places.map(([place, rate]) => [place, place === "US" ? rate - inStates : rate] as const);
    const all = sumOf(own.map(([, rate]) => rate));
    const moved = own.map(([place, rate]) => {
      const old = answered(before, place, [], options);
      const now = [...answered(after, place, [], options)];
      return rate * sumOf(now.map(([site, part]) => Math.max(0, part - (old.get(site) ?? 0))));
    });
    return all === 0 ? [] : [sumOf(moved) / all];
  });
  return sumOf(parts) / Math.max(1, parts.length);
}

function sumOf(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers) sum += number;
  return sum;
}

/** How many worlds each property is asked of. */
const RUNS = cases({ some: 60, all: 300 });

const policiesOf = (plan: RoutingPlan, { current = {} }: RoutingPlanOptions) => [current, ...plan.policies];

describe("a planned routing", () => {
  test("asks nobody for too much: at its target, and after each step", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (options) => {
        const plan = await planRouting(options);
        for (const policy of [plan.target, ...plan.policies]) expectNoMore(() => policy, options);
      }),
      { numRuns: RUNS },
    ));

  test("asks nobody for too much while some places are still answered by the policy before", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, fc.infiniteStream(fc.boolean()), async (options, draws) => {
        const policies = policiesOf(await planRouting(options), options);
        policies.slice(1).forEach((policy, index) => {
          const before = policies[index] ?? {};
          const mixture = new Map(
            Object.keys(options.latency ?? {}).map((place) => [place, draws.next().value ? policy : before]),
          );
          expectNoMore((place) => mixture.get(place) ?? before, options);
        });
      }),
      { numRuns: RUNS },
    ));

  test("keeps as many data centres behind each place as it has: at its target, and after each step", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (options) => {
        const plan = await planRouting(options);
        for (const policy of [plan.target, ...plan.policies]) {
          for (const place of Object.keys(options.latency ?? {})) {
            const had = standing(routeAt(options.current ?? {}, place), place, options);
            const route = routeAt(policy, place);
            if (route === undefined) continue;
            if (route.serveFrom === "last-resort" || route.percent === 0) continue;
            expect([place, standing(route, place, options) >= had]).toEqual([place, true]);
          }
        }
      }),
      { numRuns: RUNS },
    ));

  test("stays as it is once its target is deployed, and goes on from each step", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (options) => {
        const { target, policies } = await planRouting(options);
        const again = await planRouting({ ...options, current: target, target });
        expect([again.steps, again.target]).toEqual([0, target]);
        const [first, second] = policies;
        // Where something is asked for too much, what is allowed shrinks with it.
        if (first === undefined || second === undefined || overloadsOf(() => options.current ?? {}, options).length > 0)
          return;
        const next = await planRouting({ ...afterServing(options, first), current: first, target });
        expect(next.policy).toEqual(second);
      }),
      { numRuns: RUNS },
    ));

  test("stays at a target that a solver has helped to find", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (drawn) => {
        const options = { ...drawn, bound: true };
        const { target } = await planRouting(options);
        const again = await planRouting({ ...options, current: target, target });
        expect([again.steps, again.target]).toEqual([0, target]);
      }),
      { numRuns: cases({ some: 6, all: 60 }) },
    ));

  test("moves no more than may be moved in a step, but for those whom nobody can serve where they are", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (drawn) => {
        const largestStep = drawn.limits?.largestStep ?? 0.1;
        const policies = policiesOf(await planRouting(drawn), drawn);
        policies.slice(1).forEach((policy, index) => {
          const before = policies[index] ?? {};
          if (overloadsOf(() => before, drawn).length > 0) return;
          expect(movedBy(before, policy, drawn)).toBeLessThanOrEqual(largestStep + 1e-6);
        });
      }),
      { numRuns: RUNS },
    ));

  /** Two countries, each of which fails over to nobody: what comes to the last resort at once is too much. */
  const APART: RoutingPlanOptions = {
    services: { api: { demand: { DE: 300, FR: 240 } } },
    dataCenters: { frankfurt: { capacity: { api: 400 } }, paris: { capacity: { api: 400 } } },
    latency: {
      DE: { frankfurt: 5, paris: 15, "last-resort": 20 },
      FR: { frankfurt: 15, paris: 5, "last-resort": 20 },
    },
    lastResort: { minNodesCapacity: { api: 200 }, targetUtilization: 0.7 },
    current: { countries: { DE: { serveFrom: ["frankfurt"] }, FR: { serveFrom: ["paris"] } } },
  };

  test("takes away what is too much where two countries must move together, and says that no safe step leads there", async () => {
    const plan = await planRouting(APART);
    expect(overloadsOf(() => APART.current ?? {}, APART).length).toBeGreaterThan(0);
    expect(overloadsOf(() => plan.target, APART)).toEqual([]);
    expect(plan.atHome.target).toBeGreaterThan(0.5);
    // Who leaves first comes to the last resort as well when the other data centre is down, which takes too little already.
    expect([plan.isReachable, plan.steps]).toEqual([false, 0]);
    expect(plan.places.map(({ reason }) => reason.kind)).toEqual(["blocked", "blocked"]);
  });

  test("takes away what is too much in a failure alone within what a step moves", async () => {
    const serveFrom = ["frankfurt", "paris"];
    const options: RoutingPlanOptions = {
      ...APART,
      lastResort: {},
      current: { countries: { DE: { serveFrom }, FR: { serveFrom: ["paris"] } } },
      limits: { largestStep: 0.05 },
    };
    // 300 and 240 come to Paris, which takes 400, and 380 with half of its headroom: 140 of 300 stay, by steps of 27 of 540, 9 %.
    const plan = await planRouting(options);
    expect(plan.policies.map(({ countries }) => countries?.DE?.percent)).toEqual([91, 82, 73, 64, 55, 46]);
    expect(plan.policies.every(({ countries }) => countries?.FR?.percent === undefined)).toBe(true);
  });

  test("sends nobody away who gets another data centre behind the first, but waits until there is room", async () => {
    const options: RoutingPlanOptions = {
      ...APART,
      services: { api: { demand: { DE: 300, FR: 240, SG: 90 } } },
      dataCenters: { ...APART.dataCenters, singapore: { capacity: { api: 200 } } },
      latency: { ...APART.latency, SG: { singapore: 5, "last-resort": 20 } },
      current: {
        countries: {
          DE: { serveFrom: ["frankfurt", "paris"], percent: 50 },
          FR: { serveFrom: ["paris"] },
          SG: { serveFrom: ["singapore"] },
        },
      },
    };
    const { policies, lowestAtHome, atHome } = await planRouting(options);
    // While Germany is at 50 %, Frankfurt could be asked for 240 and 150: it is planned with 360.
    expect(policies.map(({ countries }) => [countries?.DE?.percent, countries?.FR?.serveFrom])).toEqual([
      [30, ["paris"]],
      [30, ["paris", "frankfurt"]],
    ]);
    expect(policies.every(({ countries }) => countries?.FR?.percent === undefined)).toBe(true);
    expect(lowestAtHome).toBe(atHome.target);
  });

  test("takes away at once what is too much while all is well, as far as running nodes take it", async () => {
    const options: RoutingPlanOptions = {
      services: { api: { demand: { FR: 200, DE: 100 } } },
      dataCenters: { paris: { capacity: { api: 100 } } },
      latency: { FR: { paris: 5, "last-resort": 20 }, DE: { paris: 90, "last-resort": 20 } },
      failures: [],
      current: { countries: { FR: { serveFrom: ["paris"] } } },
      limits: { largestStep: 0.02 },
    };
    const firstOf = async (lastResort: RoutingPlanOptions["lastResort"]) =>
      (await planRouting({ ...options, lastResort })).policies[0]?.countries?.FR?.percent;
    // 100 of 200 may stay. Nodes that take 100 / 0.8 = 125 take 25 more, an eighth of 200.
    expect(await firstOf({})).toBe(50);
    expect(await firstOf({ targetUtilization: 0.8 })).toBe(88);
    // Without any room the step is as small as ever: 6 of 300 are 3 % of 200.
    expect(await firstOf({ targetUtilization: 1 })).toBe(97);
  });

  // A hundredth of France is more than Paris can take: no reason to send all of it away at once.
  test("takes only as many users from who is asked for too much as it takes", async () => {
    const options: RoutingPlanOptions = {
      services: { api: { demand: { FR: 101, DE: 91 } } },
      dataCenters: { paris: { capacity: { api: 100 } }, frankfurt: { capacity: { api: 1000 } } },
      latency: {
        FR: { paris: 60, frankfurt: 8, "last-resort": 60 },
        DE: { paris: 500, frankfurt: 500, "last-resort": 20 },
      },
      failures: [],
      current: { countries: { FR: { serveFrom: ["paris"] } } },
    };
    const [first] = (await planRouting({ ...options, limits: { largestStep: 0.001 } })).policies;
    // 101 - 1.01 is just less than 100.
    expect(first?.countries?.FR).toEqual({ serveFrom: ["paris"], percent: 99 });
    // Into the headroom is no reason: 91 of 100 leave by steps of a tenth of all.
    const fewer = { ...options, services: { api: { demand: { FR: 91, DE: 91 } } } };
    const { policies } = await planRouting(fewer);
    expect(policies[0]?.countries?.FR).toEqual({ serveFrom: ["paris"], percent: 80 });
  });

  test("keeps the records of a place that must leave its data centres, and how many it had", async () => {
    const current: RoutingPolicy = { countries: { FR: { serveFrom: ["paris", "madrid"] } } };
    const options: RoutingPlanOptions = {
      services: { api: { demand: { FR: 2000 } } },
      dataCenters: { paris: { capacity: { api: 10 } }, madrid: { capacity: { api: 5 } } },
      latency: { FR: { paris: 5, madrid: 20, "last-resort": 20 } },
      current,
    };
    const { target } = await planRouting(options);
    expect(target.countries).toEqual({ FR: { serveFrom: ["paris", "madrid"], percent: 0 } });
    // With one data centre there would be room for a few of them.
    const roomier = {
      ...options,
      dataCenters: { paris: { capacity: { api: 1000 } }, madrid: { capacity: { api: 5 } } },
    };
    expect((await planRouting({ ...roomier, current: target })).target).toEqual(target);
    const forgetting = { ...roomier, current: target, limits: { fewerDataCenters: true } };
    expect((await planRouting(forgetting)).target.countries).toEqual({ FR: { serveFrom: ["paris"], percent: 45 } });
    // Where a rule forbids them, nothing of it stays.
    const ruled = await planRouting({ ...options, rules: { FR: { allowed: [] } } });
    expect(ruled.target.countries).toEqual({});
  });
});
