import { type PlannedChange, planRouting, type RoutingPlan, type RoutingPlanOptions } from "../../lib/planning";
import type { RoutingPolicy } from "../../lib/routing";
import { fc } from "../support/property";
import { overloadsOf, routeAt } from "./answered";
import { worldsWithStates } from "./worlds";

const NEAR = { paris: 5, frankfurt: 20, "last-resort": 20 };

const FRANCE: RoutingPlanOptions = {
  services: { api: { demand: { FR: 1000 } } },
  dataCenters: { paris: { capacity: { api: 1000 } }, frankfurt: { capacity: { api: 1000 } } },
  latency: { FR: NEAR },
  limits: { largestStep: 1, largestStepOfCapacity: 1 },
};

const reasonFor = async (changed: Partial<RoutingPlanOptions>, code = "FR") =>
  (await planRouting({ ...FRANCE, ...changed })).places.find(({ place }) => place === code)?.reason;

describe("the reason why a place gets no more", () => {
  const paris = { capacity: { api: 1000 } };

  test.each<[string, Partial<RoutingPlanOptions>, unknown]>([
    [
      "drained, where all that are near are",
      { dataCenters: { paris: { ...paris, drain: true }, frankfurt: { ...paris, drain: true } } },
      { kind: "drained", sites: ["paris", "frankfurt"] },
    ],
    [
      "drained, where those that are not are too far",
      {
        dataCenters: { paris: { ...paris, drain: true }, frankfurt: paris },
        latency: { FR: { ...NEAR, frankfurt: 90 } },
      },
      { kind: "drained", sites: ["paris"] },
    ],
    [
      "a capacity for a service that none has",
      { services: { api: { demand: { FR: 1000 } }, video: { demand: { FR: 5 } } } },
      { kind: "capacity", sites: ["paris", "frankfurt"], services: ["video"] },
    ],
    [
      "the latency, whatever a rule allows",
      {
        latency: { FR: { paris: 50, frankfurt: 70, "last-resort": 20 } },
        rules: { FR: { allowed: ["paris", "frankfurt"] } },
      },
      { kind: "latency", nearest: "paris", milliseconds: 50, limit: 40 },
    ],
    [
      "the latency to those that a rule allows, where all others are drained",
      {
        dataCenters: { paris: { ...paris, drain: true }, frankfurt: paris },
        latency: { FR: { ...NEAR, frankfurt: 90 } },
        rules: { FR: { allowed: ["frankfurt"] } },
      },
      { kind: "latency", nearest: "frankfurt", milliseconds: 90, limit: 40 },
    ],
    ["the latency, where none is known", { latency: { FR: { "last-resort": 20 } } }, { kind: "latency", limit: 40 }],
    [
      "a rule, that leaves it none",
      { rules: { FR: { allowed: [] } } },
      { kind: "rule", sites: ["paris", "frankfurt"] },
    ],
    [
      "a rule, that leaves it one that is too far",
      { latency: { FR: { ...NEAR, frankfurt: 90 } }, rules: { FR: { allowed: ["frankfurt"] } } },
      { kind: "rule", sites: ["paris"] },
    ],
    ["a rule, that freezes it", { rules: { FR: { frozen: true } } }, { kind: "frozen" }],
    [
      "the number of data centres that it has",
      {
        // A rule that came later forbids one of three, and behind Paris nobody is near.
        dataCenters: { paris, frankfurt: paris, lyon: paris },
        latency: { FR: { ...NEAR, frankfurt: 130 } },
        current: { countries: { FR: { serveFrom: ["paris", "frankfurt", "lyon"], percent: 10 } } },
        rules: { FR: { allowed: ["paris", "frankfurt"] } },
      },
      { kind: "fewer", standing: 2 },
    ],
    [
      "what the plan took back, and not that more would bring too little",
      {
        services: { api: { demand: { FR: 200 } } },
        dataCenters: { paris: { capacity: { api: 100 } } },
        latency: { FR: { paris: 5, "last-resort": 20 } },
        current: { countries: { FR: { serveFrom: ["paris"], percent: 90 } } },
      },
      // 95 of 100 are what is left where it is: a half of the headroom.
      { kind: "full", percent: 48, site: "paris", service: "api", down: [], load: 96, limit: 95, atOnce: false },
    ],
    [
      "what it costs, and for how much there would be room",
      {
        dataCenters: { paris: { capacity: { api: 300 }, headroom: 0 } },
        latency: { FR: { paris: 5 } },
        limits: { ...FRANCE.limits, leastGain: 0.5 },
      },
      { kind: "gain", room: 30 },
    ],
  ])("is %s", async (_, changed, reason) => {
    expect(await reasonFor(changed)).toEqual(reason);
  });

  test("is that only so many places are planned", async () => {
    const services = { api: { demand: { FR: 1000, DE: 10 } } };
    const latency = { FR: NEAR, DE: NEAR };
    expect(await reasonFor({ services, latency, limits: { ...FRANCE.limits, places: 1 } }, "DE")).toEqual({
      kind: "small",
    });
  });

  test("is true, by an evaluation of its own", () =>
    fc.assert(
      fc.asyncProperty(ruled, async (options) => {
        const plan = await planRouting(options);
        for (const change of plan.places) {
          const said = [change.place, change.reason, change.target];
          expect([...said, await isTrue(change, plan, options)]).toEqual([...said, true]);
        }
      }),
      { numRuns: 150 },
    ));
});

/** Small worlds with rules, and with fewer places that are planned. */
const ruled = worldsWithStates.chain((options) => {
  const sites = Object.keys(options.dataCenters);
  const rule = fc.record({ allowed: fc.subarray(sites), frozen: fc.boolean() }, { requiredKeys: [] });
  const asking = Object.keys(options.latency ?? {});
  return fc
    .record({
      rules: fc.record(Object.fromEntries(asking.map((place) => [place, rule])), { requiredKeys: [] }),
      places: fc.constantFrom(2, 99),
      leastGain: fc.constantFrom(0, 0.0002, 0.05),
    })
    .map(
      ({ rules, ...limits }) => ({ ...options, rules, limits: { ...options.limits, ...limits } }) as RoutingPlanOptions,
    );
});

/** Whether what a reason says of a place is so. */
async function isTrue(
  { place, reason, next, target }: PlannedChange,
  { target: policy, places: all }: RoutingPlan,
  options: RoutingPlanOptions,
): Promise<boolean> {
  const places = all.map((one) => one.place);
  const { dataCenters, services, latency = {}, rules = {}, limits = {} } = options;
  const times = latency[place] ?? {};
  const near = Math.max(40, (times["last-resort"] ?? 0) + 15);
  const sites = Object.keys(dataCenters);
  const isNear = (site: string) => (times[site] ?? Infinity) <= near;
  const isDrained = (site: string) => dataCenters[site]?.drain === true;
  const asked = Object.keys(services).filter((service) => loadOf(place, service, options) > 0);
  const takesAll = (site: string) => asked.every((service) => (dataCenters[site]?.capacity[service] ?? 0) > 0);
  const allowed = rules[place]?.allowed ?? sites;
  const isAble = (site: string) => isNear(site) && !isDrained(site) && takesAll(site);
  const isThere = next.percent === target.percent && next.serveFrom.join() === target.serveFrom.join();
  const has = routeAt(options.current ?? {}, place);
  switch (reason.kind) {
    case "all":
      return isThere && target.percent === 100;
    case "step":
    case "blocked":
      // What limits a step is judged by the tests of steps.
      return !isThere;
    case "lowered":
      // No plan says it: only what is judged after a step.
      return false;
    case "frozen":
      return rules[place]?.frozen === true;
    case "small":
      return asked.length === 0 || limits.places === 2;
    case "latency": {
      const [nearest] = (allowed.length > 0 ? allowed : sites)
        .filter((site) => times[site] !== undefined)
        .sort((one, other) => (times[one] ?? 0) - (times[other] ?? 0));
      const isNearest = times[reason.nearest ?? ""] === times[nearest ?? ""];
      return isNearest && reason.limit === near && !allowed.some(isNear) && !sites.some(isAble);
    }
    case "drained": {
      const some = (allowed.length > 0 ? allowed : sites).filter(isNear);
      return some.length > 0 && some.every(isDrained) && some.sort().join() === [...reason.sites].sort().join();
    }
    case "capacity": {
      const some = (allowed.length > 0 ? allowed : sites).filter((site) => isNear(site) && !isDrained(site));
      return some.length > 0 && some.sort().join() === [...reason.sites].sort().join() && !some.some(takesAll);
    }
    case "rule": {
      const without = await planRouting({ ...options, rules: { ...rules, [place]: { frozen: false } } });
      const found = without.places.find((one) => one.place === place)?.reason.kind ?? "";
      const isFree = !["latency", "drained", "capacity", "rule"].includes(found);
      return isFree && !allowed.some(isAble) && reason.sites.every(isAble);
    }
    case "fewer":
      return limits.fewerDataCenters !== true && allowed.some(isAble) && has?.serveFrom.length === 2;
    case "full":
    case "gain": {
      // A place that has none could have what is deployed for it again, or any two of those that it may have.
      const deployed = has === undefined || has.serveFrom === "last-resort" ? [] : [has.serveFrom];
      const pairs = allowed.filter(isAble).flatMap((one) => [[one], ...allowed.map((other) => [one, other])]);
      const chains = (target.serveFrom.length > 0 ? [target.serveFrom] : [...deployed, ...pairs]) as string[][];
      const tooMuchAt = (serveFrom: readonly string[], percent: number, isAtOnce: boolean) =>
        newOverloads(withRoute(policy, places, place, serveFrom, percent), policy, options, isAtOnce);
      if (reason.kind === "gain") {
        const isRoom = (chain: readonly string[], percent: number) =>
          [true, false].every((some) => tooMuchAt(chain, percent, some).length === 0);
        const value = (chain: readonly string[], percent: number) => worthOf(place, chain, percent, options);
        const isWorse = (chain: readonly string[]) =>
          value(chain, reason.room) <= value(target.serveFrom, target.percent) + 1e-9;
        const isSo = (chain: readonly string[]) =>
          isRoom(chain, reason.room) && (reason.room === 100 || !isRoom(chain, reason.room + 1)) && isWorse(chain);
        return reason.room > target.percent && chains.some(isSo);
      }
      const key = [reason.site, reason.service, ...[...reason.down].sort()].join();
      return (
        Math.abs(reason.percent - target.percent) === 1 &&
        (reason.percent > target.percent || !target.serveFrom.every((site) => allowed.includes(site))) &&
        chains.some((chain) => tooMuchAt(chain, reason.percent, reason.atOnce).includes(key))
      );
    }
  }
}

/** What a route of a place brings, with what it costs to move there from what is deployed. */
function worthOf(place: string, chain: readonly string[], percent: number, options: RoutingPlanOptions): number {
  const { services, dataCenters, latency = {}, limits = {}, current = {} } = options;
  const totals = Object.entries(services).map(([name, { demand }]) => {
    const places = Object.keys(demand);
    return { name, total: places.reduce((sum, one) => sum + loadOf(one, name, options), 0) };
  });
  const asked = totals.filter(({ total }) => total > 0);
  const weight = asked.reduce((sum, { name, total }) => sum + loadOf(place, name, options) / total / asked.length, 0);
  const first = (sites: readonly string[]) => sites.find((site) => dataCenters[site]?.drain !== true);
  const now = routeAt(current, place);
  const [site, share] = [first(chain), percent / 100];
  const had = now === undefined || now.serveFrom === "last-resort" ? undefined : first(now.serveFrom as string[]);
  const was = had === undefined ? 0 : (now?.percent ?? 100) / 100;
  const is = site === undefined ? 0 : share;
  const moved = had === site ? Math.abs(is - was) : Math.max(is, was);
  const times = latency[place] ?? {};
  const slower = site === undefined ? 0 : (times[site] ?? 0) - (times["last-resort"] ?? 0);
  const cost = moved === 0 ? 0 : 0.1 * weight * moved + (limits.leastGain ?? 0);
  return weight * is * (1 - 0.003 * slower) - cost;
}

function loadOf(place: string, service: string, { services }: RoutingPlanOptions): number {
  const demand = services[service]?.demand ?? {};
  const states = Object.entries<number | undefined>(demand).filter(([code]) => code.startsWith("US-"));
  const all = demand[place as "FR"] ?? 0;
  return place === "US" ? all - states.reduce((sum, [, rate = 0]) => sum + rate, 0) : all;
}

function withRoute(
  policy: RoutingPolicy,
  places: readonly string[],
  place: string,
  serveFrom: readonly string[],
  percent: number,
): RoutingPolicy {
  const kind = place.startsWith("US-") ? "subdivisions" : "countries";
  const planned = places.filter((one) => one.startsWith("US-"));
  const states = Object.fromEntries(
    planned.map((state) => [state, routeAt(policy, state) ?? { serveFrom: "last-resort" }]),
  );
  // States that are planned by themselves stay as they are; others are a part of their country.
  const own =
    place === "US" ? { subdivisions: { ...states, ...policy.subdivisions } as RoutingPolicy["subdivisions"] } : {};
  return { ...policy, ...own, [kind]: { ...policy[kind], [place]: { serveFrom, percent } } };
}

/** What is asked for too much by a policy, and less by another one: of what sites take, or of what the last resort takes at once. */
function newOverloads(
  policy: RoutingPolicy,
  than: RoutingPolicy,
  { lastResort: { capacity, targetUtilization, ...lastResort } = {}, ...options }: RoutingPlanOptions,
  isAtOnce: boolean,
): readonly string[] {
  const judged = {
    ...lastResort,
    ...(isAtOnce ? { targetUtilization } : { capacity }),
  } as RoutingPlanOptions["lastResort"];
  const overloads = (one: RoutingPolicy) =>
    overloadsOf(() => one, { ...options, lastResort: judged ?? {} }).map((found) => {
      return { ...found, key: [found.site, found.service, ...[...found.down].sort()].join() };
    });
  const before = new Map(overloads(than).map((one) => [one.key, one.load - one.limit]));
  return overloads(policy)
    .filter(({ key, load, limit }) => load - limit > (before.get(key) ?? 0) + 1e-9)
    .map(({ key }) => key);
}
