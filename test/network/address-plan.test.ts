import { addressPlanTable, type PlannedRegion } from "../../index";
import { KNOWN_REGIONS } from "../../lib/google/regions";
import { fc } from "../support/property";
import { refusalOf } from "../support/synthesize";
import { interpolation, unknownNumber } from "../support/tokens";

const PLAN = { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" };

/** The first and the last address of a range as numbers: not the library's own way to count. */
function bounds(range: string): [number, number] {
  const [address = "", prefix] = range.split("/");
  const first = address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return [first, first + 2 ** (32 - Number(prefix)) - 1];
}

/** The rows of a table, by region: the cells after the region's name. */
function rowsOf(table: string): Record<string, string[]> {
  const rows = table.trim().split("\n").slice(2);
  const cells = rows.map((row) =>
    row
      .slice(2, -2)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
  return Object.fromEntries(cells.map(([region, ...rest]) => [region, rest]));
}

const plan = (regions: Readonly<Record<string, PlannedRegion>>) => rowsOf(addressPlanTable(PLAN, regions));

/** Sizes that fit into the parts of PLAN: 256 nodes at 110 pods, 8,192 services. */
const size = fc.record(
  {
    maxNodes: fc.integer({ min: 1, max: 128 }),
    maxPodsPerNode: fc.integer({ min: 8, max: 256 }),
    maxServices: fc.integer({ min: 1, max: 8192 }),
  },
  { requiredKeys: [] },
);
const regions = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...KNOWN_REGIONS), size), {
    minLength: 1,
    maxLength: 42,
    selector: ([name]) => name,
  })
  .map((entries) => Object.fromEntries(entries));

describe("the address plan", () => {
  test("moves no region's ranges when others come, go or change places", () => {
    fc.assert(
      fc.property(regions, regions, (before, others) => {
        const reordered = Object.fromEntries(Object.entries({ ...others, ...before }).reverse());
        const after = plan(reordered);
        for (const [region, row] of Object.entries(plan(before))) expect(after[region]).toEqual(row);
      }),
    );
  });

  test("gives no address twice, and none outside the big ranges", () => {
    fc.assert(
      fc.property(regions, (given) => {
        const rows = Object.values(plan(given));
        const ranges = [0, 2, 4].flatMap((column, kind) =>
          rows.map((row) => {
            const [first, last] = bounds(row[column] ?? "");
            const [start, end] = bounds(Object.values(PLAN)[kind] ?? "");
            expect(first >= start && last <= end).toBe(true);
            return [first, last] as const;
          }),
        );
        const sorted = ranges.sort(([one], [other]) => one - other);
        for (const [index, [first]] of sorted.slice(1).entries()) {
          expect(first).toBeGreaterThan(sorted[index]?.[1] ?? Number.NaN);
        }
      }),
    );
  });

  test("holds what a region asks for, and wastes less than half of each range", () => {
    fc.assert(
      fc.property(fc.constantFrom(...KNOWN_REGIONS), size, (region, asked) => {
        const [nodes = "", , pods = "", , services = ""] = plan({ [region]: asked })[region] ?? [];
        const addresses = (range: string) => bounds(range)[1] - bounds(range)[0] + 1;
        const { maxNodes, maxServices, maxPodsPerNode = 110 } = asked;
        if (maxNodes !== undefined) {
          // A node's block is the smallest power of two with at least twice as many addresses as pods.
          let block = 1;
          while (block < 2 * maxPodsPerNode) block *= 2;
          expect(addresses(nodes) - 4).toBeGreaterThanOrEqual(maxNodes);
          expect(addresses(pods) / block).toBeGreaterThanOrEqual(maxNodes);
          expect(addresses(nodes)).toBeLessThan(Math.max(2 * (maxNodes + 4), 9));
          expect(addresses(pods)).toBeLessThan(Math.max(2 * maxNodes * block, 257));
        }
        if (maxServices !== undefined) {
          expect(addresses(services)).toBeGreaterThanOrEqual(maxServices);
          expect(addresses(services)).toBeLessThan(Math.max(2 * maxServices, 17));
        }
      }),
    );
  });

  test("keeps where a range starts when its region grows", () => {
    const starts = (maxNodes: number) =>
      plan({ "us-east1": { maxNodes } })
        ["us-east1"]?.filter((cell) => cell.includes("/"))
        .map((range) => bounds(range)[0]);
    expect(starts(250)).toEqual(starts(3));
  });

  test("computes how much each range holds", () => {
    const table = plan({ "us-east1": {}, "europe-west1": { maxNodes: 100, maxPodsPerNode: 32, maxServices: 1000 } });
    expect(table["us-east1"]).toEqual(["10.8.128.0/18", "16,380", "10.98.0.0/16", "256", "10.36.64.0/19", "8,192"]);
    // 100 nodes and Google's 4 addresses need 128; 128 blocks of 64 addresses are a /19.
    expect(table["europe-west1"]).toEqual(["10.4.0.0/25", "124", "10.80.0.0/19", "128", "10.34.0.0/22", "1,024"]);
  });

  test("gives no more than 65,536 services, which is all that GKE takes", () => {
    // The region's part of a /9 is a /15: its first half is taken. 34 parts of 2 * 65,536 addresses lie before it.
    const table = rowsOf(addressPlanTable({ ...PLAN, services: "11.0.0.0/9" }, { "us-east1": {} }));
    expect(table["us-east1"]?.slice(4)).toEqual(["11.68.0.0/16", "65,536"]);
  });

  test("takes ranges from outside the plan, in a region that this version does not know as well", () => {
    const ranges = { nodes: "172.20.0.0/24", pods: "172.24.0.0/16", services: "172.20.16.0/20" };
    expect(plan({ "europe-west99": { ranges, maxPodsPerNode: 64 } })["europe-west99"]).toEqual([
      "172.20.0.0/24",
      "252",
      "172.24.0.0/16",
      "512",
      "172.20.16.0/20",
      "4,096",
    ]);
  });
});

const refused = (region: PlannedRegion, name = "us-east1") =>
  refusalOf(() => addressPlanTable(PLAN, { [name]: region }));

describe("the address plan refuses", () => {
  test("more nodes than the region's part holds, and names the big range that would do", () => {
    expect(refused({ maxNodes: 300 })).toEqual([
      "addressPlanTable: regions.us-east1.maxNodes: got 300, expected what fits into the region's part of network.pods, 10.98.0.0/16; it needs a /15 and there is room for it in a network.pods of /9",
    ]);
  });

  test("more nodes than any private range would give a 64th for", () => {
    expect(refused({ maxNodes: 5000 })).toEqual([
      "addressPlanTable: regions.us-east1.maxNodes: got 5000, expected what fits into the region's part of network.pods, 10.98.0.0/16; it needs a /11, which no private range has 64 times, so give the region ranges of its own",
    ]);
  });

  test("more services than the region's part holds", () => {
    expect(refused({ maxServices: 10_000 })).toEqual([
      "addressPlanTable: regions.us-east1.maxServices: got 10000, expected what fits into the region's part of network.services, 10.36.64.0/19; it needs a /18 and there is room for it in a network.services of /12",
    ]);
  });

  test.each([
    [{ maxNodes: 0 }, "maxNodes: got 0, expected a whole number from 1 to 16777216"],
    [{ maxPodsPerNode: 7 }, "maxPodsPerNode: got 7, expected a whole number from 8 to 256"],
    [{ maxPodsPerNode: 257 }, "maxPodsPerNode: got 257, expected a whole number from 8 to 256"],
    [{ maxServices: 1.5 }, "maxServices: got 1.5, expected a whole number from 1 to 65536"],
    [
      { maxNodes: unknownNumber },
      "maxNodes: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ],
  ])("%j", (given, message) => {
    expect(refused(given)).toEqual([`addressPlanTable: regions.us-east1.${message}`]);
  });

  test("a region that it does not know", () => {
    expect(refused({}, "us-est1")).toEqual([
      'addressPlanTable: regions.us-est1: got "us-est1", expected a region of Google Cloud, such as "us-east1", or one with ranges',
    ]);
  });

  test("ranges that overlap, are invalid, or are known to Terraform only", () => {
    const ranges = { nodes: "10.8.128.0/24", pods: "172.24.0.0/99", services: interpolation };
    const all = () =>
      addressPlanTable(PLAN, {
        "us-east1": {},
        "us-west1": { ranges: { ...ranges, pods: "172.24.0.0/16", services: "172.20.0.0/20" } },
      });
    expect(refusalOf(all)).toEqual([
      'addressPlanTable: regions.us-west1.nodes: got "10.8.128.0/24", expected a range that shares no address with regions.us-east1.nodes, 10.8.128.0/18',
    ]);
    expect(refused({ ranges })).toEqual([
      "addressPlanTable: regions.us-east1.ranges.services: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });

  test("an invalid plan", () => {
    expect(refusalOf(() => addressPlanTable({ ...PLAN, pods: "10.64.0.0/20" }, {}))).toEqual([
      'addressPlanTable: plan.pods: got "10.64.0.0/20", expected a range of /18 or larger, so that each region\'s 64th is large enough',
    ]);
  });
});
