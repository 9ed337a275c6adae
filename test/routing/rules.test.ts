import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { type TerraformStack, Token } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { countryOfRegion, KNOWN_REGIONS } from "../../lib/google/regions";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { type CountryCode, EUROPEAN_UNION, isCountryCode, type RoutingRules } from "../../lib/routing";
import { SMALL_PLATFORM } from "../support/platform";
import { fc } from "../support/property";
import { refusalOf, synthesize, synthesizeStack } from "../support/synthesize";

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: {
    paris: { ingress: { ipv4: "203.0.113.10" }, country: "FR" },
    frankfurt: { ingress: { ipv4: "203.0.113.20" }, country: "DE" },
    singapore: { ingress: { ipv4: "203.0.113.30" }, country: "SG" },
  },
  lastResort: { ipv4: "198.51.100.1" },
  policies: {
    platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris", "frankfurt"] } } },
  },
};

/** What is refused, and the warnings, by a routing with these rules. */
const judged = (rules: RoutingRules, change: Partial<GeoRoutingProps> = {}) => {
  const build = (stack: TerraformStack) =>
    new GeoRouting(stack, "routing", { ...PROPS, rules, ...change }).analysis.throwIfAny();
  return refusalOf(() => synthesizeStack(build));
};
const accepted = (rules: RoutingRules, change: Partial<GeoRoutingProps> = {}): readonly string[] =>
  (
    synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...PROPS, rules, ...change }).analysis.throwIfAny())
      .annotations ?? []
  ).map(({ message }: { message: string }) => message);
const serveFrom = (...names: string[]) => ({
  policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: names } } } },
});

describe("who may never be served from where", () => {
  const within = (...lastResortCountries: RoutingRules["lastResortCountries"] & object): RoutingRules => ({
    residency: { gdpr: { usersIn: ["FR", "DE"], servedFrom: EUROPEAN_UNION } },
    lastResortCountries,
  });
  const allowed = EUROPEAN_UNION.join(", ");

  test("is kept by a chain within the Union, whose last resort is there too", () => {
    expect(accepted(within("BE", "NL"))).toEqual([]);
  });

  test("is broken by the last resort, with the failures that lead there, however many these are", () => {
    expect(judged(within("BE", "US"), { policies: serveFrom("paris", "frankfurt").policies })).toEqual([
      // Germany has no route: the last resort is its only answer.
      `stack/routing: rules.residency.gdpr: api.example.com A: users in DE (Germany) are served from last resort, in US (United States), and may only be from ${allowed}`,
      `stack/routing: rules.residency.gdpr: api.example.com A, when paris and frankfurt are down: users in FR (France) are served from last resort, in US (United States), and may only be from ${allowed}`,
    ]);
  });

  test("is broken by a data centre that is the answer only while another is down", () => {
    expect(judged(within("BE"), serveFrom("paris", "singapore"))).toEqual([
      `stack/routing: rules.residency.gdpr: api.example.com A, when paris is down: users in FR (France) are served from singapore, in SG (Singapore), and may only be from ${allowed}`,
    ]);
  });

  test.each([
    ["whose country nobody knows", ["192.0.2.66"]],
    ["that also has the address of the last resort", ["198.51.100.1", "192.0.2.66"]],
    ["that also has the address of a data centre", ["203.0.113.10", "192.0.2.66"]],
    ["with the addresses of two data centres", ["203.0.113.10", "203.0.113.30"]],
  ])("is broken by a record of others %s", (_, records) => {
    const build = (stack: TerraformStack) => {
      const routing = new GeoRouting(stack, "routing", { ...PROPS, rules: within("BE") });
      new Route53Record(stack, "germany", {
        zoneId: "Z0123456789EXAMPLE",
        name: "api.example.com",
        type: "A",
        ttl: 60,
        records,
        setIdentifier: "germany",
        geolocationRoutingPolicy: { country: "DE" },
      });
      routing.analysis.throwIfAny();
    };
    expect(refusalOf(() => synthesizeStack(build))).toEqual([
      `stack/routing: rules.residency.gdpr: api.example.com A: users in DE (Germany) are served from ${records.join(", ")}, in an unknown country, and may only be from ${allowed}`,
    ]);
  });

  test("is not broken by users of other countries", () => {
    const countries = { FR: { serveFrom: ["paris"] }, JP: { serveFrom: ["singapore"] } };
    expect(accepted(within("BE"), { policies: { platform: { hostNames: ["api.example.com"], countries } } })).toEqual(
      [],
    );
  });

  test("needs to know where each data centre and the last resort are", () => {
    const { paris } = PROPS.dataCenters as { paris: GeoRoutingProps["dataCenters"][string] };
    const { country: _, ...nowhere } = paris;
    const { lastResortCountries: __, ...rules } = within();
    expect(judged(rules, { dataCenters: { ...PROPS.dataCenters, paris: nowhere } })).toEqual([
      "stack/routing: rules.lastResortCountries: got nothing, expected the countries of the last resort's regions: rules.residency judges by them",
      "stack/routing: dataCenters.paris.country: got nothing, expected the country where it stands, for rules.residency",
    ]);
  });
});

describe("how many sites must be left", () => {
  test("is kept while those that are down leave as many", () => {
    expect(accepted({ minLiveSites: { FR: 2 } })).toEqual([]);
  });

  test("is broken by the failure that leaves too few", () => {
    expect(judged({ minLiveSites: { FR: 2 } }, serveFrom("paris"))).toEqual([
      "stack/routing: rules.minLiveSites.FR: api.example.com A, when paris is down: 1 site is left to serve users in FR (France) (last resort), and at least 2 must be",
      "stack/routing: rules.minLiveSites.FR: api.example.com A, when last resort is down: 1 site is left to serve users in FR (France) (paris), and at least 2 must be",
    ]);
  });

  test("tries the last resort as down, too, though no health check watches it", () => {
    expect(judged({ minLiveSites: { JP: 1 } })).toEqual([
      "stack/routing: rules.minLiveSites.JP: api.example.com A, when last resort is down: no site is left to serve users in JP (Japan), and at least 1 must be",
    ]);
    expect(accepted({ minLiveSites: { FR: 1 } }, serveFrom("paris"))).toEqual([]);
  });

  /** Beside two data centres, a record of others that answers Germany. */
  const withGermanyAt = (address: string) => (stack: TerraformStack) => {
    const routing = new GeoRouting(stack, "routing", { ...PROPS, rules: { minLiveSites: { DE: 1 } } });
    new Route53Record(stack, "germany", {
      zoneId: "Z0123456789EXAMPLE",
      name: "api.example.com",
      type: "A",
      ttl: 60,
      records: [address],
      setIdentifier: "germany",
      geolocationRoutingPolicy: { country: "DE" },
    });
    routing.analysis.throwIfAny();
  };

  test("counts no address of others, of which nobody knows whether it answers", () => {
    expect(refusalOf(() => synthesizeStack(withGermanyAt("192.0.2.66")))).toEqual([
      "stack/routing: rules.minLiveSites.DE: api.example.com A: no site is left to serve users in DE (Germany), and at least 1 must be",
    ]);
  });

  test("counts no data centre that is down, though nothing watches it where it is the answer", () => {
    expect(refusalOf(() => synthesizeStack(withGermanyAt("203.0.113.10")))).toEqual([
      "stack/routing: policies.platform: api.example.com A, when paris is down: an endpoint that is down answers DE (Germany); end their chain in an address without a health check, and let each alias evaluate its target's health",
      "stack/routing: rules.minLiveSites.DE: api.example.com A, when paris is down: no site is left to serve users in DE (Germany), and at least 1 must be",
    ]);
  });

  test("counts what stands behind a last resort with a health check", () => {
    const lastResort = { ipv4: "198.51.100.1", healthCheck: {}, fallBackTo: ["singapore"] };
    // The rule is content; that the fall-back is long is another matter.
    expect(accepted({ minLiveSites: { JP: 1 } }, { lastResort })).toEqual([expect.stringMatching(/aliases in a row/)]);
    expect(judged({ minLiveSites: { JP: 2 } }, { lastResort })).toEqual([
      "stack/routing: rules.minLiveSites.JP: api.example.com A, when last resort is down: 1 site is left to serve users in JP (Japan) (singapore), and at least 2 must be",
      "stack/routing: rules.minLiveSites.JP: api.example.com A, when singapore is down: 1 site is left to serve users in JP (Japan) (last resort), and at least 2 must be",
    ]);
  });

  /** Paris and Frankfurt, each down with an alarm. */
  const withAlarms = (...alarms: readonly (readonly [name: string, region: string])[]) => {
    const [paris, frankfurt] = alarms.map(([alarmName, alarmRegion]) => ({
      requiredHealthChecks: { queue: { alarmName, alarmRegion } },
    }));
    const { dataCenters } = PROPS;
    return {
      dataCenters: {
        ...dataCenters,
        paris: { ...dataCenters.paris, ...paris },
        frankfurt: { ...dataCenters.frankfurt, ...frankfurt },
      } as GeoRoutingProps["dataCenters"],
    };
  };

  test("is content with alarms of one name in two regions, which are not one", () => {
    expect(
      accepted({ minLiveSites: { FR: 2 } }, withAlarms(["queue", "eu-west-1"], ["queue", "eu-central-1"])),
    ).toEqual([]);
  });

  test.each([
    ["queue", "queue"],
    ["paris", "paris in eu-west-1"],
    ["last resort", "last resort in eu-west-1"],
  ])("is judged while the alarm %s, which two data centres share, is in ALARM", (name, called) => {
    expect(judged({ minLiveSites: { FR: 2 } }, withAlarms([name, "eu-west-1"], [name, "eu-west-1"]))).toEqual([
      `stack/routing: rules.minLiveSites.FR: api.example.com A, when alarm ${called} is in ALARM: 1 site is left to serve users in FR (France) (last resort), and at least 2 must be`,
    ]);
  });

  test("is judged for the users of each state of a country, whose sites are others than those of the rest", () => {
    const countries = { US: { serveFrom: ["paris", "frankfurt"] } };
    const subdivisions = {
      "US-CA": { serveFrom: ["singapore"] },
      "US-NY": { serveFrom: ["frankfurt", "paris"] },
    } as const;
    const policies = { platform: { hostNames: ["api.example.com"], countries, subdivisions } };
    expect(judged({ minLiveSites: { US: 2 } }, { policies })).toEqual([
      "stack/routing: rules.minLiveSites.US: api.example.com A, when singapore is down: 1 site is left to serve users in US-CA (last resort), and at least 2 must be",
      "stack/routing: rules.minLiveSites.US: api.example.com A, when last resort is down: 1 site is left to serve users in US-CA (singapore), and at least 2 must be",
    ]);
  });

  test("cannot be judged for a state whose records cannot be simulated", () => {
    const countries = { US: { serveFrom: ["paris", "frankfurt"] } };
    const subdivisions = { "US-CA": { serveFrom: ["singapore"] } };
    const policies = { platform: { hostNames: ["api.example.com"], countries, subdivisions } };
    const build = (stack: TerraformStack) => {
      const routing = new GeoRouting(stack, "routing", { ...PROPS, policies, rules: { minLiveSites: { US: 2 } } });
      for (const [name, record] of routing.records) {
        if (name.includes("chain_singapore_primary")) record.addOverride("failover_routing_policy.type", "${var.type}");
      }
      routing.analysis.throwIfAny();
    };
    expect(refusalOf(() => synthesizeStack(build))).toEqual([
      expect.stringMatching(
        /^stack\/routing: rules\.minLiveSites\.US: api\.example\.com A: cannot be judged for users in US-CA: aws_route53_record\.\w+: a failover type that only Terraform knows cannot be simulated$/,
      ),
    ]);
  });

  test("is a warning where it takes two failures", () => {
    expect(accepted({ minLiveSites: { FR: 2 } }, { analysis: { simultaneousFailures: 2 } })).toEqual([
      "rules.minLiveSites.FR: api.example.com A, when paris and frankfurt are down: 1 site is left to serve users in FR (France) (last resort), and at least 2 must be",
      "rules.minLiveSites.FR: api.example.com A, when paris and last resort are down: 1 site is left to serve users in FR (France) (frankfurt), and at least 2 must be",
      "rules.minLiveSites.FR: api.example.com A, when frankfurt and last resort are down: 1 site is left to serve users in FR (France) (paris), and at least 2 must be",
    ]);
  });
});

describe("two failures that a routing must withstand", () => {
  const analysis = { failuresToWithstand: 2 } as const;

  test("make a broken rule an error that takes two of them", () => {
    const refusals = judged({ minLiveSites: { FR: 2 } }, { analysis });
    expect(refusals).toHaveLength(3);
    expect(refusals[0]).toBe(
      "stack/routing: rules.minLiveSites.FR: api.example.com A, when paris and frankfurt are down: 1 site is left to serve users in FR (France) (last resort), and at least 2 must be",
    );
  });

  test("make a share an error that takes two of them, also where only Terraform knows a percentage", () => {
    const rules = { maxPercentAtOneSite: 60 };
    const change = {
      policies: {
        platform: {
          hostNames: ["api.example.com"],
          countries: {
            FR: { serveFrom: ["paris", "frankfurt", "singapore"] },
            DE: { serveFrom: ["singapore"], percent: 50 },
          },
        },
      },
      analysis: { ...analysis, demand: { FR: 5, DE: 5 } },
    };
    const words = "when paris and frankfurt are down: singapore gets up to";
    expect(judged(rules, change)).toEqual([expect.stringContaining(`${words} 75 % of all demand`)]);
    const { platform } = change.policies;
    const DE = { serveFrom: ["singapore"], percent: Token.asNumber("${var.percent}") };
    const unknown = { ...change, policies: { platform: { ...platform, countries: { ...platform.countries, DE } } } };
    expect(judged(rules, unknown)).toEqual([expect.stringContaining(`${words} 100 % of all demand`)]);
  });

  test("make an overload an error that takes two of them, and say what to do behind the last resort", () => {
    const dataCenters = {
      ...PROPS.dataCenters,
      singapore: { ingress: { ipv4: "203.0.113.30" }, requestsPerSecond: 5 },
    };
    const lastResort = { ipv4: "198.51.100.1", healthCheck: {}, fallBackTo: ["paris", "singapore"] };
    const change = { dataCenters, lastResort };
    const demand = { JP: 10 };
    const overload =
      "singapore is asked for 10 requests per second from JP (Japan) and can take 5; " +
      "name another data centre in lastResort.fallBackTo, or several in one pair of brackets";
    const isIt = expect.stringContaining(overload);
    expect(judged({}, { ...change, analysis: { ...analysis, demand } })).toEqual([isIt]);
    expect(accepted({}, { ...change, analysis: { simultaneousFailures: 2, demand } })).toContainEqual(isIt);
    expect(accepted({}, { ...change, analysis: { demand } })).not.toContainEqual(isIt);
  });
});

describe("how much one site may get", () => {
  const analysis = { demand: { FR: 3000, JP: 1000 } };

  test("is kept at exactly the limit", () => {
    expect(accepted({ maxPercentAtOneSite: 75 }, { analysis })).toEqual([]);
  });

  test("is broken with the failure that sends one site more", () => {
    expect(judged({ maxPercentAtOneSite: 74 }, { analysis })).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A: paris gets up to 75 % of all demand, and may get 74 %",
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A, when paris is down: frankfurt gets up to 75 % of all demand, and may get 74 %",
    ]);
  });

  test("is told with as many digits as tell it from the limit", () => {
    const close = { demand: { FR: 7504, JP: 2496 } };
    expect(judged({ maxPercentAtOneSite: 75 }, { analysis: close })).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A: paris gets up to 75.04 % of all demand, and may get 75 %",
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A, when paris is down: frankfurt gets up to 75.04 % of all demand, and may get 75 %",
    ]);
  });

  test("is judged for the site, and not again for each of its addresses", () => {
    const addresses = ["203.0.113.10", "203.0.113.11"];
    const paris = { ingress: { ipv4: addresses }, country: "FR" as const };
    const dataCenters = { ...PROPS.dataCenters, paris };
    const found = judged({ maxPercentAtOneSite: 30 }, { analysis, dataCenters, ...serveFrom("paris") });
    expect(found.filter((message) => !message.includes("down"))).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A: paris gets up to 75 % of all demand, and may get 30 %",
    ]);
  });

  test("needs to know the demand", () => {
    expect(judged({ maxPercentAtOneSite: 74 })).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: needs analysis.demand, which it is a part of",
    ]);
  });
});

describe("a percentage that only Terraform knows", () => {
  const unknown = Token.asNumber("${var.percent}");
  const route = (percent: number, ...serveFrom: string[]) => ({
    policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom, percent } } } },
  });
  const residency = (...servedFrom: CountryCode[]): RoutingRules => ({
    residency: { law: { usersIn: ["FR"], servedFrom } },
    lastResortCountries: ["US"],
  });

  test("is refused by residency when nobody, or everybody, or some may not be served so", () => {
    expect(judged(residency("DE"), route(unknown, "paris", "frankfurt"))).toEqual([
      "stack/routing: rules.residency.law: api.example.com A: users in FR (France) are served from paris, in FR (France), and may only be from DE (with a percentage of 100, which only Terraform knows)",
      "stack/routing: rules.residency.law: api.example.com A, when paris and frankfurt are down: users in FR (France) are served from last resort, in US (United States), and may only be from DE (with a percentage of 100, which only Terraform knows)",
      "stack/routing: rules.residency.law: api.example.com A: users in FR (France) are served from last resort, in US (United States), and may only be from DE (with a percentage of 0, which only Terraform knows)",
    ]);
    expect(judged(residency("FR", "DE"), route(unknown, "paris"))).toEqual([
      "stack/routing: rules.residency.law: api.example.com A, when paris is down: users in FR (France) are served from last resort, in US (United States), and may only be from FR, DE (with a percentage of 100, which only Terraform knows)",
      "stack/routing: rules.residency.law: api.example.com A: users in FR (France) are served from last resort, in US (United States), and may only be from FR, DE (with a percentage of 0, which only Terraform knows)",
    ]);
  });

  test("is taken where any percentage keeps the rules", () => {
    const warnings = accepted(residency("FR", "DE", "US"), route(unknown, "paris", "frankfurt"));
    // Each of the two weights.
    expect(warnings).toEqual([
      expect.stringContaining("is not analysed for users from FR (France)"),
      expect.stringContaining("is not analysed for users from FR (France)"),
    ]);
  });

  test("is refused by the sites that are left with 0, where the data centres stand behind nobody", () => {
    expect(judged({ minLiveSites: { FR: 2 } }, route(unknown, "paris", "frankfurt"))).toEqual([
      "stack/routing: rules.minLiveSites.FR: api.example.com A: 1 site is left to serve users in FR (France) (last resort), and at least 2 must be (with a percentage of 0, which only Terraform knows)",
      "stack/routing: rules.minLiveSites.FR: api.example.com A, when last resort is down: no site is left to serve users in FR (France), and at least 2 must be (with a percentage of 0, which only Terraform knows)",
    ]);
  });

  test("is judged by the most that one site may get", () => {
    const rules = { maxPercentAtOneSite: 70 };
    const analysis = { demand: { FR: 3000, JP: 1000 } };
    expect(judged(rules, { ...route(unknown, "paris"), analysis })).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A: paris gets up to 75 % of all demand, and may get 70 % (with a percentage of 100, which only Terraform knows)",
    ]);
  });

  const inTwo = (france: number, germany: number): Partial<GeoRoutingProps> => {
    const countries = {
      FR: { serveFrom: ["paris"], percent: france },
      DE: { serveFrom: ["frankfurt"], percent: germany },
    };
    return {
      policies: { platform: { hostNames: ["api.example.com"], countries } },
      lastResort: { ipv4: "198.51.100.1", healthCheck: {}, fallBackTo: [["paris", "frankfurt"]] },
      analysis: { demand: { FR: 3000, DE: 1000 } },
    };
  };
  const both = (percent: number) => inTwo(percent, percent);

  test("is judged beside another one, which need not be the same", () => {
    // While the last resort is down, Paris has all of France at 100, and half of Germany at 0.
    expect(accepted({ maxPercentAtOneSite: 87.5 }, both(unknown))).toHaveLength(5);
    expect(judged({ maxPercentAtOneSite: 87.4 }, both(unknown))).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: api.example.com A, when last resort is down: paris gets up to 87.5 % of all demand, and may get 87.4 % (with percentages of 100 in FR (France) and of 0 in DE (Germany), which only Terraform knows)",
    ]);
    // All at the one end, or all at the other, is less.
    for (const percent of [100, 0]) expect(accepted({ maxPercentAtOneSite: 75 }, both(percent))).toHaveLength(1);
  });

  test("is judged at its worst for each site, as all combinations show", () => {
    const most = (messages: readonly string[]) => {
      const found = new Map<string, number>();
      for (const message of messages) {
        const [, site = "", percent] = /: (\w+) gets up to ([\d.]+) % of all demand/.exec(message) ?? [];
        if (site !== "") found.set(site, Math.max(found.get(site) ?? 0, Number(percent)));
      }
      return Object.fromEntries([...found].sort());
    };
    const route = fc.shuffledSubarray(["paris", "frankfurt", "singapore"], { minLength: 1 });
    const drawn = fc.record({
      serveFrom: fc.tuple(route, route, route),
      fallBackTo: fc.constantFrom(["paris"], [["paris", "frankfurt"]], ["singapore", "paris"], undefined),
      isKnown: fc.boolean(),
      demand: fc.record({ FR: fc.integer({ min: 1, max: 9 }), DE: fc.integer({ min: 1, max: 9 }), JP: fc.constant(3) }),
    });
    fc.assert(
      fc.property(drawn, ({ serveFrom: [fr, de, jp], fallBackTo, isKnown, demand }) => {
        const change = (percents: readonly [number, number, number]): Partial<GeoRoutingProps> => {
          const routes = { FR: fr, DE: de, JP: jp };
          const countries = Object.fromEntries(
            Object.entries(routes).map(([code, serveFrom], index) => [code, { serveFrom, percent: percents[index] }]),
          );
          return {
            policies: { platform: { hostNames: ["api.example.com"], countries } },
            lastResort: { ipv4: "198.51.100.1", ...(fallBackTo && { healthCheck: {}, fallBackTo }) },
            analysis: { demand, simultaneousFailures: 1 },
          };
        };
        const refusals = (percents: readonly [number, number, number]): readonly string[] => {
          try {
            accepted({ maxPercentAtOneSite: 1 }, change(percents));
            return [];
          } catch (error) {
            return (error as Error).message.split("\n");
          }
        };
        const last = isKnown ? [25] : [0, 100];
        const all = [0, 100].flatMap((one) =>
          [0, 100].flatMap((two) => last.flatMap((three) => refusals([one, two, three]))),
        );
        expect(most(refusals([unknown, unknown, isKnown ? 25 : unknown]))).toEqual(most(all));
      }),
      { numRuns: Number(process.env.SHARES ?? 6) },
    );
  });

  test("says nothing about the places of other routes a second time", () => {
    const countries = { FR: { serveFrom: ["paris"], percent: unknown }, DE: { serveFrom: ["singapore"] } };
    const rules: RoutingRules = {
      residency: { law: { usersIn: ["DE"], servedFrom: ["DE"] } },
      lastResortCountries: ["DE"],
    };
    expect(judged(rules, { policies: { platform: { hostNames: ["api.example.com"], countries } } })).toEqual([
      "stack/routing: rules.residency.law: api.example.com A: users in DE (Germany) are served from singapore, in SG (Singapore), and may only be from DE",
    ]);
  });

  test("does not hide a record that somebody else has made unknown", () => {
    const rules: RoutingRules = {
      ...residency("FR", "DE", "US"),
      minLiveSites: { FR: 2 },
      maxPercentAtOneSite: 99,
    };
    const props = { ...PROPS, ...route(50, "paris", "frankfurt"), rules, analysis: { demand: { FR: 1, JP: 1 } } };
    const build = (stack: TerraformStack) => {
      const routing = new GeoRouting(stack, "routing", props);
      for (const [name, record] of routing.records) {
        if (name.includes("chain_paris_frankfurt_primary"))
          record.addOverride("failover_routing_policy.type", "${var.type}");
      }
      routing.analysis.throwIfAny();
    };
    const reason =
      /api\.example\.com A: cannot be judged for users in FR \(France\): aws_route53_record\.\w+: a failover type that only Terraform knows cannot be simulated$/;
    const refusals = refusalOf(() => synthesizeStack(build)) as unknown as readonly string[];
    expect(refusals).toEqual([reason, reason, reason].map((text) => expect.stringMatching(text)));
    expect(refusals.map((text) => text.split(": ")[1])).toEqual([
      "rules.residency.law",
      "rules.minLiveSites.FR",
      "rules.maxPercentAtOneSite",
    ]);
  });
});

test("rules that cannot be are refused", () => {
  const rules = {
    residency: { gdpr: { usersIn: ["UK"], servedFrom: [] } },
    minLiveSites: { FR: 0 },
    maxPercentAtOneSite: 101,
    lastResortCountries: ["BE"],
  } as unknown as RoutingRules;
  expect(judged(rules, { analysis: { demand: { FR: 1 } } })).toEqual([
    'stack/routing: rules.residency.gdpr.usersIn: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB"',
    "stack/routing: rules.residency.gdpr.servedFrom: got [], expected at least one country",
    "stack/routing: rules.minLiveSites.FR: got 0, expected a whole number of sites, 1 or more",
    "stack/routing: rules.maxPercentAtOneSite: got 101, expected a number of percent from 1 to 100",
  ]);
});

test("a platform is judged by the countries of its clusters, in its own words and with the code of the rule", () => {
  const { paris } = SMALL_PLATFORM.dataCenters;
  const props: HybridPlatformProps = {
    ...SMALL_PLATFORM,
    dataCenters: { paris: { ...paris, country: "FR" } },
    routing: {
      ...SMALL_PLATFORM.routing,
      rules: { residency: { gdpr: { usersIn: ["FR"], servedFrom: ["FR", "DE"] } } },
    },
  };
  const program = (change: Partial<HybridPlatformProps>) => () =>
    synthesize((app) => new HybridPlatform(app, "test", { ...props, ...change }));
  // Its only cluster is in Belgium.
  expect(refusalOf(program({}))).toEqual([
    "test: routing.rules.residency.gdpr: api.example.com A, api.example.com AAAA, when paris is down: users in FR (France) are served from last resort, in BE (Belgium), and may only be from FR, DE",
  ]);
  const problems = (() => {
    try {
      return program({})();
    } catch (error) {
      return (error as { problems: readonly { code: string; property: string }[] }).problems;
    }
  })() as readonly { code: string; property: string }[];
  expect(problems).toMatchObject([{ code: "residency", property: "routing.rules.residency.gdpr" }]);
  const clusters = { "europe-west3": SMALL_PLATFORM.clusters["europe-west1"] };
  expect(program({ clusters })).not.toThrow();
});

test("each region is in a country that Route 53 knows", () => {
  expect(KNOWN_REGIONS.filter((region) => !isCountryCode(countryOfRegion(region) ?? ""))).toEqual([]);
  expect(["europe-west1", "europe-west9", "me-central2", "us-east1"].map(countryOfRegion)).toEqual([
    "BE",
    "FR",
    "SA",
    "US",
  ]);
});
