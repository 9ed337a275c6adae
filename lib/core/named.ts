import { checkKey } from "./names";
import type { Problems, PropertyPath } from "./problems";

/** What has a name beside its key. */
export interface NamedOptions {
  /**
   * What it is called in Google Cloud, in Route 53 and in Terraform's state, where that is not its key. With its former key here, a key can
   * be renamed, and nothing changes but the program. Up to as many characters as the key may have, of the same kinds.
   *
   * @default - its key
   */
  readonly name?: string;
}

/** A map of a user's, under the names of its values. */
export interface UnderNames<Value> {
  readonly named: { readonly [name: string]: Value };
  /** The name of each key that has another one. */
  readonly names: ReadonlyMap<string, string>;
}

/** A map of a user's under the names of its values, which have none any more: everything that is made of it knows names alone. */
export function underNames<Value extends NamedOptions>(map: { readonly [key: string]: Value }): UnderNames<Value> {
  const entries = Object.entries(map);
  const names = new Map(
    entries.flatMap(([key, { name }]) => (name === undefined || name === key ? [] : [[key, name]])),
  );
  if (entries.every(([, { name }]) => name === undefined)) return { named: map, names };
  const named = entries.map(([key, { name, ...value }]) => [name ?? key, value as Value] as const);
  return { named: Object.fromEntries(named), names };
}

/** Checks that names are known, and that each is the name of one thing. */
export function checkNamed(
  problems: Problems,
  property: PropertyPath,
  map: { readonly [key: string]: NamedOptions },
): boolean {
  const below = problems.at(property);
  const owners = new Map<string, string>();
  const sound = Object.entries(map).map(([key, { name }]) => {
    if (name !== undefined && !below.known([key, "name"], name)) return false;
    const own = name ?? key;
    const owner = owners.get(own);
    owners.set(own, owner ?? key);
    const expected = `a name of its own: ${owner} has this one`;
    return owner === undefined || below.refuse(name === undefined ? [key] : [key, "name"], own, expected, "name");
  });
  return sound.every(Boolean);
}

/** Checks a key that is a name unless there is another, or that other one. */
export function checkNamedKey(
  problems: Problems,
  property: readonly [...parts: string[], key: string],
  name: string | undefined,
  maxLength: number,
): void {
  const key = property[property.length - 1] as string;
  checkKey(problems, name === undefined ? property : [...property, "name"], name ?? key, maxLength);
}
