import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { planSite } from "../../lib/data-center/plan-site";
import { siteFiles } from "../../lib/data-center/site-files";
import { secretsIn } from "../support/secrets";
import { TINY_SITE } from "./tiny-site";

/** Written by hand-made rules in another language, and read through; never by this program. */
const GOLDEN = join(__dirname, "..", "__golden__", "data-center");

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) =>
    statSync(join(folder, name)).isDirectory()
      ? filesBelow(join(folder, name)).map((file) => `${name}/${file}`)
      : [name],
  );

// biome-ignore lint/suspicious/noExplicitAny: the files are data for templates
type Parsed = any;
const read = (files: ReadonlyMap<string, string>, path: string): Parsed => JSON.parse(files.get(path) ?? "null");

describe("the files of a data centre", () => {
  const files = siteFiles(planSite(TINY_SITE));

  test.each(filesBelow(GOLDEN))(
    "%s is what the addresses, filters and roles of the small data centre ask for",
    (path) => {
      expect(files.get(path)).toBe(readFileSync(join(GOLDEN, path), "utf8"));
    },
  );

  test("are these and no others", () => {
    expect([...files.keys()].sort()).toEqual(filesBelow(GOLDEN).sort());
  });

  test("hold nothing in IPv6 for a data centre without an IPv6 range", () => {
    const plain = siteFiles(
      planSite({ ...TINY_SITE, ranges: {}, ingress: ["203.0.113.10"], edge: { publicRanges: ["203.0.113.0/28"] } }),
    );
    const texts = [...plain.values()].join("\n");
    expect(texts).not.toMatch(/[0-9a-f]:[0-9a-f:]*:|::|\/128|\/64/);
    expect(read(plain, "servers/worker-1.sls").hybrid.links[0]).toEqual({
      router: 1,
      interface: "eth0",
      asn: 4_200_010_002,
      ipv4: { address: "10.129.0.45", router_address: "10.129.0.44", prefix_length: 31 },
      ipv6: null,
    });
  });

  test("restart gracefully only where all that a server announces is its own", () => {
    const servers = { ...TINY_SITE.servers, "etcd-1": { role: "etcd", rack: "a1", number: 31 } } as const;
    const all = siteFiles(planSite({ ...TINY_SITE, servers }));
    const seconds = Object.keys(servers).map((name) => {
      const { bgp } = read(all, `servers/${name}.sls`).hybrid;
      return [name, bgp.graceful_restart_seconds];
    });
    expect(seconds).toEqual([
      ["edge-1", null],
      ["edge-2", null],
      ["worker-1", 120],
      ["control-1", null],
      ["etcd-1", 120],
    ]);
  });

  test("let a router share a request between as many paths as there are edge servers", () => {
    const edges = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `edge-${index}`,
        { role: "edge" as const, rack: "a1", number: 100 + index },
      ]),
    );
    const many = siteFiles(planSite({ ...TINY_SITE, servers: edges }));
    expect(read(many, "routers/border-1.json").bgp.max_paths).toBe(40);
    expect(read(files, "routers/border-1.json").bgp.max_paths).toBe(16);
  });

  test("put spines between racks and borders, with a link from each to each", () => {
    const fabric = {
      ...TINY_SITE.fabric,
      spines: { "spine-1": { number: 1 }, "spine-2": { number: 2 } },
      borders: { "border-1": { number: 1 }, "border-2": { number: 2 } },
    };
    const all = siteFiles(planSite({ ...TINY_SITE, fabric }));
    const neighbors = (name: string) =>
      read(all, `routers/${name}.json`).neighbors.map(
        (one: Parsed) => `${one.kind} ${one.name} ${one.sessions[0].address}`,
      );
    // 10.129.128.0 is the half of the range for links, 10.129.192.0 three quarters; rack a1, router 1, is lower router 2.
    expect(neighbors("a1-left").slice(0, 2)).toEqual(["up spine-1 10.129.128.64", "up spine-2 10.129.128.66"]);
    expect(neighbors("spine-2")).toEqual([
      "up border-1 10.129.192.32",
      "up border-2 10.129.192.34",
      "down a1-left 10.129.128.67",
      "down a1-right 10.129.128.99",
      "down a2-left 10.129.128.131",
      "down a2-right 10.129.128.163",
    ]);
    expect(neighbors("border-2")).toEqual(["down spine-1 10.129.192.3", "down spine-2 10.129.192.35"]);
    // A route of a spine's own would keep the borders' aggregate when no rack is left.
    expect(read(all, "routers/spine-2.json").networks).toEqual([]);
    expect([...new Set(["spine-1", "spine-2"].map((name) => read(all, `routers/${name}.json`).asn))]).toEqual([
      4_200_020_000,
    ]);
  });

  test("take addresses, links and ASNs that exist already", () => {
    const servers = {
      ...TINY_SITE.servers,
      "web1.par.example.com": {
        role: "worker",
        rack: "a1",
        number: 400,
        loopback: "10.128.77.1",
        loopbackIpv6: "fd00:128::77",
        links: ["10.250.1.1/31", "10.250.2.2/30"],
        linksIpv6: ["fd00:250::3/127", "fd00:250::5/126"],
        interfaces: ["ens1f0", "ens1f1"],
        asn: 64_700,
        versions: { kubernetes: "1.35.6" },
      },
    } as const;
    const fabric = {
      racks: {
        ...TINY_SITE.fabric.racks,
        a1: {
          number: 1,
          pods: "10.135.0.0/20",
          routers: {
            "a1-left": { number: 1, asn: 64_601, loopback: "10.128.200.1", uplinks: { "border-1": "10.250.3.1/31" } },
            "a1-right": { number: 2, asn: 64_601 },
          },
        },
      },
      borders: TINY_SITE.fabric.borders,
    };
    const all = siteFiles(planSite({ ...TINY_SITE, servers, fabric }));
    const { hybrid } = read(all, "servers/web1_par_example_com.sls");
    expect(hybrid).toMatchObject({
      loopback: { ipv4: "10.128.77.1", ipv6: "fd00:128::77" },
      bgp: { asn: 64_700, router_id: "10.128.77.1" },
      links: [
        {
          interface: "ens1f0",
          asn: 64_601,
          ipv4: { address: "10.250.1.1", router_address: "10.250.1.0", prefix_length: 31 },
          ipv6: { address: "fd00:250::3", router_address: "fd00:250::2", prefix_length: 127 },
        },
        {
          interface: "ens1f1",
          asn: 64_601,
          ipv4: { address: "10.250.2.2", router_address: "10.250.2.1", prefix_length: 30 },
          ipv6: { address: "fd00:250::5", router_address: "fd00:250::6", prefix_length: 126 },
        },
      ],
      pods: { ipv4: { range: "10.135.0.0/20", block_prefix_length: 26 } },
      versions: { kubernetes: "1.35.6", etcd: "3.6.5", calico: "3.32.1" },
    });
    const left = read(all, "routers/a1-left.json");
    expect(left).toMatchObject({ asn: 64_601, router_id: "10.128.200.1" });
    expect(left.neighbors[0].sessions[0]).toMatchObject({ address: "10.250.3.0", local_address: "10.250.3.1" });
    expect(left.neighbors.at(-1)).toMatchObject({ name: "web1.par.example.com", asn: 64_700 });
    expect(left.neighbors.at(-1).sessions[0].accept).toEqual([
      { prefix: "10.128.77.1/32", ge: null, le: null },
      { prefix: "10.135.0.0/20", ge: 26, le: 26 },
    ]);
  });

  test("offer HTTPS where there is a certificate, by a reference to it", () => {
    const edge = { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate: { pillar: "paris/tls" } };
    const privateIngress = { addresses: ["10.131.0.10"], port: 8443, tls: true };
    const all = siteFiles(planSite({ ...TINY_SITE, edge, privateIngress }));
    const { tls, binds } = read(all, "servers/edge-1.sls").hybrid.edge;
    expect(tls).toEqual({ certificate: { pillar: "paris/tls" }, http2: true });
    expect(binds).toEqual([
      { family: "ipv4", address: "203.0.113.10", port: 80, tls: false, scope: "public", hand_over_port: 61_000 },
      { family: "ipv6", address: "2001:db8:1::10", port: 80, tls: false, scope: "public", hand_over_port: 61_001 },
      { family: "ipv4", address: "10.131.0.10", port: 8443, tls: true, scope: "private", hand_over_port: 61_002 },
      { family: "ipv4", address: "203.0.113.10", port: 443, tls: true, scope: "public", hand_over_port: 61_003 },
      { family: "ipv6", address: "2001:db8:1::10", port: 443, tls: true, scope: "public", hand_over_port: 61_004 },
    ]);
  });

  test("have a service's longest path first and what no path names last", () => {
    const { api } = TINY_SITE.services ?? {};
    if (api === undefined) throw new Error("the small data centre has lost its service");
    const services = {
      all: api,
      short: { ...api, paths: ["/v/*"] },
      long: { ...api, paths: ["/v/1", "/v/live/*"] },
      other: { ...api, host: "a.example.com" },
    };
    const edge = {
      publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"],
      dnsNames: { all: "shop.web.svc.paris.local" },
      maxPodsPerService: 200,
    };
    const all = siteFiles(planSite({ ...TINY_SITE, services, edge }));
    const list: Parsed[] = read(all, "servers/edge-1.sls").hybrid.edge.services;
    expect(list.map(({ name, paths }) => [name, paths])).toEqual([
      ["other", null],
      ["long", ["/v/live/*", "/v/1"]],
      ["short", ["/v/*"]],
      ["all", null],
    ]);
    expect(list.at(-1)).toMatchObject({ dns_name: "shop.web.svc.paris.local", slots: 200 });
  });

  test("hold no secret: only where one lies", () => {
    const edge = { publicRanges: ["203.0.113.0/28", "2001:db8:1::/64"], certificate: { pillar: "paris/tls" } };
    for (const [path, text] of siteFiles(planSite({ ...TINY_SITE, edge }))) {
      expect([path, secretsIn(text)]).toEqual([path, []]);
      for (const [, value] of text.matchAll(/"(?:password|certificate)": ([^\n]*)/g)) {
        expect(value).toMatch(/^\{ "pillar": "(kubernetes\/paris\/bgp|paris\/tls)" \},?$/);
      }
    }
  });
});
