import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, Token } from "cdktf";
import type { EdgeOptions } from "../../lib/data-center/edge";
import { Link } from "../../lib/links/link";
import { Secret } from "../../lib/links/secret";
import { HealthCheck } from "../../lib/load-balancing/health-check";
import { HybridPlatform, type HybridPlatformProps, type ServiceOptions } from "../../stacks";
import { TINY_SITE } from "../data-center/tiny-site";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf, synthesize } from "../support/synthesize";

const { fabric, servers, ranges, versions, bgpPassword } = TINY_SITE;
const plainEdge = TINY_SITE.edge as EdgeOptions;
const edge = { ...plainEdge, certificate: { pillar: "kubernetes/paris/tls" } };
const onPremises = { fabric, servers, ranges, versions, bgpPassword, edge };
const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.128.0.0/13"], onPremises };
const PLATFORM: HybridPlatformProps = { ...SMALL_PLATFORM, dataCenters: { paris } };

/** A data centre without edge servers needs no address that users are sent to. */
const serversWithoutEdges = Object.fromEntries(
  Object.entries(servers).filter(([, { role }]) => role !== "edge"),
) as typeof servers;

/** All files below a folder with their texts. */
const textsBelow = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      if (!statSync(path).isDirectory()) return [[name, readFileSync(path, "utf8")]];
      return Object.entries(textsBelow(path)).map(([below, text]) => [`${name}/${below}`, text]);
    }),
  );

describe("the inside of a platform's data centres", () => {
  const outdir = mkdtempSync(join(tmpdir(), "on-premises-"));
  afterAll(() => rmSync(outdir, { recursive: true }));
  const written = (props: HybridPlatformProps): Record<string, string> => {
    const app = new App({ outdir });
    new HybridPlatform(app, "test", props);
    app.synth();
    return textsBelow(join(outdir, "data-centers", "test"));
  };
  const hybrid = (texts: Record<string, string>, path: string) => JSON.parse(texts[path] ?? "").hybrid;

  test("is written below the output folder, a folder for each data centre, with the templates beside the data", () => {
    const texts = written(PLATFORM);
    const data = Object.keys(texts).filter((path) => !path.startsWith("paris/templates/"));
    expect(data.sort()).toEqual([
      "paris/addresses.md",
      "paris/kubernetes/calico.json",
      "paris/roll-out.sls",
      "paris/routers/a1-left.json",
      "paris/routers/a1-right.json",
      "paris/routers/a2-left.json",
      "paris/routers/a2-right.json",
      "paris/routers/border-1.json",
      "paris/servers/control-1.sls",
      "paris/servers/edge-1.sls",
      "paris/servers/edge-2.sls",
      "paris/servers/worker-1.sls",
      "paris/site.json",
    ]);
    const formula = join(__dirname, "..", "..", "formula", "hybrid-kubernetes", "files");
    const templates = Object.fromEntries(
      Object.entries(texts).flatMap(([path, text]) =>
        path.startsWith("paris/templates/") ? [[path.slice(16), text]] : [],
      ),
    );
    expect(Object.keys(templates)).toContain("exabgp.conf.jinja");
    expect(templates).toEqual(textsBelow(formula));
  });

  test("is the same to the byte whenever it is written, and has nothing of what is no more", () => {
    const first = written(PLATFORM);
    writeFileSync(join(outdir, "data-centers", "test", "paris", "servers", "old.sls"), "{}");
    expect(written(PLATFORM)).toEqual(first);
  });

  test("is written with whatever stack there is", () => {
    const { hostedZone, google, network, routing } = SMALL_PLATFORM;
    const alone = written({
      ...{ dataCenters: { paris }, hostedZone, routing },
      services: { api: { hostName: "api.example.com" } },
      loadBalancer: false,
      lastResort: { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9" },
    });
    expect(Object.keys(alone)).toEqual(Object.keys(written(PLATFORM)));
    expect(readdirSync(join(outdir, "stacks"))).toContain("test-dns");
    const { ingress: _, ...linked } = paris;
    const inside = { ...onPremises, edge: undefined, servers: serversWithoutEdges };
    const files = written({ google, network, dataCenters: { paris: { ...linked, onPremises: inside } } });
    expect(Object.keys(files).filter((path) => path.startsWith("paris/servers/"))).toEqual([
      "paris/servers/control-1.sls",
      "paris/servers/worker-1.sls",
    ]);
  });

  test("changes no stack by a byte", () => {
    const { onPremises: _, ...plain } = paris;
    const without = synthesize(
      (app) => new HybridPlatform(app, "test", { ...PLATFORM, dataCenters: { paris: plain } }),
    );
    expect(synthesize((app) => new HybridPlatform(app, "test", PLATFORM)).texts).toEqual(without.texts);
  });

  test("has the services, the health check and the addresses that the platform says elsewhere", () => {
    const services: Record<string, ServiceOptions> = {
      api: {
        ...SMALL_PLATFORM.services.api,
        dataCenters: ["paris"],
        timeoutSeconds: 77,
        drainingSeconds: 11,
        healthCheck: HealthCheck.http({ path: "/up", host: "health.api.example.com" }),
      },
      grpc: {
        hostName: "GRPC.example.com.",
        maxRatePerEndpoint: 1,
        containerPort: 9000,
        protocol: "H2C",
        healthCheck: HealthCheck.grpc({ port: 9001 }),
        securityPolicy: {},
      },
    };
    const tunnels = {
      a: { gatewayInterface: 0, preSharedKey: Secret.fromVariable("key") },
      b: { gatewayInterface: 1, preSharedKey: Secret.fromVariable("key") },
    } as const;
    const vpn = Link.haVpn({
      region: "europe-west1",
      asn: 64_512,
      peerAsn: 65_001,
      peerAddresses: ["203.0.113.99"],
      tunnels,
    });
    const privateIngress = { addresses: ["10.131.0.9"], zone: "europe-west1-b", maxRatePerEndpoint: 5, port: 8080 };
    const texts = written({
      ...PLATFORM,
      services,
      loadBalancer: { securityPolicy: { rateLimit: { requestsPerClient: 50, intervalSeconds: 10 } } },
      dataCenters: { paris: { ...paris, privateIngress, links: { vpn }, healthCheck: { path: "/ready" } } },
    });
    const { edge: data } = hybrid(texts, "paris/servers/edge-1.sls");
    expect(data.health).toMatchObject({ hosts: ["health.example.com"], path: "/ready" });
    expect(data.binds.filter(({ scope }: { scope: string }) => scope === "private")).toEqual([
      {
        family: "ipv4",
        address: "10.131.0.9",
        port: 8080,
        tls: false,
        scope: "private",
        // The third: the public addresses, of IPv4 and IPv6, come first.
        hand_over_port: 61_002,
      },
    ]);
    const { port: _, ...withoutPort } = privateIngress;
    const byDefault = written({
      ...PLATFORM,
      dataCenters: { paris: { ...paris, privateIngress: withoutPort, links: { vpn } } },
    });
    const { binds } = hybrid(byDefault, "paris/servers/edge-1.sls").edge;
    expect(binds.find(({ scope }: { scope: string }) => scope === "private")?.port).toBe(80);
    expect(data.services).toEqual([
      {
        name: "api",
        host: "api.example.com",
        paths: null,
        dns_name: "api.default.svc.cluster.local",
        port: 8080,
        protocol: "HTTP",
        slots: 64,
        timeout_seconds: 77,
        draining_seconds: 11,
        rate_limit: { requests: 50, seconds: 10 },
        health: { kind: "HTTP", port: 8080, path: "/up", host: "health.api.example.com" },
      },
      {
        name: "grpc",
        host: "grpc.example.com",
        paths: null,
        dns_name: "grpc.default.svc.cluster.local",
        port: 9000,
        protocol: "H2C",
        slots: 64,
        timeout_seconds: 30,
        draining_seconds: 300,
        rate_limit: null,
        health: { kind: "GRPC", port: 9001, path: null, host: null },
      },
    ]);
    const borders = { "border-1": { number: 1, asn: 64_512 } };
    const changed = { ...paris, links: { vpn }, onPremises: { ...onPremises, fabric: { ...fabric, borders } } };
    expect(
      refusalOf(() => new HybridPlatform(new App(), "test", { ...PLATFORM, dataCenters: { paris: changed } })),
    ).toEqual([
      "test: dataCenters.paris.onPremises.fabric.borders.border-1.asn: got 64512, expected another ASN than links.vpn.asn",
    ]);
  });

  test("asks pods for their health as Google does where nothing else is configured: in the service's protocol", () => {
    const service = { hostName: "api.example.com", maxRatePerEndpoint: 1 };
    const kindOf = (protocol: ServiceOptions["protocol"]) => {
      const { edge: data } = hybrid(
        written({ ...PLATFORM, services: { api: { ...service, protocol } } }),
        "paris/servers/edge-1.sls",
      );
      return data.services[0].health.kind;
    };
    expect((["HTTP", "HTTPS", "HTTP2", "H2C"] as const).map(kindOf)).toEqual(["HTTP", "HTTPS", "HTTP2", "TCP"]);
  });

  const refused = (dataCenters: HybridPlatformProps["dataCenters"]) =>
    refusalOf(() => new HybridPlatform(new App(), "test", { ...PLATFORM, dataCenters }));

  test("is refused in the words of the platform", () => {
    const wrong = {
      ...paris,
      ingress: { ipv4: "203.0.113.99", ipv6: "2001:db8:1::10" },
      privateRanges: ["10.0.0.0/13"],
    };
    expect(refused({ paris: { ...wrong, onPremises: { ...onPremises, bgpPassword: "hunter2" as never } } })).toEqual([
      'test: dataCenters.paris.onPremises.bgpPassword: got "a text", expected where the secret lies, never the secret: { pillar: "kubernetes/paris/bgp" }',
      'test: dataCenters.paris.ingress: got "203.0.113.99", expected an address of edge.publicRanges: 203.0.113.0/28',
      expect.stringMatching(
        /^test: dataCenters\.paris\.privateRanges: got "10\.0\.0\.0\/13", expected a range that shares no address/,
      ),
    ]);
  });

  test("is checked by Route 53 where its edge servers listen, and for what they answer", () => {
    const check = (healthCheck: object, withoutTls = true) => {
      const taken = withoutTls ? plainEdge : edge;
      return refused({ paris: { ...paris, healthCheck, onPremises: { ...onPremises, edge: taken } } });
    };
    const path = "test: dataCenters.paris.healthCheck";
    const advice = '; configure onPremises.edge.certificate, or protocol: "HTTP"';
    expect(check({})).toEqual([`${path}: edge servers answer HTTP on port 80, not HTTPS on port 443${advice}`]);
    expect(check({ protocol: "HTTP", port: 8080 })).toEqual([
      `${path}: edge servers answer HTTP on port 80, not HTTP on port 8080${advice}`,
    ]);
    const both = "edge servers answer HTTP on port 80 and HTTPS on port 443, not";
    expect(check({ port: 80 }, false)).toEqual([`${path}: ${both} HTTPS on port 80`]);
    expect(check({ protocol: "TCP", port: 22 }, false)).toEqual([`${path}: ${both} TCP on port 22`]);
    expect(check({ searchString: "ready" }, false)).toEqual([
      `${path}.searchString: edge servers answer "ok", in which this text is not`,
    ]);
    const unknown = Token.asNumber("${var.port}");
    const answered = [{ protocol: "HTTP" }, { protocol: "TCP", port: 80 }, { protocol: "HTTP", port: unknown }];
    const answeredWithTls = [{}, { protocol: "HTTP" }, { protocol: "TCP" }, { searchString: "ok" }];
    for (const one of answered) expect(() => check(one)).toThrow("nothing was refused");
    for (const one of answeredWithTls) expect(() => check(one, false)).toThrow("nothing was refused");
  });

  test("shares no range of IPv6 and no public range with another data centre", () => {
    const other = {
      ...paris,
      ingress: { ipv4: "203.0.113.11", ipv6: "2001:db8:1::11" },
      privateRanges: ["10.136.0.0/13"],
    };
    // Each also holds the ingress of the other, which is reported after this.
    expect(refused({ paris, rome: other }).slice(0, 3)).toEqual([
      'test: dataCenters.rome.onPremises.ranges.ipv6: got "fd00:128::/48", expected a range that shares no address with dataCenters.paris.onPremises.ranges.ipv6, fd00:128::/48',
      'test: dataCenters.rome.onPremises.edge.publicRanges.0: got "203.0.113.0/28", expected a range that shares no address with dataCenters.paris.onPremises.edge.publicRanges.0, 203.0.113.0/28',
      'test: dataCenters.rome.onPremises.edge.publicRanges.1: got "2001:db8:1::/64", expected a range that shares no address with dataCenters.paris.onPremises.edge.publicRanges.1, 2001:db8:1::/64',
    ]);
  });

  test("announces no address to which users are sent elsewhere", () => {
    const rome = { ingress: { ipv4: ["203.0.113.11", "198.51.100.20"], ipv6: "2001:db8:2::10" } };
    expect(refused({ paris, rome })).toEqual([
      'test: dataCenters.paris.onPremises.edge.publicRanges.0: got "203.0.113.0/28", expected a range without 203.0.113.11, of dataCenters.rome.ingress',
    ]);
  });

  test("announces no address of the load balancer", () => {
    const props = { ...PLATFORM, anycastAddresses: { ipv4: "203.0.113.12", ipv6: "2001:db8:9::1" } };
    expect(refusalOf(() => new HybridPlatform(new App(), "test", props))).toEqual([
      'test: dataCenters.paris.onPremises.edge.publicRanges.0: got "203.0.113.0/28", expected a range without 203.0.113.12, of anycastAddresses',
    ]);
  });

  test("has no IPv6 address to which users of another data centre are sent", () => {
    const rome = { ingress: { ipv4: "198.51.100.20", ipv6: "2001:db8:7::99" } };
    const changed = { ...paris, onPremises: { ...onPremises, ranges: { ipv6: "2001:db8:7::/48" } } };
    expect(refused({ paris: changed, rome })).toEqual([
      'test: dataCenters.paris.onPremises.ranges.ipv6: got "2001:db8:7::/48", expected a range without 2001:db8:7::99, of dataCenters.rome.ingress',
    ]);
  });

  test("announces to the Internet nothing of the network or of another data centre, whatever they take for private", () => {
    const network = { ...SMALL_PLATFORM.network, nodes: "44.18.0.0/16" };
    const publicRanges = ["203.0.113.0/28", "2001:db8:1::/64", "44.18.8.0/28", "44.19.0.0/28"];
    const dataCenters = {
      paris: { ...paris, onPremises: { ...onPremises, edge: { ...onPremises.edge, publicRanges } } },
      rome: { ingress: { ipv4: "198.51.100.20", ipv6: "2001:db8:2::10" }, privateRanges: ["44.19.0.0/16"] },
    };
    expect(refusalOf(() => new HybridPlatform(new App(), "test", { ...PLATFORM, network, dataCenters }))).toEqual([
      'test: dataCenters.paris.onPremises.edge.publicRanges.2: got "44.18.8.0/28", expected a range that shares no address with network.nodes, 44.18.0.0/16',
      'test: dataCenters.paris.onPremises.edge.publicRanges.3: got "44.19.0.0/28", expected a range that shares no address with dataCenters.rome.privateRanges, 44.19.0.0/16',
    ]);
  });

  test("has no link with an address of the network or of another data centre", () => {
    const rome = {
      ingress: { ipv4: "198.51.100.20", ipv6: "2001:db8:2::10" },
      privateRanges: ["10.136.0.0/13"],
      onPremises: {
        ...onPremises,
        ranges: { ipv6: "fd00:136::/48" },
        edge: { ...onPremises.edge, publicRanges: ["198.51.100.16/28", "2001:db8:2::/64"] },
      },
    };
    const { "a1-right": right } = fabric.racks.a1?.routers ?? {};
    const left = {
      number: 1,
      uplinks: { "border-1": "10.136.9.1/31" },
      uplinksIpv6: { "border-1": "2001:db8:2::7/127" },
    };
    const a1 = { number: 1, routers: { "a1-left": left, "a1-right": right ?? { number: 2 } } };
    const worker = {
      role: "worker",
      rack: "a1",
      number: 11,
      links: ["10.0.0.5/31", "10.250.2.1/31"],
      linksIpv6: ["fd00:136::5/127", "fd00:9::1/127"],
    } as const;
    const changed = {
      ...onPremises,
      fabric: { ...fabric, racks: { ...fabric.racks, a1 } },
      servers: { ...servers, "worker-1": worker },
    };
    expect(refused({ paris: { ...paris, onPremises: changed }, rome })).toEqual([
      'test: dataCenters.paris.onPremises.servers.worker-1.links.0: got "10.0.0.5/31", expected an address outside network.nodes, 10.0.0.0/12',
      'test: dataCenters.paris.onPremises.servers.worker-1.linksIpv6.0: got "fd00:136::5/127", expected an address outside dataCenters.rome.onPremises.ranges.ipv6, fd00:136::/48',
      'test: dataCenters.paris.onPremises.fabric.racks.a1.routers.a1-left.uplinks.border-1: got "10.136.9.1/31", expected an address outside dataCenters.rome.privateRanges, 10.136.0.0/13',
      'test: dataCenters.paris.onPremises.fabric.racks.a1.routers.a1-left.uplinksIpv6.border-1: got "2001:db8:2::7/127", expected an address outside dataCenters.rome.onPremises.edge.publicRanges.1, 2001:db8:2::/64',
    ]);
  });

  test("needs to know what is written into files: no tokens", () => {
    const unknown = { ...paris, ingress: { ipv4: "${var.ingress}", ipv6: "2001:db8:1::10" } };
    expect(refused({ paris: unknown })).toEqual([
      "test: dataCenters.paris.ingress.ipv4: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });
});
