import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import type { ServerOptions } from "../../lib/data-center/server";
import { siteFiles } from "../../lib/data-center/site-files";
import { cases } from "../support/cases";
import { fc } from "../support/property";
import { TINY_SITE } from "./tiny-site";

type Servers = Record<string, ServerOptions>;

const RACKS = ["r0", "r1", "r2", "r3"];

const racksOf = (suffix: string): SiteOptions["fabric"]["racks"] =>
  Object.fromEntries(
    RACKS.map((rack, number) => [
      rack,
      { number, routers: { [`${rack}-a${suffix}`]: { number: 1 }, [`${rack}-b${suffix}`]: { number: 2 } } },
    ]),
  );

const server = fc.record({
  role: fc.constantFrom("worker" as const, "edge" as const, "control-plane" as const),
  rack: fc.constantFrom(...RACKS),
});

/** Those that stay: the members of etcd, an odd number of them and each in a rack of its own, and one that announces the ingress. */
const STEADY: Servers = {
  ...Object.fromEntries(
    ["r0", "r1", "r2"].map((rack, index) => [`etcd-${index}`, { role: "etcd", rack, number: 8188 + index }]),
  ),
  edge: { role: "edge", rack: "r3", number: 8191 },
};

/** Other servers with names and numbers of their own. */
const inventory: fc.Arbitrary<Servers> = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 8187 }), server), {
    selector: ([number]) => number,
    minLength: 2,
    maxLength: 40,
  })
  .map((all) => Object.fromEntries(all.map(([number, options]) => [`s${number}`, { ...options, number }])));

interface Edit {
  readonly removed: number;
  readonly added: Servers;
  readonly order: number;
  readonly renamesRouters: boolean;
}

const edit: fc.Arbitrary<Edit> = fc.record({
  removed: fc.nat(5),
  added: inventory,
  order: fc.integer({ min: 1, max: 1_000_003 }),
  renamesRouters: fc.boolean(),
});

/** The same servers in an order that looks like chance. */
const sorted = (servers: Servers, order: number): Servers =>
  Object.fromEntries(
    Object.entries(servers).sort(([, a], [, b]) => ((a.number * order) % 8209) - ((b.number * order) % 8209)),
  );

/** Pillars are all that can differ: a template has no other variable, and knows nothing of the machine that renders it. */
const filesOf = (servers: Servers, suffix: string) =>
  siteFiles(planSite({ ...TINY_SITE, servers, fabric: { ...TINY_SITE.fabric, racks: racksOf(suffix) } }));

/** How many inventories are changed. */
const RUNS = cases({ some: 50, all: 200 });

describe("whatever happens to others", () => {
  test("a server that was not changed has the same file to the byte", () => {
    let compared = 0;
    fc.assert(
      fc.property(inventory, edit, (servers, { removed, added, order, renamesRouters }) => {
        const kept = Object.fromEntries(Object.entries(servers).slice(removed));
        const fresh = Object.fromEntries(Object.entries(added).filter(([name]) => servers[name] === undefined));
        const before = filesOf({ ...servers, ...STEADY }, "");
        const after = filesOf(sorted({ ...kept, ...fresh, ...STEADY }, order), renamesRouters ? "-new" : "");
        compared += Object.keys(kept).length;
        for (const name of Object.keys({ ...kept, ...STEADY })) {
          const path = `servers/${name}.sls`;
          if (before.get(path) === undefined || before.get(path) !== after.get(path))
            throw new Error(`${path} differs`);
        }
      }),
      { numRuns: RUNS },
    );
    // Chance gives many times as much. The bound is far below: it fails only where nearly nothing is compared.
    expect(compared).toBeGreaterThan(2 * RUNS);
  });

  test("no two servers or routers have one address", () => {
    fc.assert(
      fc.property(inventory, (servers) => {
        const { servers: planned, routers } = planSite({
          ...TINY_SITE,
          servers: { ...servers, ...STEADY },
          fabric: {
            ...TINY_SITE.fabric,
            racks: racksOf(""),
            spines: { "spine-1": { number: 1 }, "spine-16": { number: 16 } },
          },
        });
        const pairs = [
          ...planned.flatMap(({ links }) => links),
          ...routers.flatMap(({ uplinks }) => uplinks.map(({ link }) => link)),
        ];
        const addresses = [
          ...[...planned, ...routers].flatMap(({ loopback }) => [loopback.ipv4, loopback.ipv6]),
          ...pairs.flatMap(({ ipv4, ipv6 }) => [ipv4.lower, ipv4.upper, ipv6?.lower, ipv6?.upper]),
        ];
        expect(new Set(addresses).size).toBe(addresses.length);
      }),
      { numRuns: 50 },
    );
  });
});
