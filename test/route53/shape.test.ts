import { App } from "cdktf";
import { GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { DnsStack } from "../../stacks";
import { refusalOf, synthesizeStack } from "../support/synthesize";

const PARIS = { ingress: { ipv4: "203.0.113.10" } };
const PROPS = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris: PARIS },
  policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
};
/** What a program without types may say of the routing. */
const policy = (change: object) => ({ policies: { platform: { hostNames: ["api.example.com"], ...change } } });
const paris = (change: object) => ({ dataCenters: { paris: { ...PARIS, ...change } } });

const CASES: [string, object, string][] = [
  [
    "a text for the countries of a wave",
    policy({ waves: { a: { serveFrom: ["paris"], countries: "FR" } } }),
    'policies.platform.waves.a.countries: got "FR", expected a list',
  ],
  [
    "null for a wave",
    policy({ waves: { a: null } }),
    "policies.platform.waves.a: got null, expected an object with serveFrom",
  ],
  [
    "null for a country",
    policy({ countries: { FR: null } }),
    "policies.platform.countries.FR: got null, expected an object with serveFrom",
  ],
  [
    "a text for a required health check",
    paris({ requiredHealthChecks: { c: "x" } }),
    'dataCenters.paris.requiredHealthChecks.c: got "x", expected',
  ],
  [
    "null for a required health check",
    paris({ requiredHealthChecks: { c: null } }),
    "requiredHealthChecks.c: got null, expected",
  ],
  [
    "null for a data centre",
    { dataCenters: { paris: null } },
    "dataCenters.paris: got null, expected an object with ingress",
  ],
  ["no policies", { policies: undefined }, "policies: got nothing, expected an object with keys of your own"],
  ["no host names", policy({ hostNames: undefined }), "policies.platform.hostNames: got nothing, expected a list"],
  [
    "a misspelt option",
    paris({ drian: true }),
    "dataCenters.paris.drian: is not a property of RoutedDataCenter: did you mean drain?",
  ],
];

describe("a routing of a program without types", () => {
  test.each(CASES)("is refused in words: %s", (_, change, message) => {
    const props = { ...PROPS, lastResort: { ipv4: "198.51.100.1" }, ...change } as unknown as GeoRoutingProps;
    const refusal = refusalOf(() => synthesizeStack((stack) => new GeoRouting(stack, "routing", props)));
    expect(refusal).toEqual([expect.stringContaining(message)]);
  });

  test.each(CASES)("is refused in words in a stack of its own: %s", (_, change, message) => {
    const props = { ...PROPS, loadBalancerName: "lb", ...change } as never;
    expect(refusalOf(() => new DnsStack(new App(), "dns", props))).toEqual([expect.stringContaining(message)]);
  });

  test("says which data centre has an address of the last resort", () => {
    const props = { ...PROPS, lastResort: PARIS.ingress };
    expect(refusalOf(() => synthesizeStack((stack) => new GeoRouting(stack, "routing", props)))).toEqual([
      'stack/routing: lastResort.ipv4: got "203.0.113.10", expected an address of its own: paris has this one; the data centre that serves everyone else is the last resort itself, and has no ingress in dataCenters',
    ]);
  });
});
