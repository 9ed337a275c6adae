import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDataCenter } from "../../lab/files";
import { synthesizeSite } from "../../lab/site";
import { differenceText } from "../../lib/data-center/verify/difference";
import type { DumpFiles } from "../../lib/data-center/verify/dumps";
import type { SiteFiles } from "../../lib/data-center/verify/plan-files";
import { verifySite } from "../../lib/data-center/verify/verify-site";
import { labDumps } from "./lab-dumps";

const outdir = mkdtempSync(join(tmpdir(), "verify-site-"));
afterAll(() => rmSync(outdir, { recursive: true }));
const plan = readDataCenter(synthesizeSite(outdir)) as unknown as SiteFiles;
const honest = labDumps();

/** The lab has no API server, so nobody announces its address. */
const NO_API = ["a2-left", "a2-right"].flatMap((router) =>
  ["10.131.0.17/32", "fd00:128:0:3::11/128"].map(
    (address) => `${router}: route-missing: a route of control-1: missing, planned: ${address}`,
  ),
);

function differences(dumps: ReadonlyMap<string, DumpFiles>, except: readonly string[] = []): readonly string[] {
  const found = verifySite(plan, dumps, new Set(except)).differences;
  return found.map((one) => `${one.device}: ${one.kind}: ${differenceText(one)}`);
}

// biome-ignore lint/suspicious/noExplicitAny: what programs print has no type.
type Loose = any;

/** The dumps with one file of a device changed. */
function changed(device: string, file: string, change: (content: Loose) => Loose): ReadonlyMap<string, DumpFiles> {
  const files = new Map(honest.get(device));
  // FRR prints an object for each of its programs, one below the other; the last is BGP's.
  const [last = "", ...before] = (files.get(file) ?? "").trim().split("\n").reverse();
  const content = JSON.parse(last);
  const text = JSON.stringify(change(content) ?? content);
  files.set(file, [...before.reverse(), text].join("\n"));
  return new Map([...honest, [device, files]]);
}

/** What is found in spoiled dumps and not in the honest ones. */
function newIn(dumps: ReadonlyMap<string, DumpFiles>): readonly string[] {
  return differences(dumps).filter((one) => !NO_API.includes(one));
}

const permitAny = (sequenceNumber: number) => {
  return { sequenceNumber, type: "permit", prefix: "0.0.0.0/0", maximumPrefixLength: 32 };
};

const EDGE = "10.129.0.5";
const WORKER = "10.129.0.45";

describe("what the lab's routers and servers say", () => {
  test("is as planned, but for the API, which does not run there", () => {
    expect(verifySite(plan, honest)).toMatchObject({
      devices: { asked: 9, planned: 9 },
      sessions: { up: 32, planned: 32 },
    });
    expect(differences(honest)).toEqual(NO_API);
  });

  const neighbor = (address: string, change: (content: Loose) => void) =>
    changed("a1-left", "bgp-neighbors.json", (all) => void change(all[address]));

  test.each<[what: string, dumps: ReadonlyMap<string, DumpFiles>, found: readonly string[]]>([
    [
      "a session that is missing",
      changed("a1-left", "bgp-neighbors.json", ({ [EDGE]: _, ...rest }) => rest),
      ["a1-left: session-missing: the session with edge-1, 10.129.0.5: missing, planned: AS 4200000002"],
    ],
    [
      "a session that is down, once, and not each of its routes",
      neighbor(EDGE, (one) => Object.assign(one, { bgpState: "Active", lastResetDueTo: "Hold Timer Expired" })),
      [
        "a1-left: session-down: the session with edge-1, 10.129.0.5: Active, last reset: Hold Timer Expired, planned: Established",
      ],
    ],
    [
      "a session that nobody planned",
      changed("a1-left", "bgp-neighbors.json", (all) => ({ ...all, "10.129.0.99": { remoteAs: 65_000 } })),
      ["a1-left: session-unplanned: a session with 10.129.0.99: AS 65000, planned: nothing"],
    ],
    [
      "a neighbour with another ASN",
      neighbor(EDGE, (one) => Object.assign(one, { remoteAs: 65_001 })),
      ["a1-left: asn: the ASN of the session with edge-1, 10.129.0.5: 65001, planned: 4200000002"],
    ],
    [
      "a router with another ASN",
      neighbor(EDGE, (one) => Object.assign(one, { localAs: 65_002 })),
      ["a1-left: asn: the router's own ASN of the session with edge-1, 10.129.0.5: 65002, planned: 4200010002"],
    ],
    [
      "another hold time",
      neighbor(WORKER, (one) => Object.assign(one, { bgpTimerHoldTimeMsecs: 180_000 })),
      ["a1-left: hold-time: the hold time of the session with worker-1, 10.129.0.45: 180 s, planned: 9 s"],
    ],
    [
      "an edge server without fast detection",
      neighbor(EDGE, (one) => Object.assign(one.peerBfdInfo, { status: "Down" })),
      ["a1-left: bfd: BFD of the session with edge-1, 10.129.0.5: Down, 3 × 300 ms, planned: Up, 3 × 300 ms"],
    ],
    [
      "a router that does not ask for it",
      neighbor(EDGE, (one) => delete one.peerBfdInfo),
      ["a1-left: bfd: BFD of the session with edge-1, 10.129.0.5: none, planned: Up, 3 × 300 ms"],
    ],
    [
      "a session without a limit",
      neighbor(WORKER, ({ addressFamilyInfo: { ipv4Unicast } }) => delete ipv4Unicast.prefixAllowedMax),
      [
        "a1-left: prefix-limit: the limit of the session with worker-1, 10.129.0.45: none, planned: 32 routes, back after 5 minutes",
      ],
    ],
    [
      "a session that stays down when it is over its limit",
      neighbor(
        WORKER,
        ({ addressFamilyInfo: { ipv4Unicast } }) => delete ipv4Unicast.prefixAllowedRestartIntervalMsecs,
      ),
      [
        "a1-left: prefix-limit: the limit of the session with worker-1, 10.129.0.45: 32 routes, closed until somebody clears it, planned: 32 routes, back after 5 minutes",
      ],
    ],
    [
      "a session without a filter",
      neighbor(WORKER, ({ addressFamilyInfo: { ipv4Unicast } }) => delete ipv4Unicast.incomingUpdatePrefixFilterList),
      ["a1-left: filter: the filter of routes from worker-1, ipv4: missing, planned: worker-1-ipv4-in"],
    ],
    [
      "a filter that lets more through",
      changed("a1-left", "prefix-lists-ipv4.json", (all) => {
        all.BGP["worker-1-ipv4-in"].entries.push(permitAny(64_999));
      }),
      ["a1-left: filter: the filter of routes from worker-1, ipv4: permit 0.0.0.0/0 le 32, planned: nothing"],
    ],
    [
      "a line of a filter behind the one that refuses all, which has no effect",
      changed("a1-left", "prefix-lists-ipv4.json", (all) => {
        all.BGP["worker-1-ipv4-in"].entries.push(permitAny(65_001));
      }),
      [],
    ],
    [
      "a filter that refuses all before it permits anything",
      changed("a1-left", "prefix-lists-ipv4.json", (all) => {
        all.BGP["worker-1-ipv4-in"].entries.push({ ...permitAny(7), type: "deny" });
      }),
      [
        "a1-left: filter: the filter of routes from worker-1, ipv4: missing, planned: permit 10.132.32.0/19 ge 26 le 26",
      ],
    ],
    [
      "a filter with blocks of another size",
      changed("a1-left", "prefix-lists-ipv4.json", (all) => {
        Object.assign(all.BGP["worker-1-ipv4-in"].entries[1], { minimumPrefixLength: 24 });
      }),
      [
        "a1-left: filter: the filter of routes from worker-1, ipv4: permit 10.132.32.0/19 ge 24 le 26, planned: permit 10.132.32.0/19 ge 26 le 26",
      ],
    ],
    [
      "a route that a server does not announce",
      changed("a1-left", "bgp-ipv4.json", ({ routes }) => void delete routes["203.0.113.10/32"]),
      ["a1-left: route-missing: a route of edge-1: missing, planned: 203.0.113.10/32"],
    ],
    [
      "a block of pods that its router does not hear of",
      changed("a1-left", "bgp-ipv4.json", ({ routes }) => void delete routes["10.132.32.0/26"]),
      [
        // The border leads to it by a1-right, and says so to a1-left.
        "a1-left: route-missing: a route of border-1: missing, planned: 10.132.32.0/26",
        "a1-left: route-missing: a route of worker-1: missing, planned: 10.132.32.0/26",
      ],
    ],
    [
      "a route that is lost between two routers",
      changed("border-1", "bgp-ipv6.json", ({ routes }) => {
        routes["fd00:128::b/128"].splice(0, 1);
      }),
      [
        expect.stringMatching(
          /^border-1: route-missing: a route of a1-(left|right): missing, planned: fd00:128::b\/128$/,
        ) as unknown as string,
      ],
    ],
    [
      "the default route that a router does not hear",
      changed("a1-right", "bgp-ipv4.json", ({ routes }) => void delete routes["0.0.0.0/0"]),
      ["a1-right: route-missing: a route of border-1: missing, planned: 0.0.0.0/0"],
    ],
    [
      "an aggregate that a border does not announce",
      changed("border-1", "bgp-ipv4.json", ({ routes }) => void delete routes["10.128.0.0/13"]),
      ["border-1: route-missing: a route of its own: missing, planned: 10.128.0.0/13"],
    ],
    [
      "a route that no server may announce",
      changed("a1-left", "bgp-ipv4.json", ({ routes }) => {
        routes["10.128.0.21/32"].push({
          valid: true,
          peerId: WORKER,
          path: "4200000001 1",
          nexthops: [{ ip: WORKER }],
        });
      }),
      ["a1-left: route-unplanned: a route of worker-1: 10.128.0.21/32, planned: nothing"],
    ],
    [
      "a route of the router's own that nobody planned",
      changed("border-1", "bgp-ipv4.json", ({ routes }) => {
        routes["192.0.2.0/24"] = [{ valid: true, bestpath: true, peerId: "(unspec)", path: "" }];
      }),
      ["border-1: route-unplanned: a route of its own: 192.0.2.0/24, planned: nothing"],
    ],
    [
      "a neighbour outside that leads away what is the data centre's",
      changed("border-1", "bgp-ipv4.json", ({ routes }) => {
        routes["10.129.0.0/16"] = [
          { valid: true, peerId: "35.191.0.2", path: "64512", nexthops: [{ ip: "35.191.0.2" }] },
        ];
      }),
      ["border-1: route-unplanned: a route of 35.191.0.2, outside: 10.129.0.0/16, planned: nothing"],
    ],
    [
      "a path that begins with another ASN",
      changed("a1-left", "bgp-ipv4.json", ({ routes }) => {
        Object.assign(routes["10.128.0.1/32"][0], { path: "65003" });
      }),
      ["a1-left: asn: the first ASN of 10.128.0.1/32 from edge-1: 65003, planned: 4200000002"],
    ],
    [
      "another next hop",
      changed("a1-left", "bgp-ipv4.json", ({ routes }) => {
        Object.assign(routes["10.128.0.1/32"][0], { nexthops: [{ ip: "10.129.0.77" }] });
      }),
      ["a1-left: next-hop: the next hop of 10.128.0.1/32 from edge-1: 10.129.0.77, planned: 10.129.0.5"],
    ],
    [
      "equal paths of which BGP uses one",
      changed("border-1", "bgp-ipv4.json", ({ routes }) => {
        for (const path of routes["203.0.113.10/32"]) delete path.multipath;
      }),
      ["border-1: next-hop: ways to 203.0.113.10/32: 1 in use, planned: 4"],
    ],
    [
      "equal paths of which the kernel has fewer",
      changed("border-1", "routes-ipv4.json", (routes) => {
        routes.find(({ dst }: Loose) => dst === "203.0.113.10").nexthops.pop();
      }),
      ["border-1: next-hop: ways to 203.0.113.10/32: 3 in use, planned: 4"],
    ],
    [
      "a router without an address of a link",
      changed("a1-left", "addresses.json", (all) => {
        for (const one of all) one.addr_info = one.addr_info.filter(({ local }: Loose) => local !== "10.129.0.4");
      }),
      ["a1-left: address: an address: missing, planned: 10.129.0.4/31"],
    ],
    [
      "a server without its own address",
      changed("worker-1", "addresses.json", ([lo]) => {
        lo.addr_info = lo.addr_info.filter(({ local }: Loose) => local !== "10.128.0.11");
      }),
      ["worker-1: address: an address: missing, planned: 10.128.0.11/32 on lo"],
    ],
    [
      "an address of a link with another prefix, on another interface",
      changed("worker-1", "addresses.json", (all) => {
        const [one] = all.flatMap(({ addr_info }: Loose) =>
          addr_info.filter(({ local }: Loose) => local === "10.129.0.45"),
        );
        one.prefixlen = 24;
        all.find(({ addr_info }: Loose) => addr_info.includes(one)).ifname = "eth7";
      }),
      [
        "worker-1: address: an address: 10.129.0.45/24 on eth7, planned: 10.129.0.45/31 on eth0",
        expect.stringContaining("on eth7, planned: fd00:128:0:1::2d/127 on eth0") as unknown as string,
      ],
    ],
    [
      "an address of another server",
      changed("worker-1", "addresses.json", ([lo]) => void lo.addr_info.push({ local: "203.0.113.10", prefixlen: 32 })),
      ["worker-1: address: the address 203.0.113.10 on lo: here, planned: for edge-2"],
    ],
    [
      "a default route by one router",
      changed("edge-1", "routes-ipv4.json", (routes) => void routes[0].nexthops.pop()),
      [
        "edge-1: default-route: the default route that routers offer, ipv4: from 10.128.0.1 by 10.129.0.4, planned: from 10.128.0.1 by 10.129.0.4, 10.129.0.6",
      ],
    ],
    [
      "no default route to fall back to",
      changed("edge-1", "routes-ipv6.json", (routes) => routes.filter(({ metric }: Loose) => metric !== 2048)),
      [
        "edge-1: default-route: the default route to fall back to, ipv6: missing, planned: from fd00:128::1 by fd00:128:0:1::4, fd00:128:0:1::6",
      ],
    ],
    [
      "no route to nowhere under what is announced",
      changed("edge-1", "routes-ipv4.json", (routes) => routes.filter(({ dst }: Loose) => dst !== "203.0.113.0/28")),
      ["edge-1: blackhole: a route to nowhere: missing, planned: 203.0.113.0/28"],
    ],
    [
      "a block of another rack",
      changed("worker-1", "routes-ipv4.json", (routes) => {
        routes.push({ type: "blackhole", dst: "10.132.64.0/26", protocol: "bird" });
      }),
      ["worker-1: block: a block of pods: 10.132.64.0/26, planned: within 10.132.32.0/19"],
    ],
    [
      "a block that its router hears of and the server does not hold",
      changed("worker-1", "routes-ipv4.json", (routes) => routes.filter(({ protocol }: Loose) => protocol !== "bird")),
      ["left", "right"].map(
        (side) =>
          `a1-${side}: block: the block 10.132.32.0/26 of worker-1: announced, not held, planned: held by that server`,
      ),
    ],
    [
      "a router that hashes the IPv6 flow label",
      changed("a1-left", "hashing.json", (hashing) => ({ ...hashing, ipv6: 0 })),
      [
        "a1-left: hashing: what equal paths are shared by, ipv6: addresses and flow label, planned: addresses, protocol and ports",
      ],
    ],
    [
      "a server that is drained",
      changed("edge-1", "shared-routes.json", (state) => ({ ...state, drained: true })),
      ["edge-1: drained: this server: drained, planned: in service"],
    ],
    [
      "a file that is no JSON",
      new Map([...honest, ["edge-1", new Map([...(honest.get("edge-1") ?? []), ["addresses.json", "Usage: ip"]])]]),
      [
        expect.stringMatching(
          /^edge-1: dump: what it says: addresses.json is no JSON: .*, planned:/,
        ) as unknown as string,
      ],
    ],
  ])("shows %s", (_, dumps, found) => {
    expect(newIn(dumps)).toEqual(found);
  });

  test("shows blocks above the limit, which routers then hear of", () => {
    const more = changed("worker-1", "routes-ipv4.json", (routes) => {
      for (const rest of ["32.64", "32.128", "32.192", "33.0"]) {
        routes.push({ type: "blackhole", dst: `10.132.${rest}/26`, protocol: "bird" });
      }
    });
    expect(newIn(more)).toContain("worker-1: block: blocks of pods, ipv4: 5, planned: 4 at most");
  });

  test("shows a block that two servers hold", () => {
    const twice = changed("control-1", "routes-ipv4.json", (routes) => {
      routes.push({ type: "blackhole", dst: "10.132.32.0/26", protocol: "bird" });
    });
    expect(newIn(twice)).toEqual([
      "control-1: block: a block of pods: 10.132.32.0/26, planned: within 10.132.64.0/19",
      "worker-1: block: the block 10.132.32.0/26: held by control-1, too, planned: held by one server",
    ]);
  });

  test("shows who was not asked, and asks nothing of those who could not be", () => {
    const without = new Map([...honest].filter(([device]) => device !== "border-1"));
    expect(newIn(without)).toEqual([
      expect.stringMatching(/^border-1: dump: what it says: missing, planned: addresses/),
    ]);
    expect(differences(without, ["border-1"])).toEqual(NO_API);
    const half = new Map([...honest, ["edge-1", new Map([["addresses.json", "[]"]])]]);
    expect(newIn(half)).toEqual([
      "edge-1: dump: what it says: without routes-ipv4.json,routes-ipv6.json, planned: addresses.json, routes-ipv4.json, routes-ipv6.json",
    ]);
  });
});
