import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { MAX_PLACES } from "../../lib/route53/routing-tree";
import { COUNTRY_CODES, continentOf, type RoutedDataCenter, type Tier } from "../../lib/routing";
import { type Block, refusalOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { interpolation, unknownList, unknownNumber, unknownText } from "../support/tokens";

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10" } },
    frankfurt: { ingress: { ipv4: "203.0.113.20" } },
  },
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
  policies: {
    platform: { hostNames: ["api.example.com"], countries: { DE: { serveFrom: ["frankfurt", "paris"], percent: 25 } } },
  },
};

const make = (change: Partial<GeoRoutingProps> = {}) => {
  const made = synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...PROPS, ...change }));
  // That a data centre of a test has no IPv6 address, and so nobody has, is warned of, and not what these tests are about.
  const isOther = ({ message }: Block) => !message.startsWith("lastResort.ipv6");
  return { ...made, annotations: made.annotations?.filter(isOther) };
};

/** Records by name and set identifier: what Route 53 would tell apart, without the words of Terraform. */
function recordsOf(configuration: Block): Record<string, Block> {
  const records = Object.values(resourcesOf(configuration, "aws_route53_record"));
  return Object.fromEntries(
    records.map((record) => [`${record.type} ${record.name} ${record.set_identifier}`, record]),
  );
}

/** The name that an alias leads to, by looking up the record that it refers to. */
function targetOf(configuration: Block, record: Block | undefined): string {
  const address = /^\$\{aws_route53_record\.([^.]+)\.fqdn\}$/.exec(record?.alias.name)?.[1] ?? "";
  return resourcesOf(configuration, "aws_route53_record")[address]?.name;
}

describe("the records of a country", () => {
  const configuration = make();
  const records = recordsOf(configuration);
  const hidden = "_routing-test.example.com";

  test("lead from the host name over its share to the chain of its data centres", () => {
    const host = records["A api.example.com geo-DE"];
    expect(host).toMatchObject({ zone_id: "Z0123456789EXAMPLE", geolocation_routing_policy: { country: "DE" } });
    expect(host?.alias).toMatchObject({ zone_id: "Z0123456789EXAMPLE", evaluate_target_health: true });
    expect(targetOf(configuration, host)).toBe(`de.platform.frankfurt.paris.share.${hidden}`);
    expect(targetOf(configuration, records[`A de.platform.frankfurt.paris.share.${hidden} data-centers`])).toBe(
      `frankfurt.paris.chain.${hidden}`,
    );
    expect(targetOf(configuration, records[`A frankfurt.paris.chain.${hidden} secondary`])).toBe(
      `paris.chain.${hidden}`,
    );
  });

  test("divide its users by weights that make 100", () => {
    expect(records[`A de.platform.frankfurt.paris.share.${hidden} data-centers`]?.weighted_routing_policy).toEqual({
      weight: 25,
    });
    expect(records[`A de.platform.frankfurt.paris.share.${hidden} last-resort`]).toMatchObject({
      weighted_routing_policy: { weight: 75 },
      records: ["198.51.100.1"],
      ttl: 60,
    });
  });

  test("answer with a data centre only while its health check is healthy", () => {
    const checks = Object.entries(resourcesOf(configuration, "aws_route53_health_check"));
    const frankfurt = checks.find(([, { ip_address }]) => ip_address === "203.0.113.20")?.[0];
    expect(records[`A frankfurt.paris.chain.${hidden} primary`]).toMatchObject({
      failover_routing_policy: { type: "PRIMARY" },
      records: ["203.0.113.20"],
      ttl: 60,
      health_check_id: `\${aws_route53_health_check.${frankfurt}.id}`,
    });
  });

  test("end in an address without a health check, so that nobody is left without an answer", () => {
    const last = records[`A paris.chain.${hidden} secondary`];
    expect(last).toMatchObject({ failover_routing_policy: { type: "SECONDARY" }, records: ["198.51.100.1"] });
    expect(last).not.toHaveProperty("health_check_id");
  });

  test("leave everyone else to the last resort", () => {
    const everyone = records["A api.example.com geo-default"];
    expect(everyone).toMatchObject({
      geolocation_routing_policy: { country: "*" },
      records: ["198.51.100.1"],
      ttl: 60,
    });
    expect(everyone).not.toHaveProperty("health_check_id");
  });

  test("are made after both members of the group that they lead to, and after the record for everyone else", () => {
    const made = Object.entries(resourcesOf(configuration, "aws_route53_record"));
    const addressOf = (name: string, id: string) =>
      `aws_route53_record.${made.find(([, one]) => one.name === name && one.set_identifier === id)?.[0]}`;
    const share = `de.platform.frankfurt.paris.share.${hidden}`;
    expect(records["A api.example.com geo-DE"]?.depends_on).toEqual([
      addressOf(share, "data-centers"),
      addressOf(share, "last-resort"),
      addressOf("api.example.com", "geo-default"),
    ]);
  });

  test("stay until nothing leads to them, and until the places of the policy are made", () => {
    expect(Object.values(records).filter(({ lifecycle }) => lifecycle?.create_before_destroy !== true)).toEqual([]);
    const [places, ...others] = Object.values(resourcesOf(configuration, "terraform_data"));
    expect(others).toEqual([]);
    expect(places?.input).toEqual({ "api.example.com": "DE" });
    expect(places?.depends_on).toHaveLength(2);
  });

  test("are eight for one country of two data centres", () => {
    // 2 of the host name, 2 of the share, 2 each of the chains frankfurt-paris and paris.
    expect(Object.keys(records)).toHaveLength(8);
  });
});

describe("a health check", () => {
  const checks = Object.values(resourcesOf(make(), "aws_route53_health_check"));
  const check = checks.find(({ ip_address }) => ip_address === "203.0.113.10");

  test("checks the address over HTTPS from all regions of Route 53", () => {
    expect(check).toEqual({
      type: "HTTPS",
      ip_address: "203.0.113.10",
      port: 443,
      fqdn: "health.example.com",
      resource_path: "/healthz",
      request_interval: 10,
      failure_threshold: 3,
      enable_sni: true,
      regions: [
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-west-1",
        "sa-east-1",
        "us-east-1",
        "us-west-1",
        "us-west-2",
      ],
      tags: { Name: "test-paris-ipv4" },
      lifecycle: { create_before_destroy: true },
    });
  });

  test("follows the data centre's own profile", () => {
    const healthCheck = {
      hostName: "live.example.com",
      path: "/live",
      port: 8443,
      intervalSeconds: 30,
      failureThreshold: 2,
    };
    const paris = { ingress: { ipv4: "203.0.113.10" }, healthCheck: { ...healthCheck, intervalSeconds: 30 as const } };
    const checks = resourcesOf(make({ dataCenters: { ...PROPS.dataCenters, paris } }), "aws_route53_health_check");
    expect(Object.values(checks).find(({ ip_address }) => ip_address === "203.0.113.10")).toMatchObject({
      fqdn: "live.example.com",
      resource_path: "/live",
      port: 8443,
      request_interval: 30,
      failure_threshold: 2,
    });
  });
});

describe("address families", () => {
  const types = (configuration: Block) =>
    new Set(Object.values(resourcesOf(configuration, "aws_route53_record")).map(({ type }) => type));

  test("are A alone when no data centre has IPv6, though the last resort has it", () => {
    expect(types(make())).toEqual(new Set(["A"]));
  });

  test("are A and AAAA when all have both", () => {
    const dataCenters = {
      paris: { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } },
      frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } },
    };
    const configuration = make({ dataCenters });
    expect(types(configuration)).toEqual(new Set(["A", "AAAA"]));
    expect(recordsOf(configuration)["AAAA api.example.com geo-default"]?.records).toEqual(["2001:db8:ffff::1"]);
  });

  test("must not differ between data centres and the last resort", () => {
    const paris = { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } };
    const program = () => make({ dataCenters: { paris }, lastResort: { ipv4: "198.51.100.1" }, policies: {} });
    expect(refusalOf(program)).toEqual([
      "stack/routing: lastResort.ipv6: got nothing, expected an IPv6 address, as dataCenters.paris.ingress has one: users with IPv6 would never reach an endpoint without",
    ]);
  });
});

describe("a change", () => {
  const withPercent = (percent: number) =>
    make({
      policies: {
        platform: {
          hostNames: ["api.example.com"],
          countries: { DE: { serveFrom: ["frankfurt", "paris"], percent } },
        },
      },
    });
  const withoutWeights = (configuration: Block) =>
    Object.entries(resourcesOf(configuration, "aws_route53_record")).map(
      ([name, { weighted_routing_policy, ...rest }]) => [name, rest],
    );

  test.each([0, 1, 50, 100])("of the percentage to %i changes two weights and nothing else", (percent) => {
    expect(withoutWeights(withPercent(percent))).toEqual(withoutWeights(withPercent(25)));
    const weights = Object.values(recordsOf(withPercent(percent))).flatMap(
      ({ weighted_routing_policy }) => weighted_routing_policy?.weight ?? [],
    );
    expect(weights).toEqual([percent, 100 - percent]);
  });

  test("of a host name with the same policy adds one record per country and one for everyone else", () => {
    const policy = { countries: { DE: { serveFrom: ["frankfurt", "paris"] } } };
    const count = (...hostNames: string[]) =>
      Object.keys(recordsOf(make({ policies: { platform: { ...policy, hostNames } } }))).length;
    expect(count("api.example.com", "video.example.com") - count("api.example.com")).toBe(2);
  });
});

test("a percentage that only Terraform knows makes weights that Terraform computes", () => {
  const countries = { DE: { serveFrom: ["paris"], percent: unknownNumber } };
  const records = recordsOf(make({ policies: { platform: { hostNames: ["api.example.com"], countries } } }));
  const hidden = "de.platform.paris.share._routing-test.example.com";
  expect(records[`A ${hidden} data-centers`]?.weighted_routing_policy).toEqual({ weight: 7 });
  expect(records[`A ${hidden} last-resort`]?.weighted_routing_policy).toEqual({ weight: "${(100 - 7)}" });
});

test("more aliases in a row than AWS documents are a warning", () => {
  const names = ["one", "two", "three"];
  const dataCenters = Object.fromEntries(
    names.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}` } }] as const),
  );
  const policies = { platform: { hostNames: ["api.example.com"], countries: { DE: { serveFrom: names } } } };
  expect(make({ dataCenters, policies }).annotations).toMatchObject([
    {
      level: "@cdktf/warn",
      message:
        "policies.platform.countries.DE.serveFrom: makes 4 aliases in a row, and AWS documents 3: name fewer data centres, or test it before you rely on it",
    },
  ]);
});

test("many routes with more aliases in a row are one warning, of the longest", () => {
  const europe = COUNTRY_CODES.filter((code) => continentOf(code) === "EU");
  const routes = europe.map(
    (code) => [code, { serveFrom: code === "FR" ? ["paris"] : ["paris", "frankfurt"] }] as const,
  );
  const policies = { platform: { hostNames: ["api.example.com"], countries: Object.fromEntries(routes) } };
  const said =
    "policies.platform.countries.AD.serveFrom: makes 4 aliases in a row, as do 52 other routes of this policy, and AWS documents 3: " +
    "name fewer data centres, or test it before you rely on it";
  expect(make({ policies }).annotations.map(({ message }: Block) => message)).toEqual([said]);
});

test("as many places as fit into one name are no alias more, and one place more is", () => {
  const placesOf = (count: number) => {
    const routes = COUNTRY_CODES.slice(0, count).map((code) => [code, { serveFrom: ["paris", "frankfurt"] }] as const);
    const policies = { platform: { hostNames: ["api.example.com"], countries: Object.fromEntries(routes) } };
    const fallBack = make({
      policies,
      lastResort: { ...PROPS.lastResort, healthCheck: {}, fallBackTo: ["paris", "frankfurt"] },
    });
    return [make({ policies }), fallBack].map(({ annotations }) =>
      (annotations ?? []).map(({ message }: Block) => message),
    );
  };
  const isOfEveryoneElse = (message: string) => message.startsWith("lastResort.fallBackTo: makes");
  const [plain = [], fallBack = []] = placesOf(MAX_PLACES);
  expect([plain.length, fallBack.filter(isOfEveryoneElse)]).toEqual([0, []]);
  const [more = [], moreFallBack = []] = placesOf(MAX_PLACES + 1);
  expect([more.length, moreFallBack.filter(isOfEveryoneElse).length]).toEqual([1, 1]);
});

test("of two routes with as many aliases, the other one is one", () => {
  const names = ["one", "two", "three"];
  const dataCenters = Object.fromEntries(
    names.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}` } }]),
  );
  const countries = { FR: { serveFrom: names }, DE: { serveFrom: names } };
  const policies = { platform: { hostNames: ["api.example.com"], countries } };
  const [message] = make({ dataCenters, policies }).annotations.map(({ message }: Block) => message);
  expect(message).toContain("makes 4 aliases in a row, as does 1 other route of this policy, and AWS documents 3");
});

test("a group before one data centre makes as many aliases as two data centres in a row, which AWS documents", () => {
  const { annotations } = make({
    policies: {
      platform: { hostNames: ["api.example.com"], countries: { DE: { serveFrom: [["paris", "frankfurt"], "lyon"] } } },
    },
    dataCenters: { ...PROPS.dataCenters, lyon: { ingress: { ipv4: "203.0.113.30" } } },
  });
  expect(annotations).toEqual([]);
});

describe("a routing refuses", () => {
  test.each<[string, Partial<GeoRoutingProps>, string]>([
    [
      "a host name of two policies",
      {
        policies: {
          one: { hostNames: ["api.example.com"], countries: {} },
          two: { hostNames: ["API.example.com"], countries: {} },
        },
      },
      'stack/routing: policies.two.hostNames: got "API.example.com", expected each host name once',
    ],
    [
      "a time to live of nothing",
      { ttlSeconds: 0 },
      "stack/routing: ttlSeconds: got 0, expected a whole number of seconds from 1 to 86400",
    ],
    [
      "a name that is no label of DNS",
      { routingName: "Test" },
      'stack/routing: routingName: got "Test", expected 1 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ],
  ])("%s", (_, change, message) => {
    expect(refusalOf(() => make(change))).toEqual([message]);
  });
});

test("places are made the smallest first, so that none goes where only a larger one goes", () => {
  const route = { serveFrom: ["paris"] };
  const policy = {
    continents: { NA: route },
    countries: { US: route, CA: route, FR: route },
    subdivisions: { "US-TX": route },
  };
  const configuration = make({ policies: { platform: { hostNames: ["api.example.com"], ...policy } } });
  const made = resourcesOf(configuration, "aws_route53_record");
  const waitsFor = (id: string) =>
    Object.values(made)
      .find(({ set_identifier }) => set_identifier === id)
      ?.depends_on.map((address: string) => made[address.replace("aws_route53_record.", "")]?.set_identifier)
      .filter((name: string) => name.startsWith("geo-"));
  expect(waitsFor("geo-US-TX")).toEqual(["geo-default"]);
  expect(waitsFor("geo-US")).toEqual(["geo-default", "geo-US-TX"]);
  expect(waitsFor("geo-continent-NA")).toEqual(["geo-default", "geo-US-TX", "geo-US", "geo-CA"]);
});

test("so many places that those of two policies do not fit into one name are nested by continent", () => {
  const countries = Object.fromEntries(COUNTRY_CODES.slice(0, 100).map((code) => [code, { serveFrom: ["paris"] }]));
  const configuration = make({
    policies: { platform: { hostNames: ["api.example.com", "video.example.com"], countries } },
  });
  const records = recordsOf(configuration);
  const ofHost = Object.values(records).filter(({ name }) => name === "api.example.com");
  // The first hundred countries, AD to IL in the alphabet, are on seven continents; and everyone else.
  expect(ofHost).toHaveLength(8);
  expect(targetOf(configuration, records["A api.example.com geo-continent-EU"])).toBe(
    "eu.platform.geo._routing-test.example.com",
  );
  expect(records["A eu.platform.geo._routing-test.example.com geo-FR"]?.geolocation_routing_policy).toEqual({
    country: "FR",
  });
  // A host name more needs eight records more, and no country's is made again.
  expect(Object.values(records).filter(({ name }) => name === "video.example.com")).toHaveLength(8);
  const names = Object.values(records).map(({ name, type, set_identifier }) => `${name} ${type} ${set_identifier}`);
  expect(new Set(names).size).toBe(names.length);
});

test.each([
  [49, 0],
  [50, 1],
])("%i places of one continent are below %i continents", (count, continents) => {
  const europe = COUNTRY_CODES.filter((code) => continentOf(code) === "EU").slice(0, count);
  const countries = Object.fromEntries(europe.map((code) => [code, { serveFrom: ["paris"] }]));
  const records = recordsOf(make({ policies: { platform: { hostNames: ["api.example.com"], countries } } }));
  const ids = Object.values(records).flatMap(({ name, set_identifier: id }) =>
    name === "api.example.com" ? [id] : [],
  );
  expect(ids.filter((id) => id.startsWith("geo-continent-"))).toHaveLength(continents);
  expect(ids).toHaveLength(1 + (continents || count));
});

test("a country is nested below the continent where Route 53 puts it: Turkey below Europe", () => {
  const countries = Object.fromEntries(COUNTRY_CODES.map((code) => [code, { serveFrom: ["paris"] }]));
  const records = recordsOf(make({ policies: { platform: { hostNames: ["api.example.com"], countries } } }));
  const turkey = Object.keys(records).filter((key) => key.endsWith(" geo-TR"));
  expect(turkey).toEqual(["A eu.platform.geo._routing-test.example.com geo-TR"]);
});

describe("a name that would be too long", () => {
  const long = ["amsterdam-west-2", "frankfurt-main-1", "london-docklands-3", "paris-saint-denis"];
  const eight = Array.from({ length: 8 }, (_, index) => `${"a".repeat(31)}${index}`);
  const dataCenters = Object.fromEntries(
    [...long, ...eight].map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}` } }] as const),
  );
  const namesOf = (serveFrom: readonly (string | readonly string[])[], routingName = "test") => {
    const policies = { platform: { hostNames: ["api.example.com"], countries: { DE: { serveFrom } } } };
    const records = resourcesOf(make({ dataCenters, policies, routingName }), "aws_route53_record");
    return [...new Set(Object.values(records).map(({ name }) => name))];
  };

  test("of data centres that share users is cut and ends in a hash", () => {
    // The first 12 digits of the SHA-256 of the four names, joined by underscores: 70 characters.
    expect(namesOf([long])).toContain(
      "amsterdam-west-2_frankfurt-main-1_london-dockland__2bdfa3f8fd4e.set._routing-test.example.com",
    );
  });

  test("of many in a row keeps the first data centre, and has a hash for the others", () => {
    const chains = namesOf(eight).filter((name) => name.includes(".chain."));
    expect(chains).toHaveLength(8);
    expect(chains[0]).toMatch(/^a{31}0\.then__[0-9a-f]{12}\.chain\._routing-test\.example\.com$/);
    // Seven of 32 characters, and what comes after them, have 262; six have 229.
    expect(chains.filter((name) => name.includes("then__"))).toHaveLength(2);
  });

  test("by a long zone is refused", () => {
    const zoneName = `${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(40)}.example.com`;
    const policies = { platform: { hostNames: [`api.${zoneName}`], countries: { DE: { serveFrom: ["paris"] } } } };
    const zone = { zoneId: "Z0123456789EXAMPLE", zoneName };
    const healthCheck = { hostName: "health.example.com" };
    const paris = { ingress: { ipv4: "203.0.113.10" }, healthCheck };
    expect(refusalOf(() => make({ zone, policies, dataCenters: { paris } }))).toEqual([
      `stack/routing: zone.zoneName: got "de.platform.paris.share._routing-test.${zoneName}", expected a name of up to 253 characters (this has ${zoneName.length + 38}): shorten the name of the routing, of its policies or of the zone`,
    ]);
  });
});

test("more addresses in a group than Route 53 has records of one name are refused", () => {
  const ipv4 = Array.from({ length: 101 }, (_, index) => `203.0.113.${index}`);
  expect(
    refusalOf(() =>
      make({
        dataCenters: { paris: { ingress: { ipv4 } } },
        policies: { platform: { hostNames: ["api.example.com"], countries: { DE: { serveFrom: ["paris"] } } } },
      }),
    ),
  ).toEqual([
    "stack/routing: dataCenters: got 101, expected at most 100 records of paris.set._routing-test.example.com: one for each address of the data centres that share users",
  ]);
});

describe("data centres that share users", () => {
  const hidden = "frankfurt_paris.set._routing-test.example.com";
  const weights = (rates: Record<string, number>) => {
    const dataCenters = Object.fromEntries(
      Object.entries(PROPS.dataCenters).map(([name, one]) => [name, { ...one, requestsPerSecond: rates[name] }]),
    );
    const countries = { DE: { serveFrom: [["paris", "frankfurt"]] } };
    const records = recordsOf(
      make({ dataCenters, policies: { platform: { hostNames: ["api.example.com"], countries } } }),
    );
    return ["frankfurt", "paris"].map((name) => records[`A ${hidden} ${name}`]?.weighted_routing_policy.weight);
  };

  test("do so by capacity", () => {
    expect(weights({ frankfurt: 1000, paris: 3000 })).toEqual([85, 255]);
  });

  test("do so equally when a capacity is not known", () => {
    expect(weights({ frankfurt: 1000 })).toEqual([255, 255]);
  });
});

describe("a data centre with several addresses", () => {
  const dataCenters = {
    ...PROPS.dataCenters,
    paris: { ingress: { ipv4: ["203.0.113.12", "203.0.113.11"] } },
  };
  const records = recordsOf(make({ dataCenters }));
  const hidden = "_routing-test.example.com";

  test("watches each, and answers with those that are healthy", () => {
    expect(records[`A paris.set.${hidden} paris 203.0.113.11`]).toMatchObject({
      records: ["203.0.113.11"],
      weighted_routing_policy: { weight: 255 },
      health_check_id: expect.stringContaining("paris"),
    });
    expect(records[`A paris.set.${hidden} paris 203.0.113.12`]?.health_check_id).not.toBe(
      records[`A paris.set.${hidden} paris 203.0.113.11`]?.health_check_id,
    );
  });

  test("is a group behind the primary of its chain", () => {
    const configuration = make({ dataCenters });
    const primary = recordsOf(configuration)[`A paris.chain.${hidden} primary`];
    expect(targetOf(configuration, primary)).toBe(`paris.set.${hidden}`);
    expect(primary).not.toHaveProperty("health_check_id");
  });

  test("has as large a part of a group as one with a single address", () => {
    const countries = { DE: { serveFrom: [["paris", "frankfurt"]] } };
    const shared = recordsOf(
      make({ dataCenters, policies: { platform: { hostNames: ["api.example.com"], countries } } }),
    );
    const name = `A frankfurt_paris.set.${hidden}`;
    expect(shared[`${name} frankfurt`]?.weighted_routing_policy).toEqual({ weight: 254 });
    expect(shared[`${name} paris 203.0.113.11`]?.weighted_routing_policy).toEqual({ weight: 127 });
  });

  test("must not share one with another", () => {
    const frankfurt = { ingress: { ipv4: "203.0.113.11" } };
    expect(refusalOf(() => make({ dataCenters: { ...dataCenters, frankfurt } }))).toEqual([
      'stack/routing: dataCenters.frankfurt.ingress.ipv4: got "203.0.113.11", expected an address of its own: paris has this one',
    ]);
  });
});

test("a new data centre adds its health checks, and no record before a country goes there", () => {
  const lyon = { ingress: { ipv4: "203.0.113.30" } };
  const grown = make({ dataCenters: { ...PROPS.dataCenters, lyon } });
  expect(recordsOf(grown)).toEqual(recordsOf(make()));
  expect(Object.keys(resourcesOf(grown, "aws_route53_health_check"))).toHaveLength(3);
});

test("a data centre that is drained changes its health check in place, and nothing else", () => {
  const { paris, ...others } = PROPS.dataCenters;
  const drained = make({ dataCenters: { paris: { ...(paris as RoutedDataCenter), drain: true }, ...others } });
  const [before, after] = [make(), drained].map((configuration) =>
    resourcesOf(configuration, "aws_route53_health_check"),
  );
  const changed = Object.entries(after ?? {}).filter(
    ([name, check]) => JSON.stringify(check) !== JSON.stringify(before?.[name]),
  );
  expect(changed).toHaveLength(1);
  expect(changed[0]?.[1]).toEqual({ ...before?.[changed[0]?.[0] ?? ""], disabled: true, invert_healthcheck: true });
  expect(recordsOf(drained)).toEqual(recordsOf(make()));
});

test("a health check must not ask for a name that it decides about", () => {
  const paris = { ingress: { ipv4: "203.0.113.10" }, healthCheck: { hostName: "api.example.com" } };
  expect(refusalOf(() => make({ dataCenters: { ...PROPS.dataCenters, paris } }))).toEqual([
    'stack/routing: dataCenters.paris.healthCheck.hostName: got "api.example.com", expected a name that no user asks for: AWS calls the results unpredictable otherwise',
  ]);
});

test("a record of the same name can be taken over, by the address of the record for everyone else", () => {
  const configuration = synthesizeStack((stack) => {
    const routing = new GeoRouting(stack, "routing", PROPS);
    stack.addOverride("moved", [
      { from: "aws_route53_record.old", to: routing.everyoneElse("API.example.com", "ipv4") },
    ]);
  });
  const [{ to }] = configuration.moved;
  const record = resourcesOf(configuration, "aws_route53_record")[to.replace("aws_route53_record.", "")];
  expect(record).toMatchObject({ name: "api.example.com", geolocation_routing_policy: { country: "*" } });
  expect(
    refusalOf(() =>
      synthesizeStack((stack) => new GeoRouting(stack, "routing", PROPS).everyoneElse("api.example.com", "ipv6")),
    ),
  ).toEqual(['stack/routing: hostName: got "api.example.com", expected a host name of this routing, in ipv4']);
});

describe("a name in a list that only Terraform knows decides which resources there are, and is refused:", () => {
  const unknown = "a value that is known at synthesis: it decides which resources there are";

  test.each<[string, readonly Tier[], number]>([
    ["a data centre", [interpolation], 1],
    ["one that only cdktf knows", [unknownText], 1],
    ["one of several that share the users", [["paris", interpolation]], 1],
    ["all that share the users", ["paris", unknownList], 1],
    ["two of them", [interpolation, interpolation], 2],
    ["the whole list", interpolation as unknown as Tier[], 1],
  ])("%s", (_, serveFrom, times) => {
    const policies = { platform: { hostNames: ["api.example.com"], countries: { DE: { serveFrom } } } };
    const said = `stack/routing: policies.platform.countries.DE.serveFrom: got a token, expected ${unknown}`;
    expect(refusalOf(() => make({ policies }))).toEqual(Array.from({ length: times }, () => said));
  });
});
