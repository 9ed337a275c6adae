import { edgeCapacity } from "../../lib/data-center/edge-capacity";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import type { ServerOptions } from "../../lib/data-center/server";
import { fc } from "../support/property";
import { refused } from "./refused";
import { TINY_SITE } from "./tiny-site";

const rack = (name: string, number: number) => ({
  number,
  routers: { [`${name}-left`]: { number: 1 }, [`${name}-right`]: { number: 2 } },
});
const RACKS = { a1: rack("a1", 1), a2: rack("a2", 2), a3: rack("a3", 3) };

/** What edge servers in these racks can take, at 1000 requests per second each. They are called after their place in the list. */
function capacityIn(...racks: readonly (keyof typeof RACKS)[]) {
  const servers = Object.fromEntries(
    racks.map((name, index): [string, ServerOptions] => [
      `edge-${index + 1}`,
      { role: "edge", rack: name, number: index + 1 },
    ]),
  );
  const fabric = { ...TINY_SITE.fabric, racks: RACKS };
  const edge = {
    ...TINY_SITE.edge,
    publicRanges: TINY_SITE.edge?.publicRanges ?? [],
    requestsPerSecondPerServer: 1000,
  };
  const { whole, without } = edgeCapacity(planSite({ ...TINY_SITE, fabric, servers, edge })) ?? {};
  return { whole, without: Object.fromEntries(without ?? []) };
}

describe("edge servers can take together", () => {
  test("as much as each of them, when there are as many in each rack", () => {
    expect(capacityIn("a1", "a2", "a3").whole).toBe(3000);
    expect(capacityIn("a1", "a2", "a1", "a2").whole).toBe(4000);
  });

  test("what the rack with the fewest can take, times the racks: each gets an equal part of the requests", () => {
    // Half of the requests go to the only one in a2, which can take 1000.
    expect(capacityIn("a1", "a1", "a2").whole).toBe(2000);
    expect(capacityIn("a1", "a1", "a1", "a2").whole).toBe(2000);
  });

  test("nothing that is known, as long as nobody says what one can take", () => {
    expect(edgeCapacity(planSite(TINY_SITE))).toBeUndefined();
  });

  test("nothing, where there are none", () => {
    const servers: SiteOptions["servers"] = { "worker-1": { role: "worker", rack: "a1", number: 11 } };
    expect(edgeCapacity(planSite({ ...TINY_SITE, servers, edge: undefined }))).toBeUndefined();
  });
});

describe("while one of them or one rack is down", () => {
  test("a rack with one edge server is that server", () => {
    expect(capacityIn("a1", "a2", "a3").without).toEqual({ "edge-1": 2000 });
  });

  test("the worst of each kind counts", () => {
    // Without edge-2: 2, 1 and 2 in three racks, for 3000. Without a1: two racks with 2, for 4000. Without a2 or a3, two racks with 2.
    expect(capacityIn("a1", "a1", "a2", "a2", "a3", "a3").without).toEqual({ "edge-1": 3000 });
    // Without edge-2: 4, 4 and 5 in three racks, for 12000. Without a1: two racks with 5, for 10000.
    const fifteen = ["a1", "a2", "a3"].flatMap((name) => Array(5).fill(name));
    expect(capacityIn(...fifteen).without).toEqual({ "edge-1": 12_000, "rack a1": 10_000 });
  });

  test("one server takes as much as its rack, when the others then get more of the requests than they can take", () => {
    // With edge-1 down, its neighbour in the rack gets half of the requests.
    expect(capacityIn("a1", "a1", "a2", "a2").without).toEqual({ "edge-1": 2000 });
  });

  test("what takes nothing away is not among them", () => {
    // Without edge-2, a1 still is the rack with the fewest; without a1, there is more than before.
    expect(capacityIn("a1", "a2", "a2", "a2")).toEqual({ whole: 2000, without: { "rack a2": 1000 } });
  });

  test("what leaves none is the whole data centre, which users then leave", () => {
    expect(capacityIn("a1").without).toEqual({});
    expect(capacityIn("a1", "a1").without).toEqual({ "edge-1": 1000 });
  });
});

test("no edge server gets more than it can take, of as much as all can take, whatever number of them the racks have", () => {
  const counts = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(counts, (counts) => {
      fc.pre(counts.some((count) => count > 0));
      const names = ["a1", "a2", "a3"] as const;
      const { whole = 0, without } = capacityIn(
        ...names.flatMap((name, index) => Array(counts[index] ?? 0).fill(name)),
      );
      expect(mostOf(counts, whole)).toBe(1000);
      // The same while any one server is down, or any one rack, of which one is full first.
      const withCount = (at: number, count: number) => counts.map((one, index) => (index === at ? count : one));
      const oneLess = counts.flatMap((count, index) => (count > 0 ? [withCount(index, count - 1)] : []));
      const noRack = counts.flatMap((count, index) => (count > 0 ? [withCount(index, 0)] : []));
      const least = Math.min(whole, ...Object.values(without));
      const most = [...oneLess, ...noRack].map((some) => mostOf(some, least));
      expect(Math.max(mostOf(counts, least), ...most)).toBe(1000);
    }),
    { numRuns: 50 },
  );
});

/** What the edge server gets that gets the most of some requests: two routers per rack have one path each, and share theirs. */
function mostOf(counts: readonly number[], requests: number): number {
  const paths = counts.flatMap((count) => (count > 0 ? [count, count] : []));
  const perPath = requests / paths.length;
  // Both routers of its rack send to it.
  return Math.max(0, ...paths.map((edges) => (2 * perPath) / edges));
}

test("a rate of nothing is refused", () => {
  const edge = { ...TINY_SITE.edge, requestsPerSecondPerServer: 0 };
  expect(refused({ edge })).toEqual([
    "paris: edge.requestsPerSecondPerServer: got 0, expected more than 0 requests per second",
  ]);
});
