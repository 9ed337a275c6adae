import { type PlanBefore, policiesBefore } from "../../lib/cli/plan-routing/plan-file";
import type { RoutingPolicy } from "../../lib/routing";

const at = (percent: number): RoutingPolicy => ({ countries: { DE: { serveFrom: ["paris"], percent } } });
const plan = (policy: RoutingPolicy, ...before: readonly RoutingPolicy[]): PlanBefore => ({
  policy,
  target: at(100),
  before,
  dataTo: undefined,
});

describe("what was deployed before a step", () => {
  test.each<[string, PlanBefore | undefined, RoutingPolicy, RoutingPolicy, readonly RoutingPolicy[]]>([
    ["is what is deployed, of the first plan", undefined, at(10), at(20), [at(10)]],
    ["is nothing where the first plan changes nothing", undefined, at(10), at(10), []],
    ["has the plan before, once it is deployed", plan(at(20), at(10)), at(20), at(30), [at(20), at(10)]],
    ["has no policy that was planned and not deployed", plan(at(20), at(10), at(5)), at(10), at(25), [at(10), at(5)]],
    ["is that of the deployed step where nothing changes", plan(at(20), at(10)), at(20), at(20), [at(10)]],
    [
      "is what somebody wrote by hand, and before that what the plan knows",
      plan(at(20), at(10)),
      at(15),
      at(30),
      [at(15), at(10)],
    ],
    [
      "goes back by five steps",
      plan(at(60), at(50), at(40), at(30), at(20), at(10)),
      at(60),
      at(70),
      [at(60), at(50), at(40), at(30), at(20)],
    ],
  ])("%s", (_, before, current, next, expected) => {
    expect(policiesBefore(before, current, next)).toEqual(expected);
  });

  test("knows a policy whose keys are in another order", () => {
    const [one, other] = [
      { serveFrom: ["paris"], percent: 20 },
      { percent: 20, serveFrom: ["paris"] },
    ];
    const before = plan({ countries: { DE: one } }, at(10));
    expect(policiesBefore(before, { countries: { DE: other } }, at(30))).toEqual([
      { countries: { DE: other } },
      at(10),
    ]);
  });
});
