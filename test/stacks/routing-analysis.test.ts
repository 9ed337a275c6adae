import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { App, Aspects } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf, synthesize } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

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
    "test-dns/routing: policies: api.example.com A, api.example.com AAAA: paris is asked for 5000 requests a second from FR (France) and can take 1000; lower the percentage of a country, or name another data centre before the last resort",
  ]);
  expect(readdirSync(join(app.outdir, "stacks"))).toEqual([]);
});

test("Google Cloud can take what all its pools can when they have grown", () => {
  const analysis = { demand: { FR: 5000 }, requestsPerSecondPerNode: { web: 100 } };
  // 60 nodes of 100 requests.
  expect(() => make({ analysis }).app.synth()).not.toThrow();
  const [line] = refusalOf(() => make({ analysis: { ...analysis, demand: { FR: 6001 } } }).app.synth());
  expect(line).toContain(
    "when paris is dead: last resort is asked for 6001 requests a second from FR (France) and can take 6000",
  );
});

test("records of others in the same stack are judged too", () => {
  const { app, platform } = make({});
  new Route53Record(platform.dns, "shop", {
    zoneId: "Z0123456789EXAMPLE",
    name: "shop.example.com",
    type: "A",
    ttl: 60,
    records: ["203.0.113.99"],
    setIdentifier: "europe",
    geolocationRoutingPolicy: { continent: "EU" },
  });
  expect(refusalOf(() => app.synth())[0]).toContain("shop.example.com A: no answer for");
});

test("a routing that cannot be simulated is a warning", () => {
  const routing = { countries: { FR: { serveFrom: ["paris"], percent: unknownNumber } } };
  const { manifest } = synthesize((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, routing }));
  expect(manifest.stacks["test-dns"].annotations.map(({ message }: { message: string }) => message)).toEqual([
    "not analysed: aws_route53_record.routing_ipv4_share_platform_FR_last_resort: a weight that only Terraform knows cannot be simulated",
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
    failoverTargetSeconds: 0,
  } as HybridPlatformProps["analysis"];
  expect(refusalOf(() => make({ analysis }))).toEqual([
    'test: analysis.demand.UK: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB"',
    "test: analysis.demand.FR: got -1, expected 0 or more requests a second",
    "test: analysis.failoverTargetSeconds: got 0, expected more than 0 seconds",
    'test: analysis.requestsPerSecondPerNode.wbe: got "wbe", expected a node pool: web',
  ]);
});

test("a largest node count that only Terraform knows leaves Google Cloud out of the check for overload", () => {
  const web = SMALL_PLATFORM.clusters["europe-west1"].nodePools.web;
  const nodePools = { web: { ...web, autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: unknownNumber } } };
  const analysis = { demand: { FR: 5000 }, requestsPerSecondPerNode: { web: 1 } };
  expect(() => make({ clusters: { "europe-west1": { nodePools } }, analysis }).app.synth()).not.toThrow();
});

test("a record that an aspect breaks on the way is judged as it is written", () => {
  const { app, platform } = make({});
  Aspects.of(platform.dns).add({
    visit: (construct) => {
      if (construct instanceof Route53Record && construct.setIdentifierInput === "geo-default") {
        construct.geolocationRoutingPolicy.country = "AT";
      }
    },
  });
  expect(() => app.synth()).toThrow("no answer for");
});
