import { type Query, readTerraform, simulate } from "../../../lib/route53";
import { analyzeFailures, inCountry, inSubdivision, type Location, NOWHERE, routingTables } from "../../../lib/routing";
import { refusalOf } from "../../support/synthesize";

type Records = Record<string, Record<string, unknown>>;

/** A configuration as anybody may have written it, with health checks that are called after what they watch. */
const configurationOf = (records: Records, checks: Records = {}) => ({
  resource: { aws_route53_record: records, aws_route53_health_check: checks },
});

const plain = (value: string, more: object = {}) => ({
  name: "www.example.com",
  type: "A",
  ttl: 60,
  records: [value],
  ...more,
});
const weighted = (value: string, weight: number, more: object = {}) =>
  plain(value, { set_identifier: value, weighted_routing_policy: { weight }, ...more });
const failover = (value: string, type: "PRIMARY" | "SECONDARY", more: object = {}) =>
  plain(value, { set_identifier: type, failover_routing_policy: { type }, ...more });
const geo = (value: string, place: object, more: object = {}) =>
  plain(value, { set_identifier: value, geolocation_routing_policy: place, ...more });
const watch = (name: string) => ({ health_check_id: `\${aws_route53_health_check.${name}.id}` });
const aliasOf = (record: string, evaluate_target_health = true) => ({
  ttl: undefined,
  records: undefined,
  alias: { name: `\${aws_route53_record.${record}.fqdn}`, zone_id: "Z1", evaluate_target_health },
});
const check = (ip_address: string, more: object = {}) => ({ type: "HTTPS", ip_address, ...more });

interface Question {
  readonly location?: Location;
  readonly unhealthy?: string[];
}

test("a type or a place that Route 53 does not know is refused", () => {
  const query = {
    name: "www.example.com",
    type: "SPF",
    location: { continent: "EUROPE", country: "UK", subdivision: "CA" },
  };
  expect(refusalOf(() => simulate(configurationOf({}), query as unknown as Query))).toEqual([
    'simulate: type: got "SPF", expected "A", "AAAA", "CNAME", "TXT", "CAA" or "MX"',
    'simulate: location.continent: got "EUROPE", expected "AF", "AN", "AS", "EU", "NA", "OC" or "SA"',
    expect.stringMatching(/^simulate: location.country: got "UK", expected .*GB/),
    'simulate: location.subdivision: got "CA", expected a state of the United States: "US-CA"',
  ]);
});

test("a record of which Terraform alone knows type and name, such as a certificate's proof, is before no question", () => {
  const proof = plain("1", { name: "${var.name}", type: "${var.type}" });
  expect(ask({ www: plain("1"), proof })).toEqual({ "1": 1 });
  expect(readTerraform(configurationOf({ www: plain("1"), proof })).unreadable).toEqual([]);
});

test("a place that is no text is refused in words", () => {
  const query = { name: "www.example.com", type: "A", location: { continent: 7, country: 7, subdivision: 7 } };
  expect(refusalOf(() => simulate(configurationOf({}), query as unknown as Query))).toEqual([
    'simulate: location.continent: got 7, expected "AF", "AN", "AS", "EU", "NA", "OC" or "SA"',
    "simulate: location.country: got 7, expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows",
    'simulate: location.subdivision: got 7, expected a state of the United States: "US-CA"',
  ]);
});

/** The share of each value, rounded to a thousandth. */
function ask(records: Records, checks: Records = {}, { location = NOWHERE, unhealthy = [] }: Question = {}) {
  const query = { name: "www.example.com", type: "A", location, unhealthy } as const;
  const answers = simulate(configurationOf(records, checks), query);
  return Object.fromEntries(
    answers.map(({ values, probability }) => [values[0], Math.round(probability * 1000) / 1000]),
  );
}

const CHECKS = { one: check("1"), two: check("2"), three: check("3") };

describe("rules 1 to 3, places", () => {
  const places = {
    state: geo("state", { country: "US", subdivision: "CA" }, watch("one")),
    country: geo("country", { country: "US" }, watch("two")),
    continent: geo("continent", { continent: "NA" }, watch("three")),
    all: geo("all", { country: "*" }),
  };
  const california = inSubdivision("US-CA");

  test("the smallest place answers", () => {
    expect(ask(places, CHECKS, { location: california })).toEqual({ state: 1 });
    expect(ask(places, CHECKS, { location: inSubdivision("US-TX") })).toEqual({ country: 1 });
    expect(ask(places, CHECKS, { location: inCountry("CA") })).toEqual({ continent: 1 });
    expect(ask(places, CHECKS, { location: inCountry("DE") })).toEqual({ all: 1 });
  });

  test("NA is North America as a continent and Namibia as a country", () => {
    const both = { namibia: geo("namibia", { country: "NA" }), america: geo("america", { continent: "NA" }) };
    expect(ask(both, {}, { location: inCountry("NA") })).toEqual({ namibia: 1 });
    expect(ask(both, {}, { location: inCountry("MX") })).toEqual({ america: 1 });
  });

  test("without a record for everyone there is no answer for other and unknown places", () => {
    const { all, ...others } = places;
    expect(ask(others, CHECKS, { location: inCountry("DE") })).toEqual({});
    expect(ask(others, CHECKS)).toEqual({});
  });

  test("an unhealthy place falls to the next larger one, and the smallest answers when all are unhealthy", () => {
    expect(ask(places, CHECKS, { location: california, unhealthy: ["1"] })).toEqual({ country: 1 });
    expect(ask(places, CHECKS, { location: california, unhealthy: ["1", "2", "3"] })).toEqual({ all: 1 });
    const { all, ...others } = places;
    expect(ask(others, CHECKS, { location: california, unhealthy: ["1", "2", "3"] })).toEqual({ state: 1 });
  });
});

describe("rules 5 to 7 and 12, weights", () => {
  const pair = { a: weighted("a", 1, watch("one")), b: weighted("b", 3, watch("two")) };

  test("shares are proportional, and an unhealthy record's share goes to the others in proportion", () => {
    expect(ask(pair, CHECKS)).toEqual({ a: 0.25, b: 0.75 });
    expect(ask({ ...pair, c: weighted("c", 4) }, CHECKS, { unhealthy: ["2"] })).toEqual({ a: 0.2, c: 0.8 });
  });

  test("a record without a health check is always healthy", () => {
    expect(ask({ a: weighted("a", 1), b: weighted("b", 3, watch("two")) }, CHECKS, { unhealthy: ["a", "2"] })).toEqual({
      a: 1,
    });
  });

  test("when all are unhealthy, all count as healthy", () => {
    expect(ask(pair, CHECKS, { unhealthy: ["1", "2"] })).toEqual({ a: 0.25, b: 0.75 });
  });

  test("a weight of 0 answers only when no other is healthy, and all of 0 are equal", () => {
    const zero = { ...pair, z: weighted("z", 0, watch("three")) };
    expect(ask(zero, CHECKS)).toEqual({ a: 0.25, b: 0.75 });
    expect(ask(zero, CHECKS, { unhealthy: ["1", "2"] })).toEqual({ z: 1 });
    expect(ask({ a: weighted("a", 0), b: weighted("b", 0) })).toEqual({ a: 0.5, b: 0.5 });
  });
});

describe("rules 8, 9 and 13, branches", () => {
  const inner = (name: string, value: string, more: object) => ({ ...weighted(value, 1, more), name });
  const tree = (evaluate: boolean) => ({
    x: inner("x.example.com", "x", watch("one")),
    y: inner("y.example.com", "y", watch("two")),
    toX: weighted("to-x", 1, aliasOf("x", evaluate)),
    toY: weighted("to-y", 1, aliasOf("y", evaluate)),
  });

  test("a branch whose records are all unhealthy is left, when the alias looks at its target", () => {
    expect(ask(tree(true), CHECKS, { unhealthy: ["1"] })).toEqual({ y: 1 });
  });

  test("a branch is never left when the alias does not look", () => {
    expect(ask(tree(false), CHECKS, { unhealthy: ["1"] })).toEqual({ x: 0.5, y: 0.5 });
  });

  test("when every branch is unhealthy, every branch counts as healthy", () => {
    expect(ask(tree(true), CHECKS, { unhealthy: ["1", "2"] })).toEqual({ x: 0.5, y: 0.5 });
  });

  test("an alias with a health check of its own needs both", () => {
    const { toX, ...others } = tree(true);
    const records = { ...others, toX: { ...toX, ...watch("three") } };
    expect(ask(records, CHECKS, { unhealthy: ["3"] })).toEqual({ y: 1 });
    expect(ask(records, CHECKS, { unhealthy: ["1"] })).toEqual({ y: 1 });
    expect(ask(records, CHECKS)).toEqual({ x: 0.5, y: 0.5 });
  });
});

describe("rule 10, failover", () => {
  const pair = { b: failover("second", "SECONDARY", watch("two")), a: failover("first", "PRIMARY", watch("one")) };

  test.each([
    [[], "first"],
    [["2"], "first"],
    [["1"], "second"],
    [["1", "2"], "first"],
  ])("with %p unhealthy, the answer is %s", (unhealthy, answer) => {
    expect(ask(pair, CHECKS, { unhealthy })).toEqual({ [answer]: 1 });
  });

  test("a secondary without a health check is always healthy", () => {
    const records = { a: failover("first", "PRIMARY", watch("one")), b: failover("second", "SECONDARY") };
    expect(ask(records, CHECKS, { unhealthy: ["1", "second"] })).toEqual({ second: 1 });
  });
});

describe("rules 14 and 15, several values", () => {
  test("of multivalue records the healthy ones answer, and all when all are unhealthy", () => {
    const value = (name: string, health: string) =>
      plain(name, { set_identifier: name, multivalue_answer_routing_policy: true, ...watch(health) });
    const records = { a: value("a", "one"), b: value("b", "two") };
    expect(ask(records, CHECKS, { unhealthy: ["1"] })).toEqual({ b: 1 });
    expect(ask(records, CHECKS, { unhealthy: ["1", "2"] })).toEqual({ a: 0.5, b: 0.5 });
  });

  test("a record with several values answers with all of them", () => {
    const [answer] = simulate(configurationOf({ a: plain("1", { records: ["1", "2"] }) }), {
      name: "www.example.com",
      type: "A",
    });
    expect(answer?.values).toEqual(["1", "2"]);
  });
});

describe("rules 16 and 17, health checks", () => {
  const pair = { a: failover("first", "PRIMARY", watch("it")), b: failover("second", "SECONDARY") };
  const children = ["${aws_route53_health_check.one.id}", "${aws_route53_health_check.two.id}"];
  const calculated = (child_health_threshold: number) => ({
    ...CHECKS,
    it: { type: "CALCULATED", child_healthchecks: children, child_health_threshold },
  });

  test.each([
    [1, ["1"], "first"],
    [1, ["1", "2"], "second"],
    [2, ["1"], "second"],
    [0, ["1", "2"], "first"],
    [3, [], "second"],
  ])("a calculated check that wants %i of two is judged with %p unhealthy", (threshold, unhealthy, answer) => {
    expect(ask(pair, calculated(threshold), { unhealthy })).toEqual({ [answer]: 1 });
  });

  test("a disabled child counts as healthy", () => {
    const checks = { ...calculated(2), one: check("1", { disabled: true }) };
    expect(ask(pair, checks, { unhealthy: ["1"] })).toEqual({ first: 1 });
  });

  test.each([
    [{ disabled: true }, ["9"], "first"],
    [{ invert_healthcheck: true }, [], "second"],
    [{ invert_healthcheck: true }, ["9"], "first"],
    [{ disabled: true, invert_healthcheck: true }, [], "second"],
  ])("a check with %p and %p unhealthy", (settings, unhealthy, answer) => {
    expect(ask(pair, { it: check("9", settings) }, { unhealthy })).toEqual({ [answer]: 1 });
  });

  test("a check without an address is unhealthy by its name in Terraform", () => {
    const checks = { it: { type: "CLOUDWATCH_METRIC" } };
    expect(ask(pair, checks, { unhealthy: ["aws_route53_health_check.it"] })).toEqual({ second: 1 });
  });
});

describe("an answer", () => {
  test("has the time to live of the record that an alias leads to, and the path to it (rule 22)", () => {
    const records = {
      target: { ...plain("1"), name: "target.example.com", ttl: 30 },
      www: plain("", aliasOf("target")),
    };
    const [answer] = simulate(configurationOf(records), { name: "www.example.com", type: "A" });
    expect(answer?.ttlSeconds).toBe(30);
    expect(answer?.path.map(({ address }) => address)).toEqual(["aws_route53_record.www", "aws_route53_record.target"]);
  });

  test("is the name of an alias that leads out of the configuration", () => {
    const alias = { name: "lb.elb.amazonaws.com", zone_id: "Z2", evaluate_target_health: true };
    expect(ask({ www: plain("", { ttl: undefined, records: undefined, alias }) })).toEqual({
      "lb.elb.amazonaws.com": 1,
    });
  });

  test("is the name of an alias in its own zone that no record here has, for somebody else may have made it", () => {
    const alias = { name: "origin.example.com", zone_id: "Z1", evaluate_target_health: true };
    expect(ask({ www: plain("", { zone_id: "Z1", ttl: undefined, records: undefined, alias }) })).toEqual({
      "origin.example.com": 1,
    });
  });

  test("is that of the zone which an alias names, and never of another one, where that zone has records here", () => {
    const alias = { name: "target.example.com", zone_id: "Z2", evaluate_target_health: true };
    const records = {
      www: plain("", { zone_id: "Z1", ttl: undefined, records: undefined, alias }),
      first: plain("1", { zone_id: "Z1", name: "target.example.com" }),
    };
    expect(ask(records)).toEqual({ "1": 1 });
    const other = plain("2", { zone_id: "Z2", name: "other.example.com" });
    expect(ask({ ...records, other })).toEqual({ "target.example.com": 1 });
    expect(ask({ ...records, other: { ...other, name: "target.example.com" } })).toEqual({ "2": 1 });
  });

  test("is empty where an alias leads to a name of a routing that no record has", () => {
    const alias = { name: "paris.chain._routing-x.example.com", zone_id: "Z1", evaluate_target_health: true };
    const lost = { zone_id: "Z1", ttl: undefined, records: undefined, alias };
    const any = { ...plain("any"), name: "*.example.com", zone_id: "Z1" };
    expect(ask({ www: plain("", lost), any })).toEqual({});
    expect(ask({ lost: weighted("lost", 1, lost), b: weighted("b", 3, { zone_id: "Z1" }) })).toEqual({ b: 0.75 });
  });

  test("comes from a wildcard when the name has no records of its own", () => {
    const records = {
      any: { ...plain("any"), name: "*.example.com" },
      api: { ...plain("api"), name: "api.example.com" },
    };
    expect(ask(records)).toEqual({ any: 1 });
  });

  test("is empty for a name without records", () => {
    expect(simulate(configurationOf({}), { name: "www.example.com", type: "A" })).toEqual([]);
  });
});

describe("what cannot be simulated is an error that names the record, for a question that leads to it", () => {
  test.each<[string, Records, string]>([
    [
      "a weight of Terraform's",
      { www: plain("1", { weighted_routing_policy: { weight: "${var.weight}" } }) },
      "simulate: aws_route53_record.www: a weight that only Terraform knows cannot be simulated",
    ],
    [
      "routing by ranges of addresses",
      { www: plain("1", { cidr_routing_policy: { collection_id: "c", location_name: "office" } }) },
      "simulate: aws_route53_record.www: routing by cidr cannot be simulated",
    ],
    ...(["count", "for_each", "dynamic"] as const).map((argument): [string, Records, string] => [
      argument,
      { www: plain("1", { [argument]: argument === "count" ? 0 : {} }) },
      `simulate: aws_route53_record.www: a record with ${argument} cannot be simulated`,
    ]),
    [
      "an alias of a record with count",
      { www: plain("", aliasOf("old[0]")), old: plain("1", { name: "old.example.com", count: 1 }) },
      "simulate: aws_route53_record.old: a record with count cannot be simulated",
    ],
    ...[-1, 256, 0.5].map((weight): [string, Records, string] => [
      `a weight of ${weight}`,
      { www: weighted("1", weight) },
      `simulate: aws_route53_record.www: a weight of ${weight}, which Route 53 refuses, cannot be simulated`,
    ]),
    [
      "a failover role of Terraform's",
      { www: plain("1", { failover_routing_policy: { type: "${var.role}" } }) },
      "simulate: aws_route53_record.www: a failover type that only Terraform knows cannot be simulated",
    ],
    [
      "a failover role that there is not",
      { www: plain("1", { failover_routing_policy: { type: "TERTIARY" } }) },
      "simulate: aws_route53_record.www: a failover type of TERTIARY, which Route 53 refuses, cannot be simulated",
    ],
    ...["continent", "country", "subdivision"].map((place): [string, Records, string] => [
      `a ${place} of Terraform's`,
      { www: geo("1", { country: "US", [place]: "${var.place}" }) },
      `simulate: aws_route53_record.www: a ${place} that only Terraform knows cannot be simulated`,
    ]),
    [
      "a type of Terraform's",
      { www: plain("1", { type: "${var.type}" }) },
      "simulate: aws_route53_record.www: a type that only Terraform knows cannot be simulated",
    ],
    [
      "multivalue of Terraform's",
      { www: plain("1", { multivalue_answer_routing_policy: "${var.many}" }) },
      "simulate: aws_route53_record.www: multivalue_answer_routing_policy that only Terraform knows cannot be simulated",
    ],
    [
      "an alias that may look at its target",
      {
        www: plain("", { alias: { name: "lb.elb.amazonaws.com", zone_id: "Z2", evaluate_target_health: "${var.x}" } }),
      },
      "simulate: aws_route53_record.www: evaluate_target_health that only Terraform knows cannot be simulated",
    ],
    [
      "a loop",
      { a: plain("", aliasOf("b")), b: { ...plain("", aliasOf("a")), name: "b.example.com" } },
      "readTerraform: aws_route53_record.a: aliases in a loop, which answer nobody: aws_route53_record.a -> aws_route53_record.b -> aws_route53_record.a",
    ],
  ])("%s", (_, records, message) => {
    expect(() => ask(records)).toThrow(message);
  });
});

describe("a record is not simulated when what its health check says is only known to Terraform:", () => {
  const calculated = { type: "CALCULATED", child_healthchecks: ["${aws_route53_health_check.one.id}"] };
  test.each<[object, string]>([
    [check("1", { disabled: "${var.x}" }), "disabled that only Terraform knows"],
    [check("1", { invert_healthcheck: "${var.x}" }), "invert_healthcheck that only Terraform knows"],
    [{ ...calculated, child_health_threshold: "${var.x}" }, "child_health_threshold that only Terraform knows"],
    [{ ...calculated, child_healthchecks: "${var.x}" }, "child_healthchecks that only Terraform knows"],
    [check("1", { count: 2 }), "a health check with count"],
  ])("%p", (it, reason) => {
    const outer = { type: "CALCULATED", child_healthchecks: ["${aws_route53_health_check.it[0].id}"] };
    const checks = { ...CHECKS, it: it as Record<string, unknown>, outer };
    for (const name of ["it", "outer"]) {
      expect(() => ask({ www: plain("1", watch(name)) }, checks)).toThrow(
        `simulate: aws_route53_record.www: aws_route53_health_check.it: ${reason} cannot be simulated`,
      );
    }
  });
});

test("health checks in a loop are refused by their names, whether a record has one or not", () => {
  const counting = (...names: string[]) => ({
    type: "CALCULATED",
    child_healthchecks: names.map((name) => `\${aws_route53_health_check.${name}.id}`),
    child_health_threshold: 1,
  });
  const loop = { outer: counting("one", "a"), a: counting("b"), b: counting("one", "a"), one: check("1") };
  const named =
    "readTerraform: aws_route53_health_check.a: health checks in a loop, which Terraform refuses: aws_route53_health_check.a -> aws_route53_health_check.b -> aws_route53_health_check.a";
  for (const records of [{ www: plain("1", watch("outer")) }, {}] as Records[]) {
    expect(refusalOf(() => readTerraform(configurationOf(records, loop)))).toEqual([named]);
  }
  const self = { it: counting("it") };
  expect(refusalOf(() => readTerraform(configurationOf({ www: plain("1", watch("it")) }, self)))).toEqual([
    "readTerraform: aws_route53_health_check.it: health checks in a loop, which Terraform refuses: aws_route53_health_check.it -> aws_route53_health_check.it",
  ]);
});

test("values that Terraform takes for numbers and booleans are read as such", () => {
  const value = (name: string) => plain(name, { set_identifier: name, multivalue_answer_routing_policy: "true" });
  expect(ask({ a: value("a"), b: value("b") })).toEqual({ a: 0.5, b: 0.5 });
  const text = (weight: string) => ({ weighted_routing_policy: { weight } });
  expect(ask({ a: weighted("a", 0, text("1")), b: weighted("b", 0, text("3")) })).toEqual({ a: 0.25, b: 0.75 });
  const records = { a: failover("first", "PRIMARY", watch("it")), b: failover("second", "SECONDARY") };
  expect(ask(records, { it: check("9", { disabled: "true" }) }, { unhealthy: ["9"] })).toEqual({ first: 1 });
});

describe("readTerraform", () => {
  const office = { collection_id: "c", location_name: "office" };
  const byRange = plain("1", { name: "old.example.com", cidr_routing_policy: office });
  const toOld = plain("", { ...aliasOf("old"), name: "shop.example.com" });

  test("reports which record it cannot simulate, why, and for whose queries", () => {
    const { zone, unreadable } = readTerraform(configurationOf({ old: byRange, shop: toOld, www: plain("2") }));
    expect(zone.questions).toMatchObject([{ name: "www.example.com", type: "A" }]);
    expect(unreadable).toMatchObject([
      {
        record: "aws_route53_record.old",
        reason: "routing by cidr cannot be simulated",
        questions: [{ name: "shop.example.com", type: "A" }],
      },
    ]);
  });

  test("lets all other names be simulated", () => {
    expect(ask({ old: byRange, shop: toOld, www: plain("2") })).toEqual({ "2": 1 });
  });

  test("takes a list of values that only Terraform knows for one value", () => {
    const zone = { www: plain("", { records: "${var.addresses}", ...watch("one") }) };
    expect(readTerraform(configurationOf(zone, CHECKS)).zone.endpoints).toEqual(["${var.addresses}"]);
  });

  test.each<[string, Records, Records]>([
    ["a time to live", { www: plain("1", { ttl: "${var.ttl}", ...watch("one") }) }, CHECKS],
    ["an interval", { www: plain("1", watch("one")) }, { one: check("1", { request_interval: "${var.interval}" }) }],
    ["a threshold", { www: plain("1", watch("one")) }, { one: check("1", { failure_threshold: "${var.threshold}" }) }],
  ])("does not make up how long a failover takes with %s that only Terraform knows", (_, records, checks) => {
    const { zone } = readTerraform(configurationOf(records, checks));
    expect(zone.questions.map((question) => zone.failoverSeconds(question))).toEqual([undefined]);
    expect(analyzeFailures(zone, { failoverTargetSeconds: 1 }).map(({ problem }) => problem)).toEqual([
      expect.stringContaining("an endpoint that is down answers"),
      expect.stringMatching(/^how long failover takes from 1 is not known here, /),
    ]);
    expect(routingTables(zone)).toContain("Failover: a time that is not known here, and what AWS");
  });

  test("counts the time to live of what an alias with a health check leads to", () => {
    const records = {
      www: plain("", { ...aliasOf("target"), ...watch("one") }),
      target: plain("1", { name: "t.example.com" }),
    };
    const { zone } = readTerraform(configurationOf(records, CHECKS));
    // 30 seconds, 3 failures, 6 seconds until the last times out, and a minute.
    expect(zone.questions.map((question) => zone.failoverSeconds(question))).toEqual([156]);
    const unknown = { ...records, target: { ...records.target, ttl: "${var.ttl}" } };
    const { zone: other } = readTerraform(configurationOf(unknown, CHECKS));
    expect(other.questions.map((question) => other.failoverSeconds(question))).toEqual([undefined]);
  });

  test.each([
    ["HTTP", 156],
    ["HTTPS", 156],
    // Two seconds more to search in the reply.
    ["HTTP_STR_MATCH", 158],
    ["HTTPS_STR_MATCH", 158],
    // Ten seconds to connect.
    ["TCP", 160],
  ])("counts how long the last attempt of a check by %s takes to fail", (type, seconds) => {
    const { zone } = readTerraform(configurationOf({ www: plain("1", watch("it")) }, { it: check("1", { type }) }));
    expect(zone.questions.map((question) => zone.failoverSeconds(question))).toEqual([seconds]);
  });
});
