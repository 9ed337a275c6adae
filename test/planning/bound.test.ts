import { planRouting, type RoutingPlanOptions } from "../../lib/planning";
import { boundOf } from "../../lib/planning/bound";
import { Loads } from "../../lib/planning/loads";
import { worldOf } from "../../lib/planning/make-world";
import { Rows } from "../../lib/planning/rows";
import { loadHighs } from "../../lib/planning/solver";
import { cases } from "../support/cases";
import { expectGolden } from "../support/golden";
import { fc } from "../support/property";
import { type AtOnce, largeWorld } from "./large-world";
import { worlds } from "./worlds";

/** Madrid takes a quarter of what Spain asks for, and Portugal is frozen with a half of its users in Lisbon. */
const OPTIONS: RoutingPlanOptions = {
  services: { api: { demand: { ES: 800, PT: 200 } } },
  dataCenters: { lisbon: { capacity: { api: 150 }, headroom: 0 }, madrid: { capacity: { api: 200 }, headroom: 0 } },
  latency: { ES: { madrid: 5, "last-resort": 20 }, PT: { lisbon: 5, "last-resort": 20 } },
  rules: { PT: { frozen: true } },
  current: { countries: { PT: { serveFrom: ["lisbon"], percent: 50 } } },
};

/** Half of all users are near Paris, half near Lyon, and each can take all of them. */
const TWO: RoutingPlanOptions = {
  services: { api: { demand: { FR: 500, BE: 500 } } },
  dataCenters: { lyon: { capacity: { api: 1000 }, headroom: 0 }, paris: { capacity: { api: 1000 }, headroom: 0 } },
  latency: { FR: { lyon: 5 }, BE: { paris: 5 } },
};

const boundFor = async (options: RoutingPlanOptions) =>
  (await planRouting({ ...options, bound: true })).bound?.atHome ?? Number.NaN;

describe("the bound of a plan", () => {
  test("is what data centres can take of those who are near, and what is frozen", async () => {
    // 200 of 1000 in Madrid, and 100 in Lisbon.
    expect(await boundFor(OPTIONS)).toBeCloseTo(0.3, 4);
    expect((await planRouting(OPTIONS)).atHome.target).toBeCloseTo(0.3, 9);
  });

  test.each<[string, RoutingPlanOptions["lastResort"], number]>([
    ["everything where that is not limited", {}, 1],
    // With x at home, half of x comes at once: (1000 - x) + x / 2 are at most (1000 - x) / 0.8 up to x = 1000 / 3.
    ["what running nodes take at once", { targetUtilization: 0.8 }, 1 / 3],
    // 1000 - x / 2 are at most 700 from x = 600 on: up to 1000.
    ["what the smallest number of nodes takes", { targetUtilization: 0.8, minNodesCapacity: { api: 700 } }, 1],
    // From x = 1200 on: too much. So running nodes decide.
    ["the better of both", { targetUtilization: 0.8, minNodesCapacity: { api: 400 } }, 1 / 3],
  ])("keeps to %s", async (_, lastResort, most) => {
    expect(await boundFor({ ...TWO, lastResort })).toBeCloseTo(most, 4);
  });

  test("keeps to each failure: who takes over has room for it", async () => {
    // Nothing more comes to the last resort at once: when one of both is down, the other must take all that both serve, and takes 500.
    const half = { capacity: { api: 500 }, headroom: 0 };
    const latency = { FR: { lyon: 5, paris: 5 }, BE: { lyon: 5, paris: 5 } };
    const options = { ...TWO, latency, dataCenters: { lyon: half, paris: half } };
    expect(await boundFor(options)).toBeCloseTo(1, 4);
    expect(await boundFor({ ...options, lastResort: { targetUtilization: 1 } })).toBeCloseTo(0.5, 4);
  });

  // Whichever version of Node runs it: what a solver finds depends on its arithmetic.
  test("belongs to a plan that is the same to the byte", async () => {
    const world = largeWorld(4, [20_000, 0.7]);
    const { target, bound } = await planRouting({ ...world, limits: { places: 40 }, bound: true });
    expectGolden("plan-with-bound.json", `${JSON.stringify({ bound, target }, undefined, 2)}\n`);
  });

  test("is there only where it is asked for", async () => {
    expect((await planRouting(OPTIONS)).bound).toBeUndefined();
  });

  test("says what is missing without the package", async () => {
    const missing = () => Promise.reject(new Error("Cannot find module 'highs'"));
    const world = worldOf(OPTIONS);
    const rows = new Rows(world, new Loads(world, ({ now }) => now));
    expect(boundOf(world, rows, await loadHighs(missing))).toEqual({
      unknown: "the optional package highs is not installed: npm install highs",
    });
  });

  test("is never less than what is deployed where that may stay, what a step brings, or the target", () =>
    fc.assert(
      fc.asyncProperty(worlds, async (options) => {
        const { bound, atHome } = await planRouting({ ...options, bound: true });
        expect(bound?.unknown).toBeUndefined();
        expect(bound?.atHome).toBeGreaterThanOrEqual(Math.max(atHome.target, atHome.next) - 1e-12);
      }),
      { numRuns: cases({ some: 8, all: 60 }) },
    ));

  const LARGE: readonly (readonly [number, AtOnce | undefined])[] = [
    [1, undefined],
    [2, [20_000, 0.7]],
    [3, [50_000, 0.9]],
  ];
  test.each(cases({ some: LARGE.slice(0, 1), all: LARGE }))(
    "is the same each time, and near a plan of 246 countries: world %i, at once %j",
    async (seed, atOnce) => {
      const options = largeWorld(seed, atOnce);
      const world = worldOf(options);
      const rows = new Rows(world, new Loads(world, ({ now }) => now));
      const { atHome: bound = 0 } = boundOf(world, rows, await loadHighs());
      const { atHome } = await planRouting(options);
      expect(boundOf(world, rows, await loadHighs())).toEqual({ atHome: bound });
      expect(bound).toBeGreaterThanOrEqual(atHome.target);
      // Without whole percentages, and with a country divided among data centres, more is possible.
      expect(bound).toBeLessThan(atHome.target * 1.2);
    },
  );
});
