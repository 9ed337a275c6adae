import { GeoRouting, type HostPolicy } from "../../lib/route53";
import { COUNTRY_CODES, type CountryCode, type RoutedDataCenter, type Wave } from "../../lib/routing";
import { type Block, refusalOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownList, unknownNumber } from "../support/tokens";

const DATA_CENTERS: Readonly<Record<string, RoutedDataCenter>> = {
  paris: { ingress: { ipv4: "203.0.113.10" } },
  frankfurt: { ingress: { ipv4: "203.0.113.20" } },
};
const HIDDEN = "_routing-test.example.com";

const make = (policy: Omit<HostPolicy, "hostNames">, dataCenters = DATA_CENTERS) =>
  synthesizeStack(
    (stack) =>
      new GeoRouting(stack, "routing", {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "test",
        dataCenters,
        lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
        policies: { platform: { hostNames: ["api.example.com"], ...policy } },
      }),
  );

const recordsOf = (configuration: Block): Record<string, Block> => {
  const records = Object.values(resourcesOf(configuration, "aws_route53_record"));
  return Object.fromEntries(records.map((one) => [`${one.type} ${one.name} ${one.set_identifier}`, one]));
};

/** Records by their names in Terraform that are not the same in both. */
const changed = (before: Block, after: Block) => {
  const [old, young] = [before, after].map((one) => resourcesOf(one, "aws_route53_record"));
  const names = new Set([...Object.keys(old ?? {}), ...Object.keys(young ?? {})]);
  return [...names].filter((name) => JSON.stringify(old?.[name]) !== JSON.stringify(young?.[name]));
};

const FIRST: Wave = { countries: ["FR", "BE"], continents: ["AF"], subdivisions: ["US-CA"], serveFrom: ["paris"] };

describe("a wave", () => {
  test("leads all of its places to one share", () => {
    const configuration = make({ waves: { first: { ...FIRST, percent: 25 } } });
    const records = recordsOf(configuration);
    const share = `A first.platform.paris.wave.${HIDDEN}`;
    expect(Object.keys(records).sort()).toEqual([
      "A api.example.com geo-BE",
      "A api.example.com geo-FR",
      "A api.example.com geo-US-CA",
      "A api.example.com geo-continent-AF",
      "A api.example.com geo-default",
      `${share} data-centers`,
      `${share} last-resort`,
      `A paris.chain.${HIDDEN} primary`,
      `A paris.chain.${HIDDEN} secondary`,
    ]);
    const weights = ["data-centers", "last-resort"].map((id) => records[`${share} ${id}`]?.weighted_routing_policy);
    expect(weights).toEqual([{ weight: 25 }, { weight: 75 }]);
    const targets = ["geo-BE", "geo-FR", "geo-US-CA", "geo-continent-AF"].map(
      (id) => records[`A api.example.com ${id}`]?.alias.name,
    );
    expect(new Set(targets).size).toBe(1);
    expect(records["A api.example.com geo-US-CA"]?.geolocation_routing_policy).toEqual({
      country: "US",
      subdivision: "CA",
    });
  });

  test.each([0, 5, 100])("moves to %i %% by two weights, however many countries it has", (percent) => {
    const countries = COUNTRY_CODES.slice(0, 40);
    const waves = (percent: number) => make({ waves: { first: { countries, serveFrom: ["paris"], percent } } });
    expect(changed(waves(25), waves(percent))).toHaveLength(2);
  });

  test("gives a country away by a record of the host name that changes, and nothing else", () => {
    const wave = (countries: readonly CountryCode[]): Wave => ({ countries, serveFrom: ["paris"] });
    const before = make({ waves: { first: wave(["FR", "BE"]), second: wave(["DE"]) } });
    const after = make({ waves: { first: wave(["FR"]), second: wave(["DE", "BE"]) } });
    const [name = "", ...others] = changed(before, after);
    expect(others).toEqual([]);
    expect(resourcesOf(after, "aws_route53_record")[name]?.set_identifier).toBe("geo-BE");
  });

  test("takes a percentage that only Terraform knows", () => {
    const records = recordsOf(make({ waves: { first: { ...FIRST, percent: unknownNumber } } }));
    expect(records[`A first.platform.paris.wave.${HIDDEN} last-resort`]?.weighted_routing_policy).toEqual({
      weight: "${(100 - 7)}",
    });
  });

  test.each<[string, Omit<HostPolicy, "hostNames">, string]>([
    [
      "without places",
      { waves: { first: { serveFrom: ["paris"] } } },
      "policies.platform.waves.first: got nothing, expected countries, continents or subdivisions",
    ],
    [
      "with a country of another wave",
      { waves: { first: FIRST, second: { countries: ["DE", "FR"], serveFrom: ["paris"] } } },
      'policies.platform.waves.second.countries: got "FR", expected a place without another route: waves.first has it',
    ],
    [
      "with a country that has a route of its own",
      { countries: { BE: { serveFrom: ["paris"] } }, waves: { first: FIRST } },
      'policies.platform.waves.first.countries: got "BE", expected a place without another route: countries.BE has it',
    ],
    [
      "with a country twice",
      { waves: { first: { countries: ["FR", "FR"], serveFrom: ["paris"] } } },
      'policies.platform.waves.first.countries: got "FR", expected a place without another route: waves.first has it',
    ],
    [
      "with a code that is no country",
      { waves: { first: { countries: ["UK" as CountryCode], serveFrom: ["paris"] } } },
      'policies.platform.waves.first.countries: got "UK", expected a country code of ISO 3166-1 (two capital letters) that Route 53 knows; for United Kingdom write "GB"',
    ],
    [
      "with a name that is no label of DNS",
      { waves: { "the first": FIRST } },
      'policies.platform.waves.the first: got "the first", expected 1 to 32 lower-case letters, digits and hyphens, a letter first and no hyphen last',
    ],
    [
      "between the steps of its migration",
      { waves: { first: { ...FIRST, percent: 30, migration: { steps: [5, 25, 50] } } } },
      "policies.platform.waves.first.percent: got 30, expected one of the migration's steps: 5, 25, 50, or 0 for nobody",
    ],
    [
      "to a data centre that does not exist",
      { waves: { first: { ...FIRST, serveFrom: ["lyon"] } } },
      'policies.platform.waves.first.serveFrom: got "lyon", expected a data centre: "paris" or "frankfurt"',
    ],
  ])("%s is refused", (_, policy, message) => {
    expect(refusalOf(() => make(policy))).toEqual([`stack/routing: ${message}`]);
  });
});

test("a list of places that only Terraform knows is refused once, and no place is read out of it", () => {
  const countries = unknownList as CountryCode[];
  const refused = refusalOf(() => make({ waves: { first: { countries, serveFrom: ["paris"] } } }));
  expect(refused).toEqual([
    "stack/routing: policies.platform.waves.first.countries: got a token, expected a value that is known at synthesis: it decides which resources there are",
  ]);
});

test("all countries of Route 53 in six waves, on three data centres, are 582 records for A and AAAA", () => {
  const names = ["paris", "frankfurt", "singapore"];
  const dataCenters = Object.fromEntries(
    names.map((name, index) => [name, { ingress: { ipv4: `203.0.113.${index}`, ipv6: `2001:db8::${index}` } }]),
  );
  const waves = Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((wave): [string, Wave] => {
      const countries = COUNTRY_CODES.filter((_, index) => index % 6 === wave);
      const serveFrom = [names[wave % 3] ?? "", names[(wave + (wave < 3 ? 1 : 2)) % 3] ?? ""];
      return [`wave-${wave + 1}`, { countries, serveFrom, percent: 25 }];
    }),
  );
  const records = Object.values(recordsOf(make({ waves }, dataCenters)));
  const count = (part: string) => records.filter(({ type, name }) => type === "A" && name.includes(part)).length;
  // The host name leads to 7 continents, and everyone else; each of these to its countries, 246, and everyone else.
  expect([count("api."), count(".geo.")]).toEqual([8, 253]);
  // Two for each wave; and two for each of the six orders of two, and for each data centre that is the last of one.
  expect([count(".wave."), count(".chain.")]).toEqual([12, 18]);
  expect(records).toHaveLength(582);
});

describe('"last-resort"', () => {
  test("takes a country out of its continent, and a state out of its country, by a record of the host name", () => {
    const policy: Omit<HostPolicy, "hostNames"> = {
      continents: { EU: { serveFrom: ["paris"] } },
      countries: { US: { serveFrom: ["paris"] }, RU: { serveFrom: "last-resort" } },
      subdivisions: { "US-CA": { serveFrom: "last-resort" } },
    };
    const records = recordsOf(make(policy));
    for (const id of ["geo-RU", "geo-US-CA"]) {
      expect(records[`A api.example.com ${id}`]).toMatchObject({ records: ["198.51.100.1"], ttl: 60 });
      expect(records[`A api.example.com ${id}`]).not.toHaveProperty("alias");
    }
    expect(Object.keys(records).filter((key) => /^A (ru|us-ca)\./.test(key))).toEqual([]);
  });

  test("holds for a wave, too, which then has no share", () => {
    const records = recordsOf(make({ waves: { never: { countries: ["RU", "BY"], serveFrom: "last-resort" } } }));
    const ids = ["geo-BY", "geo-RU", "geo-default"];
    expect(Object.keys(records)).toEqual(ids.map((id) => `A api.example.com ${id}`));
  });

  test.each<[string, object, string]>([
    [
      "a percentage",
      { serveFrom: "last-resort", percent: 25 },
      'percent: got 25, expected nothing where "last-resort" serves everybody',
    ],
    [
      "a migration",
      { serveFrom: "last-resort", migration: { steps: [5] } },
      'migration: got {"steps":[5]}, expected nothing where "last-resort" serves everybody',
    ],
  ])("refuses %s", (_, route, message) => {
    expect(refusalOf(() => make({ countries: { RU: route as Wave } }))).toEqual([
      `stack/routing: policies.platform.countries.RU.${message}`,
    ]);
  });

  test.each([
    ["another word", "paris", 'got "paris", expected a list of data centres, or "last-resort"'],
    ["nobody", [], 'got [], expected at least one data centre, or "last-resort" in place of the list'],
  ])("is not %s", (_, serveFrom, message) => {
    expect(refusalOf(() => make({ countries: { RU: { serveFrom: serveFrom as string[] } } }))).toContainEqual(
      expect.stringContaining(message),
    );
  });
});
