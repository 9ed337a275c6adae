import { type PlannedChange, planRouting, type RoutingPlanOptions } from "../../lib/planning";
import { cases } from "../support/cases";
import { fc } from "../support/property";
import { overloadsOf } from "./answered";
import { worldsWithStates } from "./worlds";

const BASE: RoutingPlanOptions = {
  services: { api: { demand: { FR: 1000, DE: 600, ES: 400 } } },
  dataCenters: { paris: { capacity: { api: 1000 }, headroom: 0 }, frankfurt: { capacity: { api: 1000 }, headroom: 0 } },
  latency: {
    FR: { paris: 5, frankfurt: 20, "last-resort": 20 },
    DE: { paris: 20, frankfurt: 5, "last-resort": 20 },
    ES: { paris: 30, frankfurt: 45, "last-resort": 20 },
  },
  limits: { largestStep: 1, largestStepOfCapacity: 1 },
};

test("no data centre is called as the last resort is", async () => {
  const dataCenters = { ...BASE.dataCenters, "last-resort": { capacity: { api: 1000 } } };
  await expect(planRouting({ ...BASE, dataCenters })).rejects.toThrow(
    'dataCenters.last-resort: got "last-resort", expected another name',
  );
});

const place = (places: readonly PlannedChange[], code: string) => places.find((one) => one.place === code);

describe("a planned routing", () => {
  test("names the place and failure that are full, and a second evaluation of one point more agrees", () =>
    fc.assert(
      fc.asyncProperty(worldsWithStates, async (options) => {
        const plan = await planRouting(options);
        for (const { place: code, reason, target } of plan.places) {
          if (reason.kind !== "full" || target.serveFrom.length === 0) continue;
          const more = { serveFrom: [...target.serveFrom], percent: reason.percent };
          const kind = code.startsWith("US-") ? "subdivisions" : "countries";
          const policy = { ...plan.target, [kind]: { ...plan.target[kind], [code]: more } };
          const found = overloadsOf(() => policy, options).map(({ site, service, down }) => [
            site,
            service,
            ...[...down].sort(),
          ]);
          expect(found).toContainEqual([reason.site, reason.service, ...[...reason.down].sort()]);
        }
      }),
      { numRuns: cases({ some: 60, all: 200 }) },
    ));

  // Paris would take France and Spain; when Frankfurt is down, Germany comes as well.
  test("fills data centres under each failure", async () => {
    const { target, atHome, places, margin } = await planRouting(BASE);
    // 1000 of FR alone fill Paris. Frankfurt takes DE, and ES is too far from it: 45 ms is more than 20 + 15 and than 40.
    expect(target.countries).toEqual({ DE: { serveFrom: ["frankfurt"] }, FR: { serveFrom: ["paris"] } });
    expect(atHome.target).toBeCloseTo(1600 / 2000);
    expect(place(places, "ES")?.reason).toMatchObject({
      kind: "full",
      site: "paris",
      service: "api",
      percent: 1,
      down: [],
    });
    expect(margin.target).toEqual({ growth: 0, site: "paris", service: "api", down: [] });
  });

  // The US is deployed on Warsaw, and is more than the last resort can take when Warsaw is down. Spain has no part in that: it must not be sent
  // away for it and taken back, again and again.
  test("comes to its end where something else is too much", async () => {
    const { target } = await planRouting({
      services: { api: { demand: { ES: 122, US: 1863 } }, video: { demand: { ES: 0, US: 697 } } },
      dataCenters: {
        paris: { capacity: { api: 1773, video: 5 } },
        warsaw: { capacity: { api: 2544, video: 3 } },
      },
      latency: {
        ES: { paris: 33, warsaw: 7, "last-resort": 22 },
        US: { paris: 6, warsaw: 139, "last-resort": 4 },
      },
      lastResort: {
        capacity: { api: 1001, video: 6717 },
        minNodesCapacity: { api: 440, video: 415 },
        targetUtilization: 0.5,
        fallBackTo: ["paris", "warsaw"],
      },
      current: { countries: { US: { serveFrom: ["warsaw"] } } },
      failures: [["warsaw"], ["paris", "last-resort"], ["paris"], ["paris", "warsaw", "last-resort"]],
    });
    expect(target.countries?.ES).toEqual({ serveFrom: ["warsaw", "paris"] });
  });

  // Nodes for 100 run at least, and else a quarter more than the load needs.
  test("keeps to what the last resort takes at once, which shrinks with what it serves", async () => {
    const lastResort = { targetUtilization: 0.8, minNodesCapacity: { api: 100 } };
    const options = { ...BASE, lastResort, services: { api: { demand: { FR: 1000 } } } };
    const alone = {
      ...options,
      dataCenters: { paris: { capacity: { api: 1000 }, headroom: 0 } },
      latency: { FR: { paris: 5 } },
    };
    // With x in Paris and 1000 - x at the last resort, all 1000 must fit into (1000 - x) / 0.8 when Paris is down: x is 200 at most.
    expect((await planRouting(alone)).target.countries?.FR).toEqual({ serveFrom: ["paris"], percent: 20 });
    // Frankfurt takes over, so that nothing comes to the last resort at once.
    expect((await planRouting(options)).target.countries?.FR).toEqual({ serveFrom: ["paris", "frankfurt"] });
  });

  test.each([
    // A tenth of 100 is kept free, and half of that may be used before anybody is moved.
    [47, 47],
    [48, 47],
    [90, 47],
    [45, 45],
    [10, 45],
  ])(
    "leaves what is deployed as it is up to a half of the headroom: %i %% becomes %i %%",
    async (percent, expected) => {
      const { target } = await planRouting({
        ...BASE,
        services: { api: { demand: { FR: 200 } } },
        dataCenters: { paris: { capacity: { api: 100 } } },
        latency: { FR: { paris: 5 } },
        current: { countries: { FR: { serveFrom: ["paris"], percent } } },
      });
      expect(target.countries?.FR).toEqual({ serveFrom: ["paris"], percent: expected });
    },
  );

  test("counts the smallest number of nodes, which is enough for all that comes at once", async () => {
    const { target } = await planRouting({
      ...BASE,
      services: { api: { demand: { FR: 1000 } } },
      dataCenters: { paris: { capacity: { api: 1000 }, headroom: 0 } },
      latency: { FR: { paris: 5 } },
      lastResort: { targetUtilization: 0.8, minNodesCapacity: { api: 1000 } },
    });
    expect(target.countries?.FR).toEqual({ serveFrom: ["paris"] });
  });

  test("lets those leave who are to leave before others come, the largest first", async () => {
    const limits = { largestStep: 0.1, largestStepOfCapacity: 1 };
    // A tenth of 2000 are 200: a fifth of France, and nobody of Germany.
    const { policy } = await planRouting({ ...BASE, limits });
    expect(policy.countries).toEqual({ FR: { serveFrom: ["paris"], percent: 20 } });
    // A third of Germany's 600 leave for what they take of the step, and nobody of France comes.
    const { policies } = await planRouting({
      ...BASE,
      limits,
      current: { countries: { DE: { serveFrom: ["paris"] } } },
      rules: { DE: { allowed: [] } },
    });
    expect(policies[0]?.countries).toEqual({ DE: { serveFrom: ["paris"], percent: 67 } });
  });

  test("keeps a tier of data centres that share a place, and plans no such tier", async () => {
    const shared = { serveFrom: [["frankfurt", "paris"]], percent: 40 };
    const services = { api: { demand: { FR: 500, DE: 100 } } };
    const latency = { FR: { paris: 10, frankfurt: 10, "last-resort": 20 }, DE: BASE.latency?.DE ?? {} };
    const current = { countries: { FR: shared } };
    const { policy, target } = await planRouting({ ...BASE, services, latency, current });
    expect(target.countries?.FR?.serveFrom).toEqual(shared.serveFrom);
    expect(target.countries?.FR?.percent ?? 100).toBeGreaterThan(40);
    expect(target.countries?.DE?.serveFrom).toEqual(["frankfurt", "paris"]);
    expect(policy.countries?.FR?.serveFrom).toEqual(shared.serveFrom);
  });

  test("moves no more in a step than it may, of all and of what a data centre takes", async () => {
    const limits = { largestStep: 0.1, largestStepOfCapacity: 0.15 };
    const { policy, atHome, places } = await planRouting({ ...BASE, limits });
    // A tenth of 2000 is 200, of which a data centre of 1000 may get 150 more.
    expect(policy.countries).toEqual({
      DE: { serveFrom: ["frankfurt"], percent: 8 },
      FR: { serveFrom: ["paris"], percent: 15 },
    });
    expect(atHome.next).toBeCloseTo((150 + 48) / 2000);
    expect(place(places, "FR")?.reason).toMatchObject({ kind: "step", target: 100 });
  });

  test("asks a data centre for 1.25 times what it has served well, and not for more", async () => {
    const paris = { capacity: { api: 1000 }, headroom: 0, servedWell: { api: 400 } };
    const { policies, isReachable } = await planRouting({ ...BASE, dataCenters: { ...BASE.dataCenters, paris } });
    // 400, then 500, then 625, 781: each by what the step before has shown.
    const percents = policies.map(({ countries }) => countries?.FR?.percent ?? 100);
    expect(percents.slice(0, 4)).toEqual([50, 62, 77, 96]);
    expect(isReachable).toBe(true);
  });

  test("says when no safe step leads on", async () => {
    const paris = { capacity: { api: 1000 }, headroom: 0, servedWell: { api: 0 } };
    const { isReachable, places } = await planRouting({ ...BASE, dataCenters: { ...BASE.dataCenters, paris } });
    expect([isReachable, place(places, "FR")?.reason.kind]).toEqual([false, "blocked"]);
  });

  test("leaves what is frozen, and sends a place only where it may go", async () => {
    const current = { countries: { DE: { serveFrom: ["paris"], percent: 10 } } } as const;
    const rules = { DE: { frozen: true }, FR: { allowed: ["frankfurt"] }, ES: { allowed: [] } };
    const { target, places } = await planRouting({ ...BASE, current, rules });
    expect(target.countries).toEqual({ DE: current.countries.DE, FR: { serveFrom: ["frankfurt"] } });
    expect(["DE", "FR", "ES"].map((code) => place(places, code)?.reason.kind)).toEqual(["frozen", "all", "rule"]);
  });

  test("keeps where the plan before led what is frozen for a while, unless there is no room for it any more", async () => {
    const current = { countries: { FR: { serveFrom: ["paris"], percent: 20 } } };
    const target = { countries: { DE: { serveFrom: ["frankfurt"] }, FR: { serveFrom: ["paris"], percent: 90 } } };
    const rules = { FR: { frozen: true }, DE: { frozen: true }, ES: { frozen: true } };
    const frozen = { ...BASE, current, target, rules };
    const plan = await planRouting(frozen);
    expect([plan.steps, plan.policy, plan.target]).toEqual([0, current, target]);
    expect(place(plan.places, "FR")).toMatchObject({ next: { percent: 20 }, target: { percent: 90 } });
    // 900 of FR and DE's 600, and the data centres of DE are as they were.
    expect(plan.atHome.target).toBeCloseTo(1500 / 2000);
    const less = { ...BASE.dataCenters, paris: { capacity: { api: 800 }, headroom: 0 } };
    const full = await planRouting({ ...frozen, dataCenters: less });
    expect([full.steps, full.target]).toEqual([0, current]);
    // Free again, it goes on from there.
    const free = await planRouting({ ...BASE, current, target: plan.target });
    expect(place(free.places, "FR")?.target.percent).toBeGreaterThanOrEqual(90);
  });

  test("takes too much from a data centre at once, however small the step", async () => {
    const options: RoutingPlanOptions = {
      services: { api: { demand: { FR: 1000 } } },
      dataCenters: { paris: { capacity: { api: 500 }, headroom: 0 } },
      latency: { FR: { paris: 5 } },
      current: { countries: { FR: { serveFrom: ["paris"] } } },
      limits: { largestStep: 0.01 },
    };
    const { policy, margin } = await planRouting(options);
    expect(margin.now.growth).toBeCloseTo(-0.5);
    expect(policy.countries?.FR).toEqual({ serveFrom: ["paris"], percent: 50 });
  });

  test.each<[string, Partial<RoutingPlanOptions>, readonly string[], unknown]>([
    // Frankfurt has no room for France while Paris is down, and Paris has room for all of France.
    ["keeps", {}, ["paris", "frankfurt"], { serveFrom: ["paris", "frankfurt"], percent: 50 }],
    [
      "may take, where that is allowed,",
      { limits: { ...BASE.limits, fewerDataCenters: true } },
      ["paris", "frankfurt"],
      { serveFrom: ["paris"] },
    ],
    [
      "does not count one that a rule does not allow of",
      { rules: { FR: { allowed: ["paris"] } } },
      ["paris", "frankfurt"],
      { serveFrom: ["paris"] },
    ],
    ["is free to give a second one to", {}, ["paris"], { serveFrom: ["paris"] }],
  ])("%s the data centres behind a place", async (_, changed, serveFrom, expected) => {
    const frankfurt = { capacity: { api: 500 }, headroom: 0 };
    const { target } = await planRouting({
      ...BASE,
      dataCenters: { ...BASE.dataCenters, frankfurt },
      services: { api: { demand: { FR: 1000 } } },
      current: { countries: { FR: { serveFrom, percent: 10 } } },
      ...changed,
    });
    expect(target.countries?.FR).toEqual(expected);
  });

  test("keeps three data centres behind a place that has three", async () => {
    const lyon = { capacity: { api: 1000 }, headroom: 0 };
    const { target } = await planRouting({
      ...BASE,
      dataCenters: { ...BASE.dataCenters, lyon },
      latency: { FR: { paris: 5, lyon: 10, frankfurt: 20, "last-resort": 20 } },
      services: { api: { demand: { FR: 500 } } },

      current: { countries: { FR: { serveFrom: ["frankfurt", "lyon", "paris"] } } },
    });
    expect(target.countries?.FR?.serveFrom).toHaveLength(3);
  });

  test("sends users of a data centre that is drained to another one", async () => {
    const current = { countries: { FR: { serveFrom: ["paris"] } } };
    const paris = { capacity: { api: 1000 }, headroom: 0, drain: true };
    const options = {
      ...BASE,
      dataCenters: { ...BASE.dataCenters, paris },
      services: { api: { demand: { FR: 500 } } },
    };
    // Where all of a route is drained, Route 53 answers with the last resort.
    expect((await planRouting({ ...options, current })).target.countries?.FR).toEqual({ serveFrom: ["frankfurt"] });
  });

  test("plans a wave as one, and a state by itself", async () => {
    const current = { waves: { iberia: { serveFrom: ["paris"], percent: 5, countries: ["ES", "PT"] } } } as const;
    const { target } = await planRouting({
      ...BASE,
      services: { api: { demand: { ES: 300, PT: 100, US: 500, "US-CA": 200 } } },
      latency: {
        ES: { paris: 20, "last-resort": 20 },
        PT: { paris: 30, "last-resort": 20 },
        "US-CA": { frankfurt: 10, "last-resort": 20 },
        US: { "last-resort": 20 },
      },
      current,
    });
    expect(target).toEqual({
      subdivisions: { "US-CA": { serveFrom: ["frankfurt"] } },
      waves: { iberia: { countries: ["ES", "PT"], serveFrom: ["paris"] } },
    });
  });

  test("writes that a country does not follow its continent", async () => {
    const current = { continents: { EU: { serveFrom: ["paris"] } } } as const;
    const { target } = await planRouting({ ...BASE, current, rules: { ES: { allowed: [] } } });
    expect(target.continents).toEqual(current.continents);
    expect(target.countries?.ES).toEqual({ serveFrom: "last-resort" });
  });

  const FRANCE: RoutingPlanOptions = {
    ...BASE,
    services: { api: { demand: { FR: 1000 } } },
    latency: { FR: { paris: 5, frankfurt: 100, "last-resort": 20 } },
  };
  const target = async (changed: Partial<RoutingPlanOptions>) =>
    (await planRouting({ ...FRANCE, ...changed })).target.countries?.FR;

  test.each<[string, Partial<RoutingPlanOptions>, unknown]>([
    ["everything by default", {}, { serveFrom: ["paris", "frankfurt"] }],
    [
      "half of a data centre, with a headroom of the other",
      { dataCenters: { ...FRANCE.dataCenters, paris: { capacity: { api: 1000 }, headroom: 0.5 } } },
      { serveFrom: ["paris", "frankfurt"], percent: 50 },
    ],
    ["no failover to where it is too far", { limits: { failoverMilliseconds: 99 } }, { serveFrom: ["paris"] }],
    ["nothing that brings too little", { limits: { leastGain: 1 } }, undefined],
    // 35 ms more than the last resort cost 35 times as much, and what is served is worth 1.
    [
      "nothing that is too slow for what it saves",
      { latency: { FR: { paris: 35, "last-resort": 0 } }, limits: { worthOfMillisecond: 1 } },
      undefined,
    ],
    ["what is slower but fast enough", { latency: { FR: { paris: 35, "last-resort": 0 } } }, { serveFrom: ["paris"] }],
  ])("plans %s", async (_, changed, expected) => {
    expect(await target(changed)).toEqual(expected);
  });

  test("plans a service that is named like something that every object has", async () => {
    const named = { ...BASE, services: { toString: { demand: { FR: 1 } } } };
    const frankfurt = { capacity: { toString: 1 }, headroom: 0 };
    const { target } = await planRouting({ ...named, dataCenters: { paris: { capacity: {} }, frankfurt } });
    expect(target.countries?.FR).toEqual({ serveFrom: ["frankfurt"] });
  });

  test("refuses an option that there is not", async () => {
    const options = { ...BASE, failure: [["paris"]] } as unknown as RoutingPlanOptions;
    await expect(planRouting(options)).rejects.toThrow("failures");
  });

  test.each<[string, Partial<RoutingPlanOptions>, string]>([
    ["services", { services: {} }, "services: got {}, expected at least one service"],
    [
      "a capacity",
      { dataCenters: { paris: { capacity: { constructor: 5 } } } },
      "dataCenters.paris.capacity.constructor",
    ],
    ["failures", { failures: [["pari"]] }, "failures.0.0"],
    ["rules", { rules: { FR: { allowed: ["pari"] } } }, "rules.FR.allowed.0"],
    ["latency", { latency: { FR: { paris: -1 } } }, "latency.FR.paris"],
    ["limits", { limits: { largestStep: 25 } }, "limits.largestStep"],
    ["current", { current: { countries: { FR: { serveFrom: ["pari"] } } } }, "current.countries.FR.serveFrom"],
  ])("refuses %s out of range", async (_, changed, message) => {
    await expect(planRouting({ ...BASE, ...changed })).rejects.toThrow(message);
  });
});
