import { planFileOf } from "../../lib/cli/plan-routing/plan-file";
import { planRouting } from "../../lib/planning";
import type { RoutingPlanOptions } from "../../lib/planning/planning-options";

/** France is at Paris now, with 80 %, and has to leave it for Frankfurt; Spain stays at Madrid. */
const options: RoutingPlanOptions = {
  services: { api: { demand: { FR: 300, ES: 100 } } },
  dataCenters: {
    paris: { capacity: { api: 1_000 } },
    frankfurt: { capacity: { api: 1_000 } },
    madrid: { capacity: { api: 1_000 } },
  },
  latency: {
    FR: { paris: 10, frankfurt: 15, "last-resort": 40 },
    ES: { madrid: 10, "last-resort": 40 },
  },
  current: { countries: { FR: { serveFrom: ["paris"], percent: 80 }, ES: { serveFrom: ["madrid"] } } },
  limits: { largestStep: 0.15, largestStepOfCapacity: 1 },
};

describe("what data centres serve on the way", () => {
  test("is least where a country has left one, and has not come to the other", async () => {
    const plan = await planRouting({ ...options, rules: { FR: { allowed: ["frankfurt"] } } });
    const percents = plan.policies.map(({ countries }) => {
      const { FR } = countries ?? {};
      return FR === undefined ? 0 : (FR.percent ?? 100);
    });
    expect(Math.min(...percents)).toBe(20);
    expect(percents.at(-1)).toBe(100);
    // 240 of France and 100 of Spain are 85 % of 400; a step moves 60 of them, a fifth of France: 60 and 100 are 40 %.
    expect(plan.atHome.now).toBeCloseTo(0.85, 12);
    expect(plan.lowestAtHome).toBeCloseTo(0.4, 12);
    expect(planFileOf(plan, { inputs: [], options, data: undefined, prices: undefined })).toMatchObject({
      lowestAtHome: plan.lowestAtHome,
    });
    expect(plan.atHome.next).toBeCloseTo(0.7, 12);
    expect(plan.atHome.target).toBe(1);
  });

  test("is not there where no step serves less than now", async () => {
    const plan = await planRouting(options);
    expect(plan).not.toHaveProperty("lowestAtHome");
    expect(planFileOf(plan, { inputs: [], options, data: undefined, prices: undefined })).not.toHaveProperty(
      "lowestAtHome",
    );
  });
});
