import type { GeoRoutingProps, HostPolicy } from "../../lib/route53";
import {
  COUNTRY_CODES,
  type ContinentCode,
  type CountryCode,
  type Location,
  type Route,
  type RoutedDataCenter,
  type RoutingPolicy,
  type SubdivisionCode,
  type Tier,
  type Wave,
} from "../../lib/routing";
import { ALL_LOCATIONS } from "../../lib/routing/location";
import { placesOf } from "../../lib/routing/routing-policy";
import { fc } from "../support/property";

/** What each data centre may be called, now and after it is renamed: words of our own records, and as long as may be. */
const NAMES = [
  ["paris", "primary", "amsterdam-west-2"],
  ["frankfurt", "chain", `${"a".repeat(31)}b`],
  ["singapore", "last-resort", "a".repeat(32)],
  ["dallas", "data-centers", "london-docklands-3"],
] as const;

/** A data centre has one address or both. */
const ADDRESSES: readonly (readonly string[])[] = NAMES.map((_, index) => [
  `203.0.113.${index * 10 + 1}`,
  `203.0.113.${index * 10 + 2}`,
]);

/** What is down: each data centre, and all of them. */
export const OUTAGES: readonly (readonly string[])[] = [...ADDRESSES, ADDRESSES.flat()];
/** A data centre whose addresses change is still the same. */
export const answererOf = (address: string): string =>
  NAMES[ADDRESSES.findIndex((some) => some.includes(address))]?.[0] ?? "the last resort";

export const HOST_NAMES: readonly string[] = ["api.example.com", "video.example.com"];

const COUNTRIES: readonly CountryCode[] = ["FR", "DE", "RU", "US", "CA", "SG", "ZA", "BR"];
const CONTINENTS: readonly ContinentCode[] = ["EU", "NA", "AS"];
const STATES: readonly SubdivisionCode[] = ["US-CA", "US-TX"];

/** The names of all data centres, one of its own for each. */
const names = fc.tuple(...NAMES.map((some) => fc.constantFrom<string[]>(...some)));

const serveFrom = fc
  .tuple(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([order, joined]) => {
    const tiers: number[][] = [];
    order.forEach((index, position) => {
      if (position > 0 && joined[position]) tiers.at(-1)?.push(index);
      else tiers.push([index]);
    });
    return tiers;
  });

/** A route by the numbers of its data centres. */
type NumberedRoute = readonly (readonly number[])[] | "last-resort";

const route: fc.Arbitrary<NumberedRoute> = fc.oneof(
  { weight: 6, arbitrary: serveFrom },
  { weight: 1, arbitrary: fc.constant<NumberedRoute>("last-resort") },
);

/**
 * What routes say, by the name of a place or a wave, apart from which places have them: a share changes in place, for all who
 * still lead to it, and the two of its weights one after the other.
 */
export interface Tables {
  readonly percentages: ReadonlyMap<string, number>;
  readonly routes: ReadonlyMap<string, NumberedRoute>;
}

const WAVE_NAMES: readonly [string, string][] = [
  ["first", "second"],
  ["fr", "wave"],
];
const MOVED = [...COUNTRIES, ...CONTINENTS, ...STATES, ...WAVE_NAMES.flat()];

export const percentages: fc.Arbitrary<Tables["percentages"]> = fc
  .array(fc.constantFrom(0, 5, 50, 100), { minLength: MOVED.length, maxLength: MOVED.length })
  .map((percents) => new Map(MOVED.map((name, index) => [name, percents[index] ?? 0])));

export const routes: fc.Arbitrary<Tables["routes"]> = fc
  .tuple(...MOVED.map(() => route))
  .map((drawn) => new Map(MOVED.map((name, index) => [name, drawn[index] ?? "last-resort"])));

const policy = fc.record({
  countries: fc.subarray([...COUNTRIES]),
  continents: fc.subarray([...CONTINENTS]),
  subdivisions: fc.subarray([...STATES]),
  /** Countries in waves: about as many as fit into one name, or two, or all. */
  waved: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(44, 99, 101) },
  ),
  waveNames: fc.constantFrom(...WAVE_NAMES),
});

type NumberedPolicy = typeof policy extends fc.Arbitrary<infer Value> ? Value : never;

/** A routing: its policies, one for all host names or one for each, its data centres by some of their names. */
export const routing: fc.Arbitrary<(tables: Tables) => Partial<GeoRoutingProps>> = fc
  .record({
    names,
    addresses: fc.tuple(...NAMES.map(() => fc.constantFrom<number[]>(1, 1, 1, 2))),
    routingName: fc.constantFrom("test", "test", "test", "another-name-of-thirty-characters"),
    policyName: fc.constantFrom("platform", "platform", "share"),
    policies: fc.oneof({ weight: 3, arbitrary: fc.tuple(policy) }, { weight: 1, arbitrary: fc.tuple(policy, policy) }),
  })
  .map(({ names, addresses, routingName, policyName, policies }) => (tables) => ({
    routingName: routingName.slice(0, 32),
    dataCenters: Object.fromEntries(
      names.map((name, index): [string, RoutedDataCenter] => [
        name,
        {
          ingress: { ipv4: ADDRESSES[index]?.slice(0, addresses[index]) ?? [] },
          requestsPerSecond: 1000 * (index + 1),
        },
      ]),
    ),
    policies: Object.fromEntries(
      policies.map((one, index): [string, HostPolicy] => [
        [policyName, "second"][index] ?? "",
        {
          ...policyOf(one, names, tables),
          hostNames: policies.length === 1 ? HOST_NAMES : HOST_NAMES.slice(index, index + 1),
        },
      ]),
    ),
  }));

function policyOf(
  { countries, continents, subdivisions, waved, waveNames }: NumberedPolicy,
  names: readonly string[],
  { percentages, routes }: Tables,
): RoutingPolicy {
  const routeOf = (name: string): Route => {
    const route = routes.get(name) ?? "last-resort";
    if (route === "last-resort") return { serveFrom: route };
    return { serveFrom: route.map((tier) => tierOf(tier, names)), percent: percentages.get(name) };
  };
  const own = new Set<string>(countries);
  const free = COUNTRY_CODES.filter((code) => !own.has(code)).slice(0, waved);
  const half = (rest: number) => free.filter((_, index) => index % 2 === rest);
  const inWaves = waveNames.flatMap((name, index): [string, Wave][] =>
    half(index).length === 0 ? [] : [[name, { ...routeOf(name), countries: half(index) }]],
  );
  const all = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, routeOf(code)]));
  return {
    countries: all(countries),
    continents: all(continents),
    subdivisions: all(subdivisions),
    waves: Object.fromEntries(inWaves),
  };
}

function tierOf(tier: readonly number[], names: readonly string[]): Tier {
  const [only = "", ...others] = tier.map((index) => names[index] ?? "");
  return others.length === 0 ? only : [only, ...others];
}

/** All places that some policies name, and of those that none does, one for each continent and country of a named state. */
export function placesToldApart(policies: readonly RoutingPolicy[]): readonly Location[] {
  const named = new Set(policies.flatMap((one) => placesOf(one).map(({ code, kind }) => `${kind} ${code}`)));
  const seen = new Set<string>();
  return ALL_LOCATIONS.filter(({ continent, country, subdivision }) => {
    const kinds = [`subdivision ${subdivision}`, `country ${country}`].filter((kind) => named.has(kind));
    const key = [continent, subdivision && "state", ...kinds].join();
    return !seen.has(key) && seen.add(key);
  });
}
