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
  ["dallas", "data-centers", "order"],
] as const;

const LAST_RESORT = { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" };

/** A data centre has one address of a family or both. */
const ADDRESSES = NAMES.map((_, index) => ({
  ipv4: [`203.0.113.${index * 10 + 1}`, `203.0.113.${index * 10 + 2}`],
  ipv6: [`2001:db8:${index}::1`, `2001:db8:${index}::2`],
}));
const ALL_OF = ADDRESSES.map(({ ipv4, ipv6 }) => [...ipv4, ...ipv6]);
const ALL_OF_LAST_RESORT = Object.values(LAST_RESORT);

/** What is down: each data centre, all of them, the last resort, and everything. */
export const OUTAGES: readonly (readonly string[])[] = [
  ...ALL_OF,
  ALL_OF.flat(),
  ALL_OF_LAST_RESORT,
  [...ALL_OF.flat(), ...ALL_OF_LAST_RESORT],
];

export const THE_LAST_RESORT = "the last resort";

/** A data centre whose addresses or whose name change is still the same. */
export const answererOf = (address: string): string =>
  NAMES[ALL_OF.findIndex((some) => some.includes(address))]?.[0] ?? THE_LAST_RESORT;

/** All who may answer. */
export const EVERYBODY: ReadonlySet<string> = new Set([...NAMES.map(([name]) => name), THE_LAST_RESORT]);

/** The host names of the policies, and what is asked for. */
const HOSTS = ["api.example.com", "video.example.com", "*.shop.example.com"] as const;
export const QUESTIONS: readonly string[] = HOSTS.map((name) => name.replace("*", "any"));

const COUNTRIES: readonly CountryCode[] = ["FR", "DE", "RU", "US", "CA", "SG", "ZA", "BR"];
const CONTINENTS: readonly ContinentCode[] = ["EU", "NA", "AS"];
const STATES: readonly SubdivisionCode[] = ["US-CA", "US-TX"];
const WAVE_NAMES: readonly [Pair, Pair] = [
  ["first", "second"],
  ["fr", "w".repeat(32)],
];

type Pair = readonly [string, string];

/** A route by the numbers of its data centres. */
type NumberedRoute = readonly (readonly number[])[] | "last-resort";

const order = fc
  .tuple(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 1 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([numbers, joined]) => {
    const tiers: number[][] = [];
    numbers.forEach((number, position) => {
      if (position > 0 && joined[position]) tiers.at(-1)?.push(number);
      else tiers.push([number]);
    });
    return tiers;
  });

const route: fc.Arbitrary<NumberedRoute> = fc.oneof(
  { weight: 6, arbitrary: order },
  { weight: 1, arbitrary: fc.constant<NumberedRoute>("last-resort") },
);

/** One value mostly, so that few changes have a new one. */
const mostly = <Value>(usual: Value, ...others: Value[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constant(usual) }, { weight: 1, arbitrary: fc.constantFrom(...others) });

/** Which places have routes: countries, continents and states of their own, and waves of countries and of other places. */
const PLACED = {
  countries: fc.subarray([...COUNTRIES]),
  continents: fc.subarray([...CONTINENTS]),
  subdivisions: fc.subarray([...STATES]),
  /** Countries in waves: about as many as fit into one name, or two, or all. */
  waved: fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
    { weight: 1, arbitrary: fc.constantFrom(44, 99, 101) },
  ),
  hasLargeAndSmall: fc.boolean(),
  waveNames: mostly<Pair>(...WAVE_NAMES),
} satisfies Record<string, fc.Arbitrary<unknown>>;

/** What may change by itself: each a value of its own. */
const PARTS = {
  ...Object.fromEntries(NAMES.map((some, index) => [`name ${index}`, mostly<string>(some[0], some[1], some[2])])),
  /** Whether the first two data centres have each other's names. */
  swaps: mostly(false, true),
  ...Object.fromEntries(NAMES.map((_, index) => [`addresses ${index}`, mostly(1, 2)])),
  ...Object.fromEntries(NAMES.map((_, index) => [`drain ${index}`, mostly(false, true)])),
  ...Object.fromEntries(NAMES.map((_, index) => [`requires ${index}`, mostly(false, true)])),
  routingName: mostly("test", "another-name-of-thirty-2-letters"),
  "policy 0": mostly("platform", "share", "p".repeat(32)),
  "policy 1": mostly("second", "wave"),
  hosts: fc
    .tuple(...HOSTS.map(() => fc.constantFrom(0, 0, 1, undefined)))
    .filter((of) => of.includes(0) || of.includes(1)),
  hasIpv6: fc.boolean(),
  fallBackTo: fc.option(order, { nil: undefined }),
  ttlSeconds: mostly(60, 30),
  "places 0": fc.record(PLACED),
  "places 1": fc.record(PLACED),
} satisfies Record<string, fc.Arbitrary<unknown>>;

const KEYS = Object.keys(PARTS);
const ROUTED = [0, 1].flatMap((index) =>
  [...COUNTRIES, ...CONTINENTS, ...STATES, ...WAVE_NAMES.flat()].map((name) => `${index} ${name}`),
);

/** A routing by its parts, its routes and its percentages. */
// biome-ignore lint/suspicious/noExplicitAny: parts of many kinds
export type Parts = Readonly<Record<string, any>>;

const routes = fc
  .tuple(...ROUTED.map(() => route))
  .map((all) => all.map((one, index) => [`route ${ROUTED[index]}`, one]));
const percentages = fc
  .tuple(...ROUTED.map(() => fc.constantFrom(0, 5, 50, 100)))
  .map((all) => all.map((one, index) => [`percent ${ROUTED[index]}`, one]));

/** All that a routing is made of. */
export const parts: fc.Arbitrary<Parts> = fc
  .tuple(fc.record(PARTS), routes, percentages)
  .map(([some, ...tables]) => ({ ...some, ...Object.fromEntries(tables.flat()) }));

/** Which parts change: a few of them, most, or the routes alone; and the percentages, or not. */
export const changed: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    fc.oneof(fc.subarray(KEYS, { maxLength: 3 }), fc.subarray(KEYS)),
    fc.subarray(ROUTED.map((name) => `route ${name}`)),
    fc.oneof(fc.constant([]), fc.subarray(ROUTED.map((name) => `percent ${name}`))),
  )
  .map((all) => all.flat());

/**
 * Whether a change is of percentages, of addresses or of drains, too: a share, or a group, then has other weights for a moment, and a data
 * centre that is drained no longer has those who are about to leave it. So is one of a route and of what the last resort falls back to:
 * while that is down, the part of a place that is left to it follows the one, and the rest the other.
 */
export const changesParts = (keys: readonly string[]): boolean =>
  keys.some((key) => /^(percent|addresses|drain) /.test(key)) ||
  (keys.includes("fallBackTo") && keys.some((key) => key.startsWith("route ")));

/** Whether a data centre gets other addresses, which are in a group beside the old ones for a moment. */
export const changesAddresses = (keys: readonly string[]): boolean => keys.some((key) => key.startsWith("addresses "));

export function routingOf(of: Parts): Partial<GeoRoutingProps> {
  const names = NAMES.map((_, index): string => of[`name ${of.swaps && index < 2 ? 1 - index : index}`]);
  const tiers = (numbers: readonly (readonly number[])[]) => numbers.map((tier) => tierOf(tier, names));
  const addresses = (index: number) => (family: "ipv4" | "ipv6") =>
    ADDRESSES[index]?.[family].slice(0, of[`addresses ${index}`]);
  const dataCenter = (index: number): RoutedDataCenter => ({
    ingress: { ipv4: addresses(index)("ipv4") ?? [], ...(of.hasIpv6 && { ipv6: addresses(index)("ipv6") }) },
    requestsPerSecond: 1000 * (index + 1),
    ...(of[`drain ${index}`] && { drain: true }),
    ...(of[`requires ${index}`] && {
      requiredHealthChecks: { queue: { alarmName: `queue-${index}`, alarmRegion: "eu-west-1" } },
    }),
  });
  const policies = [0, 1].flatMap((index): [string, HostPolicy][] => {
    const hostNames = HOSTS.filter((_, host) => of.hosts[host] === index);
    if (hostNames.length === 0) return [];
    const routeOf = (name: string): Route => {
      const numbers: NumberedRoute = of[`route ${index} ${name}`];
      if (numbers === "last-resort") return { serveFrom: numbers };
      return { serveFrom: tiers(numbers), percent: of[`percent ${index} ${name}`] };
    };
    return [[of[`policy ${index}`], { hostNames, ...policyOf(of[`places ${index}`], routeOf) }]];
  });
  return {
    routingName: of.routingName,
    dataCenters: Object.fromEntries(names.map((name, index) => [name, dataCenter(index)])),
    lastResort: {
      ipv4: LAST_RESORT.ipv4,
      ...(of.hasIpv6 && { ipv6: LAST_RESORT.ipv6 }),
      ...(of.fallBackTo && { healthCheck: { hostName: "www.example.com" }, fallBackTo: tiers(of.fallBackTo) }),
    },
    ttlSeconds: of.ttlSeconds,
    policies: Object.fromEntries(policies),
  };
}

function policyOf(
  { countries, continents, subdivisions, waved, hasLargeAndSmall, waveNames }: Parts,
  routeOf: (name: string) => Route,
): RoutingPolicy {
  const own = new Set<string>(countries);
  const free = COUNTRY_CODES.filter((code) => !own.has(code)).slice(0, waved);
  const half = (rest: number) => free.filter((_, index) => index % 2 === rest);
  const inWaves = (waveNames as string[]).flatMap((name, index): [string, Wave][] => {
    const others = hasLargeAndSmall
      ? [{ continents: ["SA"] as const }, { subdivisions: ["US-NY"] as const }][index]
      : {};
    const wave = { ...routeOf(name), countries: half(index), ...others };
    return half(index).length === 0 && !hasLargeAndSmall ? [] : [[name, wave]];
  });
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

/** Whom a routing names for those who ask for a name from a place: looked up in its options, without a record. */
export function namedBy({ policies = {}, dataCenters = {}, lastResort }: Partial<GeoRoutingProps>) {
  const canonical = new Map(
    Object.entries(dataCenters).map(([name, { ingress }]) => [name, answererOf([ingress.ipv4].flat()[0] ?? "")]),
  );
  const whom = (tiers: readonly Tier[]) => tiers.flat().map((name) => canonical.get(name) ?? "");
  const always = [THE_LAST_RESORT, ...whom(lastResort?.fallBackTo ?? [])];
  return (question: string, place: Location): readonly string[] => {
    const host = HOSTS[QUESTIONS.indexOf(question)] ?? "";
    const policy = Object.values(policies).find(({ hostNames }) => hostNames.includes(host));
    // A name that comes or goes is everyone else's for a moment.
    if (policy === undefined) return always;
    const routes = new Map<string, Route>(
      placesOf(policy).map(({ code, kind, route }) => [`${kind} ${code}`, route] as const),
    );
    const found = [`subdivision ${place.subdivision}`, `country ${place.country}`, `continent ${place.continent}`]
      .map((key) => routes.get(key))
      .find((one) => one !== undefined);
    return [...always, ...(Array.isArray(found?.serveFrom) ? whom(found.serveFrom as readonly Tier[]) : [])];
  };
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
