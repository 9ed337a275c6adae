import { planRouting } from "../../lib/planning";

/** All 100 of France are at Paris, and nobody at the last resort, until Paris is down. */
const marginWith = async (capacity: number, smallest: number) => {
  const { margin } = await planRouting({
    services: { api: { demand: { FR: 100 } } },
    dataCenters: { paris: { capacity: { api: 1_000 } } },
    lastResort: { capacity: { api: capacity }, minNodesCapacity: { api: smallest }, targetUtilization: 0.7 },
    latency: { FR: { paris: 10, "last-resort": 20 } },
    current: { countries: { FR: { serveFrom: ["paris"] } } },
  });
  return margin.now;
};

describe("how long a policy holds", () => {
  test("is until the smallest number of nodes does not take at once whom a data centre leaves", async () => {
    const margin = await marginWith(1_000, 120);
    expect(margin).toEqual({
      growth: expect.closeTo(0.2, 12),
      site: "last-resort",
      service: "api",
      down: ["paris"],
    });
  });

  test("is no longer than what the last resort takes with all nodes, however many run at least", async () => {
    expect(await marginWith(110, 120)).toMatchObject({ growth: expect.closeTo(0.1, 12), site: "last-resort" });
  });
});
