import { type BacktestOptions, backtest, type DemandHour, planRouting } from "../../../lib/planning";
import { fc } from "../../support/property";
import { loadsOf } from "../answered";
import { worlds } from "../worlds";

const OPTIONS: BacktestOptions = {
  hours: [
    { time: "2026-11-03T18:00Z", demand: { api: { FR: 1200, DE: 600 } } },
    { time: "2026-11-03T17:00Z", demand: { api: { FR: 1000, DE: 1000 } } },
    { time: "2026-11-03T20:00Z", demand: { api: { FR: 200, DE: 100 } } },
  ],
  policies: {
    deployed: { countries: { FR: { serveFrom: ["paris"] } } },
    planned: { countries: { FR: { serveFrom: ["paris"], percent: 50 }, DE: { serveFrom: ["frankfurt", "paris"] } } },
  },
  dataCenters: { paris: { capacity: { api: 1000 } }, frankfurt: { capacity: { api: 800 } } },
};

describe("a backtest", () => {
  test("says how long anything would have been asked for more than it can take, and when most", () => {
    const { policies, ...about } = backtest(OPTIONS);
    expect(about).toEqual({ from: "2026-11-03T17:00Z", to: "2026-11-03T20:00Z", hours: 3, missingHours: 1 });
    // France: 1000, 1200 and 200 to Paris, of 1000. Germany: 1000, 600 and 100 to Frankfurt, of 800.
    expect(policies.deployed).toMatchObject({ atHome: 2400 / 4100, minutesOver: 60 });
    expect(policies.deployed?.overCapacity).toEqual([
      {
        site: "paris",
        service: "api",
        down: [],
        minutes: 60,
        worst: { time: "2026-11-03T18:00Z", load: 1200, capacity: 1000 },
      },
    ]);
    expect(policies.planned).toMatchObject({ atHome: (1200 + 1700) / 4100, minutesOver: 60 });
    expect(policies.planned?.overCapacity.map(({ site, worst }) => [site, worst.time, worst.load])).toEqual([
      ["frankfurt", "2026-11-03T17:00Z", 1000],
    ]);
  });

  test("says it under failures as well, and no failure counts as minutes while all is well", () => {
    const { policies } = backtest({ ...OPTIONS, failures: [["frankfurt"]] });
    const down = policies.planned?.overCapacity.filter(({ down }) => down.length > 0);
    // Paris gets half of France and all of Germany: 1500, 1200 and 200.
    expect(down).toEqual([
      {
        site: "paris",
        service: "api",
        down: ["frankfurt"],
        minutes: 120,
        worst: { time: "2026-11-03T17:00Z", load: 1500, capacity: 1000 },
      },
    ]);
    expect(policies.planned?.minutesOver).toBe(60);
  });

  test("has a cost with given prices alone: nodes scaled in each hour, or never", () => {
    expect(backtest(OPTIONS).policies.deployed).not.toHaveProperty("cost");
    const lastResort = { minNodesCapacity: { api: 200 }, targetUtilization: 0.5 };
    const { policies } = backtest({ ...OPTIONS, lastResort, prices: { api: 0.01 } });
    // Germany at the last resort, at half of what nodes take: 2000, 1200, and 200 for 100, which is also the smallest number.
    expect(policies.deployed?.cost?.least).toBeCloseTo(34, 9);
    expect(policies.deployed?.cost?.most).toBeCloseTo(60, 9);
  });

  test("counts each service by its weight, and the states of a country once", () => {
    const hours: DemandHour[] = [
      { time: "2026-11-03T17:00Z", demand: { api: { US: 100, "US-CA": 40 }, video: { US: 10 }, none: {} } },
    ];
    const policies = { one: { subdivisions: { "US-CA": { serveFrom: ["paris"] } } } };
    const dataCenters = { paris: { capacity: { api: 10, video: 10 } } };
    expect(backtest({ hours, policies, dataCenters }).policies.one?.atHome).toBeCloseTo(0.2, 12);
    const weighted = backtest({ hours, policies, dataCenters, weights: { api: 3 } });
    expect(weighted.policies.one?.atHome).toBeCloseTo((3 * 0.4) / 4, 12);
    expect(weighted.policies.one?.overCapacity[0]?.worst.load).toBe(40);
  });

  test("keeps the places of a wave together", () => {
    const wave = { continents: ["EU"], serveFrom: ["paris"], percent: 10 } as const;
    const { policies } = backtest({ ...OPTIONS, policies: { wave: { waves: { europe: wave } } } });
    expect(policies.wave?.atHome).toBeCloseTo(0.1, 12);
  });

  test("agrees with a sum of its own, and with the share at home of a plan, in any world", () =>
    fc.assert(
      fc.asyncProperty(worlds, async (world) => {
        const { current = {}, services, dataCenters, lastResort, failures = [] } = world;
        const demand = Object.fromEntries(Object.entries(services).map(([name, { demand }]) => [name, demand]));
        const hours = [{ time: "2026-11-03T17:00Z", demand }];
        const replayed = backtest({ hours, policies: { current }, dataCenters, lastResort, failures });
        const found = replayed.policies.current;
        const plan = await planRouting(world);
        expect(found?.atHome).toBeCloseTo(plan.atHome.now, 9);
        const isOver = (one: { readonly load: number; readonly capacity: number }) =>
          one.load > one.capacity * (1 + 1e-9);
        const expected = Object.keys(services).flatMap((service) =>
          [[], ...failures].flatMap((down) =>
            [...loadsOf(() => current, world, service, down)].flatMap(([site, load]) => {
              const most =
                site === "last-resort" ? lastResort?.capacity?.[service] : dataCenters[site]?.capacity[service];
              const capacity = most ?? (site === "last-resort" ? Infinity : 0);
              const key = [site, service, [...down].sort().join("+"), load.toFixed(6)].join();
              return !down.includes(site) && isOver({ load, capacity }) ? [key] : [];
            }),
          ),
        );
        const said = found?.overCapacity.map(({ site, service, down, worst }) =>
          [site, service, [...down].sort().join("+"), worst.load.toFixed(6)].join(),
        );
        expect(said?.sort()).toEqual(expected.sort());
      }),
      { numRuns: 150 },
    ));

  test("refuses hours that are there twice, no hour, and what nobody asks for", () => {
    const [hour] = OPTIONS.hours;
    expect(() => backtest({ ...OPTIONS, hours: [hour, hour] as DemandHour[] })).toThrow(
      "backtest: hours.1.time: is 2026-11-03T18:00Z again",
    );
    expect(() => backtest({ ...OPTIONS, hours: [{ time: "2026-11-03T18:30Z", demand: { api: {} } }] })).toThrow(
      'backtest: hours.0.time: got "2026-11-03T18:30Z", expected the beginning of an hour in UTC: "2026-11-03T17:00Z"',
    );
    expect(() => backtest({ ...OPTIONS, hours: [] })).toThrow("at least one hour with the demand of a service");
    expect(() => backtest({ ...OPTIONS, prices: { ap: 1 } })).toThrow("prices.ap");
    expect(() => backtest({ ...OPTIONS, weights: { api: 0 } })).toThrow("weights.api");
    expect(() => backtest({ ...OPTIONS, policies: {} })).toThrow("at least one policy");
    expect(() => backtest({ ...OPTIONS, policies: { one: { countries: { FR: { serveFrom: ["pari"] } } } } })).toThrow(
      "policies.one.countries.FR.serveFrom",
    );
    expect(() => backtest({ ...OPTIONS, failures: [["pari"]] })).toThrow("failures.0.0");
  });
});
