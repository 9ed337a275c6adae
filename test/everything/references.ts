import type { Block } from "../support/synthesize";
import { USES } from "../terraform/stand-in/uses";

export interface Resource {
  readonly type: string;
  readonly address: string;
  readonly block: Block;
}

/** One resource that refers to another of the same stack. */
export interface Reference {
  /** In words: `type.argument -> type`. */
  readonly pair: string;
  readonly user: Resource;
  readonly used: Resource;
  /** The argument that refers, from the outside in. */
  readonly at: string;
  /** The attribute that it refers to. */
  readonly attribute: string;
}

/** All resources of a stack at Google and AWS, by address. Kubernetes forgives: a name is looked up each time that it is needed. */
export function resourcesIn(configuration: Block): ReadonlyMap<string, Resource> {
  const entries = Object.entries<Block>(configuration.resource ?? {}).flatMap(([type, named]) =>
    Object.entries<Block>(named).map(([name, block]) => ({ type, address: `${type}.${name}`, block })),
  );
  return new Map(entries.filter(({ type }) => /^(aws|google)_/.test(type)).map((one) => [one.address, one]));
}

/** All references to a resource of the same stack, by a token or by a name that only the API knows for one. */
export function referencesIn(configuration: Block): readonly Reference[] {
  const resources = resourcesIn(configuration);
  return [...resources.values()].flatMap((user) => {
    const { "//": _, lifecycle: __, depends_on: ___, ...settings } = user.block;
    const byToken = textsIn(settings).flatMap(([at, text]) =>
      tokensIn(text).flatMap(({ address, attribute }): Reference[] => {
        const used = resources.get(address);
        return used === undefined ? [] : [{ pair: `${user.type}.${at} -> ${used.type}`, user, used, at, attribute }];
      }),
    );
    return [...byToken, ...namesIn(user, settings, [...resources.values()])];
  });
}

function namesIn(user: Resource, settings: Block, all: readonly Resource[]): readonly Reference[] {
  return USES.filter((use) => use.user === user.type).flatMap(({ at, used: type, by: attribute }) => {
    const named = all.filter((one) => one.type === type && typeof one.block[attribute] === "string");
    return textsIn(settings[at]).flatMap(([, text]) =>
      named
        .filter(({ block }) => text.includes(block[attribute]))
        .map((used): Reference => ({ pair: `${user.type}.${at} -> ${type}`, user, used, at, attribute })),
    );
  });
}

/** What a text refers to by tokens: `${google_compute_network.network.id}`. */
export function tokensIn(text: string): readonly { readonly address: string; readonly attribute: string }[] {
  return [...text.matchAll(/\b((?:data\.)?(?:google|aws)_\w+\.[\w-]+)(?:\.(\w+))?/g)].map(
    ([, address = "", attribute = ""]) => ({ address, attribute }),
  );
}

/** All texts of a value, with the path of each. */
export function textsIn(
  value: unknown,
  path: readonly string[] = [],
): readonly (readonly [at: string, text: string])[] {
  if (typeof value === "string") return [[path.join("."), value]];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, Array.isArray(value) ? path : [...path, key]));
}
