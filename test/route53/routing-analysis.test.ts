import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record, type Route53RecordConfig } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps, type HostPolicy, readTerraform } from "../../lib/route53";
import { inCountry } from "../../lib/routing";
import { type Block, refusalOf, synthesize, synthesizeStack } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: 1000 } },
  lastResort: { ipv4: "198.51.100.1" },
  policies: {
    platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
    shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
  },
};
const OVERLOAD = { analysis: { demand: { FR: 5000 } } };

/** What the options of a platform are called by its users. */
const REPORT_AS = {
  path: "production",
  properties: { zone: "hostedZone", policies: "services", "policies.platform": "routing" },
};

const judge = (change: Partial<GeoRoutingProps> = {}, more: (stack: TerraformStack) => void = () => undefined) =>
  refusalOf(() =>
    synthesizeStack((stack) => {
      const { analysis } = new GeoRouting(stack, "routing", { ...PROPS, ...change });
      more(stack);
      analysis.throwIfAny();
    }),
  );

const warningsOf = (change: Partial<GeoRoutingProps>, more: (stack: TerraformStack) => void = () => undefined) =>
  synthesizeStack((stack) => {
    const { analysis } = new GeoRouting(stack, "routing", { ...PROPS, ...change });
    more(stack);
    analysis.throwIfAny();
  }).annotations?.map(({ message }: Block) => message) ?? [];

const overloadOf = (name: string) =>
  `${name} A: paris is asked for 5000 requests per second from FR (France) and can take 1000; lower the percentage of a country, or name another data centre before the last resort`;

/** A record of somebody else that covers Europe alone. */
const europeOnly = (stack: TerraformStack) =>
  new Route53Record(stack, "blog", {
    zoneId: "Z0123456789EXAMPLE",
    name: "blog.example.com",
    type: "A",
    ttl: 60,
    records: ["203.0.113.99"],
    setIdentifier: "europe",
    geolocationRoutingPolicy: { continent: "EU" },
  });

test("an error has the property of the policy that it is about", () => {
  expect(judge(OVERLOAD)).toEqual([
    `stack/routing: policies.platform: ${overloadOf("api.example.com")}`,
    `stack/routing: policies.shop: ${overloadOf("shop.example.com")}`,
  ]);
});

describe("records of others, which no policy routes and no policy can mend,", () => {
  const record = (stack: TerraformStack, id: string, more: Partial<Route53RecordConfig>) =>
    new Route53Record(stack, id, { zoneId: "Z0123456789EXAMPLE", name: id, type: "A", ttl: 60, ...more });
  const ADDRESS = ["203.0.113.99"];

  test("are a warning where they leave users without an answer", () => {
    const [warning, ...others] = warningsOf({}, europeOnly);
    expect(warning).toMatch(/^zone: blog\.example\.com A: no answer for addresses in no known place, /);
    expect(others).toEqual([]);
  });

  test("are a warning where an address that another name watches answers while it is down", () => {
    const imported = (stack: TerraformStack) => {
      const check = new Route53HealthCheck(stack, "check", { type: "TCP", port: 443, ipAddress: "203.0.113.99" });
      record(stack, "geo.example.com", {
        records: ADDRESS,
        setIdentifier: "default",
        geolocationRoutingPolicy: { country: "*" },
      });
      record(stack, "m.example.com", {
        records: ADDRESS,
        setIdentifier: "one",
        healthCheckId: check.id,
        multivalueAnswerRoutingPolicy: true,
      });
    };
    const remedy =
      "end their chain in an address without a health check, and let each alias evaluate its target's health";
    expect(warningsOf({}, imported)).toEqual([
      expect.stringMatching(
        /^zone: geo\.example\.com A, m\.example\.com A, when 203\.0\.113\.99 is down: an endpoint that is down answers /,
      ),
    ]);
    expect(warningsOf({}, imported)[0]).toContain(remedy);
  });

  test("are a warning where their failover is slow", () => {
    const slow = (stack: TerraformStack) => {
      const check = new Route53HealthCheck(stack, "check", {
        type: "TCP",
        port: 443,
        ipAddress: "203.0.113.99",
        failureThreshold: 3,
        requestInterval: 30,
      });
      const of = (id: string, type: string, address: string, healthCheckId?: string) =>
        record(stack, id, {
          name: "p.example.com",
          records: [address],
          setIdentifier: id,
          healthCheckId,
          ttl: 900,
          failoverRoutingPolicy: { type },
        });
      of("one", "PRIMARY", "203.0.113.99", check.id);
      of("two", "SECONDARY", "203.0.113.98");
    };
    expect(warningsOf({ analysis: { failoverTargetSeconds: 300 } }, slow)).toEqual([
      expect.stringMatching(/^zone: p\.example\.com A: failover takes \d+ seconds, and the target is 300; /),
    ]);
  });

  test("stop nothing beside a routed name that has the same fault and stops the synthesis", () => {
    const policies = { shops: { hostNames: ["*.shop.example.com"], countries: { FR: { serveFrom: ["paris"] } } } };
    // 30 s to detect, 6 s for the last request, 60 s in resolvers.
    expect(judge({ policies, analysis: { failoverTargetSeconds: 95 } }, europeOnly)).toEqual([
      expect.stringMatching(/^stack\/routing: policies\.shops: \*\.shop\.example\.com A: failover takes 96 seconds, /),
    ]);
  });
});

describe("records of others do not keep the routing from being judged:", () => {
  const overloads = ["stack/routing: policies.platform: ", "stack/routing: policies.shop: "].map((path, index) =>
    path.concat(overloadOf(["api.example.com", "shop.example.com"][index] ?? "")),
  );
  const DEMAND = { demandPerHostName: { "api.example.com": { FR: 5000 }, "shop.example.com": { FR: 5000 } } };
  const judgedBeside = (others: (stack: TerraformStack) => void, isFirst: boolean) =>
    refusalOf(() =>
      synthesizeStack((stack) => {
        if (isFirst) others(stack);
        const routing = new GeoRouting(stack, "routing", {
          ...PROPS,
          dataCenters: TWO,
          analysis: DEMAND,
          policies: BOTH,
        });
        if (!isFirst) others(stack);
        routing.analysis.throwIfAny();
      }),
    );
  const TWO = {
    paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: 1000 },
    lyon: { ingress: { ipv4: "203.0.113.11" }, requestsPerSecond: 1000 },
  };
  const BOTH = {
    platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
    shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["lyon"] } } },
  };
  const expected = [overloads[0], overloads[1]?.replace("paris", "lyon")];

  test.each([true, false])("one of the same name in a private zone, made first: %s", (isFirst) => {
    const inPrivateZone = (stack: TerraformStack) => {
      const record = { zoneId: "Z0PRIVATE", name: "api.example.com", ttl: 60 } as const;
      new Route53Record(stack, "a-private", { ...record, type: "A", records: ["10.0.0.1"] });
      new Route53Record(stack, "a-note", { ...record, type: "TXT", records: ["private"] });
    };
    expect(judgedBeside(inPrivateZone, isFirst)).toEqual(expected);
  });

  test("one of the same name in a zone that only Terraform knows", () => {
    const inZone = (stack: TerraformStack) => {
      const zone = new Route53Zone(stack, "a-zone", { name: "example.com", vpc: [{ vpcId: "vpc-1" }] });
      const record = { zoneId: zone.zoneId, name: "api", type: "A", ttl: 60 } as const;
      new Route53Record(stack, "a-private", { ...record, records: ["10.0.0.1"] });
    };
    expect(judgedBeside(inZone, true)).toEqual(expected);
  });

  test.each([true, false])("a routing of the same names in a private zone, made first: %s", (isFirst) => {
    const inPrivateZone = (stack: TerraformStack) => {
      const zone = { zoneId: "Z0PRIVATE", zoneName: "example.com" };
      new GeoRouting(stack, "a-private", {
        ...PROPS,
        zone,
        policies: { platform: { ...BOTH.platform, countries: {} } },
      });
    };
    expect(judgedBeside(inPrivateZone, isFirst)).toEqual(expected);
  });

  test.each<[string, string, object]>([
    ["of one data centre, with a health check that is made elsewhere", "203.0.113.10", { healthCheckId: "abc" }],
    ["of the last resort, with one", "198.51.100.1", { healthCheckId: "abc" }],
  ])("one with the address %s", (_, address, more) => {
    const old = (stack: TerraformStack) => {
      const record = { zoneId: "Z0123456789EXAMPLE", name: "old.example.com", type: "A", ttl: 60 } as const;
      const choice = { setIdentifier: "x", weightedRoutingPolicy: { weight: 1 } };
      new Route53Record(stack, "a-old", { ...record, ...choice, ...more, records: [address] });
    };
    expect(judgedBeside(old, true)).toEqual(expected);
    expect(judgedBeside(old, false)).toEqual(expected);
    const routing = synthesizeStack((stack) => {
      new GeoRouting(stack, "routing", { ...PROPS, dataCenters: TWO, policies: BOTH });
      old(stack);
    });
    const { zone } = readTerraform(routing);
    expect(zone.endpoints).toEqual(["lyon", "paris"]);
    expect(zone.partsOf("paris")).toEqual([]);
    const shares = zone.whileDown(["lyon"]).shares({ name: "shop.example.com", type: "A" }, inCountry("FR"));
    expect(shares.map(({ answerer }) => answerer)).toEqual([{ kind: "last-resort" }]);
  });
});

test("a routing that is alone in its stack stops cdktf's own validation", () => {
  const program = () =>
    synthesize((app) => new GeoRouting(new TerraformStack(app, "stack"), "routing", { ...PROPS, ...OVERLOAD }));
  expect(program).toThrow(`policies.platform: ${overloadOf("api.example.com")}`);
});

describe("whoever makes a routing for its own users reports in their words", () => {
  test("what the analysis finds", () => {
    expect(judge({ ...OVERLOAD, reportAs: REPORT_AS }, europeOnly)).toEqual([
      `production: routing: ${overloadOf("api.example.com")}`,
      `production: services.shop: ${overloadOf("shop.example.com")}`,
    ]);
    expect(warningsOf({ reportAs: REPORT_AS }, europeOnly)).toEqual([
      expect.stringMatching(/^hostedZone: blog\.example\.com A: no answer for /),
    ]);
  });

  test("what is refused at once", () => {
    const countries = { FR: { serveFrom: ["paris"], percent: 101 } };
    const policies = { platform: { hostNames: ["api.example.com"], countries } };
    const program = () =>
      synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...PROPS, policies, reportAs: REPORT_AS }));
    expect(refusalOf(program)).toEqual([
      "production: routing.countries.FR.percent: got 101, expected a whole number from 0 to 100",
    ]);
  });

  test("what is only a warning", () => {
    const names = ["one", "two", "three"];
    const dataCenters = Object.fromEntries(
      names.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}` } }] as const),
    );
    const percent = unknownNumber;
    const policies = {
      platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: names } } },
      shop: { hostNames: ["shop.example.com"], countries: { FR: { serveFrom: ["one"], percent } } },
    };
    expect(warningsOf({ dataCenters, policies, reportAs: REPORT_AS })).toEqual([
      "routing.countries.FR.serveFrom: makes 4 aliases in a row, and AWS documents 3: name fewer data centres, or test it before you rely on it",
      expect.stringMatching(
        /^services\.shop: shop\.example\.com \(A\) is not analysed for users from FR \(France\): aws_route53_record\.\S+_share_shop_FR_one_last_resort_\S+: a weight that only Terraform knows cannot be simulated$/,
      ),
    ]);
  });
});

test("what takes the host names of several policies is about all policies, and adds them up", () => {
  const dataCenters = {
    paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: 1500 },
    frankfurt: { ingress: { ipv4: "203.0.113.20" } },
  };
  const policies = {
    one: { hostNames: ["one.example.com"], countries: { FR: { serveFrom: ["paris"] } } },
    two: { hostNames: ["two.example.com"], countries: { DE: { serveFrom: ["paris"] } } },
  };
  // France may ask for the one alone, and Germany for the other alone.
  const both = { dataCenters, policies, analysis: { demand: { FR: 1000, DE: 1000 } } };
  const asked = "one.example.com A, two.example.com A: paris is asked for up to 2000 requests per second";
  const remedy =
    "lower the percentage of a country, or name another data centre before the last resort; or configure demandPerHostName, and the demand of states: as long as it is not known how the demand divides, the worst counts";
  expect(judge(both)).toEqual([
    `stack/routing: policies: ${asked} from DE (Germany), FR (France) and can take 1500; ${remedy}`,
  ]);
  expect(judge({ ...both, reportAs: REPORT_AS })).toEqual([
    `production: services: ${asked} from DE (Germany), FR (France) and can take 1500; ${remedy}`,
  ]);
  // Once it is known for which name they are, loads are exact.
  const half = { FR: 500, DE: 500 };
  const analysis = { demandPerHostName: { "one.example.com": half, "Two.example.com.": half } };
  expect(warningsOf({ ...both, analysis })).toEqual([]);
});

test("a host name whose demand is known is one of the routing", () => {
  const analysis = { demandPerHostName: { "www.example.com": { FR: 1 } } };
  expect(judge({ analysis })).toEqual([
    'stack/routing: analysis.demandPerHostName.www.example.com: got "www.example.com", expected a host name of the policies: "api.example.com" or "shop.example.com"',
  ]);
});

test("a remaining capacity is one of a data centre of the routing", () => {
  const analysis = { remainingCapacity: { pairs: { "rack a1": 500 } } };
  expect(judge({ analysis })).toEqual([
    'stack/routing: analysis.remainingCapacity.pairs: got "pairs", expected a data centre: "paris"',
  ]);
});

test("a name of others that leads to a host name does not keep it from being judged", () => {
  const www = (stack: TerraformStack) =>
    new Route53Record(stack, "www", {
      zoneId: "Z0123456789EXAMPLE",
      name: "www.example.com",
      type: "A",
      alias: { name: "api.example.com", zoneId: "Z0123456789EXAMPLE", evaluateTargetHealth: true },
    });
  const policies = { platform: PROPS.policies.platform as HostPolicy };
  expect(judge({ ...OVERLOAD, policies }, www)).toEqual([
    `stack/routing: policies.platform: ${overloadOf("api.example.com")}`,
  ]);
});

describe("what the routing is judged by must be known:", () => {
  const judged = "got a token, expected a value that is known at synthesis: the routing is judged by it";

  test("capacities, of a data centre, its addresses and the last resort", () => {
    const ingress = { ipv4: ["203.0.113.10", "203.0.113.11"] };
    const dataCenters = {
      paris: { ingress, requestsPerSecond: unknownNumber, requestsPerSecondPerAddress: unknownNumber },
    };
    expect(judge({ dataCenters, analysis: { lastResortRequestsPerSecond: unknownNumber } })).toEqual([
      `stack/routing: dataCenters.paris.requestsPerSecond: ${judged}`,
      `stack/routing: dataCenters.paris.requestsPerSecondPerAddress: ${judged}`,
      `stack/routing: analysis.lastResortRequestsPerSecond: ${judged}`,
    ]);
  });

  test("the demand, the target for failover, and how many failures are tried", () => {
    const analysis = {
      demand: { FR: unknownNumber },
      demandPerHostName: { "api.example.com": { "US-CA": unknownNumber } },
      failoverTargetSeconds: unknownNumber,
      simultaneousFailures: unknownNumber as 2,
      failuresToWithstand: unknownNumber as 2,
    };
    expect(judge({ analysis })).toEqual([
      `stack/routing: analysis.simultaneousFailures: ${judged}`,
      `stack/routing: analysis.failuresToWithstand: ${judged}`,
      `stack/routing: analysis.demand.FR: ${judged}`,
      `stack/routing: analysis.demandPerHostName.api.example.com.US-CA: ${judged}`,
      `stack/routing: analysis.failoverTargetSeconds: ${judged}`,
    ]);
  });
});

describe("a host name of a policy that has no records", () => {
  const RULES = { rules: { minLiveSites: { FR: 1 } } };
  const change = (edit: (record: Route53Record, stack: TerraformStack) => void) => (stack: TerraformStack) => {
    const records = stack.node.findAll().filter((one): one is Route53Record => one instanceof Route53Record);
    for (const record of records) if (record.nameInput === "shop.example.com") edit(record, stack);
  };
  const cases: [string, (record: Route53Record, stack: TerraformStack) => void][] = [
    ["another name", (record) => record.addOverride("name", "hop.example.com")],
    ["another type", (record) => record.addOverride("type", "TXT")],
    ["nothing at all", (record) => record.node.scope?.node.tryRemoveChild(record.node.id)],
  ];
  const message =
    "shop.example.com (A) is not analysed: no record of this stack has this name and type, though the policy makes one: an override, an aspect or a removed construct changes it";

  test.each(cases)("since something gives them %s, is a warning", (_, edit) => {
    expect(warningsOf({}, change(edit))).toContain(`policies.shop: ${message}`);
  });

  test.each(cases)("since something gives them %s, is an error where a rule is for its users", (_, edit) => {
    expect(judge(RULES, change(edit))).toContain(`stack/routing: policies.shop: ${message}`);
  });

  test("does not occur while they have them", () => {
    expect(warningsOf(RULES)).toEqual([]);
    expect(warningsOf({})).toEqual([]);
  });
});

describe("a record that Route 53 refuses", () => {
  const refusedOf = (edit: (record: Route53Record) => void) =>
    warningsOf({}, (stack) => {
      const record = stack.node
        .findAll()
        .filter((one): one is Route53Record => one instanceof Route53Record)
        .find(({ nameInput, geolocationRoutingPolicyInput: place }) => {
          return nameInput === "shop.example.com" && place?.country === "FR";
        });
      if (record !== undefined) edit(record);
    });

  test.each<[string, (record: Route53Record) => void, string]>([
    [
      "without values",
      (record) => {
        record.addOverride("alias", undefined);
        record.addOverride("records", []);
        record.addOverride("ttl", 60);
      },
      "a record without values, which Route 53 refuses, cannot be simulated",
    ],
    [
      "without a place beside those of places",
      (record) => record.addOverride("geolocation_routing_policy", null),
      "no routing policy beside records of the name that have one, which Route 53 refuses, cannot be simulated",
    ],
    [
      "with an invalid alias",
      (record) => record.addOverride("alias", 5),
      "an alias of 5, which Terraform refuses, cannot be simulated",
    ],
  ])("is not analysed: %s", (_, edit, reason) => {
    expect(refusedOf(edit)).toContainEqual(
      expect.stringMatching(/^policies\.shop: shop\.example\.com \(A\) is not analysed/),
    );
    expect(refusedOf(edit).join("\n")).toContain(reason);
  });
});
