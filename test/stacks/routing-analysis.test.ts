import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { App, Aspects } from "cdktf";
import { EUROPEAN_UNION, HybridPlatform, type HybridPlatformProps, Link } from "../../index";
import { SimulatedZone } from "../../lib/route53/simulation/simulated-zone";
import { VPN } from "../links/support";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf, synthesize } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";
import { whole } from "../support/whole-platform";

const make = (change: Partial<HybridPlatformProps>) => {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "analysis-")) });
  const platform = new HybridPlatform(app, "test", { ...SMALL_PLATFORM, ...change });
  return { app, platform };
};

const OVERLOAD = {
  dataCenters: { paris: { ...SMALL_PLATFORM.dataCenters.paris, requestsPerSecond: 1000 } },
  analysis: { demand: { FR: 5000 } },
};

test("a routing that fails its analysis stops the synthesis, before any stack is written", () => {
  const { app } = make(OVERLOAD);
  expect(refusalOf(() => app.synth())).toEqual([
    "test: routing: api.example.com A, api.example.com AAAA: paris is asked for 5000 requests per second from FR (France) and can take 1000; lower the percentage of a country, or name another data centre before the last resort",
  ]);
  expect(readdirSync(join(app.outdir, "stacks"))).toEqual([]);
});

test("Google Cloud can take what all its pools can when they have grown", () => {
  const analysis = { demand: { FR: 5000 }, requestsPerSecondPerNode: { web: 100 } };
  // 60 nodes of 100 requests.
  expect(() => make({ analysis }).app.synth()).not.toThrow();
  const [line] = refusalOf(() => make({ analysis: { ...analysis, demand: { FR: 6001 } } }).app.synth());
  expect(line).toContain(
    "when paris is down: last resort is asked for 6001 requests per second from FR (France) and can take 6000",
  );
});

test("records of others in the same stack are judged too, and warned of", () => {
  const { manifest } = synthesize((app) => {
    const platform = new HybridPlatform(app, "test", { ...SMALL_PLATFORM, routing: {} });
    new Route53Record(whole(platform).dns, "shop", {
      zoneId: "Z0123456789EXAMPLE",
      name: "shop.example.com",
      type: "A",
      ttl: 60,
      records: ["203.0.113.99"],
      setIdentifier: "europe",
      geolocationRoutingPolicy: { continent: "EU" },
    });
  });
  const warnings = manifest.stacks["test-dns"].annotations.map(({ message }: { message: string }) => message);
  expect(warnings).toContainEqual(expect.stringContaining("shop.example.com A: no answer for"));
});

test("a percentage that only Terraform knows leaves out the place that it decides about, with a warning", () => {
  const routing = {
    countries: { FR: { serveFrom: ["paris"], percent: unknownNumber }, DE: { serveFrom: ["paris"] } },
  };
  const { manifest } = synthesize((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, routing }));
  expect(manifest.stacks["test-dns"].annotations.map(({ message }: { message: string }) => message)).toEqual([
    "routing: api.example.com (A) is not analysed for users from FR (France): aws_route53_record.routing_ipv4_share_platform_FR_paris_last_resort: a weight that only Terraform knows cannot be simulated",
    "routing: api.example.com (AAAA) is not analysed for users from FR (France): aws_route53_record.routing_ipv6_share_platform_FR_paris_last_resort: a weight that only Terraform knows cannot be simulated",
  ]);
});

test("all other places of its names are analysed, and the table says which is not", () => {
  const routing = {
    countries: { FR: { serveFrom: ["paris"], percent: unknownNumber }, DE: { serveFrom: ["paris"] } },
  };
  const { app } = make({ routing });
  app.synth();
  const table = readFileSync(join(app.outdir, "stacks", "test-dns", "routing.md"), "utf8").replaceAll(/ +/g, " ");
  expect(table).toContain("| DE (Germany) | 100 % paris | paris → last resort | 100 % last resort |\n");
  expect(table).toContain("| FR (France) | not analysed | | |\n");
  expect(table).toContain("| everyone else | 100 % last resort | last resort | same |\n");
  const dataCenters = { paris: { ...SMALL_PLATFORM.dataCenters.paris, requestsPerSecond: 1000 } };
  const judged = make({ routing, dataCenters, analysis: { demand: { FR: 5000, DE: 1001 } } });
  expect(refusalOf(() => judged.app.synth())).toEqual([
    expect.stringMatching(/: paris is asked for 1001 requests per second from DE \(Germany\) and can take 1000; /),
  ]);
});

test("the table of the routing is beside the Terraform, for review", () => {
  const { app } = make({});
  app.synth();
  const table = readFileSync(join(app.outdir, "stacks", "test-dns", "routing.md"), "utf8");
  expect(table).toMatch(/\| FR \(France\) +\| 100 % paris +\| paris → last resort \| 100 % last resort \|/);
});

test("what it is judged by is checked, too", () => {
  const analysis = {
    demand: { UK: 5, FR: -1 },
    requestsPerSecondPerNode: { wbe: 100 },
    failoverTargetSeconds: Number.POSITIVE_INFINITY,
  } as HybridPlatformProps["analysis"];
  expect(refusalOf(() => make({ analysis }))).toEqual([
    'test: analysis.demand.UK: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB", or a state: "US-CA"',
    "test: analysis.demand.FR: got -1, expected a number of requests per second, 0 or more",
    "test: analysis.failoverTargetSeconds: got Infinity, expected a finite number of seconds",
    'test: analysis.requestsPerSecondPerNode.wbe: got "wbe", expected a node pool: "web"',
  ]);
});

test("what a data centre can take is more than 0, and finite", () => {
  const { paris } = SMALL_PLATFORM.dataCenters;
  const dataCenters = { paris: { ...paris, requestsPerSecond: Number.POSITIVE_INFINITY } };
  expect(refusalOf(() => make({ dataCenters }))).toEqual([
    "test: dataCenters.paris.requestsPerSecond: got Infinity, expected a finite number of requests per second",
  ]);
});

test("a largest node count that only Terraform knows leaves Google Cloud out of the check for overload, with a warning", () => {
  const web = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;
  const nodePools = { web: { ...web, autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: unknownNumber } } };
  const analysis = { demand: { FR: 5000 }, requestsPerSecondPerNode: { web: 1 } };
  const clusters = { "europe-west1": { nodePools } };
  const dataCenters = { paris: { ...SMALL_PLATFORM.dataCenters.paris, requestsPerSecond: 5000 } };
  const program = (app: App) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, clusters, dataCenters, analysis });
  const { manifest } = synthesize((app) => program(app));
  expect(manifest.stacks["test-dns"].annotations.map(({ message }: { message: string }) => message)).toEqual([
    "analysis.requestsPerSecondPerNode: Google Cloud as the last resort is not checked for overload: only Terraform knows the totalMaxNodeCount of web",
  ]);
});

test("a record that an aspect breaks on the way is judged as it is written", () => {
  const { app, platform } = make({});
  Aspects.of(whole(platform).dns).add({
    visit: (construct) => {
      if (construct instanceof Route53Record && construct.setIdentifierInput === "geo-default") {
        construct.geolocationRoutingPolicy.country = "AT";
      }
    },
  });
  expect(() => app.synth()).toThrow("no answer for");
});

describe("the analysis never lets through what it has not judged:", () => {
  const zoneId = "Z0123456789EXAMPLE";
  const byRange = (scope: HybridPlatform) =>
    new Route53Record(whole(scope).dns, "legacy", {
      zoneId,
      name: "legacy.example.com",
      type: "A",
      ttl: 60,
      records: ["203.0.113.99"],
      setIdentifier: "ireland",
      cidrRoutingPolicy: { collectionId: "c", locationName: "office" },
    });
  const aliasOf = (name: string) => ({ name, zoneId, evaluateTargetHealth: true });

  test("aliases in a loop stop the synthesis, and are named", () => {
    const { app, platform } = make({});
    for (const [name, target] of [
      ["one", "two"],
      ["two", "one"],
    ] as const) {
      const alias = aliasOf(`${target}.example.com`);
      new Route53Record(whole(platform).dns, name, { zoneId, name: `${name}.example.com`, type: "A", alias });
    }
    expect(refusalOf(() => app.synth())).toEqual([
      "test: aws_route53_record.one: aliases in a loop, which answer nobody: aws_route53_record.one -> aws_route53_record.two -> aws_route53_record.one",
    ]);
    expect(readdirSync(join(app.outdir, "stacks"))).toEqual([]);
  });

  test("a fault of the analysis itself stops the synthesis, before any stack is written", () => {
    const { app } = make({});
    const fault = jest.spyOn(SimulatedZone.prototype, "whileDown").mockImplementation(() => {
      throw new TypeError("a fault of our own");
    });
    try {
      expect(() => app.synth()).toThrow(new TypeError("a fault of our own"));
      expect(readdirSync(join(app.outdir, "stacks"))).toEqual([]);
    } finally {
      fault.mockRestore();
    }
  });

  test("another team's record for a range of addresses is a warning that names it, and what leads to it", () => {
    const { manifest, stacks } = synthesize((app) => {
      const platform = new HybridPlatform(app, "test", SMALL_PLATFORM);
      byRange(platform);
      const shop = { zoneId, name: "shop.example.com", type: "A", alias: aliasOf("legacy.example.com") };
      new Route53Record(whole(platform).dns, "shop", shop);
    });
    expect(stacks["test-dns"]).toBeDefined();
    expect(manifest.stacks["test-dns"].annotations.map(({ message }: { message: string }) => message)).toEqual([
      "hostedZone: shop.example.com (A) is not analysed: aws_route53_record.legacy: routing by cidr cannot be simulated",
    ]);
  });

  test("and an overload elsewhere in the same stack is still refused", () => {
    const { app, platform } = make(OVERLOAD);
    byRange(platform);
    expect(refusalOf(() => app.synth())).toEqual([expect.stringContaining("paris is asked for 5000 requests")]);
  });

  test("what is not analysed stands below the table for review", () => {
    const { app, platform } = make({});
    byRange(platform);
    app.synth();
    const table = readFileSync(join(app.outdir, "stacks", "test-dns", "routing.md"), "utf8");
    expect(table).toContain("| FR (France) ");
    expect(table).toMatch(
      /\nlegacy\.example\.com \(A\) is not analysed: aws_route53_record\.legacy: routing by cidr cannot be simulated\.\n$/,
    );
  });
});

describe("the residency of a platform's users", () => {
  const rules = { residency: { gdpr: { usersIn: ["DE"] as const, servedFrom: EUROPEAN_UNION } } };
  const refused = (change: Partial<HybridPlatformProps>) => refusalOf(() => make(change));
  const routing = { ...SMALL_PLATFORM.routing, rules };
  const { paris } = SMALL_PLATFORM.dataCenters;
  const dataCenters = { paris: { ...paris, country: "FR" as const } };
  const judged = "routing.rules.residency judges the last resort by it";

  test("needs the country of each cluster, also in a region that is newer than this version", () => {
    const [cluster] = Object.values(SMALL_PLATFORM.clusters);
    const ranges = { nodes: "172.16.0.0/20", pods: "172.20.0.0/16", services: "172.16.16.0/20" };
    const clusters = { "us-east99": { ...cluster, zones: ["us-east99-a"], ranges } } as HybridPlatformProps["clusters"];
    expect(refused({ routing, dataCenters, clusters })).toContain(
      `test: clusters.us-east99: got "us-east99", expected a region whose country this version knows: ${judged}`,
    );
  });

  test("needs the country of each data centre behind the load balancer", () => {
    const privateIngress = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
    const behind = {
      ...dataCenters,
      rome: {
        ingress: { ipv4: "203.0.113.40", ipv6: "2001:db8:4::10" },
        privateIngress,
        privateRanges: ["10.128.0.0/13"],
        links: { vpn: Link.haVpn(VPN) },
      },
    };
    const services = { api: { ...SMALL_PLATFORM.services.api, dataCenters: ["rome"] } };
    expect(refused({ routing, services, dataCenters: behind })).toContain(
      `test: dataCenters.rome.country: got nothing, expected the country of what is behind the load balancer: ${judged}`,
    );
  });
});
