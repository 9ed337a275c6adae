import { type ReadPolicy, renamed } from "./octodns-policy";

/**
 * What one record has of the same policy as another, by the names of the other's pools: the pools of A and AAAA records may be called
 * differently.
 *
 * @returns nothing where the rules are not the same
 */
export function poolsAlike(one: ReadPolicy, other: ReadPolicy): ReadPolicy | undefined {
  const names = new Map([...one.pools.keys()].map((pool, index) => [pool, [...other.pools.keys()][index] ?? pool]));
  const nameOf = (pool: string) => names.get(pool) ?? pool;
  if (shape(one) !== shape(other)) return undefined;
  return {
    ...other,
    pools: new Map([...one.pools].map(([pool, addresses]) => [nameOf(pool), addresses])),
    lastResort: one.lastResort,
  };
}

/** A policy without the names of its pools: each is its number. */
function shape({ policy, pools, drained }: ReadPolicy): string {
  const numbers = new Map([...pools.keys()].map((pool, index) => [pool, `${index}`]));
  const { waves, ...places } = renamed(policy, (pool) => numbers.get(pool) ?? pool);
  const drainedNumbers = [...drained].map((pool) => numbers.get(pool));
  return JSON.stringify([places, Object.values(waves ?? {}), pools.size, drainedNumbers]);
}
