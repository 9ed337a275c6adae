import type { Block } from "../support/synthesize";

/** The configuration of each stack. */
export type Stacks = Readonly<Record<string, Block>>;

/** How an argument of a resource differs: `unknown` where only an apply tells its next value, which is of something replaced. */
export type Difference = "changed" | "set" | "unset" | "unknown";

/** A resource in the configuration of a stack. */
export interface Resource {
  readonly stack: string;
  /** `google_compute_network.network`. */
  readonly address: string;
  readonly type: string;
  /** Its arguments alone. */
  readonly settings: Block;
  readonly lifecycle: Block;
}

/** A resource that stays, and the arguments of it that differ: `node_config.machine_type`. */
export interface Changed {
  readonly before: Resource;
  readonly after: Resource;
  readonly at: ReadonlyMap<string, Difference>;
}

/** What differs between two outputs of one program. */
export interface OutputDifference {
  readonly added: readonly Resource[];
  readonly removed: readonly Resource[];
  readonly changed: readonly Changed[];
  /** Stacks of which something else differs, such as its provider, its state or its outputs, with the words for it. */
  readonly others: ReadonlySet<string>;
  readonly stacksAdded: readonly string[];
  readonly stacksRemoved: readonly string[];
  /** All resources of the stacks that stay, as they are afterwards. */
  readonly resources: readonly Resource[];
}

/** Arguments that are maps with keys of a user: what differs in one is named by the map. */
const MAPS = new Set([
  "annotations",
  "data",
  "labels",
  "match_labels",
  "resource_labels",
  "selector",
  "sysctls",
  "tags",
  "user_labels",
]);

/** `metadata` is a map of a node, and a block of what Kubernetes keeps. */
function isMap(path: readonly string[]): boolean {
  return MAPS.has(path.at(-1) ?? "") || path.join(".").endsWith("node_config.metadata");
}

const SETTINGS_OF_TERRAFORM = new Set([
  "//",
  "lifecycle",
  "depends_on",
  "provider",
  "provisioner",
  "for_each",
  "count",
]);

export function resourcesIn(stack: string, configuration: Block, kind = "resource"): readonly Resource[] {
  return Object.entries<Block>(configuration[kind] ?? {}).flatMap(([type, named]) =>
    Object.entries<Block>(named).map(([name, block]) => ({
      stack,
      address: `${kind === "data" ? "data." : ""}${type}.${name}`,
      type,
      settings: Object.fromEntries(Object.entries(block).filter(([key]) => !SETTINGS_OF_TERRAFORM.has(key))),
      lifecycle: block.lifecycle ?? {},
    })),
  );
}

export function difference(before: Stacks, after: Stacks): OutputDifference {
  const names = Object.keys(before);
  const stay = names.filter((name) => name in after);
  const all = (output: Stacks, kind?: string) =>
    Object.entries(output).flatMap(([name, configuration]) => resourcesIn(name, configuration, kind));
  const keyed = (resources: readonly Resource[]) =>
    new Map(resources.map((one) => [`${one.stack}/${one.address}`, one]));
  const [old, next] = [keyed(all(before)), keyed(all(after))];
  const others = stay.flatMap((name) => otherDifferences(before[name] ?? {}, after[name] ?? {}));
  return {
    added: [...next].filter(([key]) => !old.has(key)).map(([, one]) => one),
    removed: [...old].filter(([key]) => !next.has(key)).map(([, one]) => one),
    changed: [...old].flatMap(([key, one]) => {
      const now = next.get(key);
      if (now === undefined) return [];
      const at = new Map(differences(one.settings, now.settings));
      return at.size === 0 ? [] : [{ before: one, after: now, at }];
    }),
    others: new Set(others),
    stacksAdded: Object.keys(after).filter((name) => !names.includes(name)),
    stacksRemoved: names.filter((name) => !(name in after)),
    resources: [...next.values()],
  };
}

/** Parts of a configuration beside its resources, in words. */
const PARTS: Readonly<Record<string, string>> = {
  data: "data",
  output: "outputs",
  provider: "provider",
  variable: "variables",
};

function otherDifferences(before: Block, after: Block): readonly string[] {
  const parts = Object.entries(PARTS)
    .filter(([part]) => !isSame(before[part], after[part]))
    .map(([, words]) => words);
  return isSame(before.terraform, after.terraform) ? parts : [...parts, "state"];
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The arguments that differ, each by its path without positions in lists: as the schema of the provider names it. */
function differences(
  before: unknown,
  after: unknown,
  path: readonly string[] = [],
): readonly (readonly [string, Difference])[] {
  if (isSame(before, after)) return [];
  const at = path.join(".");
  if (before === undefined) return [[at, "set"]];
  if (after === undefined) return [[at, "unset"]];
  if (isMap(path)) return [[at, "changed"]];
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length || ![...before, ...after].every(isObject)) return [[at, "changed"]];
    return before.flatMap((one, index) => differences(one, after[index], path));
  }
  if (!isObject(before) || !isObject(after)) return [[at, "changed"]];
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => differences(before[key], after[key], [...path, key]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where an argument refers to a resource, and to which attribute of it. */
export interface Reference {
  readonly at: string;
  readonly address: string;
  readonly attribute: string;
}

export function referencesOf({ settings }: Resource): readonly Reference[] {
  return textsIn(settings).flatMap(([at, text]) =>
    [...text.matchAll(/\b((?:google|aws|kubernetes)_\w+\.[\w-]+)\.(\w+)/g)].map(([, address = "", attribute = ""]) => ({
      at,
      address,
      attribute,
    })),
  );
}

function textsIn(value: unknown, path: readonly string[] = []): readonly (readonly [at: string, text: string])[] {
  if (typeof value === "string") return value.includes("${") ? [[path.join("."), value]] : [];
  if (typeof value !== "object" || value === null) return [];
  if (isMap(path))
    return Object.values(value).flatMap((one) =>
      textsIn(one, path).map(([, text]): [string, string] => [path.join("."), text]),
    );
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, Array.isArray(value) ? path : [...path, key]));
}
