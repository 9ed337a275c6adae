import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import type { TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps, readTerraform } from "../../../lib/route53";
import { notAnalysed } from "../../../lib/route53/simulation/not-analysed";
import { type Block, refusalOf, synthesizeStack } from "../../support/synthesize";

/** A reference in Terraform's language. */
const of = (expression: string) => `$\{${expression}}`;

const simple = (name: string, more: object = {}) => ({
  zone_id: "Z1",
  name,
  type: "A",
  ttl: 60,
  records: ["192.0.2.1"],
  ...more,
});
const alias = (name: string, target: string, zone = "Z1", more: object = {}) => ({
  zone_id: "Z1",
  name,
  type: "A",
  alias: { name: target, zone_id: zone, evaluate_target_health: true },
  ...more,
});
const inPlace = (place: object) => ({ set_identifier: JSON.stringify(place), geolocation_routing_policy: place });

const read = (records: Record<string, object>, more: { resource?: object; data?: object } = {}) =>
  readTerraform({ ...more, resource: { aws_route53_record: records, ...more.resource } });
const namesIn = (...of: Parameters<typeof read>) => read(...of).zone.questions.map(({ name }) => name);
const notesIn = (...of: Parameters<typeof read>) => read(...of).unreadable.flatMap((one) => notAnalysed(one) ?? []);

const NAME = "a name that only Terraform knows cannot be simulated";
const TARGET = "an alias of a name that only Terraform knows cannot be simulated";

describe("an alias of a name that only Terraform knows", () => {
  test.each([
    [of("var.a"), "Z1"],
    [`${of("var.a")}.example.com`, "Z1"],
    [of("var.a"), of("var.zone")],
    [of("module.dns.name"), of("module.dns.zone_id")],
    [of("aws_route53_record.elsewhere.fqdn"), "Z1"],
  ])("leads to nobody knows whom: %s in %s", (target, zone) => {
    const records = { www: alias("www.example.com", target, zone), other: simple("other.example.com") };
    expect(namesIn(records)).toEqual(["other.example.com"]);
    expect(notesIn(records)).toEqual([`www.example.com (A) is not analysed: aws_route53_record.www: ${TARGET}`]);
  });

  test("leaves the users of other places to be analysed", () => {
    const records = {
      fr: alias("www.example.com", of("var.a"), "Z1", inPlace({ country: "FR" })),
      others: simple("www.example.com", inPlace({ country: "*" })),
    };
    expect(namesIn(records)).toEqual(["www.example.com"]);
    expect(notesIn(records)).toEqual([
      `www.example.com (A) is not analysed for users from FR (France): aws_route53_record.fr: ${TARGET}`,
    ]);
  });

  // An alias names a record of its own zone, or what AWS has made elsewhere.
  test.each([
    [of("aws_lb.main.dns_name"), of("aws_lb.main.zone_id")],
    [of("data.aws_lb.main.dns_name"), of("data.aws_lb.main.zone_id")],
    [of("aws_cloudfront_distribution.main.domain_name"), "Z2FDTNDATAQYW2"],
    [of("var.balancer"), "Z2FDTNDATAQYW2"],
    [of("var.balancer"), of("aws_lb.main.zone_id")],
  ])("answers under that name when it leads out of the zone: %s in %s", (target, zone) => {
    const records = { www: alias("www.example.com", target, zone) };
    expect(namesIn(records)).toEqual(["www.example.com"]);
    expect(notesIn(records)).toEqual([]);
  });

  test("is known when it is that of a record or of a zone here", () => {
    const zones = { resource: { aws_route53_zone: { main: { name: "example.com" } } } };
    const records = {
      apex: simple("example.com"),
      one: alias("one.example.com", of("aws_route53_record.apex.fqdn")),
      two: alias("two.example.com", of("aws_route53_zone.main.name")),
    };
    expect(namesIn(records, zones)).toEqual(["one.example.com", "two.example.com"]);
    expect(notesIn(records, zones)).toEqual([]);
  });
});

describe("a record whose name only Terraform knows", () => {
  test.each([of("var.x"), `${of("var.x")}.example.com`])(
    "is named, and leaves all others to be analysed: %s",
    (name) => {
      const records = { any: simple(name), www: simple("www.example.com") };
      expect(namesIn(records)).toEqual(["www.example.com"]);
      expect(notesIn(records)).toEqual([`${name} (A) is not analysed: aws_route53_record.any: ${NAME}`]);
    },
  );

  test("keeps nobody from asking for what leads to it", () => {
    const records = { any: simple(of("var.x")), www: alias("www.example.com", of("aws_route53_record.any.fqdn")) };
    expect(notesIn(records)).toEqual([`www.example.com (A) is not analysed: aws_route53_record.any: ${NAME}`]);
  });

  const others = simple("www.example.com", inPlace({ country: "*" }));
  const germany = simple("www.example.com", inPlace({ country: "DE" }));
  const identifier = inPlace({ country: "DE" }).set_identifier;

  test("may be for a place of each name that is answered by place", () => {
    const japan = simple(of("var.x"), inPlace({ country: "JP" }));
    const records = { japan, others, plain: simple("plain.example.com") };
    expect(namesIn(records)).toEqual(["www.example.com", "plain.example.com"]);
    expect(notesIn(records)).toContain(
      `www.example.com (A) is not analysed for users from JP (Japan): aws_route53_record.japan: ${NAME}`,
    );
  });

  test.each<[string, Block]>([
    ["for a place that another record is for", simple(of("var.x"), inPlace({ country: "DE" }))],
    [
      "with an identifier that another record has",
      simple(of("var.x"), { ...inPlace({ country: "JP" }), set_identifier: identifier }),
    ],
    ["of another type", simple(of("var.x"), { ...inPlace({ country: "JP" }), type: "AAAA" })],
    ["of another beginning", simple(`api${of("var.x")}`, inPlace({ country: "JP" }))],
    ["of another zone", simple(`${of("var.x")}.example.org`, inPlace({ country: "JP" }))],
    ["by weight", simple(of("var.x"), { set_identifier: "x", weighted_routing_policy: { weight: 1 } })],
    ["by nothing", simple(of("var.x"))],
  ])("takes nothing from a name that Route 53 refuses it at, or that it cannot be: %s", (_, any) => {
    const records = { any, others, germany, plain: simple("example.org") };
    expect(read(records).unreadable.flatMap(({ questions }) => questions.map(({ name }) => name))).toEqual([any.name]);
  });

  test.each<[string, object]>([
    ["weight", { weighted_routing_policy: { weight: 1 } }],
    ["several values", { multivalue_answer_routing_policy: true }],
    ["latency", { latency_routing_policy: { region: "eu-west-1" } }],
  ])("may be one of those of a name that is answered by %s", (_, policy) => {
    const records = {
      one: simple("www.example.com", { set_identifier: "one", ...policy }),
      any: simple(`www${of("var.x")}`, { set_identifier: "any", ...policy }),
    };
    expect(namesIn(records)).toEqual([]);
    expect(notesIn(records)).toContain(`www.example.com (A) is not analysed: aws_route53_record.any: ${NAME}`);
  });

  test("may be relative to its zone, if that is known", () => {
    const zone = { resource: { aws_route53_zone: { main: { name: "example.com" } } } };
    const records = {
      any: { ...simple(`${of("var.x")}w`, inPlace({ country: "JP" })), zone_id: of("aws_route53_zone.main.id") },
      others: { ...others, zone_id: of("aws_route53_zone.main.zone_id") },
    };
    expect(notesIn(records, zone)).toContain(
      `www.example.com (A) is not analysed for users from JP (Japan): aws_route53_record.any: ${NAME}`,
    );
  });

  test.each<[string, string]>([
    ["of a zone that is made here", of("aws_route53_zone.main.name")],
    ["of a zone that is looked up", of("data.aws_route53_zone.main.name")],
    ["of another record", of("aws_route53_record.ipv6.name")],
  ])("is known when it is that %s", (_, name) => {
    const zones = {
      resource: { aws_route53_zone: { main: { name: "example.com" } } },
      data: { aws_route53_zone: { main: { name: "example.com." } } },
    };
    const ipv6 = { ...simple("example.com"), type: "AAAA" };
    const records = { it: simple(name), below: simple(`www.${name}`), ipv6 };
    expect(
      read(records, zones)
        .zone.questions.filter(({ type }) => type === "A")
        .map((one) => one.name),
    ).toEqual(["example.com", "www.example.com"]);
  });

  test("as the proof of a certificate has it, is for no name that is asked for", () => {
    const proof = { ...simple(of("x.name")), type: of("x.type") };
    expect(notesIn({ proof, www: simple("www.example.com") })).toEqual([]);
  });
});

describe("a CNAME with a name that only Terraform knows", () => {
  const cname = (name: string, more: object = {}) => ({ ...simple(name, more), type: "CNAME", records: ["other.net"] });

  test("is named, and changes what no other name answers", () => {
    const records = { other: cname(of("var.name")), www: simple("www.example.com") };
    expect(namesIn(records)).toEqual(["www.example.com"]);
    expect(notesIn(records)).toEqual([`${of("var.name")} (CNAME) is not analysed: aws_route53_record.other: ${NAME}`]);
  });

  test.each<[string, object]>([
    ["of Google's", cname(of("google_certificate_manager_dns_authorization.a.dns_resource_record[0].name"))],
    ["of Amazon's", cname(of("tolist(aws_acm_certificate.a.domain_validation_options)[0].resource_record_name"))],
    [
      "of each of Amazon's",
      cname(of("each.value.name"), {
        for_each: of("{ for o in aws_acm_certificate.a.domain_validation_options : o.n => o }"),
      }),
    ],
  ])("is silent as the proof of a certificate %s", (_, proof) => {
    expect(notesIn({ proof, www: simple("www.example.com") })).toEqual([]);
  });
});

test("a data centre is not called by an identifier that only Terraform knows", () => {
  const name = "paris_frankfurt.set._routing-test.example.com";
  const policy = { weighted_routing_policy: { weight: 1 }, health_check_id: "check" };
  const records = {
    one: simple(name, { set_identifier: of("var.s"), ...policy }),
    www: alias("www.example.com", name),
  };
  expect(notesIn(records)).toEqual([
    "www.example.com (A) is not analysed: aws_route53_record.one: a set_identifier that only Terraform knows cannot be simulated",
  ]);
});

test("a health check's type that only Terraform knows may be one that counts others", () => {
  const checks = { resource: { aws_route53_health_check: { it: { type: of("var.t") } } } };
  const www = simple("www.example.com", { health_check_id: of("aws_route53_health_check.it.id") });
  expect(notesIn({ www }, checks)).toEqual([
    "www.example.com (A) is not analysed: aws_route53_record.www: aws_route53_health_check.it: type that only Terraform knows cannot be simulated",
  ]);
});

describe("beside a routing", () => {
  const PROPS: GeoRoutingProps = {
    zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
    routingName: "test",
    dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" } } },
    lastResort: { ipv4: "198.51.100.1" },
    policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
  };
  const change = (edit: (routing: GeoRouting, stack: TerraformStack) => void, props: Partial<GeoRoutingProps> = {}) =>
    synthesizeStack((stack) => {
      const routing = new GeoRouting(stack, "routing", { ...PROPS, ...props });
      edit(routing, stack);
      routing.analysis.throwIfAny();
    });
  const warningsOf = (...of: Parameters<typeof change>): string[] =>
    change(...of).annotations?.map(({ message }: Block) => message) ?? [];
  const record = (routing: GeoRouting, place: string) => {
    const found = [...routing.records].find(([id]) => id.includes(`_host_apiexamplecom_${place}_`))?.[1];
    if (found === undefined) throw new Error(`there is no record for ${place}`);
    return found;
  };
  const foreign = (stack: TerraformStack, more: Partial<Route53RecordConfig>) =>
    new Route53Record(stack, "foreign", {
      zoneId: "Z0123456789EXAMPLE",
      name: of("var.x"),
      type: "A",
      ttl: 60,
      records: ["192.0.2.81"],
      ...more,
    });

  test("an alias of its own leaves out its country", () => {
    expect(warningsOf((routing) => record(routing, "FR").addOverride("alias.name", of("var.n")))).toEqual([
      expect.stringMatching(
        /^policies\.platform: api\.example\.com \(A\) is not analysed for users from FR \(France\): aws_route53_record\.\S+: an alias of a name that only Terraform knows cannot be simulated$/,
      ),
    ]);
  });

  test("the record for everyone else is named when its name is not known, and no other cause is made up", () => {
    const warnings = warningsOf((routing) => record(routing, "default").addOverride("name", of("var.n")));
    expect(warnings).toContainEqual(
      expect.stringMatching(
        /^policies\.platform: api\.example\.com \(A\) is not analysed for users from addresses in no known place, AD .* and 241 other places: aws_route53_record\.\S+: a name that only Terraform knows cannot be simulated$/,
      ),
    );
  });

  test("a record of others may answer the users of a rule, which cannot be judged then", () => {
    const rules = {
      residency: { japan: { usersIn: ["JP"], servedFrom: ["FR"] } },
      lastResortCountries: ["FR"],
    } as const;
    const make = () =>
      change((_, stack) => foreign(stack, { setIdentifier: "x", geolocationRoutingPolicy: { country: "JP" } }), {
        rules,
        dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" }, country: "FR" } },
      });
    expect(refusalOf(make)).toContainEqual(
      expect.stringMatching(
        /cannot be judged for users in JP \(Japan\): aws_route53_record\.foreign: a name that only/,
      ),
    );
  });

  test("a simple record of others is named, and stops nothing", () => {
    expect(warningsOf((_, stack) => foreign(stack, {}))).toEqual([
      `zone: ${of("var.x")} (A) is not analysed: aws_route53_record.foreign: ${NAME}`,
    ]);
  });

  test("a record of others for a country that only Terraform knows is no conflict", () => {
    const warnings = warningsOf((_, stack) =>
      foreign(stack, {
        name: "api.example.com",
        setIdentifier: "x",
        geolocationRoutingPolicy: { country: of("var.c") },
      }),
    );
    expect(warnings).toEqual([
      expect.stringContaining("aws_route53_record.foreign: a country that only Terraform knows"),
    ]);
  });
});
