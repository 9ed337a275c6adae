import { FreeKeys } from "./octodns-keys";
import { type OctoPlace, placeOfGeo } from "./octodns-places";
import type { OctoPool, OctoRule, OctoRules } from "./octodns-rules";

/** A route of a place: from which pools it is served. */
export interface OctoRoute {
  readonly serveFrom: readonly string[] | "last-resort";
  readonly percent?: number;
}

/** A routing policy, with the pools in place of data centres. */
export interface OctoPolicy {
  readonly continents?: { readonly [code: string]: OctoRoute };
  readonly countries?: { readonly [code: string]: OctoRoute };
  readonly subdivisions?: { readonly [code: string]: OctoRoute };
  readonly waves?: { readonly [name: string]: OctoRoute & { readonly [kind: string]: unknown } };
}

/** What becomes of a record's rules. */
export interface ReadPolicy {
  readonly policy: OctoPolicy;
  /** The addresses of each pool that somebody is sent to. */
  readonly pools: ReadonlyMap<string, readonly string[]>;
  /** The addresses of everyone else. */
  readonly lastResort: readonly string[];
  /** Pools that nobody is sent to, whatever their health. */
  readonly drained: ReadonlySet<string>;
  readonly toDo: readonly string[];
}

/** Reads the rules of a record as a routing policy: the pool of everyone else is the last resort. */
export function policyOf(rules: OctoRules): ReadPolicy {
  return new PolicyReader(rules).read();
}

/** The same policy, with other names of the pools. */
export function renamed(policy: OctoPolicy, nameOf: (pool: string) => string): OctoPolicy {
  const route = <Route extends OctoRoute>(one: Route): Route =>
    one.serveFrom === "last-resort" ? one : { ...one, serveFrom: one.serveFrom.map(nameOf) };
  const all = <Route extends OctoRoute>(
    routes: { readonly [name: string]: Route } | undefined,
    key = (name: string) => name,
  ) => routes && Object.fromEntries(Object.entries(routes).map(([name, one]) => [key(name), route(one)]));
  const waveKeys = new FreeKeys();
  return {
    continents: all(policy.continents),
    countries: all(policy.countries),
    subdivisions: all(policy.subdivisions),
    waves: all(policy.waves, (name) => waveKeys.keyFor(name)),
  };
}

class PolicyReader {
  private readonly toDo: string[];
  private readonly pools = new Map<string, readonly string[]>();
  private readonly drained = new Set<string>();
  private readonly lastResort: readonly string[];

  constructor(private readonly rules: OctoRules) {
    this.toDo = [...rules.toDo];
    this.lastResort = rules.catchAll.values.map(({ address }) => address).sort();
    this.noteWeights(rules.catchAll);
    this.noteStatus(rules.catchAll);
  }

  public read(): ReadPolicy {
    const places: Record<string, Record<string, OctoRoute>> = {};
    const waves: Record<string, OctoRoute & { readonly [kind: string]: unknown }> = {};
    const seen = new Set<string>();
    for (const rule of this.rules.rules) {
      const found = this.placesOf(rule, seen);
      const route = found.length === 0 ? undefined : this.routeOf(rule);
      const [only] = found;
      if (route === undefined || only === undefined) continue;
      if (found.length === 1) {
        const ofKind = places[only.kind] ?? {};
        ofKind[only.code] = route;
        places[only.kind] = ofKind;
      } else {
        waves[this.freeName(rule.pool, waves)] = { ...byKind(found), ...route };
      }
    }
    return {
      policy: { ...places, ...(Object.keys(waves).length > 0 ? { waves } : {}) },
      pools: new Map([...this.pools].filter(([, addresses]) => addresses.length > 0)),
      lastResort: this.lastResort,
      drained: this.drained,
      toDo: [...new Set(this.toDo)],
    };
  }

  private freeName(name: string, taken: object): string {
    let free = name;
    for (let number = 2; free in taken; number++) free = `${name}-${number}`;
    return free;
  }

  private placesOf({ geos }: OctoRule, seen: Set<string>): readonly KnownPlace[] {
    return geos.flatMap((geo) => {
      const place = placeOfGeo(geo);
      if ("reason" in place) {
        this.toDo.push(`${geo}: ${place.reason}`);
        return [];
      }
      const before = [...seen].find((one) => geo === one || geo.startsWith(`${one}-`));
      if (before !== undefined) {
        this.toDo.push(
          `${geo}: an earlier rule for ${before} answers its users in octoDNS, and here the smaller place decides`,
        );
        return [];
      }
      seen.add(geo);
      return [place];
    });
  }

  private routeOf({ pool }: OctoRule): OctoRoute | undefined {
    const chain = this.chainOf(pool);
    const [first] = chain;
    if (first === undefined || this.ownOf(first).length === 0) return { serveFrom: "last-resort" };
    const percent = this.percentOf(first);
    for (const one of chain) this.addPool(one);
    const used = chain.filter(({ name }) => (this.pools.get(name) ?? []).length > 0);
    if (used.length === 0) return { serveFrom: "last-resort" };
    return { serveFrom: used.map(({ name }) => name), percent: percent === 100 ? undefined : percent };
  }

  /** The pool and those that it falls back to, up to that of everyone else. */
  private chainOf(name: string): readonly OctoPool[] {
    const chain: OctoPool[] = [];
    const seen = new Set<OctoPool>();
    const { pools, catchAll } = this.rules;
    for (let next: string | undefined = name; next !== undefined; ) {
      const pool = pools.get(next);
      if (pool === undefined) {
        this.toDo.push(`pool ${next}: there is none`);
        break;
      }
      if (pool === catchAll || this.isLastResort(pool) || seen.has(pool)) break;
      seen.add(pool);
      if (pool.values.length > 0) chain.push(pool);
      else this.toDo.push(`pool ${next}: it has no address that is answered`);
      next = pool.next;
    }
    return chain;
  }

  private isLastResort({ values }: OctoPool): boolean {
    const addresses = values.map(({ address }) => address).sort();
    return addresses.length > 0 && addresses.join() === this.lastResort.join();
  }

  /** The values of a pool that are not also those of everyone else. */
  private ownOf({ values }: OctoPool): OctoPool["values"] {
    return values.filter(({ address }) => !this.lastResort.includes(address));
  }

  private addPool(pool: OctoPool): void {
    if (this.pools.has(pool.name)) return;
    const own = this.ownOf(pool);
    this.pools.set(pool.name, own.map(({ address }) => address).sort());
    this.noteWeights({ ...pool, values: own });
    this.noteStatus(pool);
  }

  /** How much of a pool's users its own addresses get, where the others are those of everyone else. */
  private percentOf(pool: OctoPool): number {
    const { name, values } = pool;
    const sum = (some: typeof values) => some.reduce((total, { weight }) => total + weight, 0);
    const exact = (100 * sum(this.ownOf(pool))) / sum(values);
    const percent = Math.round(exact);
    if (percent !== exact)
      this.toDo.push(`pool ${name}: ${percent} % in place of ${exact.toFixed(2)} %: a percentage is a whole number`);
    return percent;
  }

  private noteWeights({ name, values }: OctoPool): void {
    if (new Set(values.map(({ weight }) => weight)).size < 2) return;
    const weights = values.map(({ weight }) => weight).join(" : ");
    this.toDo.push(
      `pool ${name}: its addresses have the weights ${weights}, and here all addresses of a data centre have the same: make a data centre of each address, with requestsPerSecond in these proportions`,
    );
  }

  private noteStatus({ name, values }: OctoPool): void {
    const down = values.filter(({ status }) => status === "down");
    const up = values.filter(({ status }) => status === "up");
    if (down.length > 0 && down.length === values.length) this.drained.add(name);
    else if (down.length > 0)
      this.toDo.push(
        `pool ${name}: ${down.map(({ address }) => address).join(", ")} is never answered there: leave it out`,
      );
    if (up.length > 0)
      this.toDo.push(
        `pool ${name}: ${up.map(({ address }) => address).join(", ")} is answered whatever its health there, and here while it is healthy`,
      );
  }
}

type KnownPlace = Exclude<OctoPlace, { readonly reason: string }>;

function byKind(places: readonly KnownPlace[]): { readonly [kind: string]: readonly string[] } {
  const kinds = (["countries", "continents", "subdivisions"] as const).map(
    (kind) => [kind, places.filter((one) => one.kind === kind).map(({ code }) => code)] as const,
  );
  return Object.fromEntries(kinds.filter(([, codes]) => codes.length > 0));
}
