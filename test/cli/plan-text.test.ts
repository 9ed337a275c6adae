import { planText } from "../../lib/cli/plan-routing/plan-text";
import type { Planning } from "../../lib/cli/plan-routing/planning";
import { planRouting } from "../../lib/planning";
import type { RoutingPlanOptions } from "../../lib/planning/planning-options";

/** What is said of how long a plan holds. */
async function heldBy(change: Partial<RoutingPlanOptions>) {
  const options: RoutingPlanOptions = {
    services: { api: { demand: { FR: 50 } } },
    dataCenters: { paris: { capacity: { api: 100 } } },
    failures: [],
    latency: { FR: { paris: 8, "last-resort": 16 } },
    current: { countries: { FR: { serveFrom: ["paris"] } } },
    ...change,
  };
  const planning: Planning = {
    options,
    file: undefined,
    settings: {},
    units: { api: "requests/s" },
    prices: undefined,
    inputs: [],
    after: { reach: {} },
    data: undefined,
  };
  const lines = planText(await planRouting(options), planning, undefined).split("\n");
  return lines.filter((line) => /^(It holds|The fullest|More is asked|Nothing is limited)/.test(line));
}

describe("how long a plan holds", () => {
  test.each([
    [50, "+100 %", "50 %"],
    // 100 of 10.1 are 9.9 times as much, of 10 they are 10.
    [10.1, "+890.1 %", "10.1 %"],
    [10, "10 times today's", "10 %"],
    [0.009, "11,111 times today's", "0 %"],
  ])("is in percent, and in times where percents are hard to read: %d", async (FR, holds, filled) => {
    expect(await heldBy({ services: { api: { demand: { FR } } } })).toEqual([
      `It holds until the demand is ${holds}; then paris, when all is well.`,
      `The fullest is paris, when all is well: ${filled}.`,
    ]);
  });

  test("is not at all where a site is asked for many times what it can take", async () => {
    const frozen = { rules: { FR: { frozen: true } } };
    expect(await heldBy({ ...frozen, services: { api: { demand: { FR: 3_000_000 } } } })).toEqual([
      "More is asked for than can be taken, even with today's demand: of paris, when all is well.",
      "The fullest is paris, when all is well: 30,000 times what it can take.",
    ]);
  });

  test("names the last resort as sentences do", async () => {
    const change = { lastResort: { capacity: { api: 80 } }, current: {}, rules: { FR: { frozen: true } } };
    expect(await heldBy(change)).toEqual([
      "It holds until the demand is +60 %; then the last resort, when all is well.",
      "The fullest is the last resort, when all is well: 62.5 %.",
    ]);
  });

  test("is not limited where nobody asks, or no capacity is known", async () => {
    expect(await heldBy({ services: { api: { demand: { FR: 0 } } } })).toEqual([
      "Nothing is limited: nobody asks for anything.",
    ]);
    expect(await heldBy({ current: {}, rules: { FR: { frozen: true } } })).toEqual([
      "Nothing is limited: no capacity is known of what serves users.",
    ]);
  });
});
