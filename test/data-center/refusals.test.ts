import type { ValidationError } from "../../lib/core/validation-error";
import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { refused, refusedFabric, refusedServer } from "./refused";
import { TINY_SITE } from "./tiny-site";

const RACKS = TINY_SITE.fabric.racks;

describe("a server", () => {
  test("needs a number of its own", () => {
    expect(refusedServer({ number: 1 })).toEqual([
      "paris: servers.worker-1.number: got 1, expected a number of its own: edge-1 has this one",
    ]);
  });

  test("needs a whole number, not a text", () => {
    expect(refusedServer({ number: "11" })).toEqual([
      'paris: servers.worker-1.number: got "11", expected a whole number from 1 to 16777216',
    ]);
    expect(refusedServer({ number: 0 })).toHaveLength(1);
    expect(refusedServer({ number: undefined })).toEqual([
      "paris: servers.worker-1.number: got nothing, expected a whole number from 1 to 16777216",
    ]);
  });

  test("needs a role that exists and a rack of the fabric, and both are reported at once", () => {
    expect(refusedServer({ role: "wroker", rack: "b7" })).toEqual([
      'paris: servers.worker-1.role: got "wroker", expected "worker", "edge", "control-plane" or "etcd"',
      'paris: servers.worker-1.rack: got "b7", expected a rack of the fabric: "a1" or "a2"',
    ]);
  });

  test("has only known properties", () => {
    expect(refusedServer({ loopbck: "10.128.0.9" })).toEqual([
      'paris: servers.worker-1.loopbck: got "loopbck", expected a property of a server, such as "loopback"',
    ]);
  });

  test("needs an address that nobody else has, planned or given", () => {
    expect(refusedServer({ loopback: "10.128.0.2" })).toEqual([
      'paris: servers.worker-1.loopback: got "10.128.0.2", expected an address of its own: servers.edge-2.loopback has this one',
    ]);
    expect(refusedServer({ links: ["10.129.0.5/31", "10.250.0.1/31"] })).toEqual([
      'paris: servers.worker-1.links.0: got "10.129.0.5", expected an address of its own: servers.edge-1.links.0 has this one',
      'paris: servers.worker-1.links.0: got "10.129.0.4", expected an address of its own: servers.edge-1.links.0 has this one',
    ]);
  });

  test("answers from an address of the data centre, and not of its pods or Services", () => {
    expect(refusedServer({ loopback: "10.127.0.1" })).toEqual([
      'paris: servers.worker-1.loopback: got "10.127.0.1", expected an address within the data centre\'s privateRanges: 10.128.0.0/13',
    ]);
    expect(refusedServer({ loopback: "10.132.0.1" })).toEqual([
      'paris: servers.worker-1.loopback: got "10.132.0.1", expected an address outside ranges.pods, 10.132.0.0/14',
    ]);
    expect(refusedServer({ loopback: "10.128.0.300" })).toEqual([
      'paris: servers.worker-1.loopback: got "10.128.0.300", expected an IPv4 address: "10.128.0.11"',
    ]);
  });

  test("has two links, each with the other address for the router", () => {
    expect(refusedServer({ links: ["10.250.1.1/31"] })).toEqual([
      'paris: servers.worker-1.links: got ["10.250.1.1/31"], expected the address on the link to router 1, and that on the link to router 2',
    ]);
    expect(refusedServer({ links: ["10.250.1.1/24", "10.250.2.3/30"] })).toEqual([
      'paris: servers.worker-1.links.0: got "10.250.1.1/24", expected its own address on a /31 or a /30, whose other address is the router\'s: "10.9.1.1/31"',
      'paris: servers.worker-1.links.1: got "10.250.2.3/30", expected its own address on a /31 or a /30, whose other address is the router\'s: "10.9.1.1/31"',
    ]);
  });

  test("fits into its ranges, which say how many they hold", () => {
    expect(refusedServer({ number: 8192 })).toEqual([
      "paris: servers.worker-1.number: got 8192, expected 1 to 8191: ranges.links, 10.129.0.0/16, holds 8191 servers",
    ]);
    expect(refused({ ranges: { loopbacks: "10.128.0.0/27", ipv6: "fd00:128::/48" }, ingress: [] })).toEqual([
      "paris: servers.control-1.number: got 21, expected 1 to 15: ranges.loopbacks, 10.128.0.0/27, holds 15 servers",
    ]);
  });

  test("stays out of the ranges that edge servers announce, where its packets would be thrown away", () => {
    const privateRanges = ["10.128.0.0/13", "10.200.0.0/24"];
    const apart = {
      privateRanges,
      privateIngress: undefined,
      edge: { ...TINY_SITE.edge, privateRange: "10.200.0.0/28" },
    };
    const servers = (change: object) => ({
      servers: { ...TINY_SITE.servers, "worker-1": { ...TINY_SITE.servers["worker-1"], ...change } },
    });
    expect(refused({ ...apart, ...servers({ loopback: "10.200.0.3" }) })).toEqual([
      'paris: servers.worker-1.loopback: got "10.200.0.3", expected an address outside 10.200.0.0/28, which edge servers announce',
    ]);
    expect(refusedServer({ links: ["203.0.113.3/31", "10.250.0.1/31"] })).toEqual([
      'paris: servers.worker-1.links.0: got "203.0.113.3", expected an address outside 203.0.113.0/28, which edge servers announce',
    ]);
    expect(refusedServer({ linksIpv6: ["fd00:250::1/127", "2001:db8:1::3/127"] })).toEqual([
      'paris: servers.worker-1.linksIpv6.1: got "2001:db8:1::3", expected an address outside 2001:db8:1::/64, which edge servers announce',
    ]);
  });

  test("has no address on a link that no machine can have", () => {
    const other = "10.250.0.1/31";
    const of = (link: string) => refusedServer({ links: [link, other] });
    const line = (address: string, what: string) => [
      `paris: servers.worker-1.links.0: got "${address}", expected an address outside ${what}`,
    ];
    expect(of("127.0.0.1/31")).toEqual(line("127.0.0.1", "127.0.0.0/8, a machine's own addresses"));
    expect(of("224.0.0.1/31")).toEqual(line("224.0.0.1", "224.0.0.0/4, multicast addresses"));
    expect(of("169.254.7.1/31")).toEqual(line("169.254.7.1", "169.254.0.0/16, link-local addresses"));
    expect(refusedServer({ linksIpv6: ["fd00:9::1/127", "ff02::1/127"] })).toEqual([
      'paris: servers.worker-1.linksIpv6.1: got "ff02::1", expected an address outside ff00::/8, multicast addresses',
    ]);
    const routers = { "a1-left": { number: 1, uplinks: { "border-1": "127.0.0.1/31" } }, "a1-right": { number: 2 } };
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers } } })).toEqual([
      'paris: fabric.racks.a1.routers.a1-left.uplinks.border-1: got "127.0.0.1", expected an address outside 127.0.0.0/8, a machine\'s own addresses',
    ]);
  });

  test("has no name of a router, whose filters it would share", () => {
    expect(
      refused({ servers: { ...TINY_SITE.servers, "border-1": { role: "worker", rack: "a1", number: 51 } } }),
    ).toEqual([
      'paris: servers.border-1: got "border-1", expected a name of its own: fabric.borders.border-1 has this one',
    ]);
  });

  test.each([
    "10.9.1.1/031",
    "10.9.1.1/ 31",
    "10.9.1.1/3.1e1",
    "10.9.1.1/",
    "10.9.1.1",
    "10.9.1.1/31/31",
    "010.9.1.1/31",
  ])("has no link that is written as %j", (link) => {
    expect(refusedServer({ links: [link, "10.9.2.1/31"] })).toEqual([
      `paris: servers.worker-1.links.0: got "${link}", expected its own address on a /31 or a /30, whose other address is the router's: "10.9.1.1/31"`,
    ]);
  });

  test("has versions with three numbers", () => {
    expect(refusedServer({ versions: { kubernetes: "1.36", helm: "3.0.0" } })).toEqual([
      'paris: servers.worker-1.versions.kubernetes: got "1.36", expected a version with three numbers: "1.36.3"',
      'paris: servers.worker-1.versions.helm: got "helm", expected "kubernetes", "etcd", "calico" or "containerd"',
    ]);
  });

  test("has no ASN of a router or a link", () => {
    expect(refusedServer({ asn: 4_200_010_002 })).toEqual([
      "paris: servers.worker-1.asn: got 4200010002, expected another ASN than that of rack a1",
    ]);
    const links = { "links.vpn": { asn: 64_512, peerAsn: 65_001 } };
    const servers = { ...TINY_SITE.servers, "worker-1": { ...TINY_SITE.servers["worker-1"], asn: 65_001 } };
    expect(refused({ links, servers })).toEqual([
      "paris: servers.worker-1.asn: got 65001, expected another ASN than that of links.vpn.peerAsn",
    ]);
  });
});

describe("a rack", () => {
  test("has two routers, since one that fails must not take its servers along", () => {
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers: { "a1-left": { number: 1 } } } } })).toEqual([
      'paris: fabric.racks.a1.routers: got {"a1-left":1}, expected two routers, with the numbers 1 and 2: each server has a link to both',
    ]);
    const twice = { "a1-left": { number: 1 }, "a1-right": { number: 1 } };
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers: twice } } })).toHaveLength(1);
    const three = { "a1-left": { number: 1 }, "a1-right": { number: 2 }, "a1-middle": { number: 2 } };
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers: three } } })).toHaveLength(1);
  });

  test("needs a number of its own, and a part of the range for pods", () => {
    expect(refusedFabric({ racks: { ...RACKS, a2: { ...RACKS.a2, number: 1 } } })).toEqual([
      "paris: fabric.racks.a2.number: got 1, expected a number of its own: a1 has this one",
    ]);
    expect(refusedFabric({ racks: { ...RACKS, a2: { ...RACKS.a2, number: 32 } } })).toEqual([
      "paris: fabric.racks.a2.number: got 32, expected 0 to 31: ranges.pods, 10.132.0.0/14, holds 32 racks of /19",
    ]);
  });

  test("holds the blocks of its servers, and says how many it holds", () => {
    const servers = Object.fromEntries(
      Array.from({ length: 33 }, (_, index) => [`w${index}`, { role: "worker", rack: "a1", number: index + 1 }]),
    );
    expect(refused({ servers, edge: undefined })).toEqual([
      "paris: fabric.racks.a1: got 33, expected up to 32 servers with pods: its range for pods, 10.132.32.0/19, holds 128 blocks of 64 addresses, at 4 per server",
    ]);
    const fewer = { ...TINY_SITE, servers, edge: undefined, pods: { maxBlocksPerServer: 3 } };
    expect(() => planSite(fewer as SiteOptions)).not.toThrow();
  });

  test("and the others hold as many edge servers as routers have paths for: FRR does not read a line with more", () => {
    const edges = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`e${index}`, { role: "edge", rack: "a1", number: index + 1 }]),
      );
    expect(refused({ servers: edges(257) })).toEqual([
      "paris: servers: got 257, expected up to 256 edge servers in up to 128 racks: routers share requests between 256 equal paths",
    ]);
    expect(() => planSite({ ...TINY_SITE, servers: edges(256) } as SiteOptions)).not.toThrow();
  });

  test("has a range for pods that no other has", () => {
    expect(refusedFabric({ racks: { ...RACKS, a1: { ...RACKS.a1, pods: "10.132.64.0/20" } } })).toEqual([
      'paris: fabric.racks.a1.pods: got "10.132.64.0/20", expected a range that shares no address with fabric.racks.a2.pods, 10.132.64.0/19',
    ]);
    expect(refusedFabric({ racks: { ...RACKS, a1: { ...RACKS.a1, pods: "10.129.0.0/20" } } })).toEqual([
      'paris: fabric.racks.a1.pods: got "10.129.0.0/20", expected a range that shares no address with ranges.links, 10.129.0.0/16',
    ]);
  });

  test("has a range for pods without any other address", () => {
    const privateRanges = ["10.128.0.0/13", "10.200.0.0/16"];
    const a1 = { ...RACKS.a1, pods: "10.200.0.0/20" };
    const fabric = { ...TINY_SITE.fabric, racks: { ...RACKS, a1 } };
    const given = { ...TINY_SITE.servers["worker-1"], loopback: "10.200.0.3", links: ["10.200.1.1/31", "10.9.2.1/31"] };
    const expected = (owner: string, address: string) =>
      `paris: fabric.racks.a1.pods: got "10.200.0.0/20", expected a range without ${address}, of ${owner}`;
    expect(refused({ privateRanges, fabric, servers: { ...TINY_SITE.servers, "worker-1": given } })).toEqual([
      expected("servers.worker-1.loopback", "10.200.0.3"),
    ]);
    const borders = { "border-1": { number: 1, loopback: "10.200.15.255" } };
    expect(refused({ privateRanges, fabric: { ...fabric, borders } })).toEqual([
      expected("fabric.borders.border-1", "10.200.15.255"),
    ]);
    const edge = { ...TINY_SITE.edge, privateRange: "10.200.0.0/28" };
    expect(refused({ privateRanges, fabric, edge, privateIngress: undefined })).toEqual([
      'paris: fabric.racks.a1.pods: got "10.200.0.0/20", expected a range that shares no address with edge.privateRange, 10.200.0.0/28',
    ]);
  });
});

describe("a router", () => {
  test("has no ASN of Google's side; a border may have that of the link's other end", () => {
    const links = { "links.vpn": { asn: 64_512, peerAsn: 65_001 } };
    const withAsn = (asn: number) => ({ ...TINY_SITE.fabric, borders: { "border-1": { number: 1, asn } } });
    expect(refused({ links, fabric: withAsn(64_512) })).toEqual([
      "paris: fabric.borders.border-1.asn: got 64512, expected another ASN than links.vpn.asn",
    ]);
    expect(() => planSite({ ...TINY_SITE, links, fabric: withAsn(65_001) })).not.toThrow();
    const routers = { "a1-left": { number: 1, asn: 65_001 }, "a1-right": { number: 2 } };
    expect(
      refused({ links, fabric: { ...TINY_SITE.fabric, racks: { ...RACKS, a1: { number: 1, routers } } } }),
    ).toEqual(["paris: fabric.racks.a1.routers.a1-left.asn: got 65001, expected another ASN than links.vpn.peerAsn"]);
  });

  test("has an ASN that is private, or the company's own, and is not reserved", () => {
    const what =
      "a private ASN or your own, which is not reserved: AS_TRANS, ASNs for documentation, the last of two bytes";
    for (const asn of [23_456, 64_496, 64_511, 65_535, 65_536, 65_551, 131_071]) {
      expect(refusedFabric({ borders: { "border-1": { number: 1, asn } } })).toEqual([
        `paris: fabric.borders.border-1.asn: got ${asn}, expected ${what}`,
      ]);
      expect(refusedServer({ asn })).toEqual([`paris: servers.worker-1.asn: got ${asn}, expected ${what}`]);
    }
    for (const asn of [3_333, 64_495, 64_512, 65_534, 131_072, 4_200_000_000, 4_294_967_294]) {
      expect(linesOf({ fabric: { ...TINY_SITE.fabric, borders: { "border-1": { number: 1, asn } } } })).toEqual([]);
    }
  });

  test("has planned ASNs that are all private: with four bytes", () => {
    for (const asnBase of [64_512, 4_100_000_000, 4_199_999_999, 4_294_927_295]) {
      expect(refused({ asnBase })).toEqual([
        `paris: asnBase: got ${asnBase}, expected a whole number from 4200000000 to 4294927294`,
      ]);
    }
    const { routers, servers } = planSite({ ...TINY_SITE, asnBase: 4_210_000_000 });
    const asns = Object.fromEntries([...routers, ...servers].map(({ name, asn }) => [name, asn]));
    expect(asns).toEqual({
      "a1-left": 4_210_010_002,
      "a1-right": 4_210_010_003,
      "a2-left": 4_210_010_004,
      "a2-right": 4_210_010_005,
      "border-1": 4_210_030_000,
      "control-1": 4_210_000_003,
      "edge-1": 4_210_000_002,
      "edge-2": 4_210_000_002,
      "worker-1": 4_210_000_001,
    });
  });

  test("has a valid ASN", () => {
    for (const asn of [0, 4_294_967_295, 1.5]) {
      expect(refusedFabric({ borders: { "border-1": { number: 1, asn } } })).toEqual([
        `paris: fabric.borders.border-1.asn: got ${asn}, expected a whole number from 1 to 4294967294`,
      ]);
    }
    const routers = { "a1-left": { number: 1, asn: 0 }, "a1-right": { number: 2 } };
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers } } })).toHaveLength(1);
  });

  test("above the racks has a number whose addresses are in its range, and nowhere else", () => {
    const of = (privateRange: string, fabric: object, ranges = {}) =>
      linesOf({
        ...{ privateRanges: [privateRange], ranges, ingress: [], privateIngress: undefined },
        servers: { "etcd-1": { role: "etcd", rack: "a1", number: 1 } },
        fabric: { ...TINY_SITE.fabric, racks: { a1: { ...RACKS.a1, number: 0 } }, ...fabric },
      });
    const line = (router: string, number: number, last: number, range: string) =>
      `paris: fabric.${router}.number: got ${number}, expected 1 to ${last}: ${range}`;
    const spines = (number: number) => ({ spines: { "spine-1": { number: 1 }, last: { number } } });
    const borders = (number: number) => ({ borders: { "border-1": { number: 1 }, last: { number } } });
    const of21 = "ranges.links, 10.128.1.0/24, holds the links of 2 spines";
    expect(of("10.128.0.0/21", spines(2))).toEqual([]);
    expect(of("10.128.0.0/21", spines(3))).toEqual([line("spines.last", 3, 2, of21)]);
    const of20 = "ranges.links, 10.128.2.0/23, holds the links of 4 spines";
    expect(of("10.128.0.0/20", spines(4))).toEqual([]);
    expect(of("10.128.0.0/20", spines(5))).toEqual([line("spines.last", 5, 4, of20)]);
    const loopbacks = { loopbacks: "10.128.0.0/27" };
    const ofBorders = "ranges.loopbacks, 10.128.0.0/27, holds 3 borders";
    const ofSpines = "ranges.loopbacks, 10.128.0.0/27, holds 4 spines";
    expect(of("10.128.0.0/13", borders(3), loopbacks)).toEqual([]);
    expect(of("10.128.0.0/13", borders(4), loopbacks)).toEqual([line("borders.last", 4, 3, ofBorders)]);
    expect(of("10.128.0.0/13", spines(4), loopbacks)).toEqual([]);
    expect(of("10.128.0.0/13", spines(5), loopbacks)).toEqual([line("spines.last", 5, 4, ofSpines)]);
    const given = { spines: { last: { number: 5, loopback: "10.128.0.31", uplinks: { "border-1": "10.9.0.1/31" } } } };
    expect(of("10.128.0.0/13", given, loopbacks)).toEqual([]);
  });

  test("has no ASN of another rack, whose routes it would take for a loop", () => {
    const routers = { "a2-left": { number: 1, asn: 4_200_010_003 }, "a2-right": { number: 2 } };
    expect(refusedFabric({ racks: { ...RACKS, a2: { number: 2, routers } } })).toEqual([
      "paris: fabric.racks.a2.routers.a2-left.asn: got 4200010003, expected another ASN than that of rack a1",
    ]);
  });

  test("has a name and a number of its own, and uplinks to routers above it alone", () => {
    expect(refusedFabric({ borders: { "a1-left": { number: 1 }, "b 2": { number: 1 }, b3: { number: 17 } } })).toEqual([
      'paris: fabric.borders.a1-left: got "a1-left", expected a name of its own: fabric.racks.a1.routers.a1-left has this one',
      'paris: fabric.borders.b 2: got "b 2", expected 1 to 63 lower-case letters, digits, hyphens and dots, a letter or digit first and last',
      "paris: fabric.borders.b 2.number: got 1, expected a number of its own: a1-left has this one",
      "paris: fabric.borders.b3.number: got 17, expected a whole number from 1 to 16",
    ]);
    const routers = { "a1-left": { number: 1, uplinks: { "spine-9": "10.9.0.1/31" } }, "a1-right": { number: 2 } };
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers } } })).toEqual([
      'paris: fabric.racks.a1.routers.a1-left.uplinks.spine-9: got "spine-9", expected a router above this one: "border-1"',
    ]);
  });

  test("leads outside in at least one place", () => {
    expect(refusedFabric({ borders: {} })).toEqual([
      "paris: fabric.borders: got {}, expected at least one border: it leads to Google Cloud and to the Internet",
    ]);
  });
});

test("a name with dots is one part of a problem's path", () => {
  const name = "web1.par.example.com";
  const server = { role: "worker", rack: "a1", number: 60, loopback: "10.128.0.1" } as const;
  const routers = { "r1.par": { number: 1, loopback: "10.0.0.1" }, "r2.par": { number: 2, uplinks: { "b.9": "x" } } };
  const paths = [
    ...pathsOf({ servers: { ...TINY_SITE.servers, [name]: { ...server, number: 1 } } }),
    ...pathsOf({ servers: { ...TINY_SITE.servers, [name]: server } }),
    ...pathsOf({ servers: { ...TINY_SITE.servers, [name]: { ...server, loopback: undefined, asn: 4_200_010_002 } } }),
    ...pathsOf({ fabric: { ...TINY_SITE.fabric, racks: { ...RACKS, "a.1": { number: 3, routers } } } }),
  ];
  expect(paths).toEqual([
    ["servers", name, "number"],
    ["servers", name, "loopback"],
    ["servers", name, "asn"],
    ["fabric", "racks", "a.1", "routers", "r1.par", "loopback"],
    ["fabric", "racks", "a.1", "routers", "r2.par", "uplinks", "b.9"],
  ]);
});

/** The paths of the problems of a change. */
function pathsOf(change: object): readonly (readonly string[])[] {
  try {
    planSite({ ...TINY_SITE, ...change } as SiteOptions);
    return [];
  } catch (error) {
    return (error as ValidationError).problems.map(({ path }) => path);
  }
}

/** The lines that a change is refused with, or none. */
function linesOf(change: object): readonly string[] {
  try {
    planSite({ ...TINY_SITE, ...change } as SiteOptions);
    return [];
  } catch (error) {
    return (error as Error).message.split("\n");
  }
}

test("a server, a rack or a router that is nothing is refused, as from a file", () => {
  for (const nothing of [null, "worker", 7]) {
    const got = JSON.stringify(nothing);
    expect(refused({ servers: { ...TINY_SITE.servers, x: nothing } })).toEqual([
      `paris: servers.x: got ${got}, expected a server: its role, rack and number`,
    ]);
    expect(refusedFabric({ racks: { ...RACKS, x: nothing } })).toEqual([
      `paris: fabric.racks.x: got ${got}, expected a rack: its number and two routers`,
    ]);
    expect(refusedFabric({ borders: { "border-1": { number: 1 }, x: nothing } })).toEqual([
      `paris: fabric.borders.x: got ${got}, expected a router: its number`,
    ]);
    const routers = { "a1-left": { number: 1 }, x: nothing };
    expect(refusedFabric({ racks: { ...RACKS, a1: { number: 1, routers } } })[0]).toBe(
      `paris: fabric.racks.a1.routers.x: got ${got}, expected a router: its number`,
    );
  }
});

test("an inventory without servers is refused, such as a CSV with its first line alone", () => {
  const line = "paris: servers: got {}, expected at least one server: the inventory holds no server";
  expect(refused({ servers: {} })).toEqual([line]);
  expect(refused({ servers: {}, edge: undefined, ingress: [] })).toEqual([line]);
});

describe("everything is reported at once", () => {
  /** What is refused, without the values. */
  const propertiesOf = (change: object): (string | undefined)[] => refused(change).map((line) => line.split(": ")[1]);

  test("of options, racks, servers and ranges", () => {
    expect(
      propertiesOf({
        bgpPassword: "hunter2",
        fabric: { ...TINY_SITE.fabric, racks: { ...RACKS, a1: { number: 1, routers: {} } } },
        servers: {
          ...TINY_SITE.servers,
          x: { role: "worker", rack: "z", number: 21 },
          y: { role: "nothing", rack: "a1", number: 99 },
        },
        ranges: { ipv6: "fd00::/8" },
        pods: { maxPodsPerServer: 200, maxBlocksPerServer: 3 },
      }),
    ).toEqual([
      "bgpPassword",
      "pods.maxBlocksPerServer",
      "fabric.racks.a1.routers",
      "servers.x.rack",
      "servers.x.number",
      "servers.y.role",
      "ranges.ipv6",
    ]);
  });

  test("addresses and ASNs too, of servers in racks and roles that are not sound themselves", () => {
    expect(
      propertiesOf({
        bgpPassword: "hunter2",
        ingress: ["203.0.113.99", "2001:db8:1::10"],
        links: { "links.vpn": { asn: 64_512, peerAsn: 65_001 } },
        ranges: { ipv6: "fd00:128::/48", loopbacks: "10.128.0.0/27" },
        fabric: {
          ...TINY_SITE.fabric,
          racks: { ...RACKS, a3: { number: 3, routers: { "a3-left": { number: 1, asn: 64_512 } } } },
        },
        servers: {
          "edge-1": TINY_SITE.servers["edge-1"],
          "number-taken": { role: "worker", rack: "a1", number: 1 },
          "address-taken": { role: "worker", rack: "a3", number: 4, loopback: "10.128.0.1" },
          "no-rack": { role: "worker", rack: "b7", number: 5, loopback: "10.127.0.1" },
          "no-role": { role: "gpu", rack: "a1", number: 6, links: ["10.9.1.1/24", "10.9.2.1/31"] },
          "asn-of-link": { role: "worker", rack: "a1", number: 7, asn: 65_001 },
          "too-many": { role: "worker", rack: "a1", number: 16 },
          "etcd-1": { role: "etcd", rack: "a1", number: 8 },
          "etcd-2": { role: "etcd", rack: "a1", number: 9 },
        },
      }),
    ).toEqual([
      "bgpPassword",
      "servers",
      "servers",
      "fabric.racks.a3.routers",
      "servers.number-taken.number",
      "servers.no-rack.rack",
      "servers.no-role.role",
      "servers.asn-of-link.asn",
      "ingress",
      "servers.address-taken.loopback",
      "servers.no-rack.loopback",
      "servers.no-role.links.0",
      "servers.too-many.number",
    ]);
  });

  test("servers too, where what they share or the routers above them are not sound", () => {
    const servers = { ...TINY_SITE.servers, x: { role: "worker", rack: "a1", number: 31, loopback: "10.128.0.1" } };
    expect(
      propertiesOf({ servers, api: { virtualIp: "10.131.0.3" }, edge: { publicRanges: ["10.128.0.0/28"] } }),
    ).toEqual(["edge.publicRanges.0", "api.virtualIp", "servers.x.loopback"]);
    expect(propertiesOf({ servers, fabric: { ...TINY_SITE.fabric, borders: {} } })).toEqual([
      "fabric.borders",
      "servers.x.loopback",
    ]);
    expect(
      propertiesOf({
        servers,
        fabric: { ...TINY_SITE.fabric, racks: { ...RACKS, a2: { ...RACKS.a2, pods: "10.129.0.0/20" } } },
      }),
    ).toEqual(["fabric.racks.a2.pods", "servers.x.loopback"]);
  });
});

test("a value that only Terraform knows is refused, since the files are written before", () => {
  expect(refusedServer({ loopback: "${var.loopback}" })).toEqual([
    "paris: servers.worker-1.loopback: got a token, expected a value that is known at synthesis: it decides which resources there are",
  ]);
});
