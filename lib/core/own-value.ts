/**
 * What a map has under a name that a user wrote.
 *
 * Every object answers to some names that nobody gave it, such as `constructor`: they are not in the map.
 */
export function ownValue<Value>(map: { readonly [name: string]: Value } | undefined, name: string): Value | undefined {
  return map !== undefined && Object.hasOwn(map, name) ? map[name] : undefined;
}
