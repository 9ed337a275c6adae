import { GeoRouting, type GeoRoutingProps, readTerraform } from "../../../lib/route53";
import {
  COUNTRY_CODES,
  type CountryCode,
  continentOf,
  inCountry,
  inSubdivision,
  type Location,
  NOWHERE,
  type Route,
  type RoutedDataCenter,
  type RoutingPolicy,
  SUBDIVISION_CODES,
  type Wave,
} from "../../../lib/routing";
import { ALL_LOCATIONS } from "../../../lib/routing/location";
import { fc } from "../../support/property";
import { synthesizeStack } from "../../support/synthesize";

const NAMES = ["amsterdam", "berlin", "chennai", "dallas"];
/** Dallas has two addresses, and the others one. */
const ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  amsterdam: ["203.0.113.1"],
  berlin: ["203.0.113.2"],
  chennai: ["203.0.113.3"],
  dallas: ["203.0.113.4", "203.0.113.5"],
};
const LAST_RESORT = "198.51.100.1";
const OWNERS = new Map(Object.entries(ADDRESSES).flatMap(([name, addresses]) => addresses.map((one) => [one, name])));

const route: fc.Arbitrary<Route> = fc
  .tuple(fc.shuffledSubarray(NAMES, { minLength: 1 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([names, joined]) => {
    // Neighbours are joined into one tier here and there.
    const tiers: string[][] = [];
    names.forEach((name, index) => {
      if (index > 0 && joined[index]) tiers[tiers.length - 1]?.push(name);
      else tiers.push([name]);
    });
    return tiers.map((tier) => (tier.length === 1 ? (tier[0] as string) : tier));
  })
  .chain((serveFrom) => fc.integer({ min: 0, max: 100 }).map((percent) => ({ serveFrom, percent })));

const routeOrNone: fc.Arbitrary<Route> = fc.oneof(
  { weight: 5, arbitrary: route },
  { weight: 1, arbitrary: fc.constant<Route>({ serveFrom: "last-resort" }) },
);

const routesOf = <Code extends string>(codes: readonly Code[], maxKeys: number) =>
  fc.dictionary(fc.constantFrom(...codes), routeOrNone, { maxKeys }) as fc.Arbitrary<{ [code in Code]?: Route }>;

const withoutWaves: fc.Arbitrary<RoutingPolicy> = fc.record({
  // With more than 99 places, the records are nested by continent.
  countries: fc.oneof(
    { weight: 4, arbitrary: routesOf(COUNTRY_CODES, 6) },
    {
      weight: 1,
      arbitrary: route.map((one) => Object.fromEntries(COUNTRY_CODES.slice(0, 120).map((code) => [code, one]))),
    },
  ),
  continents: routesOf(["AF", "AS", "EU", "NA"] as const, 2),
  subdivisions: routesOf(SUBDIVISION_CODES, 2),
});

/** Some places that have no route are in two waves. */
const policy: fc.Arbitrary<RoutingPolicy> = fc
  .tuple(
    withoutWaves,
    fc.shuffledSubarray([...COUNTRY_CODES], { minLength: 2, maxLength: 20 }),
    fc.shuffledSubarray([...SUBDIVISION_CODES], { maxLength: 10 }),
    fc.tuple(routeOrNone, routeOrNone),
  )
  .map(([routes, countries, subdivisions, [one, other]]) => {
    const isFree = (code: string) => !(code in (routes.countries ?? {})) && !(code in (routes.subdivisions ?? {}));
    const half = <Code extends string>(codes: readonly Code[], rest: number) =>
      codes.filter(isFree).filter((_, index) => index % 2 === rest);
    const [first, second] = [half(countries, 0), half(countries, 1)];
    const waves = {
      ...(first.length > 0 && { first: { ...one, countries: first, subdivisions: half(subdivisions, 0) } }),
      ...(second.length > 0 && { second: { ...other, countries: second, subdivisions: half(subdivisions, 1) } }),
    };
    return { ...routes, waves };
  });

const capacities = fc.array(fc.integer({ min: 1000, max: 9000 }), { minLength: 4, maxLength: 4 });

/** What the policy says, worked out from the policy alone: the route of the smallest place, and its first tier with a healthy member. */
function expected(
  { countries = {}, continents = {}, subdivisions = {}, waves = {} }: RoutingPolicy,
  { country, continent, subdivision }: Location,
  capacity: Readonly<Record<string, number>>,
  down: readonly string[],
): Record<string, number> {
  const inWave = (has: (wave: Wave) => boolean | undefined) => Object.values(waves).find(has);
  const route =
    (subdivision && (subdivisions[subdivision] ?? inWave(({ subdivisions }) => subdivisions?.includes(subdivision)))) ??
    (country && (countries[country] ?? inWave(({ countries }) => countries?.includes(country)))) ??
    (continent && continents[continent]);
  if (!route || route.serveFrom === "last-resort") return { [LAST_RESORT]: 1 };
  const tiers = route.serveFrom.map((tier) => [tier].flat().filter((name) => !down.includes(name)));
  const healthy = tiers.find((tier) => tier.length > 0);
  if (!healthy) return { [LAST_RESORT]: 1 };
  const part = (route.percent ?? 100) / 100;
  const all = healthy.reduce((sum, name) => sum + (capacity[name] ?? 0), 0);
  if (part === 0) return { [LAST_RESORT]: 1 };
  const answers = healthy.map((name) => [name, (part * (capacity[name] ?? 0)) / all]);
  return { ...Object.fromEntries(answers), ...(part < 1 && { [LAST_RESORT]: 1 - part }) };
}

const capacityOf = (rates: readonly number[]) =>
  Object.fromEntries(NAMES.map((name, index) => [name, rates[index] ?? 0]));

/** What `GeoRouting` makes of a policy. */
function configurationOf(routing: RoutingPolicy, rates: readonly number[], others: GeoRoutingProps["policies"] = {}) {
  const capacity = capacityOf(rates);
  const dataCenters = Object.fromEntries(
    NAMES.map((name): [string, RoutedDataCenter] => [
      name,
      { ingress: { ipv4: ADDRESSES[name] ?? [] }, requestsPerSecond: capacity[name] },
    ]),
  );
  return synthesizeStack(
    (stack) =>
      new GeoRouting(stack, "routing", {
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
        routingName: "test",
        dataCenters,
        lastResort: { ipv4: LAST_RESORT },
        policies: { platform: { ...routing, hostNames: ["api.example.com"] }, ...others },
      }),
  );
}

/** Weights are whole numbers up to 255. With a capacity of a ninth of the largest, a half is exact to 0.01. */
const TOLERANCE = 0.01;

test("the records answer by the policy, from every place and with every set of data centres down", () => {
  fc.assert(
    fc.property(policy, capacities, (routing, rates) => {
      const capacity = capacityOf(rates);
      const configuration = configurationOf(routing, rates);
      const { zone } = readTerraform(configuration);
      const locations = [NOWHERE, ...COUNTRY_CODES.map(inCountry), ...SUBDIVISION_CODES.map(inSubdivision)];
      for (let bits = 0; bits < 2 ** NAMES.length; bits++) {
        const down = NAMES.filter((_, index) => bits & (1 << index));
        const scenario = zone.scenario(new Set(down.flatMap((name) => ADDRESSES[name] ?? [])));
        for (const location of locations) {
          const answers: Record<string, number> = {};
          for (const { values, probability } of scenario.answers("api.example.com", "A", location)) {
            const who = OWNERS.get(values[0] ?? "") ?? LAST_RESORT;
            answers[who] = (answers[who] ?? 0) + probability;
          }
          const right = expected(routing, location, capacity, down);
          const differing = Object.keys({ ...answers, ...right }).filter(
            (who) => Math.abs((answers[who] ?? 0) - (right[who] ?? 0)) > TOLERANCE,
          );
          // Not an expect for each of some million answers: only those that are wrong are shown.
          if (differing.length > 0) expect({ location, down, answers }).toEqual({ location, down, answers: right });
        }
      }
    }),
    { numRuns: 15 },
  );
});

test("places that reach the same records get the same answers, whatever is down", () => {
  fc.assert(
    fc.property(policy, fc.subarray(NAMES), (routing, down) => {
      const { zone } = readTerraform(configurationOf(routing, [1000, 2000, 3000, 4000]));
      const scenario = zone.scenario(new Set(down.flatMap((name) => ADDRESSES[name] ?? [])));
      for (const question of zone.questions) {
        const groups = zone.placesAlike(question);
        expect(groups.flat()).toHaveLength(ALL_LOCATIONS.length);
        for (const places of groups) {
          const answers = places.map((place) =>
            JSON.stringify(
              scenario
                .answers(question.name, question.type, place)
                .map(({ values, probability }) => [values, probability]),
            ),
          );
          expect(new Set(answers).size).toBe(1);
        }
      }
    }),
    { numRuns: 15 },
  );
});

/** What may be wrong with a host name's record for a place, so that it no longer answers as that of another host name does. */
const SPOILS: readonly ((record: Record<string, unknown>, checks: readonly string[]) => void)[] = [
  () => undefined,
  (record) => Object.assign(record.alias ?? {}, { evaluate_target_health: false }),
  (record, [first]) => Object.assign(record, { health_check_id: first }),
  (record, [, second]) => Object.assign(record, { health_check_id: second }),
  (record) => Object.assign(record, { ttl: 30 }),
  (record) => Object.assign(record, { alias: undefined, ttl: 60, records: ["198.51.100.77"] }),
  (record) => Object.assign(record, { alias: { name: "elsewhere.example.net", zone_id: "ZELSEWHERE" } }),
];

test("whoever the same decides about gets the same answers, whatever is down and whatever was spoilt", () => {
  const spoils = fc.array(fc.tuple(fc.nat(), fc.constantFrom(...SPOILS)), { maxLength: 40 });
  let shared = 0;
  fc.assert(
    fc.property(policy, policy, spoils, (one, other, spoilt) => {
      const configuration = configurationOf(one, [1000, 2000, 3000, 4000], {
        same: { ...one, hostNames: ["same.example.com"] },
        other: { ...other, hostNames: ["other.example.com", "another.example.com"] },
      });
      const records: Record<string, unknown>[] = Object.values(configuration.resource.aws_route53_record);
      const ofHosts = records.filter(({ name }) => /^(api|same|other|another)\./.test(String(name)));
      const checks = Object.keys(configuration.resource.aws_route53_health_check).map(
        (name) => `\${aws_route53_health_check.${name}.id}`,
      );
      for (const [index, spoil] of spoilt) spoil(ofHosts[index % ofHosts.length] ?? {}, checks);
      const { zone } = readTerraform(configuration);
      const outages = Array.from({ length: 2 ** NAMES.length }, (_, bits) =>
        zone.whileDown(NAMES.filter((_, index) => bits & (1 << index))),
      );
      const known = new Map<string, string>();
      for (const question of zone.questions) {
        for (const [place] of zone.placesAlike(question)) {
          const answers = JSON.stringify([
            outages.map((outage) => outage.shares(question, place)),
            [...zone.dependsOn(question, place)].sort(),
          ]);
          const decided = zone.decidedBy(question, place);
          const before = known.get(decided);
          if (before !== undefined) shared += 1;
          // Not an expect for each of thousands: only one that is wrong is shown.
          if (before !== undefined && before !== answers)
            expect({ decided, answers }).toEqual({ decided, answers: before });
          known.set(decided, answers);
        }
      }
    }),
    { numRuns: 15 },
  );
  expect(shared).toBeGreaterThan(100);
});

test("AWS's own continents decide, which are not everybody's", () => {
  const continents: [CountryCode, string][] = [
    ["TR", "EU"],
    ["CY", "EU"],
    ["RU", "EU"],
    ["GS", "AN"],
    ["TL", "OC"],
    ["NA", "AF"],
  ];
  for (const [country, continent] of continents) expect(continentOf(country)).toBe(continent);
});
