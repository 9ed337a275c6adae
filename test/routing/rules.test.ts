import type { TerraformStack } from "cdktf";
import { HybridPlatform, type HybridPlatformProps } from "../../index";
import { countryOfRegion, KNOWN_REGIONS } from "../../lib/google/regions";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { EUROPEAN_UNION, isCountryCode, type RoutingRules } from "../../lib/routing";
import { SMALL_PLATFORM } from "../support/platform";
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
    ]);
  });

  test("is a warning where it takes two failures", () => {
    expect(accepted({ minLiveSites: { FR: 2 } }, { analysis: { simultaneousFailures: 2 } })).toEqual([
      "rules.minLiveSites.FR: api.example.com A, when paris and frankfurt are down: 1 site is left to serve users in FR (France) (last resort), and at least 2 must be",
    ]);
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

  test("needs to know the demand", () => {
    expect(judged({ maxPercentAtOneSite: 74 })).toEqual([
      "stack/routing: rules.maxPercentAtOneSite: needs analysis.demand, which it is a part of",
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
