import type { Block } from "../support/synthesize";
import type { PlannedChange } from "./ask";

/** The schemas of a provider's resources, as `terraform providers schema -json` prints them. */
export interface Schemas {
  readonly [type: string]: { readonly version: number; readonly block: SchemaBlock };
}

interface SchemaBlock {
  readonly attributes?: { readonly [name: string]: { readonly type?: unknown } };
  readonly block_types?: { readonly [name: string]: { readonly nesting_mode: string; readonly block: SchemaBlock } };
}

/** The state in which all of this would be after an apply: what only that would tell is made up. */
export function madeUpState(provider: string, schemas: Schemas, created: readonly PlannedChange[]): Block {
  const resources = created
    .filter(({ type }) => type in schemas)
    .map(({ type, name, change }) => {
      const { version, block } = schemas[type] as Schemas[string];
      const attributes = filled(change.after, change.after_unknown, block, `${type}-${name}`);
      return {
        mode: "managed",
        type,
        name,
        provider: `provider["registry.terraform.io/hashicorp/${provider}"]`,
        instances: [{ schema_version: version, attributes, sensitive_attributes: [] }],
      };
    });
  return { version: 4, terraform_version: "1.0.0", serial: 1, lineage: "made-up", outputs: {}, resources };
}

function filled(value: Block, unknown: Block, { attributes = {}, block_types = {} }: SchemaBlock, name: string): Block {
  const own = Object.entries(attributes).map(([key, { type }]) => [
    key,
    isWhollyUnknown(unknown[key]) ? madeUp(type, `${name}-${key}`) : value[key],
  ]);
  const blocks = Object.entries(block_types).map(([key, { block, nesting_mode }]) => {
    if (unknown[key] === true) return [key, nesting_mode === "single" ? null : []];
    if (!Array.isArray(value[key])) {
      return [key, value[key] == null ? value[key] : filled(value[key], unknown[key] ?? {}, block, name)];
    }
    return [key, value[key].map((one: Block, index: number) => filled(one, unknown[key]?.[index] ?? {}, block, name))];
  });
  return Object.fromEntries([...own, ...blocks]);
}

/** A list of which any member is unknown is made up as a whole. */
function isWhollyUnknown(unknown: unknown): boolean {
  return unknown === true || (typeof unknown === "object" && JSON.stringify(unknown).includes("true"));
}

function madeUp(type: unknown, text: string): unknown {
  if (type === "number") return 1;
  if (type === "bool") return false;
  if (Array.isArray(type)) return type[0] === "map" || type[0] === "object" ? (type[0] === "map" ? {} : null) : [];
  return text;
}
