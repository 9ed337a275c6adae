import { Address4 } from "ip-address";
import { type Cloud, CloudError, identityOf } from "./cloud";
import { checkConfiguration, type Diagnostic, failure } from "./configuration-check";
import { FACTS } from "./facts";
import { answered, unsuppressed } from "./habits";
import { importedFrom } from "./imports";
import { type Context, fillUnknown, madeUpBlock } from "./made-up-values";
import type { Block, ProviderSchema } from "./schema";
import {
  type DynamicValue,
  isList,
  isObject,
  mapAttributes,
  objectFromWire,
  type Step,
  same,
  toWire,
  Unknown,
  type Value,
  type ValueObject,
  valuesAt,
} from "./values";

/** What Terraform asks: each procedure has some of these. */
export interface Request {
  readonly typeName: string;
  /** Of an import. */
  readonly id: string;
  readonly rawState: { readonly json: Buffer };
  readonly config: DynamicValue;
  readonly currentState: DynamicValue;
  readonly priorState: DynamicValue;
  readonly proposedNewState: DynamicValue;
  readonly plannedState: DynamicValue;
}

const NOTHING = toWire(null);

/** What a provider does when Terraform asks: it knows the schema and the facts, and works on a cloud in memory. */
export class StandInProvider {
  /** The configuration, by connection: each of Terraform's runs has its own. */
  private readonly configurations = new Map<string, ValueObject>();

  constructor(
    private readonly schema: ProviderSchema,
    private readonly cloud: Cloud,
  ) {}

  public configure({ config }: Pick<Request, "config">, connection: string): object {
    this.configurations.set(connection, objectFromWire(config) ?? {});
    return {};
  }

  public validate({ typeName, config }: Request, blocks: ProviderSchema["resources"]): { diagnostics: Diagnostic[] } {
    const value = objectFromWire(config) ?? {};
    return { diagnostics: checkConfiguration(blockIn(blocks, typeName), FACTS[typeName], value) };
  }

  /** The state is what the cloud says: what was deleted behind Terraform's back is gone, and what was changed is otherwise. */
  public read({ typeName, currentState }: Request): object {
    const current = objectFromWire(currentState);
    const gone = current?.id !== undefined && !this.cloud.has(typeName, String(current.id));
    const changed = this.cloud.changedByHand(typeName, String(current?.id));
    return { newState: gone ? NOTHING : changed === undefined ? currentState : toWire(changed) };
  }

  public plan({ typeName, config, priorState, proposedNewState }: Request, connection: string): object {
    const proposed = objectFromWire(proposedNewState);
    if (proposed === undefined) return { plannedState: proposedNewState };
    const prior = objectFromWire(priorState);
    const { forceNew = [], growing = [], computedBlocks = {}, keptBlocks = [] } = FACTS[typeName] ?? {};
    const block = blockIn(this.schema.resources, typeName);

    const planned: Record<string, Value> = {
      ...mapAttributes(block, proposed, (value, name, { attributes }) =>
        value === null && attributes[name]?.computed ? new Unknown() : value,
      ),
      ...this.derived(block, proposed, connection),
    };
    for (const name of Object.keys(computedBlocks)) {
      if (isEmpty(planned[name])) planned[name] = prior?.[name] ?? new Unknown();
    }
    const kept = prior === undefined ? planned : unsuppressed(typeName, prior, keeping(prior, planned, keptBlocks));
    const requiresReplace = prior === undefined ? [] : replacingChanges(prior, kept, forceNew, growing);
    // What is replaced keeps nothing: Terraform then plans a new one.
    if (prior !== undefined && requiresReplace.length === 0)
      this.cloud.leftovers.look(`${typeName} ${prior.id}`, objectFromWire(config) ?? {}, kept);
    return {
      plannedState: toWire(kept),
      requiresReplace,
      // As the real providers do: blocks that the API makes are not in the configuration, which Terraform else forbids.
      legacyTypeSystem: true,
    };
  }

  public apply({ typeName, config, priorState, plannedState }: Request, connection: string): object {
    const prior = objectFromWire(priorState);
    const planned = objectFromWire(plannedState);
    if (planned === undefined) return this.destroy(typeName, prior ?? {});
    const provider = this.configurations.get(connection) ?? {};
    const isTaken = (id: string) => this.cloud.has(typeName, id);
    const id = prior === undefined ? identityOf(typeName, planned, provider, isTaken) : String(prior.id);
    const block = blockIn(this.schema.resources, typeName);
    const told = this.complete(block, planned, { type: typeName, id, config: planned, provider });
    const made = answered(typeName, told);
    const existed = isTaken(id);
    try {
      this.cloud.write(prior === undefined ? "create" : "update", typeName, made, provider.project);
    } catch (error) {
      // What was made before the error must come into the state, or it would be lost. What was there before is not ours.
      const state = !existed && isTaken(id) ? toWire(made) : priorState;
      return { newState: state, diagnostics: [diagnosticOf(error)], legacyTypeSystem: true };
    }
    this.cloud.leftovers.tell(`${typeName} ${id}`, objectFromWire(config) ?? {});
    return { newState: toWire(made), legacyTypeSystem: true };
  }

  /** What exists by this id, as far as an import tells. */
  public import({ typeName, id }: Request, connection: string): object {
    const found = importedFrom(this.cloud, typeName, id, this.configurations.get(connection) ?? {});
    if (found === undefined) return { diagnostics: [failure(`Cannot import ${typeName} "${id}": there is none`)] };
    return { importedResources: [{ typeName, state: toWire(found) }] };
  }

  public readData({ typeName, config }: Request, connection: string): object {
    const block = blockIn(this.schema.dataSources, typeName);
    const provider = this.configurations.get(connection) ?? {};
    const asked = objectFromWire(config) ?? {};
    const id = identityOf(typeName, asked, provider, () => false);
    const existing = this.cloud.read(typeName, id) ?? {};
    const value = mapAttributes(block, asked, (of, name, { attributes }) =>
      of === null && attributes[name]?.computed ? (existing[name] ?? new Unknown()) : of,
    );
    return { state: toWire(fillUnknown(block, value, { type: typeName, id, config: asked, provider })) };
  }

  private destroy(type: string, prior: ValueObject): object {
    const isProtected = "deletion_protection" in prior && prior.deletion_protection !== false;
    try {
      if (isProtected) throw new CloudError(`${prior.id} cannot be destroyed: deletion_protection is not false`);
      this.cloud.delete(type, prior);
      return { newState: NOTHING };
    } catch (error) {
      return { newState: toWire(prior), diagnostics: [diagnosticOf(error)] };
    }
  }

  /** Labels and tags as the API has them: the provider's own and the resource's. They change when either does. */
  private derived(block: Block, proposed: ValueObject, connection: string): Record<string, Value> {
    const { default_labels: labels = null, default_tags: tags = null } = this.configurations.get(connection) ?? {};
    const defaults = isList(tags) ? valuesAt(tags, "tags")[0]?.value : labels;
    const merged = (own: Value | undefined): Value =>
      [defaults, own].some((part) => part instanceof Unknown)
        ? new Unknown()
        : { ...(isObject(defaults) ? defaults : {}), ...(isObject(own) ? own : {}) };
    const computed = Object.entries(DERIVED).filter(([name]) => name in block.attributes);
    return Object.fromEntries(computed.map(([name, source]) => [name, merged(proposed[source])]));
  }

  private complete(block: Block, planned: ValueObject, context: Context): ValueObject {
    const { computedBlocks = {} } = FACTS[context.type] ?? {};
    const blocks = Object.entries(block.blocks).flatMap(([name, { block: nested }]): [string, Value][] => {
      if (!(planned[name] instanceof Unknown)) return [];
      return [[name, Array.from({ length: computedBlocks[name] ?? 0 }, () => madeUpBlock(nested, context))]];
    });
    return fillUnknown(block, { ...planned, ...Object.fromEntries(blocks) }, context);
  }
}

const DERIVED: Readonly<Record<string, string>> = {
  terraform_labels: "labels",
  effective_labels: "labels",
  tags_all: "tags",
};

function blockIn(blocks: Readonly<Record<string, Block>>, type: string): Block {
  const block = blocks[type];
  if (block === undefined) throw new Error(`${type} is not known here`);
  return block;
}

const isEmpty = (value: Value | undefined) =>
  value === null || value === undefined || (isList(value) && value.length === 0);

/** What replaces the resource: a change at these paths, or of a range that is not within the next one. */
function replacingChanges(
  prior: ValueObject,
  planned: ValueObject,
  forceNew: readonly string[],
  growing: readonly string[],
): { steps: readonly Step[] }[] {
  const shrinking = growing.filter((path) => !isWithin(prior[path], planned[path]));
  return [...forceNew, ...shrinking].flatMap((path) => changesAt(prior, planned, path));
}

function isWithin(range: Value | undefined, wider: Value | undefined): boolean {
  if (typeof range !== "string" || typeof wider !== "string") return true;
  return new Address4(range).isInSubnet(new Address4(wider));
}

/** The plan with the blocks at these paths as they were, where it has none. */
function keeping(prior: ValueObject, planned: ValueObject, paths: readonly string[]): ValueObject {
  return paths.reduce((value, path) => withKept(prior, value, path.split(".")), planned);
}

function withKept(prior: ValueObject, planned: ValueObject, [name = "", ...rest]: readonly string[]): ValueObject {
  const [before, now] = [prior[name], planned[name]];
  if (rest.length === 0) return isEmpty(now) && before !== undefined ? { ...planned, [name]: before } : planned;
  if (!isList(now) || !isList(before)) return planned;
  const kept = now.map((one, index) => {
    const old = before[index];
    return isObject(one) && old !== undefined && isObject(old) ? withKept(old, one, rest) : one;
  });
  return { ...planned, [name]: kept };
}

function changesAt(prior: ValueObject, planned: ValueObject, path: string): { steps: readonly Step[] }[] {
  const before = valuesAt(prior, path);
  return valuesAt(planned, path)
    .filter(({ value }, index) => !same(before[index]?.value ?? null, value))
    .map(({ steps }) => ({ steps }));
}

function diagnosticOf(error: unknown): Diagnostic {
  if (error instanceof CloudError) return failure(error.message);
  throw error;
}
