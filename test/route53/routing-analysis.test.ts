import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformStack } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
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

test("an error about somebody else's record has the property of the zone", () => {
  expect(judge({}, europeOnly)).toEqual([
    expect.stringMatching(/^stack\/routing: zone: blog\.example\.com A: no answer for addresses in no known place, /),
  ]);
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
      expect.stringMatching(/^production: hostedZone: blog\.example\.com A: no answer for /),
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
        /^services\.shop: shop\.example\.com \(A\) is not analysed: aws_route53_record\.\S+_share_shop_FR_last_resort_\S+: a weight that only Terraform knows cannot be simulated$/,
      ),
    ]);
  });
});

describe("what only Terraform knows is no reason to refuse:", () => {
  test("capacities, of a data centre and of the last resort", () => {
    const dataCenters = { paris: { ingress: { ipv4: "203.0.113.10" }, requestsPerSecond: unknownNumber } };
    const analysis = { demand: { FR: 5000 }, lastResortRequestsPerSecond: unknownNumber };
    expect(warningsOf({ dataCenters, analysis })).toEqual([]);
  });

  test("a target for fail-over", () => {
    expect(warningsOf({ analysis: { failoverTargetSeconds: unknownNumber } })).toEqual([]);
  });
});
