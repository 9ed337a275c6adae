import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { GeoRouting, type GeoRoutingProps, readTerraform, simulate } from "../../../lib/route53";
import { inCountry } from "../../../lib/routing";
import { routingTables } from "../../../lib/routing/analysis/routing-table";
import { refusalOf, synthesizeStack } from "../../support/synthesize";

const simple = (name: string, value: string, more: object = {}) => ({
  zone_id: "Z1",
  name,
  type: "A",
  ttl: 60,
  records: [value],
  ...more,
});
const alias = (name: string, target: string) => ({
  zone_id: "Z1",
  name,
  type: "A",
  alias: { name: target, zone_id: "Z1", evaluate_target_health: true },
});

const configurationOf = (records: Record<string, object>, more: object = {}) => ({
  resource: { aws_route53_record: records, ...(more as { resource?: object }).resource },
  data: (more as { data?: object }).data,
});
const ask = (configuration: object, name = "www.example.com") =>
  simulate(configuration, { name, type: "A", location: inCountry("DE") }).flatMap(({ values }) => values);

describe("a name that is written relative to its zone", () => {
  // The provider adds the zone's name to what does not end with it.
  test.each<[string, object, string]>([
    [
      "a zone of the configuration",
      { resource: { aws_route53_zone: { main: { name: "example.com" } } } },
      "$" + "{aws_route53_zone.main.zone_id}",
    ],
    [
      "a zone that is looked up",
      { data: { aws_route53_zone: { main: { name: "example.com." } } } },
      "$" + "{data.aws_route53_zone.main.id}",
    ],
  ])("is a whole name, in %s", (_, zone, zone_id) => {
    const records = { www: { ...simple("www", "192.0.2.1"), zone_id }, apex: { ...simple("", "192.0.2.2"), zone_id } };
    const configuration = configurationOf(records, zone);
    expect(ask(configuration)).toEqual(["192.0.2.1"]);
    expect(ask(configuration, "example.com")).toEqual(["192.0.2.2"]);
    expect(readTerraform(configuration).zone.questions.map(({ name }) => name)).toEqual([
      "www.example.com",
      "example.com",
    ]);
  });

  test("is a whole name in the zone of a routing, whose names have that of the zone", () => {
    const records = {
      hidden: simple("paris.chain._routing-production.example.com", "192.0.2.9"),
      www: simple("www", "192.0.2.1"),
      shop: alias("shop", "www.example.com"),
    };
    expect(ask(configurationOf(records))).toEqual(["192.0.2.1"]);
    expect(ask(configurationOf(records), "shop.example.com")).toEqual(["192.0.2.1"]);
  });

  test("stays as it is in a zone whose name is not known, or that it ends with", () => {
    expect(ask(configurationOf({ www: simple("www", "192.0.2.1") }), "www")).toEqual(["192.0.2.1"]);
    const records = {
      hidden: simple("paris.chain._routing-production.example.com", "192.0.2.9"),
      mine: simple("my-example.com", "192.0.2.1"),
    };
    expect(ask(configurationOf(records), "my-example.com")).toEqual(["192.0.2.1"]);
  });
});

test("a name is asked for as it is compared in DNS, in any case and with a last dot", () => {
  expect(ask(configurationOf({ www: simple("www.example.com", "192.0.2.1") }), "WWW.Example.com.")).toEqual([
    "192.0.2.1",
  ]);
});

describe("records that are chosen by what no configuration knows", () => {
  const byLatency = (name: string, value: string, region: string) =>
    simple(name, value, { set_identifier: region, latency_routing_policy: { region } });

  test.each<[string, object]>([
    ["latency", { latency_routing_policy: { region: "eu-west-1" } }],
    ["geoproximity", { geoproximity_routing_policy: { aws_region: "eu-west-1" } }],
    ["the default of CIDR", { cidr_routing_policy: { collection_id: "c", location_name: "*" } }],
  ])("are simulated when there is no choice: by %s", (_, policy) => {
    const only = simple("www.example.com", "192.0.2.1", { set_identifier: "only", ...policy });
    expect(ask(configurationOf({ only }))).toEqual(["192.0.2.1"]);
  });

  test("cannot be simulated when there are two, or when a CIDR block is asked from elsewhere", () => {
    const two = {
      ireland: byLatency("www.example.com", "192.0.2.1", "eu-west-1"),
      virginia: byLatency("www.example.com", "192.0.2.2", "us-east-1"),
    };
    expect(refusalOf(() => ask(configurationOf(two)))).toEqual([
      "simulate: aws_route53_record.ireland: routing by latency cannot be simulated",
      "simulate: aws_route53_record.virginia: routing by latency cannot be simulated",
    ]);
    const block = simple("www.example.com", "192.0.2.1", {
      set_identifier: "office",
      cidr_routing_policy: { collection_id: "c", location_name: "office" },
    });
    expect(refusalOf(() => ask(configurationOf({ block })))).toEqual([
      "simulate: aws_route53_record.block: routing by cidr cannot be simulated",
    ]);
  });

  test("leave all other names to be simulated, and are named with those who reach them", () => {
    const records = {
      shop: alias("shop.example.com", "www.example.com"),
      ireland: byLatency("www.example.com", "192.0.2.1", "eu-west-1"),
      virginia: byLatency("www.example.com", "192.0.2.2", "us-east-1"),
      other: simple("other.example.com", "192.0.2.3"),
    };
    const { zone, unreadable } = readTerraform(configurationOf(records));
    expect(zone.questions.map(({ name }) => name)).toEqual(["other.example.com"]);
    expect(unreadable.map(({ record, questions }) => [record, questions.map(({ name }) => name)])).toEqual([
      ["aws_route53_record.ireland", ["shop.example.com"]],
      ["aws_route53_record.virginia", ["shop.example.com"]],
    ]);
  });
});

test("a load balancer of others answers under its own name, and is no last resort", () => {
  const elb = "dualstack.lb-1.eu-west-1.elb.amazonaws.com";
  const record = {
    ...alias("www.example.com", elb),
    alias: { name: elb, zone_id: "Z32O12XQLNTSW2", evaluate_target_health: true },
  };
  const { zone } = readTerraform(configurationOf({ record }));
  const [question] = zone.questions;
  if (question === undefined) throw new Error("there is no question");
  expect(zone.whileDown([]).shares(question, inCountry("DE"))).toMatchObject([
    { answerer: { kind: "alias", name: elb, isDangling: false }, share: 1 },
  ]);
});

test.each([
  ["alone", {}],
  [
    "beside one that has places",
    { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
  ],
])("a host name of a routing that has no places, %s, is answered by the last resort", (_, others) => {
  const configuration = synthesizeStack((stack) => {
    new GeoRouting(stack, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "test",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
      lastResort: { ipv4: ["198.51.100.1", "198.51.100.2"] },
      policies: { ...others, none: { hostNames: ["none.example.com"], countries: {} } },
    } as GeoRoutingProps);
  });
  const shares = readTerraform(configuration)
    .zone.whileDown([])
    .shares({ name: "none.example.com", type: "A" }, inCountry("DE"));
  expect(shares).toMatchObject([{ answerer: { kind: "last-resort" }, share: 1 }]);
});

describe("a record of others without a health check, beside a routing", () => {
  const configuration = synthesizeStack((stack) => {
    new GeoRouting(stack, "routing", {
      zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      routingName: "test",
      dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
      lastResort: { ipv4: "198.51.100.1" },
      policies: {
        platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"], percent: 5 } } },
      },
    });
    new Route53Record(stack, "japan", {
      zoneId: "Z0123456789EXAMPLE",
      name: "api.example.com",
      type: "A",
      ttl: 60,
      records: ["192.0.2.81", "192.0.2.82"],
      setIdentifier: "mine",
      geolocationRoutingPolicy: { country: "JP" },
    });
  });
  const { zone } = readTerraform(configuration);
  const answerersFrom = (country: "JP" | "DE" | "FR") =>
    zone
      .whileDown([])
      .shares({ name: "api.example.com", type: "A" }, inCountry(country))
      .map(({ answerer }) => answerer);

  test("answers under its own addresses, and is no last resort", () => {
    expect(answerersFrom("JP")).toEqual([{ kind: "alias", name: "192.0.2.81, 192.0.2.82", isDangling: false }]);
    expect(routingTables(zone)).toMatch(/\| JP \(Japan\) +\| 100 % 192\.0\.2\.81, 192\.0\.2\.82 +\|/);
  });

  test("leaves the routing's own last resort what it is, for everyone else and in a share", () => {
    expect(answerersFrom("DE")).toEqual([{ kind: "last-resort" }]);
    expect(answerersFrom("FR")).toEqual([{ kind: "endpoint", name: "paris" }, { kind: "last-resort" }]);
  });
});

describe("a CNAME", () => {
  const to = (name: string, target: string, ttl = 300) => ({
    zone_id: "Z0123456789EXAMPLE",
    name,
    type: "CNAME",
    ttl,
    records: [target],
  });
  const records = {
    api: { ...simple("api.example.com", "192.0.2.1"), ttl: 60 },
    www: to("www.example.com", "API.example.com."),
    short: to("short.example.com", "${aws_route53_record.www.fqdn}", 30),
    out: to("out.example.com", "lb.example.net"),
  };
  const asked = (name: string, type: "A" | "AAAA" | "CNAME" = "A") =>
    simulate(configurationOf(records), { name, type }).map(({ values, ttlSeconds, path }) => [
      values,
      ttlSeconds,
      path.map(({ address }) => address.replace("aws_route53_record.", "")),
    ]);

  test("is followed when an address is asked for, and kept for the shorter of the times", () => {
    expect(asked("www.example.com")).toEqual([[["192.0.2.1"], 60, ["www", "api"]]]);
    expect(asked("short.example.com")).toEqual([[["192.0.2.1"], 30, ["short", "www", "api"]]]);
  });

  test("answers with its name where that is elsewhere, and itself where it is asked for", () => {
    expect(asked("out.example.com")).toEqual([[["lb.example.net"], 300, ["out"]]]);
    expect(asked("out.example.com", "CNAME")).toEqual([[["lb.example.net"], 300, ["out"]]]);
  });

  test("answers nothing for an address that the other name does not have", () => {
    expect(asked("www.example.com", "AAAA")).toEqual([]);
  });

  test("is asked for by those alone who name it", () => {
    expect(readTerraform(configurationOf(records)).zone.questions.map(({ name }) => name)).toEqual(["api.example.com"]);
  });
});
