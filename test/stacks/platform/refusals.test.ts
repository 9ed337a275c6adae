import { inspect } from "node:util";
import { Testing } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, ValidationError } from "../../../index";
import { SMALL_PLATFORM } from "../../support/platform";
import { refusalOf } from "../../support/synthesize";
import { interpolation, unknownList, unknownNumber, unknownText } from "../../support/tokens";

function make(change: Partial<HybridPlatformProps>, environment = "test"): HybridPlatform {
  return new HybridPlatform(Testing.app(), environment, { ...SMALL_PLATFORM, ...change });
}

const web = SMALL_PLATFORM.clusters["europe-west1"];
const percent = (value: number) => make({ routing: { countries: { DE: { serveFrom: ["paris"], percent: value } } } });
const wholePercent = "a whole number from 0 to 100";

/** What is wrong, how it is made, and the line that says so. */
const RANGES = { nodes: "172.20.0.0/20", pods: "172.24.0.0/16", services: "172.20.16.0/20" };

const NEW_REGION =
  'a region of Google Cloud, such as "europe-west1"; for one that is newer than this version, give its zones and ranges';

const REFUSALS: readonly [string, () => unknown, string][] = [
  [
    "a region that is not known, with zones alone",
    () => make({ clusters: { "europe-wst1": { ...web, zones: ["europe-wst1-a"] } } }),
    `test: clusters.europe-wst1: got "europe-wst1", expected ${NEW_REGION}`,
  ],
  [
    "a region that is not known, with ranges alone",
    () => make({ clusters: { "europe-wst1": { ...web, ranges: RANGES } } }),
    `test: clusters.europe-wst1: got "europe-wst1", expected ${NEW_REGION}`,
  ],
  [
    "a wrong value that stands twice in a list, once",
    () => make({ projectServices: ["Compute", "Compute"] }),
    'test: projectServices: got "Compute", expected names of APIs without ".googleapis.com": "compute"',
  ],
  [
    "a property that every object has",
    () => make(Object.fromEntries([["constructor", 1]]) as object),
    "test: constructor: is not a property of HybridPlatformProps: see the reference",
  ],
  [
    "an API that is called like a property of every object",
    () => make({ projectServices: ["constructor"] }),
    'test: projectServices: got "constructor", expected another word: constructs keep this one for themselves',
  ],
  [
    "a data centre that is called like a property of every object, and is not there",
    () => make({ routing: { countries: { DE: { serveFrom: ["constructor"] } } } }),
    'test: routing.countries.DE.serveFrom: got "constructor", expected a data centre: "paris"',
  ],
  [
    "a backend that is called like a property of every object",
    () => make({ services: { api: { ...SMALL_PLATFORM.services.api, dataCenters: ["constructor"] } } }),
    'test: services.api.dataCenters: got "constructor", expected a data centre with privateIngress, the addresses that Google sends requests to',
  ],
  [
    "an unknown region",
    () => make({ clusters: { "europe-wst1": web } }),
    'test: clusters.europe-wst1: got "europe-wst1", expected a region of Google Cloud, such as "europe-west1"; for one that is newer than this version, give its zones and ranges',
  ],
  [
    "an empty environment name",
    () => make({}, ""),
    'HybridPlatform: environment: got "", expected 1 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last',
  ],
  [
    "an environment name that makes cluster names too long",
    () => make({}, "production-europe"),
    'HybridPlatform: environment: got "production-europe", expected 1 to 16 lower-case letters, digits and hyphens, a letter first and no hyphen last (this has 17)',
  ],
  [
    "two services with the same host name",
    () =>
      make({
        services: {
          api: { hostName: "api.example.com", maxRatePerEndpoint: 100 },
          video: { hostName: "API.example.com.", maxRatePerEndpoint: 100 },
        },
      }),
    'test: services.video.hostName: got "API.example.com.", expected a host name of its own, or paths of it: api answers the rest of this one',
  ],
  [
    "a host name outside the hosted zone",
    () => make({ services: { api: { hostName: "api.my-example.com", maxRatePerEndpoint: 100 } } }),
    'test: services.api.hostName: got "api.my-example.com", expected a name in the zone example.com',
  ],
  [
    "UK for the United Kingdom",
    () => make({ routing: { countries: { UK: { serveFrom: ["paris"] } } as object } }),
    'test: routing.countries.UK: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB"',
  ],
  [
    "a country that does not exist",
    () => make({ routing: { countries: { XX: { serveFrom: ["paris"] } } as object } }),
    'test: routing.countries.XX: got "XX", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows',
  ],
  ["-1 percent", () => percent(-1), `test: routing.countries.DE.percent: got -1, expected ${wholePercent}`],
  ["101 percent", () => percent(101), `test: routing.countries.DE.percent: got 101, expected ${wholePercent}`],
  ["12.5 percent", () => percent(12.5), `test: routing.countries.DE.percent: got 12.5, expected ${wholePercent}`],
  [
    "a data centre that is not there",
    () => make({ routing: { countries: { DE: { serveFrom: ["berlin"] } } } }),
    'test: routing.countries.DE.serveFrom: got "berlin", expected a data centre: "paris"',
  ],
  [
    "no data centre at all",
    () => make({ routing: { countries: { DE: { serveFrom: [] } } } }),
    'test: routing.countries.DE.serveFrom: got [], expected at least one data centre, or "last-resort" in place of the list',
  ],
  [
    "a data centre named twice",
    () => make({ routing: { countries: { DE: { serveFrom: ["paris", "paris"] } } } }),
    'test: routing.countries.DE.serveFrom: got ["paris","paris"], expected each data centre once',
  ],
  [
    "big ranges that overlap",
    () => make({ network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.8.0.0/13" } }),
    'test: network.services: got "10.8.0.0/13", expected a range that shares no address with network.nodes, 10.0.0.0/12',
  ],
  [
    "a data centre's range inside the platform's",
    () => make({ dataCenters: { paris: { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.100.0.0/16"] } } }),
    'test: dataCenters.paris.privateRanges: got "10.100.0.0/16", expected a range that shares no address with network.pods, 10.64.0.0/10',
  ],
  [
    "a range that starts in the middle",
    () => make({ network: { ...SMALL_PLATFORM.network, nodes: "10.0.0.1/12" } }),
    'test: network.nodes: got "10.0.0.1/12", expected an IPv4 range, written with its first address: "10.0.0.0/12"',
  ],
  [
    "a range that is too small to be divided",
    () => make({ network: { ...SMALL_PLATFORM.network, nodes: "10.0.0.0/24" } }),
    'test: network.nodes: got "10.0.0.0/24", expected a range of /22 or larger, so that each region\'s 64th is large enough',
  ],
  [
    "an invalid address",
    () => make({ dataCenters: { paris: { ingress: { ipv4: "203.0.113.310", ipv6: "2001:db8:1::10" } } } }),
    'test: dataCenters.paris.ingress.ipv4: got "203.0.113.310", expected a public IPv4 address: "203.0.113.10"',
  ],
  [
    "an address that the Internet cannot reach",
    () => make({ dataCenters: { paris: { ingress: { ipv4: "10.1.2.3", ipv6: "2001:db8:1::10" } } } }),
    'test: dataCenters.paris.ingress.ipv4: got "10.1.2.3", expected a public IPv4 address: "203.0.113.10"',
  ],
  [
    "an invalid IPv6 address",
    () => make({ dataCenters: { paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10::1" } } } }),
    'test: dataCenters.paris.ingress.ipv6: got "2001:db8:1::10::1", expected a public IPv6 address: "2001:db8::10"',
  ],
  [
    "IPv6 in one data centre only",
    () =>
      make({
        dataCenters: { ...SMALL_PLATFORM.dataCenters, lyon: { ingress: { ipv4: "203.0.113.20" } } },
      }),
    "test: dataCenters.lyon.ingress.ipv6: got nothing, expected an IPv6 address, as dataCenters.paris.ingress has one: users with IPv6 would never reach an endpoint without",
  ],
  [
    "a service name that makes endpoint group names too long",
    () => make({ services: { "a-service-name-too-long": { hostName: "api.example.com", maxRatePerEndpoint: 100 } } }),
    'test: services.a-service-name-too-long: got "a-service-name-too-long", expected 1 to 22 lower-case letters, digits and hyphens, a letter first and no hyphen last (this has 23)',
  ],
  [
    "a data centre's name that is no label of DNS",
    () => make({ dataCenters: { Paris_1: SMALL_PLATFORM.dataCenters.paris }, routing: { countries: {} } }),
    'test: dataCenters.Paris_1: got "Paris_1", expected 1 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last',
  ],
  [
    "a rate of nothing",
    () => make({ services: { api: { hostName: "api.example.com", maxRatePerEndpoint: 0 } } }),
    "test: services.api.maxRatePerEndpoint: got 0, expected more than 0 requests per second",
  ],
  [
    "an invalid port",
    () => make({ services: { api: { ...SMALL_PLATFORM.services.api, containerPort: 80_000 } } }),
    "test: services.api.containerPort: got 80000, expected a whole number from 1 to 65535",
  ],
  [
    "a hosted zone's name where its id belongs",
    () => make({ hostedZone: { zoneId: "example.com", zoneName: "example.com" } }),
    'test: hostedZone.zoneId: got "example.com", expected the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
  ],
  [
    "more nodes than the region's range for pods holds",
    () => {
      const autoscaling = { totalMinNodeCount: 3, totalMaxNodeCount: 300 };
      return make({ clusters: { "europe-west1": { nodePools: { web: { ...web.nodePools.web, autoscaling } } } } });
    },
    "test: clusters.europe-west1.nodePools: got 301, expected nodes in all pools, one more in each while it is upgraded: up to 256, which is what its range for pods, 10.80.0.0/16, holds",
  ],
  [
    "a project's name where its id belongs",
    () => make({ google: { project: "Acme Test" } }),
    'test: google.project: got "Acme Test", expected the id of a project, 6 to 30 characters: "acme-production"',
  ],
];

describe("a platform refuses", () => {
  test.each(REFUSALS)("%s", (_, program, message) => {
    expect(refusalOf(program)).toEqual([message]);
  });

  test("everything that is wrong at once, a line each", () => {
    const program = () =>
      make({
        network: { ...SMALL_PLATFORM.network, nodes: "10.0.0.0" },
        routing: { countries: { DE: { serveFrom: ["berlin"], percent: 101 } } },
      });
    expect(refusalOf(program)).toEqual([
      'test: network.nodes: got "10.0.0.0", expected an IPv4 range, written with its first address: "10.0.0.0/12"',
      'test: routing.countries.DE.serveFrom: got "berlin", expected a data centre: "paris"',
      `test: routing.countries.DE.percent: got 101, expected ${wholePercent}`,
    ]);
  });
});

describe("the error of a refusal", () => {
  const error = (() => {
    try {
      percent(101);
    } catch (caught) {
      return caught as ValidationError;
    }
    throw new Error("nothing was refused");
  })();

  test("carries the construct path, what it got and what it expected, under a code that stays", () => {
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.path).toBe("test");
    expect(error.problems).toEqual([
      {
        code: "whole-number",
        path: ["routing", "countries", "DE", "percent"],
        property: "routing.countries.DE.percent",
        got: 101,
        expected: wholePercent,
      },
    ]);
  });

  test("shows the message and the caller, not the way through the library", () => {
    const [message, ...frames] = error.stack?.split("\n") ?? [];
    expect(message).toBe(`ValidationError: ${error.message}`);
    expect(frames[0]).toContain("refusals.test.ts");
    expect(frames.filter((frame) => /(?<!test)\/(lib|stacks)\//.test(frame))).toEqual([]);
    expect(inspect(error)).not.toContain("problems");
  });
});

describe("a platform accepts", () => {
  test("a region that is newer than this version, with its zones and ranges", () => {
    const zones = ["europe-west99-a", "europe-west99-b"];
    const ranges = { nodes: "172.16.0.0/20", pods: "172.20.0.0/16", services: "172.16.16.0/20" };
    expect(() => make({ clusters: { "europe-west99": { ...web, zones, ranges } } })).not.toThrow();
  });

  test("values that only Terraform knows", () => {
    expect(() =>
      make({
        dataCenters: {
          paris: {
            ingress: { ipv4: unknownText, ipv6: interpolation },
            healthCheck: {
              hostName: interpolation,
              path: unknownText,
              port: unknownNumber,
              failureThreshold: unknownNumber,
            },
          },
        },
        anycastAddresses: { ipv4: unknownText, ipv6: interpolation },
        hostedZone: { zoneId: unknownText, zoneName: "example.com" },
        labels: { team: interpolation },
        ttlSeconds: unknownNumber,
        services: {
          api: { hostName: "api.example.com", maxRatePerEndpoint: unknownNumber },
        },
        routing: { countries: { FR: { serveFrom: ["paris"], percent: unknownNumber } } },
        clusters: {
          "europe-west1": {
            nodePools: {
              web: {
                machineType: interpolation,
                autoscaling: { totalMinNodeCount: unknownNumber, totalMaxNodeCount: unknownNumber },
                diskSizeGb: unknownNumber,
              },
            },
          },
        },
      }),
    ).not.toThrow();
  });

  test("no token where a value decides which resources there are", () => {
    const countries = { FR: { serveFrom: unknownList } };
    expect(refusalOf(() => make({ routing: { countries } }))).toEqual([
      "test: routing.countries.FR.serveFrom: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });
});

test("a policy of a service with paths is checked like every other, beside being out of place", () => {
  const { api } = SMALL_PLATFORM.services;
  const routing = { countries: { DE: { serveFrom: ["berlin"] } } };
  expect(refusalOf(() => make({ services: { api, admin: { ...api, paths: ["/admin/*"], routing } } }))).toEqual([
    'test: services.admin.routing.countries.DE.serveFrom: got "berlin", expected a data centre: "paris"',
    "test: services.admin.routing: DNS knows host names only: configure it at the service without paths",
  ]);
});
