import { planSite } from "../../lib/data-center/plan-site";
import { refused } from "./refused";
import { TINY_SITE } from "./tiny-site";

const RACKS = TINY_SITE.fabric.racks;

describe("a virtual IP", () => {
  test("lies in a range that edge servers announce", () => {
    const privateIngress = { addresses: ["10.131.0.17"], port: 80, tls: false };
    expect(refused({ ingress: ["203.0.113.20", "2001:db8:1::10"], privateIngress })).toEqual([
      'paris: ingress: got "203.0.113.20", expected an address of edge.publicRanges: 203.0.113.0/28',
      'paris: privateIngress.addresses: got "10.131.0.17", expected an address of edge.privateRange: 10.131.0.0/28',
    ]);
  });

  test("that users and Google are sent to is announced by an edge server", () => {
    const { "edge-1": one, "edge-2": two, ...servers } = TINY_SITE.servers;
    const line = (silent: string) =>
      `paris: servers: got 0, expected at least one server of role "edge": no edge server announces the ingress, ${silent}`;
    expect(refused({ servers })).toEqual([line("203.0.113.10, 2001:db8:1::10, 10.131.0.10")]);
    expect(refused({ servers, ingress: ["198.51.100.1"] })).toEqual([line("10.131.0.10")]);
    expect(refused({ servers, privateIngress: undefined, ingress: ["203.0.113.10"] })).toEqual([line("203.0.113.10")]);
    // Others announce these.
    expect(() =>
      planSite({ ...TINY_SITE, servers, privateIngress: undefined, ingress: ["198.51.100.1"] }),
    ).not.toThrow();
    expect(() => planSite({ ...TINY_SITE, servers, edge: undefined })).not.toThrow();
  });

  test("is not asked for beside a role that is misspelled, which is refused by itself", () => {
    const { "edge-2": two, ...servers } = TINY_SITE.servers;
    expect(refused({ servers: { ...servers, "edge-1": { ...servers["edge-1"], role: "egde" } } })).toEqual([
      'paris: servers.edge-1.role: got "egde", expected "worker", "edge", "control-plane" or "etcd"',
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

  test("needs the options of the edge where there are edge servers", () => {
    expect(refused({ edge: undefined })).toEqual([
      "paris: edge: got nothing, expected how the edge servers take requests",
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
      edge: undefined,
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
    expect(() => planSite({ ...TINY_SITE, servers, edge: undefined })).not.toThrow();
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

describe("the edge", () => {
  const edge = { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"] };

  test("has IPv6 addresses only where servers have IPv6: no server could announce them", () => {
    expect(refused({ ranges: {}, edge: { publicRanges: ["203.0.113.0/28"] } })).toEqual([
      'paris: ingress: got "2001:db8:1::10", expected no IPv6 address without ranges.ipv6: no server could announce it',
    ]);
    expect(refused({ ranges: {}, ingress: ["203.0.113.10"] })).toEqual([
      'paris: edge.publicRanges.1: got "2001:db8:1::/64", expected no IPv6 range without ranges.ipv6: no server could announce it',
    ]);
  });

  test("answers for at least one service, and for each once", () => {
    expect(refused({ edge: { ...edge, services: [] } })).toEqual([
      "paris: edge.services: got [], expected at least one service: with none, an edge server is never healthy",
    ]);
    expect(refused({ edge: { ...edge, services: ["api", "video", "api"], healthyServices: 3 } })).toEqual([
      'paris: edge.services.2: got "api", expected each service once',
      "paris: edge.healthyServices: got 3, expected a whole number from 1 to 2",
    ]);
  });

  test("asks for pods by names that DNS can answer", () => {
    expect(refused({ edge: { ...edge, dnsNames: { api: "api default" } } })).toEqual([
      'paris: edge.dnsNames.api: got "api default", expected a host name of up to 253 characters, each part of letters, digits and hyphens and up to 63 long: "api.example.com"',
    ]);
  });

  test("announces ranges that are more than one address: that one stays when its check is bad", () => {
    const allowed = (family: string) => `expected ${family}`;
    expect(refused({ edge: { publicRanges: ["203.0.113.10/32", "2001:db8:1::10/128"] } })).toEqual([
      `paris: edge.publicRanges.0: got "203.0.113.10/32", ${allowed('a public range, IPv4 of /20 to /31 or IPv6 of /48 to /127: "203.0.113.0/28"')}`,
      `paris: edge.publicRanges.1: got "2001:db8:1::10/128", ${allowed('a public range, IPv4 of /20 to /31 or IPv6 of /48 to /127: "203.0.113.0/28"')}`,
    ]);
    expect(refused({ edge: { ...edge, privateRange: "10.131.0.10/32" } })).toEqual([
      'paris: edge.privateRange: got "10.131.0.10/32", expected an IPv4 range of /31 or larger within the data centre\'s privateRanges',
    ]);
  });

  test("announces no part of the data centre's own IPv6 range", () => {
    expect(refused({ ranges: { ipv6: "2001:db8:1::/48" } })).toEqual([
      'paris: edge.publicRanges.1: got "2001:db8:1::/64", expected a range that shares no address with ranges.ipv6, 2001:db8:1::/48',
    ]);
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
      refused({
        ranges: {},
        servers: { w: { role: "worker", rack: "a1", number: 1, loopbackIpv6: "fd00::1" } },
        edge: undefined,
      }),
    ).toEqual(['paris: servers.w: got "fd00::1", expected nothing in IPv6 without ranges.ipv6 of the data centre']);
  });

  test("that is too small for eighths asks for each", () => {
    expect(refused({ privateRanges: ["10.128.0.0/22"] })[0]).toBe(
      "paris: ranges.loopbacks: got nothing, expected a range, since 10.128.0.0/22, the first private range, is too small for eighths",
    );
  });

  test("that edge servers announce is public and small", () => {
    expect(refused({ edge: { publicRanges: ["10.131.0.0/28", "203.0.0.0/16"] }, ingress: [] })).toEqual([
      'paris: edge.publicRanges.0: got "10.131.0.0/28", expected a public range, IPv4 of /20 to /31 or IPv6 of /48 to /127: "203.0.113.0/28"',
      'paris: edge.publicRanges.1: got "203.0.0.0/16", expected a public range, IPv4 of /20 to /31 or IPv6 of /48 to /127: "203.0.113.0/28"',
    ]);
  });

  test("that edge servers announce to the Internet has no private and no special address", () => {
    const of = (range: string) =>
      refused({ edge: { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64", range] } }).map(
        (line) => line.split("expected ")[1],
      );
    const outside = (what: string) => [`a public range, which shares no address with ${what}`];
    expect(of("10.0.0.0/20")).toEqual(outside("10.0.0.0/8, private addresses"));
    expect(of("172.31.0.0/24")).toEqual(outside("172.16.0.0/12, private addresses"));
    expect(of("192.168.7.0/24")).toEqual(outside("192.168.0.0/16, private addresses"));
    expect(of("100.64.0.0/24")).toEqual(outside("100.64.0.0/10, shared addresses of carriers"));
    expect(of("224.0.0.0/24")).toEqual(outside("224.0.0.0/4, multicast addresses"));
    expect(of("fd00:9::/64")).toEqual(outside("fc00::/7, unique local addresses"));
    expect(of("ff0e::/64")).toEqual(outside("ff00::/8, multicast addresses"));
    const publicRanges = ["203.0.113.0/28", "2001:db8:1::/64", "198.51.100.0/24"];
    expect(() => planSite({ ...TINY_SITE, edge: { publicRanges } })).not.toThrow();
  });

  test("of IPv6 is of addresses that machines can have", () => {
    for (const [range, what] of [
      ["ff00::/48", "ff00::/8, multicast addresses"],
      ["fe80::/48", "fe80::/10, link-local addresses"],
      ["::/48", "::/8, a machine's own addresses"],
    ]) {
      expect(refused({ ranges: { ipv6: range } })).toEqual([
        `paris: ranges.ipv6: got "${range}", expected a range that shares no address with ${what}`,
      ]);
    }
  });
});
