import type { SiteOptions } from "../../lib/data-center/on-premises";
import { planSite } from "../../lib/data-center/plan-site";
import { refusalOf } from "../support/synthesize";
import { TINY_SITE } from "./tiny-site";

/** The lines that a change of the small data centre is refused with; a change may be one that no compiler would let through. */
const refused = (change: object): string[] => refusalOf(() => planSite({ ...TINY_SITE, ...change } as SiteOptions));

/** The same for a change of one server, whose number stays. */
const refusedServer = (change: object): string[] =>
  refused({ servers: { ...TINY_SITE.servers, "worker-1": { ...TINY_SITE.servers["worker-1"], ...change } } });

const refusedFabric = (change: object): string[] => refused({ fabric: { ...TINY_SITE.fabric, ...change } });

const RACKS = TINY_SITE.fabric.racks;

describe("a server", () => {
  test("needs a number of its own", () => {
    expect(refusedServer({ number: 1 })).toEqual([
      "paris: servers.worker-1.number: got 1, expected a number of its own: edge-1 has this one",
    ]);
  });

  test("needs a whole number, and a text is none", () => {
    expect(refusedServer({ number: "11" })).toEqual([
      'paris: servers.worker-1.number: got "11", expected a whole number from 1 to 16777216',
    ]);
    expect(refusedServer({ number: 0 })).toHaveLength(1);
  });

  test("needs a role that exists and a rack of the fabric, and both are told at once", () => {
    expect(refusedServer({ role: "wroker", rack: "b7" })).toEqual([
      'paris: servers.worker-1.role: got "wroker", expected "worker", "edge", "control-plane", "etcd"',
      'paris: servers.worker-1.rack: got "b7", expected a rack of the fabric: a1, a2',
    ]);
  });

  test("has no property that we do not know", () => {
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
    expect(refused({ ranges: { loopbacks: "10.128.0.0/27" }, ingress: [] })).toEqual([
      "paris: servers.control-1.number: got 21, expected 1 to 15: ranges.loopbacks, 10.128.0.0/27, holds 15 servers",
    ]);
  });

  test("has versions with three numbers", () => {
    expect(refusedServer({ versions: { kubernetes: "1.36", helm: "3.0.0" } })).toEqual([
      'paris: servers.worker-1.versions.kubernetes: got "1.36", expected a version with three numbers: "1.36.3"',
      'paris: servers.worker-1.versions.helm: got "helm", expected kubernetes, etcd, calico',
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
    expect(refused({ servers })).toEqual([
      "paris: fabric.racks.a1: got 33, expected up to 32 servers with pods: its range for pods, 10.132.32.0/19, holds 128 blocks of 64 addresses, at 4 a server",
    ]);
    expect(() => planSite({ ...TINY_SITE, servers, pods: { maxBlocksPerServer: 3 } } as SiteOptions)).not.toThrow();
  });

  test("has a range for pods that no other has", () => {
    expect(refusedFabric({ racks: { ...RACKS, a1: { ...RACKS.a1, pods: "10.132.64.0/20" } } })).toEqual([
      'paris: fabric.racks.a1.pods: got "10.132.64.0/20", expected a range that shares no address with fabric.racks.a2.pods, 10.132.64.0/19',
    ]);
    expect(refusedFabric({ racks: { ...RACKS, a1: { ...RACKS.a1, pods: "10.129.0.0/20" } } })).toEqual([
      'paris: fabric.racks.a1.pods: got "10.129.0.0/20", expected a range that shares no address with ranges.links, 10.129.0.0/16',
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
      'paris: fabric.racks.a1.routers.a1-left.uplinks.spine-9: got "spine-9", expected a router above this one: border-1',
    ]);
  });

  test("leads outside in at least one place", () => {
    expect(refusedFabric({ borders: {} })).toEqual([
      "paris: fabric.borders: got {}, expected at least one border: it leads to Google Cloud and to the Internet",
    ]);
  });
});

describe("a virtual IP", () => {
  test("lies in a range that edge servers announce", () => {
    const privateIngress = { addresses: ["10.131.0.17"], port: 80, tls: false };
    expect(refused({ ingress: ["203.0.113.20", "2001:db8:1::10"], privateIngress })).toEqual([
      'paris: ingress: got "203.0.113.20", expected an address of edge.publicRanges: 203.0.113.0/28',
      'paris: privateIngress.addresses: got "10.131.0.17", expected an address of edge.privateRange: 10.131.0.0/28',
    ]);
  });

  test("has no gateway of a link beside it in its range, which edge servers would throw away", () => {
    const links = { "links.vpn": { asn: 64_512, peerAsn: 65_001, peerAddresses: ["203.0.113.11"] } };
    expect(refused({ links })).toEqual([
      'paris: edge.publicRanges: got "203.0.113.0/28", expected ranges without 203.0.113.11, of links.vpn: edge servers throw away what is sent to other addresses',
    ]);
  });

  test("of the API server and of DNS lies in its range", () => {
    expect(refused({ api: { virtualIp: "10.131.0.3" }, dns: "10.131.0.40" })).toEqual([
      'paris: api.virtualIp: got "10.131.0.3", expected an address of the range for virtual IPs, 10.131.0.0/16, and not of the edge\'s',
      'paris: dns: got "10.131.0.40", expected an address of the range for Services, 10.130.0.0/16',
    ]);
  });

  test("needs to be said of edge servers how they take requests", () => {
    expect(refused({ edge: undefined })).toEqual([
      "paris: edge: got nothing, expected how the edge servers take requests, since there are some",
    ]);
  });
});

describe("the members of etcd", () => {
  const members = (...racks: string[]) =>
    refused({
      fabric: {
        ...TINY_SITE.fabric,
        racks: { ...RACKS, a3: { number: 3, routers: { x: { number: 1 }, y: { number: 2 } } } },
      },
      servers: Object.fromEntries(
        racks.map((rack, index) => [`c${index}`, { role: "control-plane", rack, number: index + 1 }]),
      ),
    });

  test("are an odd number", () => {
    expect(members("a1", "a2")).toEqual([
      "paris: servers: got 2, expected an odd number of etcd members: an even one survives no more failures and has one more to fail",
    ]);
  });

  test("stand in a rack each", () => {
    expect(members("a1", "a2", "a2")).toEqual([
      "paris: servers: got 2, expected a rack for each of the 3 etcd members: one rack must never hold the majority",
    ]);
  });

  test("are those for it alone where there are some", () => {
    const servers = {
      c1: { role: "control-plane", rack: "a1", number: 1 },
      c2: { role: "control-plane", rack: "a2", number: 2 },
      e1: { role: "etcd", rack: "a1", number: 3 },
    } as const;
    expect(() => planSite({ ...TINY_SITE, servers })).not.toThrow();
  });
});

describe("a secret", () => {
  test("is a reference, and the text that was given instead is in no error", () => {
    const lines = refused({
      bgpPassword: "hunter2",
      edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate: { pem: "hunter2" } },
    });
    expect(lines).toEqual([
      'paris: bgpPassword: got "a text", expected where the secret lies, never the secret: { pillar: "kubernetes/paris/bgp" }',
      'paris: edge.certificate: got "something else", expected where the secret lies, never the secret: { pillar: "kubernetes/paris/bgp" }',
    ]);
    expect(refused({ bgpPassword: { pillar: "has spaces, like a secret" } })).toHaveLength(1);
    expect(refused({ bgpPassword: { pillar: "kubernetes/paris/bgp", value: "hunter2" } })).toHaveLength(1);
  });
});

describe("a range", () => {
  test("lies in the data centre and apart from the others", () => {
    expect(
      refused({ ranges: { services: "10.120.0.0/16", pods: "10.129.0.0/18", virtualIps: "10.131.0.0/30" } }),
    ).toEqual([
      'paris: ranges.services: got "10.120.0.0/16", expected a range within the data centre\'s privateRanges: 10.128.0.0/13',
      'paris: ranges.virtualIps: got "10.131.0.0/30", expected an IPv4 range of /27 or larger, written with its first address',
      'paris: ranges.pods: got "10.129.0.0/18", expected a range that shares no address with ranges.links, 10.129.0.0/16',
    ]);
  });

  test("of IPv6 is a /48", () => {
    expect(refused({ ranges: { ipv6: "fd00:128::/56" } })).toEqual([
      'paris: ranges.ipv6: got "fd00:128::/56", expected an IPv6 range of /48, written with its first address: "fd00:128::/48"',
    ]);
    expect(
      refused({ ranges: {}, servers: { w: { role: "worker", rack: "a1", number: 1, loopbackIpv6: "fd00::1" } } }),
    ).toEqual(['paris: servers.w: got "fd00::1", expected nothing in IPv6 without ranges.ipv6 of the data centre']);
  });

  test("that is too small for eighths asks for each", () => {
    expect(refused({ privateRanges: ["10.128.0.0/22"] })[0]).toBe(
      "paris: ranges.loopbacks: got nothing, expected a range, since 10.128.0.0/22, the first private range, is too small for eighths",
    );
  });

  test("that edge servers announce is public and small", () => {
    expect(refused({ edge: { publicRanges: ["10.131.0.0/28", "203.0.0.0/16"] }, ingress: [] })).toEqual([
      'paris: edge.publicRanges.0: got "10.131.0.0/28", expected a public range, IPv4 of /20 or smaller or IPv6 of /48 or smaller: "203.0.113.0/28"',
      'paris: edge.publicRanges.1: got "203.0.0.0/16", expected a public range, IPv4 of /20 or smaller or IPv6 of /48 or smaller: "203.0.113.0/28"',
    ]);
  });
});

test("everything is told at once", () => {
  const lines = refused({
    bgpPassword: "hunter2",
    fabric: { ...TINY_SITE.fabric, racks: { ...RACKS, a1: { number: 1, routers: {} } } },
    servers: {
      ...TINY_SITE.servers,
      x: { role: "worker", rack: "z", number: 21 },
      y: { role: "nothing", rack: "a1", number: 99 },
    },
    ranges: { ipv6: "fd00::/8" },
    pods: { maxPodsPerServer: 200, maxBlocksPerServer: 3 },
  });
  expect(lines.map((line) => line.split(": ")[1])).toEqual([
    "bgpPassword",
    "pods.maxBlocksPerServer",
    "fabric.racks.a1.routers",
    "servers.x.rack",
    "servers.x.number",
    "servers.y.role",
    "ranges.ipv6",
  ]);
});

test("a value that only Terraform knows is refused, since the files are written before", () => {
  expect(refusedServer({ loopback: "${var.loopback}" })).toEqual([
    "paris: servers.worker-1.loopback: got a token, expected a value that is known at synthesis: it decides which resources there are",
  ]);
});
