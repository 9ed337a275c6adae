import { HybridPlatform } from "../../index";
import { GeoRouting, type GeoRoutingProps, readTerraform } from "../../lib/route53";
import { routingTables } from "../../lib/routing";
import { ALL_LOCATIONS } from "../../lib/routing/location";
import { SMALL_PLATFORM } from "../support/platform";
import { fc } from "../support/property";
import { type Block, refusalOf, resourcesOf, synthesize, synthesizeStack } from "../support/synthesize";

const GOOGLE = "198.51.100.1";
const CENTERS = {
  paris: { ingress: { ipv4: "203.0.113.10" } },
  frankfurt: { ingress: { ipv4: ["203.0.113.20", "203.0.113.21"] } },
  singapore: { ingress: { ipv4: "203.0.113.30" } },
};
const ADDRESSES = Object.values(CENTERS).flatMap(({ ingress }) => ingress.ipv4);
const FAILOVER = {
  healthCheck: { hostName: "www.example.com", path: "/healthz" },
  fallBackTo: ["paris", ["frankfurt", "singapore"]],
} as const;

const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: CENTERS,
  lastResort: { ipv4: GOOGLE, ...FAILOVER },
  policies: {
    platform: {
      hostNames: ["api.example.com"],
      countries: {
        FR: { serveFrom: ["paris", "frankfurt"] },
        DE: { serveFrom: ["frankfurt"], percent: 25 },
        JP: { serveFrom: "last-resort" },
      },
      continents: { AS: { serveFrom: [["singapore", "paris"]] } },
    },
  },
};

const make = (change: Partial<GeoRoutingProps> = {}) =>
  synthesizeStack((stack) => new GeoRouting(stack, "routing", { ...PROPS, ...change }));

const recordsOf = (configuration: Block): readonly Block[] =>
  Object.values(resourcesOf(configuration, "aws_route53_record"));

/** A place of each kind: with a route of its own, of a continent with one, without one, and unknown. */
const PLACES = ALL_LOCATIONS.filter(({ country = "", subdivision }) => {
  return subdivision === undefined && ["", "FR", "DE", "JP", "CN", "US"].includes(country);
});

/** What users of a place may be answered with while these addresses are down. */
function answersOf(configuration: Block) {
  const { zone } = readTerraform(configuration);
  return (down: readonly string[]): readonly (readonly string[])[] => {
    const scenario = zone.scenario(new Set(down));
    return PLACES.map((place) =>
      scenario
        .answers("api.example.com", "A", place)
        .flatMap(({ values, probability }) => (probability > 0 ? values : [])),
    );
  };
}

describe("a last resort with a health check", () => {
  const configuration = make();

  test("is watched, and leads to the data centres while it is down", () => {
    const check = Object.values(resourcesOf(configuration, "aws_route53_health_check")).find(
      ({ ip_address }) => ip_address === GOOGLE,
    );
    expect(check).toMatchObject({
      fqdn: "www.example.com",
      resource_path: "/healthz",
      tags: { Name: "test-last-resort-ipv4" },
    });
    const hidden = recordsOf(configuration).filter(({ name }) => /^last-resort\.|fall-back/.test(name));
    const shown = hidden.map(({ name, set_identifier, records, health_check_id }) =>
      [
        name.replace("._routing-test.example.com", ""),
        set_identifier,
        records ?? "alias",
        health_check_id !== undefined,
      ].join(" "),
    );
    expect(shown.sort()).toEqual([
      "frankfurt_singapore.fall-back primary alias false",
      `frankfurt_singapore.fall-back secondary ${GOOGLE} false`,
      `last-resort primary ${GOOGLE} true`,
      "last-resort secondary alias false",
      "paris.frankfurt_singapore.fall-back primary 203.0.113.10 true",
      "paris.frankfurt_singapore.fall-back secondary alias false",
    ]);
  });

  test("lets nobody be answered with what is down while anything lives, and leaves nobody without an answer", () => {
    const answers = answersOf(configuration);
    const all = [GOOGLE, ...ADDRESSES];
    // All sets of what may be down: 2 to the power of 5.
    for (let set = 0; set < 2 ** all.length; set++) {
      const down = all.filter((_, index) => (set >> index) & 1);
      for (const values of answers(down)) {
        expect(values).not.toEqual([]);
        if (down.length < all.length) expect(values.filter((value) => down.includes(value))).toEqual([]);
      }
    }
  });

  test("does so with any policy and any order, as long as each data centre is named", () => {
    const names = Object.keys(CENTERS) as (keyof typeof CENTERS)[];
    const order = fc.shuffledSubarray(names, { minLength: 1 });
    const tiers = order.chain((members) =>
      fc
        .integer({ min: 0, max: members.length - 1 })
        .map((cut) => (cut === 0 ? members : [members.slice(0, cut), ...members.slice(cut)].map((tier) => tier))),
    );
    const whole = fc.shuffledSubarray(names, { minLength: names.length });
    const policy = fc.record({ FR: tiers, AS: tiers, percent: fc.integer({ min: 1, max: 100 }), fallBackTo: whole });
    fc.assert(
      fc.property(policy, fc.subarray([GOOGLE, ...ADDRESSES]), ({ FR, AS, percent, fallBackTo }, down) => {
        const changed = make({
          lastResort: { ipv4: GOOGLE, ...FAILOVER, fallBackTo },
          policies: {
            platform: {
              hostNames: ["api.example.com"],
              countries: { FR: { serveFrom: FR, percent } },
              continents: { AS: { serveFrom: AS } },
            },
          },
        });
        const isAllDown = down.length === ADDRESSES.length + 1;
        return answersOf(changed)(down).every(
          (values) => values.length > 0 && (isAllDown || values.every((value) => !down.includes(value))),
        );
      }),
      { numRuns: 20 },
    );
  });

  test("is answered all the same when nothing lives", () => {
    expect(new Set(answersOf(configuration)([GOOGLE, ...ADDRESSES]).flat())).toEqual(new Set([GOOGLE]));
  });

  test("is an endpoint of the analysis: what its users would ask of a data centre is judged", () => {
    const analysis = { demand: { US: 5000 } };
    const paris = { ...CENTERS.paris, requestsPerSecond: 1000 };
    const program = () =>
      synthesizeStack((stack) =>
        new GeoRouting(stack, "routing", {
          ...PROPS,
          dataCenters: { ...CENTERS, paris },
          analysis,
        }).analysis.throwIfAny(),
      );
    expect(refusalOf(program)).toEqual([
      expect.stringMatching(
        /api\.example\.com A, when last resort is down: paris is asked for 5000 requests per second from US/,
      ),
    ]);
  });

  test("is in the order of failover, before the data centres that only it leads to", () => {
    const rows = routingTables(readTerraform(configuration).zone)
      .split("\n")
      .map((row) => row.split("|").map((cell) => cell.trim()));
    const chains = new Map(rows.map(([, users = "", , chain]) => [users, chain]));
    expect(chains.get("FR (France)")).toBe("paris → frankfurt → last resort → singapore → last resort");
    expect(chains.get("DE (Germany)")).toBe("frankfurt → last resort → paris → singapore → last resort");
    expect(chains.get("everyone else")).toBe("last resort → paris → frankfurt + singapore → last resort");
    const allOfIt = make({ lastResort: { ipv4: GOOGLE, ...FAILOVER, fallBackTo: ["paris"] } });
    expect(routingTables(readTerraform(allOfIt).zone)).toContain(" paris → frankfurt → last resort ");
  });

  test("is not said to be without a health check", () => {
    expect(routingTables(readTerraform(configuration).zone)).not.toContain("no service");
    expect(routingTables(readTerraform(make({ lastResort: { ipv4: GOOGLE } })).zone)).toContain(
      "Last resort down: no service for",
    );
  });

  test("may have several addresses, each with a health check and a record of its own", () => {
    const second = "198.51.100.2";
    const several = make({ lastResort: { ipv4: [GOOGLE, second], ...FAILOVER } });
    expect(answersOf(several)([GOOGLE]).flat()).not.toContain(GOOGLE);
    expect(new Set(answersOf(several)([GOOGLE, ...ADDRESSES]).flat())).toEqual(new Set([second]));
    expect(answersOf(several)([GOOGLE, second]).flat()).not.toContain(second);
  });
});

test("without a health check, no record of a last resort is another one", () => {
  const names = recordsOf(make({ lastResort: { ipv4: GOOGLE } })).map(({ name }) => name);
  expect(names.filter((name) => /last-resort|fall-back/.test(name))).toEqual([]);
});

test("several addresses of a last resort are a weighted record each, since each may have one value only", () => {
  const configuration = make({ lastResort: { ipv4: [GOOGLE, "198.51.100.2"] } });
  const weighted = recordsOf(configuration).filter((record) => record.weighted_routing_policy !== undefined);
  expect(weighted.filter(({ records = [] }) => records.length > 1)).toEqual([]);
  const { zone } = readTerraform(configuration);
  const germany = ALL_LOCATIONS.find(({ country }) => country === "DE");
  const answers = zone.scenario(new Set()).answers("api.example.com", "A", germany);
  const shares = answers.map(({ values, probability }) => `${values} ${probability}`);
  expect(shares.sort()).toEqual([
    "198.51.100.1 0.375",
    "198.51.100.2 0.375",
    "203.0.113.20 0.125",
    "203.0.113.21 0.125",
  ]);
});

test.each<[string, GeoRoutingProps["lastResort"], string]>([
  [
    "data centres without a health check",
    { ipv4: GOOGLE, fallBackTo: ["paris"] },
    "lastResort.fallBackTo: does nothing without healthCheck: configure both or neither",
  ],
  [
    "a health check without data centres",
    { ipv4: GOOGLE, healthCheck: {} },
    "lastResort.healthCheck: does nothing without fallBackTo: configure both or neither",
  ],
  [
    "a data centre that there is not",
    { ipv4: GOOGLE, healthCheck: {}, fallBackTo: ["rome"] },
    'lastResort.fallBackTo: got "rome", expected a data centre: "paris", "frankfurt" or "singapore"',
  ],
])("%s is refused", (_, lastResort, line) => {
  expect(refusalOf(() => make({ lastResort }))).toEqual([`stack/routing: ${line}`]);
});

test("a platform's load balancer falls back in the same words", () => {
  const lastResort = { healthCheck: { hostName: "api.example.com" }, fallBackTo: ["paris"] };
  const platform = (change: object) =>
    synthesize((app) => new HybridPlatform(app, "test", { ...SMALL_PLATFORM, ...change }), true).stacks["test-dns"] ??
    {};
  const names = recordsOf(platform({ lastResort })).map(({ name }) => name);
  expect(names).toContain("last-resort._routing-test.example.com");
  expect(refusalOf(() => platform({ lastResort: { ...lastResort, fallBackTo: ["rome"] } }))).toEqual([
    'test: lastResort.fallBackTo: got "rome", expected a data centre: "paris"',
  ]);
  const anycastAddresses = { ipv4: "10.0.0.1", ipv6: "2001:db8:ffff::1" };
  expect(refusalOf(() => platform({ lastResort, anycastAddresses }))).toEqual([
    'test: anycastAddresses.ipv4: got "10.0.0.1", expected a public IPv4 address: "203.0.113.10"',
  ]);
});
