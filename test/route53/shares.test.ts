import { GeoRouting, type HostPolicy } from "../../lib/route53";
import type { Tier } from "../../lib/routing";
import { type Block, resourcesOf, synthesizeStack } from "../support/synthesize";

const NAMES = [
  "paris",
  "frankfurt",
  "singapore",
  ...Array.from({ length: 8 }, (_, index) => `${"a".repeat(31)}${index}`),
];
const DATA_CENTERS = Object.fromEntries(
  NAMES.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}` } }] as const),
);
const HIDDEN = "_routing-test.example.com";

const make = (policy: Omit<HostPolicy, "hostNames">, policyName = "platform") =>
  synthesizeStack(
    (stack) =>
      new GeoRouting(stack, "routing", {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "test",
        dataCenters: DATA_CENTERS,
        lastResort: { ipv4: "198.51.100.1" },
        policies: { [policyName]: { hostNames: ["api.example.com"], ...policy } },
      }),
  );

/** The records of shares, by their names in Terraform. */
const sharesIn = (configuration: Block): Readonly<Record<string, Block>> =>
  Object.fromEntries(
    Object.entries(resourcesOf(configuration, "aws_route53_record")).filter(([, { name }]) =>
      /\.(share|wave)\._routing-/.test(name),
    ),
  );

const namesIn = (configuration: Block) => [...new Set(Object.values(sharesIn(configuration)).map(({ name }) => name))];

/** What becomes of the records of shares from one policy to the next. */
function changes(before: Block, after: Block) {
  const [old, young] = [sharesIn(before), sharesIn(after)];
  const count = (some: Readonly<Record<string, Block>>, isMeant: (name: string) => boolean) =>
    Object.keys(some).filter(isMeant).length;
  return {
    made: count(young, (name) => old[name] === undefined),
    changed: count(
      young,
      (name) => old[name] !== undefined && JSON.stringify(old[name]) !== JSON.stringify(young[name]),
    ),
    removed: count(old, (name) => young[name] === undefined),
  };
}

type Policy = Omit<HostPolicy, "hostNames">;
const country = (serveFrom: readonly Tier[], percent?: number): Policy => ({
  countries: { FR: { serveFrom, percent } },
});
const wave = (serveFrom: readonly Tier[], percent?: number): Policy => ({
  waves: { first: { countries: ["FR", "BE"], serveFrom, percent } },
});
const continent = (serveFrom: readonly Tier[], percent?: number): Policy => ({
  continents: { EU: { serveFrom, percent } },
});

describe.each([
  ["a country", country],
  ["a wave", wave],
  ["a continent", continent],
])("the share of %s", (_, of) => {
  test("is another one with another order, so that nobody is led by the old one to where only the new one leads", () => {
    const moved = changes(make(of(["paris", "frankfurt"], 25)), make(of(["frankfurt", "paris"], 50)));
    expect(moved).toEqual({ made: 2, changed: 0, removed: 2 });
    const grouped = changes(make(of(["paris", "frankfurt"])), make(of([["paris", "frankfurt"]])));
    expect(grouped).toEqual({ made: 2, changed: 0, removed: 2 });
  });

  test.each([0, 5, 100])("is the same at %i %%, by two weights that change in place", (percent) => {
    const moved = changes(make(of(["paris", "frankfurt"], 25)), make(of(["paris", "frankfurt"], percent)));
    expect(moved).toEqual({ made: 0, changed: 2, removed: 0 });
  });

  test("is the same for the same data centres in one pair of brackets, in whatever order", () => {
    const moved = changes(make(of([["paris", "frankfurt"]])), make(of([["frankfurt", "paris"]])));
    expect(moved).toEqual({ made: 0, changed: 0, removed: 0 });
  });
});

test("the name of a share has its place or wave, its policy and its order", () => {
  const names = namesIn(
    make({
      countries: { FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["paris", "frankfurt"] } },
      continents: { AF: { serveFrom: [["paris", "frankfurt"], "singapore"] } },
      subdivisions: { "US-CA": { serveFrom: ["singapore"] } },
      waves: { first: { countries: ["BE", "NL"], serveFrom: ["paris", "frankfurt"] } },
    }),
  );
  expect(names.sort()).toEqual([
    `continent-af.platform.frankfurt_paris.singapore.share.${HIDDEN}`,
    // The same order, and a percentage of its own: two shares.
    `de.platform.paris.frankfurt.share.${HIDDEN}`,
    `first.platform.paris.frankfurt.wave.${HIDDEN}`,
    `fr.platform.paris.frankfurt.share.${HIDDEN}`,
    `us-ca.platform.singapore.share.${HIDDEN}`,
  ]);
});

describe("an order that DNS has no room for", () => {
  const eight = NAMES.slice(3);
  const policyName = "p".repeat(32);

  test("has its first data centre and a hash in the name of a share", () => {
    // The first 12 digits of the SHA-256 of the seven other names, joined by dots.
    expect(namesIn(make(country(eight)))).toEqual([`fr.platform.${eight[0]}.then__e804d172c1a2.share.${HIDDEN}`]);
  });

  test.each([
    ["the first data centre", eight, [...eight.slice(1), eight[0] ?? ""]],
    ["the last two", eight, [...eight.slice(0, 6), eight[7] ?? "", eight[6] ?? ""]],
    ["brackets", eight, [eight.slice(0, 2), ...eight.slice(2)]],
  ])("makes another share when %s is another", (_, before, after) => {
    expect(changes(make(country(before)), make(country(after)))).toEqual({ made: 2, changed: 0, removed: 2 });
  });

  test("is a hash alone where its first data centre would be too much", () => {
    const waves = (serveFrom: readonly Tier[]): Policy => ({
      waves: { ["w".repeat(32)]: { countries: ["FR"], serveFrom } },
    });
    const zoneName = `${"a".repeat(60)}.${"b".repeat(40)}.com`;
    const configuration = synthesizeStack(
      (stack) =>
        new GeoRouting(stack, "routing", {
          zone: { zoneId: "Z0123456789EXAMPLE", zoneName },
          routingName: "r".repeat(32),
          dataCenters: DATA_CENTERS,
          lastResort: { ipv4: "198.51.100.1" },
          policies: { [policyName]: { hostNames: [`api.${zoneName}`], ...waves(eight) } },
        }),
    );
    const [name = "", ...others] = namesIn(configuration);
    expect(others).toEqual([]);
    expect(name).toMatch(/^w{32}\.p{32}\.order__[0-9a-f]{12}\.wave\._routing-r{32}\.a{60}\.b{40}\.com$/);
    expect(name.length).toBeLessThanOrEqual(253);
  });
});
