/** A type of Terraform's type system, as the plugin protocol writes it in JSON. */
export type Type = "string" | "number" | "bool" | "dynamic" | readonly ["list" | "set" | "map", Type] | ObjectType;
export type ObjectType = readonly ["object", Readonly<Record<string, Type>>];

/** One argument or attribute of a resource. */
export interface Attribute {
  readonly type: Type;
  readonly required: boolean;
  readonly optional: boolean;
  /** The provider gives it a value when the configuration does not. */
  readonly computed: boolean;
  /** The only values that the provider's documentation lists. */
  readonly allowed?: readonly string[];
}

/** A block in a block. */
export interface NestedBlock {
  readonly nesting: "single" | "list" | "set";
  readonly block: Block;
  readonly minItems: number;
  /** 0: as many as one likes. */
  readonly maxItems: number;
}

/** The arguments and blocks of a resource, a data source, a provider's configuration, or of a block in them. */
export interface Block {
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly blocks: Readonly<Record<string, NestedBlock>>;
}

/** What a provider says of itself: its configuration, and its resources and data sources by type. */
export interface ProviderSchema {
  readonly name: string;
  readonly version: string;
  readonly provider: Block;
  readonly resources: Readonly<Record<string, Block>>;
  readonly dataSources: Readonly<Record<string, Block>>;
}

/** The type of the value that a block has in the state. */
export function objectType({ attributes, blocks }: Block): ObjectType {
  const fields: Record<string, Type> = {};
  for (const [name, { type }] of Object.entries(attributes)) fields[name] = type;
  for (const [name, { nesting, block }] of Object.entries(blocks)) {
    fields[name] = nesting === "single" ? objectType(block) : [nesting, objectType(block)];
  }
  return ["object", fields];
}
