import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { App, TerraformStack, Testing, Token } from "cdktf";
import { GeoRouting, type GeoRoutingProps, HybridPlatform, SimpleRecord } from "../../index";
import { answers, LAST_RESORT, NO_ANSWER, UNKNOWN_PLACE } from "../../testing";
import { outputFolder } from "../support/command-line";
import { SMALL_PLATFORM } from "../support/platform";
import { refusalOf } from "../support/synthesize";
import { interpolation, unknownNumber, unknownText } from "../support/tokens";
import { whole } from "../support/whole-platform";

const DATA_CENTERS = {
  paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" }, requestsPerSecond: 200 },
  frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" }, requestsPerSecond: 100 },
};
const ROUTING = {
  countries: {
    FR: { serveFrom: ["paris", "frankfurt"] },
    DE: { serveFrom: ["frankfurt", "paris"], percent: 25 },
    ES: { serveFrom: [["paris", "frankfurt"]] },
  },
  continents: { AF: { serveFrom: ["paris"] } },
} as const;

const program = (app: App) =>
  new HybridPlatform(app, "test", { ...SMALL_PLATFORM, dataCenters: DATA_CENTERS, routing: ROUTING });

const app = new App();
const folder = outputFolder(program);
const platform = program(app);

/** What an assertion fails with. */
function failure(assertion: () => void): string {
  try {
    assertion();
  } catch (error) {
    if ((error as Error).name === "AssertionError") return (error as Error).message;
    throw error;
  }
  throw new Error("it did not fail");
}

const api = answers(app, "api.example.com");

describe("what users of a place get", () => {
  test("is one data centre, or shares in percent, A and AAAA alike", () => {
    api.from("FR").are("paris");
    api.from("DE").are({ frankfurt: 25, [LAST_RESORT]: 75 });
    api.from("JP", UNKNOWN_PLACE, "US-CA").are(LAST_RESORT);
    // Weights are whole numbers: two thirds are 66.7 %.
    api.from("ES").are({ paris: 66.7, frankfurt: 33.3 });
    api.from("ES").are({ paris: 67, frankfurt: 33 });
    api.from("DE").are({ frankfurt: 25.5, [LAST_RESORT]: 74.5 });
    expect(() => api.from("DE").are({ frankfurt: 25.6, [LAST_RESORT]: 74.4 })).toThrow();
  });

  test("is that of each state of a country, but for those that are left out", () => {
    const routing = {
      countries: { US: { serveFrom: ["paris"] } },
      subdivisions: { "US-CA": { serveFrom: ["frankfurt"] } },
    };
    const own = new App();
    new HybridPlatform(own, "test", { ...SMALL_PLATFORM, dataCenters: DATA_CENTERS, routing });
    const us = answers(own, "api.example.com");
    expect(failure(() => us.from("US").are("paris"))).toBe(
      "Users in US-CA who ask for api.example.com (A) get 100 % frankfurt, and not 100 % paris.",
    );
    expect(failure(() => us.from("US").exclude("frankfurt"))).toContain("Users in US-CA ");
    us.from("US").except("US-CA").are("paris");
    us.fromEverywhere().except("US").exclude("paris", "frankfurt");
  });

  test("is another while data centres are down", () => {
    api.from("FR").whenDown("paris").are("frankfurt");
    api.from("FR").whenDown("paris", "frankfurt").are(LAST_RESORT);
    api.from("FR").whenDown("paris").whenDown("frankfurt").are(LAST_RESORT);
    api
      .from("DE")
      .whenDown("frankfurt")
      .are({ paris: 25, [LAST_RESORT]: 75 });
  });

  test("has an order of failover", () => {
    api.from("FR").failoverInOrder("paris", "frankfurt", LAST_RESORT);
    api.from("ES").failoverInOrder(["frankfurt", "paris"], LAST_RESORT);
    api.from("ES").failoverInOrder(["paris", "frankfurt"], LAST_RESORT);
  });

  test("has an order of failover that starts from what is down", () => {
    api.from("FR").whenDown("paris").failoverInOrder("frankfurt", LAST_RESORT);
    api.from("ES").whenDown("frankfurt").failoverInOrder("paris", LAST_RESORT);
    api.from("FR").whenDown("paris", "frankfurt").failoverInOrder(LAST_RESORT);
    api.from("JP").whateverIsDown().failoverInOrder(LAST_RESORT);
  });

  test("includes somebody or never does, whatever one data centre is down", () => {
    api.from("DE").include("frankfurt", LAST_RESORT);
    api.from("JP").whateverIsDown().exclude("paris", "frankfurt");
    api.fromEverywhere().whateverIsDown().exclude(NO_ANSWER);
    api.fromContinent("AF").are("paris");
  });

  test("follows a failure in time", () => {
    // 30 s to detect, 6 s for the last request, 60 s in resolvers.
    api.failoverWithin(96);
    expect(failure(() => api.failoverWithin(95))).toBe(
      "Users of api.example.com (A) are sent on within 96 seconds, and not within 95.",
    );
  });

  test("is asked of one type of record alone", () => {
    answers(app, "API.Example.com.", { type: "AAAA" }).from("FR").are("paris");
  });
});

describe("an assertion that fails is a sentence", () => {
  test.each<[() => void, string]>([
    [
      () => api.from("FR").are("frankfurt"),
      "Users in FR (France) who ask for api.example.com (A) get 100 % paris, and not 100 % frankfurt.",
    ],
    [
      () => api.from("FR").whenDown("paris").are(LAST_RESORT),
      "While paris is down, users in FR (France) who ask for api.example.com (A) get 100 % frankfurt, and not 100 % last resort.",
    ],
    [
      () => api.from("DE").are({ frankfurt: 30, [LAST_RESORT]: 70 }),
      "Users in DE (Germany) who ask for api.example.com (A) get 25 % frankfurt, 75 % last resort, and not 30 % frankfurt, 70 % last resort.",
    ],
    [
      () => api.from("FR", "BE", "NL", "LU", "AT", "CH", "IT").are("paris"),
      "Users in AT (Austria), BE (Belgium), CH (Switzerland), IT (Italy), LU (Luxembourg) and 1 other place who ask for api.example.com (A) get 100 % last resort, and not 100 % paris.",
    ],
    [
      () => api.from(UNKNOWN_PLACE).are("paris"),
      "Users at addresses in no known place who ask for api.example.com (A) get 100 % last resort, and not 100 % paris.",
    ],
    [
      () => api.from(UNKNOWN_PLACE, "FR").are(LAST_RESORT),
      "Users in FR (France) who ask for api.example.com (A) get 100 % paris, and not 100 % last resort.",
    ],
    [
      () => api.from(UNKNOWN_PLACE, "JP").are("paris"),
      "Users in JP (Japan) and at addresses in no known place who ask for api.example.com (A) get 100 % last resort, and not 100 % paris.",
    ],
    [
      () => api.from("DE").include("paris"),
      "Users in DE (Germany) who ask for api.example.com (A) get 25 % frankfurt, 75 % last resort, and no paris.",
    ],
    [
      () => api.from("DE").whateverIsDown().exclude("paris"),
      "While frankfurt is down, users in DE (Germany) who ask for api.example.com (A) get 25 % paris, 75 % last resort, where paris should not be.",
    ],
    [
      () => api.from("FR").whateverIsDown().are("frankfurt"),
      "Users in FR (France) who ask for api.example.com (A) get 100 % paris, and not 100 % frankfurt.",
    ],
    [
      () => api.from("FR").failoverInOrder("paris", LAST_RESORT),
      "Users in FR (France) who ask for api.example.com (A) are sent on from paris → frankfurt → last resort, and not from paris → last resort.",
    ],
    [
      () => api.from("FR").whenDown("paris").failoverInOrder("paris", "frankfurt", LAST_RESORT),
      "While paris is down, users in FR (France) who ask for api.example.com (A) are sent on from frankfurt → last resort, and not from paris → frankfurt → last resort.",
    ],
    [
      () => api.from("FR").whateverIsDown().failoverInOrder("paris", "frankfurt", LAST_RESORT),
      "While frankfurt is down, users in FR (France) who ask for api.example.com (A) are sent on from paris → last resort, and not from paris → frankfurt → last resort.",
    ],
    [
      () => api.from("FR", "JP", "ES").failoverInOrder("paris", LAST_RESORT),
      "Users in ES (Spain) who ask for api.example.com (A) are sent on from frankfurt + paris → last resort, and not from paris → last resort.",
    ],
  ])("%#", (assertion, sentence) => {
    expect(failure(assertion)).toBe(sentence);
  });
});

test("an alias of a name that is made elsewhere ends an order by that name", () => {
  const alias = { name: "other.example.com", zone_id: "Z1", evaluate_target_health: false };
  const record = { zone_id: "Z1", name: "api.example.com", type: "A", alias };
  const made = answers({ resource: { aws_route53_record: { api: record } } }, "api.example.com", { type: "A" });
  made.from("FR").failoverInOrder("other.example.com");
});

test("a failover from an endpoint that only an alarm decides about is not in time, whatever the others take", () => {
  const record = { zone_id: "Z1", name: "api.example.com", type: "A", ttl: 60, set_identifier: "one" };
  const pair = (identifier: string, value: string, check: string) => ({
    ...record,
    set_identifier: identifier,
    records: [value],
    health_check_id: `\${aws_route53_health_check.${check}.id}`,
    weighted_routing_policy: { weight: 1 },
  });
  const records = { one: pair("one", "192.0.2.1", "probe"), two: pair("two", "192.0.2.2", "alarm") };
  const checks = {
    probe: { type: "TCP", ip_address: "192.0.2.1", request_interval: 10, failure_threshold: 3 },
    alarm: { type: "CLOUDWATCH_METRIC", cloudwatch_alarm_name: "queue", cloudwatch_alarm_region: "eu-west-1" },
  };
  const configuration = { resource: { aws_route53_record: records, aws_route53_health_check: checks } };
  const made = answers(configuration, "api.example.com", { type: "A" });
  expect(failure(() => made.failoverWithin(1000))).toBe(
    "Users of api.example.com (A) are sent on within a time that is not known from 192.0.2.2, and not within 1000.",
  );
  // 3 failures, 10 seconds apart; 10 seconds until the last connection has timed out; 60 to live.
  expect(failure(() => made.failoverWithin(99))).toBe(
    "Users of api.example.com (A) are sent on within 100 seconds, and not within 99.",
  );
});

test("a name that only a wildcard answers is asked for by itself", () => {
  const record = { name: "*.shop.example.com", type: "A", ttl: 60, records: ["192.0.2.1"] };
  const configuration = { resource: { aws_route53_record: { shop: record } } };
  answers(configuration, "a.shop.example.com").from("FR").are("192.0.2.1");
  expect(failure(() => answers(configuration, "a.shop.example.com").from("FR").are(NO_ANSWER))).toBe(
    "Users in FR (France) who ask for a.shop.example.com (A) get 100 % 192.0.2.1, and not 100 % no answer.",
  );
});

test("addresses that nothing watches are called as they are where no policy routes their name, all of a record together", () => {
  const addresses = ["192.0.2.2", "192.0.2.1"];
  const record = { zone_id: "Z0123456789EXAMPLE", name: "www.example.com", type: "A", ttl: 60, records: addresses };
  const placed = (country: string, address: string) => ({
    ...record,
    name: "old.example.com",
    records: [address],
    set_identifier: country,
    geolocation_routing_policy: { country },
  });
  const records = { www: record, any: placed("*", "192.0.2.1"), france: placed("FR", "192.0.2.2") };
  const configuration = { resource: { aws_route53_record: records } };
  answers(configuration, "www.example.com").from("FR").are("192.0.2.2, 192.0.2.1");
  answers(configuration, "www.example.com").from("FR").exclude(LAST_RESORT);
  answers(configuration, "old.example.com").from("FR").are("192.0.2.2");
  answers(configuration, "old.example.com").from("DE").failoverInOrder("192.0.2.1");
});

describe("a name that a CNAME leads to another one", () => {
  const routed = new TerraformStack(new App(), "dns");
  const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
  new GeoRouting(routed, "routing", {
    zone,
    routingName: "test",
    dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
    lastResort: { ipv4: "198.51.100.1" },
    policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
  });
  for (const [recordName, value] of [
    ["www.example.com", "api.example.com"],
    ["old.example.com", "www.example.com"],
    ["out.example.com", "lb.example.net"],
  ] as const) {
    new SimpleRecord(routed, recordName, { zone, recordName, type: "CNAME", values: [value] });
  }

  test("is answered as that one is, place by place, and whatever is down", () => {
    for (const name of ["www.example.com", "old.example.com"]) {
      answers(routed, name).from("FR").are("paris");
      answers(routed, name).from("FR").whenDown("paris").are(LAST_RESORT);
      answers(routed, name).from("FR").failoverInOrder("paris", LAST_RESORT);
      answers(routed, name).from("DE").are(LAST_RESORT);
      answers(routed, name).failoverWithin(96);
    }
  });

  test("is asked for the types of addresses that the other one has", () => {
    expect(refusalOf(() => answers(routed, "www.example.com", { type: "AAAA" }))).toEqual([
      expect.stringContaining('got "www.example.com", expected a name with address records'),
    ]);
  });

  test("is answered by the name itself where that is elsewhere", () => {
    answers(routed, "out.example.com").fromEverywhere().are("lb.example.net");
  });
});

describe("where the records come from", () => {
  test("is an app, a platform, a stack, a construct in it, Terraform's JSON, or a folder", () => {
    const stack = app.node.findChild("test-dns") as TerraformStack;
    for (const source of [app, platform, stack, stack.node.children[0], JSON.parse(Testing.synth(stack)), folder]) {
      answers(source as App, "api.example.com")
        .from("FR")
        .are("paris");
    }
  });

  test("is what aspects made of them, as cdktf synth has it", () => {
    const own = new App();
    const dns = new TerraformStack(own, "dns");
    const props: GeoRoutingProps = {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "test",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
    };
    new GeoRouting(dns, "routing", props);
    dns.addOverride("resource.aws_route53_record.own", {
      name: "www.example.com",
      type: "A",
      records: ["192.0.2.1"],
      ttl: 60,
    });
    answers(own, "api.example.com").from("FR").are("paris");
    answers(own, "www.example.com").fromEverywhere().are("192.0.2.1");
  });
});

describe("what is no question", () => {
  test.each<[() => unknown, string]>([
    [
      () => answers(app, "apy.example.com"),
      'answers: hostName: got "apy.example.com", expected a name with address records: api.example.com',
    ],
    [
      () => api.from("UK" as never),
      'answers: from: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB", or a state: "US-CA"',
    ],
    [
      () => api.from("FR").whenDown("berlin"),
      'answers: whenDown: got "berlin", expected an endpoint with a health check: frankfurt, paris',
    ],
    [
      () => api.from("FR").are("berlin"),
      'answers: are: got "berlin", expected one of: frankfurt, paris, last resort, no answer',
    ],
    [() => api.from(), "answers: from: names no place"],
    [() => api.from("FR").whenDown(), "answers: whenDown: names nothing that is down"],
    [
      () => api.from("FR").failoverInOrder("paris", [], LAST_RESORT),
      "answers: failoverInOrder: has empty brackets: name who shares the users",
    ],
    [
      () => answers(null as never, "api.example.com"),
      "answers: source: got null, expected an app, a construct, the folder that cdktf synth wrote, or Terraform's JSON as an object",
    ],
    [
      () => answers(undefined as never, "api.example.com"),
      "answers: source: got nothing, expected an app, a construct, the folder that cdktf synth wrote, or Terraform's JSON as an object",
    ],
    [() => answers(app, null as never), 'answers: hostName: got null, expected a host name: "api.example.com"'],
    [() => answers(app, "api.example.com", { type: "MX" as never }), 'answers: type: got "MX", expected "A" or "AAAA"'],
    [
      () => answers(app, "api.example.com", "AAAA" as never),
      'answers: options: got "AAAA", expected what is asked for: { type: "AAAA" }',
    ],
    [
      () => answers(app, unknownText),
      "answers: hostName: got a token, expected a value that is known at synthesis: nothing can be asked for otherwise",
    ],
    [() => api.from("FR").are({}), "answers: are: names nobody"],
    ...[undefined, null, 7, ["paris"], { paris: "100" }].map((expected): [() => unknown, string] => [
      () => api.from("FR").are(expected as never),
      `answers: are: got ${expected === undefined ? "nothing" : JSON.stringify(expected)}, expected who answers: "paris", or shares in percent: { paris: 60, frankfurt: 40 }`,
    ]),
    [
      () => api.from("FR").are({ paris: 100, frankfurt: -0.2 }),
      "answers: are.frankfurt: got -0.2, expected a number from 0 to 100: the share of the users in percent",
    ],
    [
      () => api.from("FR").are({ paris: 100.2 }),
      "answers: are.paris: got 100.2, expected a number from 0 to 100: the share of the users in percent",
    ],
    ...[undefined, Number.NaN, "120"].map((seconds): [() => unknown, string] => [
      () => api.failoverWithin(seconds as never),
      `answers: failoverWithin: got ${seconds === undefined ? "nothing" : JSON.stringify(seconds)?.replace("null", "NaN")}, expected a number of seconds`,
    ]),
    [() => api.from("US-CA").except("US"), "answers: except: leaves no place"],
    [() => api.from("US").except(), "answers: except: names no place"],
    [() => api.from("FR").exclude(), "answers: exclude: names nobody"],
    [
      () => answers({}, "api.example.com"),
      'answers: hostName: got "api.example.com", expected a name with address records (there are none)',
    ],
    [
      () => answers(join(tmpdir(), "nowhere"), "api.example.com"),
      `${join(tmpdir(), "nowhere")}: manifest.json: there is no such file: run "cdktf synth" first`,
    ],
  ])("%#", (question, sentence) => {
    expect(refusalOf(question)).toEqual([sentence]);
  });

  test("is a misspelt name, also where another one cannot be simulated", () => {
    const record = (name: string, more: object = {}) => ({ name, type: "A", ttl: 60, records: ["192.0.2.1"], ...more });
    const other = { cidr_routing_policy: { collection_id: "c", location_name: "office" }, set_identifier: "office" };
    const records = { www: record("www.example.com"), old: record("old.example.com", other) };
    const configuration = { resource: { aws_route53_record: records } };
    expect(refusalOf(() => answers(configuration, "wwww.example.com"))).toEqual([
      'answers: hostName: got "wwww.example.com", expected a name with address records: www.example.com',
    ]);
  });

  test("is a name that cannot be simulated", () => {
    const other = new App();
    const { dns } = whole(new HybridPlatform(other, "test", { ...SMALL_PLATFORM, dataCenters: DATA_CENTERS }));
    new Route53Record(dns, "legacy", {
      zoneId: SMALL_PLATFORM.hostedZone.zoneId,
      name: "legacy.example.com",
      type: "A",
      ttl: 60,
      records: ["203.0.113.99"],
      setIdentifier: "ireland",
      weightedRoutingPolicy: { weight: Token.asNumber(interpolation) },
    });
    expect(refusalOf(() => answers(other, "legacy.example.com"))).toEqual([
      "answers: hostName: legacy.example.com (A) is not analysed: aws_route53_record.legacy: a weight that only Terraform knows cannot be simulated",
    ]);
  });
});

test("a place that cannot be simulated is never right, and all others are judged", () => {
  const other = new App();
  const routing = {
    countries: { FR: { serveFrom: ["paris"], percent: unknownNumber }, DE: { serveFrom: ["paris"] } },
  };
  new HybridPlatform(other, "test", { ...SMALL_PLATFORM, dataCenters: DATA_CENTERS, routing });
  const api = answers(other, "api.example.com", { type: "A" });
  expect(() => api.from("DE").include("paris")).not.toThrow();
  for (const assertion of [
    () => api.from("FR").include("paris"),
    () => api.from("FR").exclude(LAST_RESORT),
    () => api.from("FR").failoverInOrder("paris", LAST_RESORT),
  ]) {
    expect(assertion).toThrow(/FR \(France\).* what is not analysed/);
  }
});

test("it works in Node's own test runner, and fails there in the same words", () => {
  const tests = mkdtempSync(join(tmpdir(), "runner-"));
  const testing = JSON.stringify(join(__dirname, "..", "..", "testing.ts"));
  const source = `const test = require("node:test");
const { answers } = require(${testing});
const api = answers(${JSON.stringify(folder)}, "api.example.com");
test("right", () => api.from("FR").are("paris"));
test("wrong", () => api.from("FR").are("frankfurt"));`;
  writeFileSync(join(tests, "routing.test.cjs"), source);
  const tsx = join(__dirname, "..", "..", "node_modules", "tsx", "dist", "cjs", "index.cjs");
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, status } = spawnSync(
    process.execPath,
    ["--require", tsx, "--test", "--test-reporter", "tap", join(tests, "routing.test.cjs")],
    { encoding: "utf8", env },
  );
  expect(stdout).toMatch(/^\s*ok \d - right/m);
  expect(stdout).toMatch(/^\s*not ok \d - wrong/m);
  expect(stdout).toContain(
    "Users in FR (France) who ask for api.example.com (A) get 100 % paris, and not 100 % frankfurt.",
  );
  expect(status).toBe(1);
});
