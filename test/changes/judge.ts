import {
  type Changed,
  type Difference,
  type OutputDifference,
  type Reference,
  type Resource,
  referencesOf,
} from "./difference";
import type { Plan, ProviderFacts } from "./facts";

/** What Terraform does with a resource. */
export interface Effect {
  readonly resource: Resource;
  readonly does: "added" | "removed" | "ignored" | Plan;
  /** The arguments of which that is true, or the type of the resource that it follows. */
  readonly because: readonly string[];
  /** Of what is replaced: whether the new one is there before the old one goes. */
  readonly createdBefore: boolean;
}

/** A question to a provider: how it would plan this difference. */
export interface Question extends Changed {}

export interface Judgement {
  readonly effects: readonly Effect[];
  /** What the facts do not tell. */
  readonly open: readonly Question[];
}

/** What becomes of the resources of which something differs, and of those that follow one that is replaced. */
export function judge(all: OutputDifference, facts: ProviderFacts): Judgement {
  const found = withoutMarkers(all);
  const changed = new Map(found.changed.map((one) => [key(one.after), one]));
  const effects = new Map<string, Effect>();
  const open = new Map<string, Question>();
  const references = new Map(found.resources.map((one) => [key(one), referencesOf(one)]));
  const before = createdBefore(found.resources, references);
  for (let round = 0; round < 10; round++) {
    const size = effects.size;
    for (const [id, one] of changed) {
      const { effect, unknown } = effectOf(one, facts, before.has(id));
      effects.set(id, effect);
      if (unknown) open.set(id, one);
      else open.delete(id);
    }
    const replaced = new Map([...effects].filter(([, { does }]) => does === "replaced"));
    let more = false;
    for (const one of found.resources) {
      const followed = follow(one, changed.get(key(one)), references.get(key(one)) ?? [], replaced);
      if (followed === undefined) continue;
      if ("triggered" in followed) {
        if (effects.get(key(one))?.does === "replaced") continue;
        effects.set(key(one), {
          resource: one,
          does: "replaced",
          because: [followed.triggered],
          createdBefore: before.has(key(one)),
        });
        changed.delete(key(one));
        more = true;
      } else if (followed.at.size !== (changed.get(key(one))?.at.size ?? 0)) {
        if (effects.get(key(one))?.does === "replaced" && !changed.has(key(one))) continue;
        changed.set(key(one), followed);
        more = true;
      }
    }
    if (!more && effects.size === size) break;
  }
  return {
    effects: [
      ...found.removed.map((resource): Effect => ({ resource, does: "removed", because: [], createdBefore: false })),
      ...found.added.map((resource): Effect => ({ resource, does: "added", because: [], createdBefore: false })),
      ...effects.values(),
    ],
    open: [...open.values()],
  };
}

const key = ({ stack, address }: Resource) => `${stack}/${address}`;

function effectOf(
  { after, at }: Changed,
  facts: ProviderFacts,
  isBefore: boolean,
): { effect: Effect; unknown: boolean } {
  const ignored = ignoredOf(after);
  const watched = [...at].filter(([path]) => !ignored.some((one) => path === one || path.startsWith(`${one}.`)));
  const plans = watched.map(([path, how]): [string, Plan | undefined] => [
    path,
    facts.arguments[after.type]?.[path]?.[how],
  ]);
  const does = watched.length === 0 ? "ignored" : worst(plans.map(([, plan]) => plan));
  const because = plans.filter(([, plan]) => plan === does).map(([path]) => path);
  return {
    effect: { resource: after, does, because, createdBefore: isBefore },
    // Of what is replaced anyway, the other arguments need no answer.
    unknown: does !== "replaced" && plans.some(([, plan]) => plan === undefined),
  };
}

function worst(plans: readonly (Plan | undefined)[]): Plan {
  const severe = (["replaced", "depends"] as const).find((one) => plans.includes(one));
  if (severe !== undefined) return severe;
  if (plans.some((plan) => plan === undefined || plan === "not known")) return "not known";
  return plans.includes("in place") ? "in place" : "kept";
}

/** The arguments whose changes Terraform ignores. */
function ignoredOf({ lifecycle }: Resource): readonly string[] {
  const listed: readonly string[] = lifecycle.ignore_changes ?? [];
  return listed.map((one) => one.replaceAll(/\[\d+\]/g, "").replace(/^\$\{|\}$/g, ""));
}

/** How a resource follows others that are replaced: with them, or with an argument whose value only the apply tells. */
function follow(
  one: Resource,
  changed: Changed | undefined,
  references: readonly Reference[],
  replaced: ReadonlyMap<string, Effect>,
): Changed | { readonly triggered: string } | undefined {
  const triggers: readonly string[] = one.lifecycle.replace_triggered_by ?? [];
  for (const trigger of triggers) {
    const [type, name] = trigger.replace(/^\$\{|\}$/g, "").split(".");
    const cause = replaced.get(`${one.stack}/${type}.${name}`);
    if (cause !== undefined) return { triggered: cause.resource.type };
  }
  const unknown = references.filter(({ address, attribute }) => {
    const used = replaced.get(`${one.stack}/${address}`)?.resource;
    return used !== undefined && used.settings[attribute] === undefined;
  });
  if (unknown.length === 0) return undefined;
  const at = new Map<string, Difference>([
    ...(changed?.at ?? []),
    ...unknown.map(({ at: path }): [string, Difference] => [path, "unknown"]),
  ]);
  return { before: changed?.before ?? one, after: one, at };
}

/** Those that are created anew before they go: by their own word, or because one that refers to them is. */
function createdBefore(
  resources: readonly Resource[],
  references: ReadonlyMap<string, readonly Reference[]>,
): ReadonlySet<string> {
  const all = new Set<string>();
  const spread = (id: string, stack: string) => {
    if (all.has(id)) return;
    all.add(id);
    for (const { address } of references.get(id) ?? []) spread(`${stack}/${address}`, stack);
  };
  for (const one of resources) if (one.lifecycle.create_before_destroy === true) spread(key(one), one.stack);
  return all;
}

/** What stands in a state alone is nothing that a user has. */
function withoutMarkers(found: OutputDifference): OutputDifference {
  const isReal = ({ type }: Resource) => type !== "terraform_data";
  return {
    ...found,
    added: found.added.filter(isReal),
    removed: found.removed.filter(isReal),
    changed: found.changed.filter(({ after }) => isReal(after)),
  };
}
