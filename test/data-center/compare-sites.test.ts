import { compareSites, comparisonText } from "../../lib/data-center/compare-sites";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { siteLists } from "../../lib/data-center/site-data";
import { TINY_SITE } from "./tiny-site";

const lists = (change: Partial<SiteOptions>) => siteLists(planSite({ ...TINY_SITE, ...change }));
const before = lists({});
const { "worker-1": worker, ...others } = TINY_SITE.servers;
if (worker === undefined) throw new Error("the small data centre has lost its worker");

describe("a change of a data centre", () => {
  test("that changes nothing says so", () => {
    const same = compareSites(before, lists({}));
    expect(same).toEqual({ changes: [], dangers: [] });
    expect(comparisonText(same)).toBe("Nothing changes.\n");
  });

  test("names servers that are new and gone, by role", () => {
    const servers = { ...others, "worker-2": { ...worker, number: 12 }, "worker-3": { ...worker, number: 13 } };
    expect(compareSites(before, lists({ servers }))).toEqual({
      changes: ["new: 2 worker servers: worker-2, worker-3", "gone: 1 worker server: worker-1"],
      dangers: [],
    });
  });

  test("names at most twenty of them", () => {
    const many = Array.from({ length: 23 }, (_, index) => [
      `n${String(index).padStart(2, "0")}`,
      { ...worker, number: 100 + index },
    ]);
    const [line] = compareSites(
      before,
      lists({ servers: { ...TINY_SITE.servers, ...Object.fromEntries(many) } }),
    ).changes;
    expect(line).toMatch(/^new: 23 worker servers: n00, .*, n19 and 3 more$/);
  });

  test("says what moves a server, with its addresses", () => {
    const servers = { ...others, "worker-1": { ...worker, rack: "a2", number: 12 } };
    expect(compareSites(before, lists({ servers })).changes).toEqual([
      "moved: worker-1: number 11 → 12, rack a1 → a2, ipv4 10.128.0.11 → 10.128.0.12, ipv6 fd00:128::b → fd00:128::c",
    ]);
  });

  test("says what moves the pods of a rack", () => {
    const racks = {
      ...TINY_SITE.fabric.racks,
      a1: { ...TINY_SITE.fabric.racks.a1, number: 7 },
    } as SiteOptions["fabric"]["racks"];
    expect(compareSites(before, lists({ fabric: { ...TINY_SITE.fabric, racks } })).changes).toEqual([
      "moved: the pods of rack a1: 10.132.32.0/19 fd00:128:0:8001::/64 → 10.132.224.0/19 fd00:128:0:8007::/64",
    ]);
  });

  test("says so of IPv4 alone, too", () => {
    const racks = { ...TINY_SITE.fabric.racks, a1: { ...TINY_SITE.fabric.racks.a1, pods: "10.135.0.0/19" } };
    const fabric = { ...TINY_SITE.fabric, racks: racks as SiteOptions["fabric"]["racks"] };
    expect(compareSites(before, lists({ fabric })).changes).toEqual([
      "moved: the pods of rack a1: 10.132.32.0/19 fd00:128:0:8001::/64 → 10.135.0.0/19 fd00:128:0:8001::/64",
    ]);
  });

  test("says which shared routes are gone, even with no server left to announce them", () => {
    const edge = { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"] };
    const changes = compareSites(before, lists({ ingress: ["203.0.113.11", "2001:db8:1::10"], edge })).changes;
    expect(changes).toEqual([
      "shared route gone: 203.0.113.10/32 of edge servers (virtual-ip)",
      "shared route new: 203.0.113.11/32 of edge servers (virtual-ip)",
    ]);
    const { "control-1": _, ...withoutControl } = TINY_SITE.servers;
    expect(compareSites(before, lists({ servers: withoutControl })).changes).toEqual([
      "gone: 1 control-plane server: control-1",
      "shared route gone: 10.131.0.17/32 of control-plane servers (api)",
      "shared route gone: fd00:128:0:3::11/128 of control-plane servers (api)",
      "shared route gone: 10.130.0.10/32 of control-plane servers (dns)",
      "shared route gone: fd00:128:0:2::a/128 of control-plane servers (dns)",
    ]);
  });

  test("is dangerous when a number has another name than before", () => {
    const comparison = compareSites(before, lists({ servers: { ...others, "worker-9": worker } }));
    expect(comparison.dangers).toEqual([
      "number 11 was worker-1 and is worker-9 now, with the address 10.128.0.11: a number is never used again",
    ]);
    expect(comparisonText(comparison).split("\n")[0]).toBe(`DANGER: ${comparison.dangers[0]}`);
  });

  describe("of its fabric", () => {
    const { a1, a2 } = TINY_SITE.fabric.racks;
    const one: SiteOptions["servers"] = { "edge-1": { role: "edge", rack: "a1", number: 1 } };
    const dangers = (young: SiteOptions["fabric"], old: SiteOptions["fabric"] = TINY_SITE.fabric) =>
      compareSites(lists({ fabric: old, servers: one }), lists({ fabric: young, servers: one })).dangers;
    const withRacks = (racks: object) => ({ ...TINY_SITE.fabric, racks: racks as SiteOptions["fabric"]["racks"] });

    test("is dangerous when a rack's number has another name", () => {
      expect(dangers(withRacks({ a1: { ...a1, number: 2 }, a2: { ...a2, number: 1 } }))).toEqual([
        "number 2 was rack a2 and is rack a1 now, with the pods 10.132.64.0/19: a number is never used again",
        "number 1 was rack a1 and is rack a2 now, with the pods 10.132.32.0/19: a number is never used again",
      ]);
      expect(dangers(withRacks({ a1, b7: a2 }))).toEqual([
        "number 2 was rack a2 and is rack b7 now, with the pods 10.132.64.0/19: a number is never used again",
      ]);
      expect(dangers(withRacks({ a1, b7: { ...a2, number: 3 } }))).toEqual([]);
    });

    test("is dangerous when the number of a spine or border has another name", () => {
      const above = (spine: string, border: string) => ({
        ...TINY_SITE.fabric,
        spines: { [spine]: { number: 2 } },
        borders: { [border]: { number: 2 } },
      });
      expect(dangers(above("spine-9", "border-2"), above("spine-2", "border-2"))).toEqual([
        "number 2 was spine spine-2 and is spine spine-9 now, with the address 10.128.192.2: a number is never used again",
      ]);
      expect(dangers(above("spine-2", "border-9"), above("spine-2", "border-2"))).toEqual([
        "number 2 was border border-2 and is border border-9 now, with the address 10.128.224.2: a number is never used again",
      ]);
    });

    test("is not when one of a rack's routers has a new name: its number is a place", () => {
      const routers = { "a1-new": { number: 1 }, "a1-right": { number: 2 } };
      expect(dangers(withRacks({ a1: { number: 1, routers }, a2 }))).toEqual([]);
    });
  });

  test("may be that the data centre is new, or gone", () => {
    expect(compareSites(undefined, before).changes[0]).toBe("new: 1 worker server: worker-1");
    expect(compareSites(before, undefined).changes[0]).toBe("gone: 1 worker server: worker-1");
  });
});
