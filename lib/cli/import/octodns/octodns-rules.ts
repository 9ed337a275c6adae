import type { Settings } from "../../output-folder";
import { isRecord } from "../existing";
import type { OctoRecord } from "./octodns-zone";

/** A value of a pool. */
export interface OctoValue {
  readonly address: string;
  readonly weight: number;
  readonly status: string;
}

/** A pool. */
export interface OctoPool {
  readonly name: string;
  readonly values: readonly OctoValue[];
  /** The pool that answers while all of these are unhealthy. */
  readonly next?: string;
}

/** Who is sent to which pool. */
export interface OctoRule {
  readonly geos: readonly string[];
  readonly pool: string;
}

/** The two forms of a routing in octoDNS, in one: pools, rules, and who everyone else is sent to. */
export interface OctoRules {
  readonly pools: ReadonlyMap<string, OctoPool>;
  readonly rules: readonly OctoRule[];
  /** The pool of everyone else. */
  readonly catchAll: OctoPool;
  readonly toDo: readonly string[];
}

/** Whether a record is answered by where the user is. */
export function hasRules({ data }: OctoRecord): boolean {
  return isRecord(data.dynamic) || isRecord(data.geo);
}

/** The rules of a record, whichever form they have; nothing where they are not whole. */
export function rulesOf({ data }: OctoRecord): OctoRules | undefined {
  return isRecord(data.dynamic) ? ofDynamic(data.dynamic) : ofGeo(isRecord(data.geo) ? data.geo : {}, data);
}

/** `dynamic`, with pools and rules. Source: https://octodns.readthedocs.io/en/latest/dynamic_records.html */
function ofDynamic({ pools, rules }: Settings): OctoRules | undefined {
  const toDo: string[] = [];
  const named = Object.entries(isRecord(pools) ? pools : {}).map(([name, pool]): [string, OctoPool] => [
    name,
    poolOf(name, isRecord(pool) ? pool : {}, toDo),
  ]);
  const all = new Map(named);
  const list = (Array.isArray(rules) ? rules : []).filter(isRecord);
  const read = list.flatMap(({ pool, geos, subnets }): readonly OctoRule[] => {
    if (Array.isArray(subnets)) toDo.push(`users of ${subnets.join(", ")}: geolocation tells no networks apart`);
    if (typeof pool !== "string") return [];
    if (Array.isArray(subnets) && !Array.isArray(geos)) return [];
    return [{ pool, geos: Array.isArray(geos) ? geos.map(String) : [] }];
  });
  const catchAll = all.get(read.find(({ geos }) => geos.length === 0)?.pool ?? "");
  if (catchAll === undefined || catchAll.values.length === 0) return undefined;
  return { pools: all, rules: read.filter(({ geos }) => geos.length > 0), catchAll, toDo };
}

function poolOf(name: string, settings: Settings, toDo: string[]): OctoPool {
  const { values } = settings;
  const next = settings.fallback;
  const read = (Array.isArray(values) ? values : []).filter(isRecord).map(
    ({ value, weight = 1, status = "obey" }): OctoValue => ({
      address: String(value),
      weight: weightOf(weight, `pool ${name}: ${value}`, toDo),
      status: String(status),
    }),
  );
  return { name, values: read.filter(({ weight }) => weight > 0), next: typeof next === "string" ? next : undefined };
}

/** The weight of an address, 0 where it is left out. */
function weightOf(weight: unknown, what: string, toDo: string[]): number {
  const read = typeof weight === "number" || typeof weight === "string" ? Number(weight) : Number.NaN;
  if (read > 0 && Number.isFinite(read)) return read;
  const isZero = read === 0;
  const given = JSON.stringify(weight);
  toDo.push(
    isZero
      ? `${what} has the weight 0, and is left out`
      : `${what} has the weight ${given}, which is not a number: here it is 1`,
  );
  return isZero ? 0 : 1;
}

/** `geo`, the form of before: the values of each place, and `values` for everyone else. A place falls back to the one around it. */
function ofGeo(geo: Settings, { values, value }: Settings): OctoRules | undefined {
  const defaults = [values ?? value].flat().flatMap((one) => (typeof one === "string" ? [one] : []));
  if (defaults.length === 0) return undefined;
  const pools = Object.entries(geo).map(([code, addresses]): [string, OctoPool] => {
    const around = partsAround(code).find((one) => one in geo);
    return [code, { name: code, values: valuesOf([addresses].flat()), next: around }];
  });
  return {
    pools: new Map(pools),
    rules: [...pools].sort(bySize).map(([pool]) => ({ pool, geos: [pool] })),
    catchAll: { name: "everyone else", values: valuesOf(defaults) },
    toDo: [],
  };
}

/** The smaller place first: in this form it decides wherever it stands. */
const bySize = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]) =>
  other.split("-").length - one.split("-").length;

const valuesOf = (addresses: readonly unknown[]): readonly OctoValue[] =>
  addresses.map((address) => ({ address: String(address), weight: 1, status: "obey" }));

/** Around `NA-US-CA` are `NA-US` and `NA`. */
function partsAround(code: string): readonly string[] {
  const parts = code.split("-");
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join("-"));
}
