import { judgeStep } from "../../lib/cli/plan-routing/after";
import { afterText } from "../../lib/cli/plan-routing/after-text";
import { wayBackText } from "../../lib/cli/plan-routing/way-back-text";
import { wayBackOf } from "../../lib/planning/after/way-back";
import type { Series } from "../../lib/planning/data/series";
import { planOf, type RoutingPlan } from "../../lib/planning/plan-routing";
import type { RoutingPlanOptions } from "../../lib/planning/planning-options";
import type { RoutingPolicy } from "../../lib/routing/routing-policy";
import { hourly } from "../planning/data/worlds-of-data";

/** 2026-11-27T17:00Z, in hours since 1970. */
const HOUR = Date.parse("2026-11-27T17:00Z") / 3_600_000;
const CURRENT: RoutingPolicy = {
  countries: {
    DE: { serveFrom: ["frankfurt", "paris"], percent: 25 },
    FR: { serveFrom: ["paris", "frankfurt"] },
  },
};
/** France must leave Paris: it goes by way of the last resort, and data centres serve less for some steps. */
const OPTIONS: RoutingPlanOptions = {
  services: { requests: { demand: { DE: 10_000, FR: 24_000 } } },
  dataCenters: { paris: { capacity: { requests: 40_000 } }, frankfurt: { capacity: { requests: 90_000 } } },
  latency: {
    DE: { paris: 10, frankfurt: 5, "last-resort": 10 },
    FR: { paris: 5, frankfurt: 10, "last-resort": 10 },
  },
  current: CURRENT,
  rules: { FR: { allowed: ["frankfurt"] } },
};

const load = (place: string, site: string, rate: number): Series => hourly(place, site, HOUR, [rate]);

/** What came of Germany's 2,500 at Frankfurt. */
const judged = (seen: number, plan: RoutingPlan, tolerance = 0.1) =>
  judgeStep({
    known: {
      stack: "dns",
      facts: { version: 1 },
      policy: CURRENT,
      hostNames: [],
      demand: undefined,
      locations: [],
      input: { name: "", sha256: "" },
    },
    options: OPTIONS,
    plan,
    out: "routing-plan.json",
    before: { policy: CURRENT, target: CURRENT, before: [], dataTo: "2026-11-27T00:00Z" },
    series: [load("DE", "frankfurt", seen), load("DE", "last-resort", 10_000 - seen), load("FR", "paris", 24_000)],
    settings: { reach: {}, tolerance },
    asked: { hour: "last" },
  });

const PLAN = planOf(OPTIONS);

describe("a step that users follow more than it says", () => {
  // 25 % are deployed, and 27 are planned: of them 18 are left where half as many users more come than it says.
  const next = (serveFrom: readonly string[]): RoutingPlan => ({
    ...PLAN,
    policy: { countries: { ...PLAN.policy.countries, DE: { serveFrom, percent: 27 } } },
    places: PLAN.places.map((one) => (one.place === "DE" ? { ...one, next: { serveFrom, percent: 27 } } : one)),
  });

  test("says how little data centres serve on the way from the lowered one", () => {
    const { lowered, plan } = judged(2_700, next(["frankfurt", "paris"]));
    expect(lowered.map(({ place }) => place)).toEqual(["DE"]);
    const onTheWay = planOf({ ...OPTIONS, current: plan.policy, target: PLAN.target }).lowestAtHome;
    // Further on it is less than after the step, and than now.
    expect(onTheWay).toBeLessThan(Math.min(plan.atHome.next, plan.atHome.now));
    expect(plan.lowestAtHome).toBe(onTheWay);
  });

  test.each([
    [["frankfurt", "paris"], 25],
    [["paris", "frankfurt"], 18],
    [["frankfurt"], 18],
  ])("is not lowered below what is deployed, unless it is at other data centres: %j", (serveFrom, to) => {
    expect(judged(3_750, next(serveFrom), 0.9).lowered).toEqual([{ place: "DE", from: 27, to }]);
  });
});

test("what is many times as much as predicted is a number of times", () => {
  const after = judged(2_500, PLAN).after;
  const [site] = after.sites;
  const text = (off: number) =>
    afterText({ hour: "", after: { ...after, sites: [{ ...site, off } as never] }, lowered: [] } as never, {});
  expect(text(0.172)).toContain("+17.2 %");
  expect(text(8.9)).toContain("+890 %");
  expect(text(9)).toContain("10 times as much");
  expect(text(10_580)).toContain("10,581 times as much");
});

test("the way back is told in whole minutes that are over", () => {
  expect(wayBackText(wayBackOf("routing-plan.json", 60))).toContain("within 60 seconds, nearly all within 16 minutes");
  expect(wayBackText(wayBackOf("routing-plan.json", 61))).toContain("within 61 seconds, nearly all within 17 minutes");
});
