import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Attribute, type Block, type NestedBlock, objectType, type ProviderSchema, type Type } from "./schema";

/** Types of resources and data sources, by Terraform's names. */
export interface UsedTypes {
  readonly resources: Iterable<string>;
  readonly dataSources: Iterable<string>;
}

/**
 * Reads the schemas of some resources out of the installed `@cdktf/provider-*` package.
 *
 * cdktf generated the package from the provider's own schema, and its TypeScript, which the compiled files carry in
 * their source maps, still says of each argument what the schema said: its type, and whether it is required, optional
 * or computed.
 */
export function schemaFromBindings(provider: string, used: UsedTypes): ProviderSchema {
  const manifest = require.resolve(`@cdktf/provider-${provider}/package.json`);
  const library = join(dirname(manifest), "lib");
  const read = (type: string, folder: string): [string, Block][] =>
    existsSync(join(library, folder)) ? [[type, blockOf(join(library, folder))]] : [];
  const folderOf = (type: string) => type.slice(provider.length + 1).replaceAll("_", "-");
  const own = (types: Iterable<string>) => [...types].filter((type) => type.startsWith(`${provider}_`));
  return {
    name: provider,
    version: JSON.parse(readFileSync(manifest, "utf8")).cdktf.provider.version,
    provider: blockOf(join(library, "provider")),
    resources: Object.fromEntries(own(used.resources).flatMap((type) => read(type, folderOf(type)))),
    dataSources: Object.fromEntries(
      own(used.dataSources).flatMap((type) => read(type, `data-${provider}-${folderOf(type)}`)),
    ),
  };
}

function blockOf(folder: string): Block {
  const source = new BindingSource(folder);
  const { alias: _, ...attributes } = source.block.attributes;
  return { attributes, blocks: source.block.blocks };
}

/** How an argument is written to HCL: the only place that tells blocks from attributes, and lists from sets. */
interface Argument {
  readonly isBlock: boolean;
  readonly type: string;
  readonly storage: string;
  /** It is a list, set or map of structures, and not one of them. */
  readonly many: boolean;
  /** It is a list of objects that is written like an attribute, with `=`. */
  readonly asAttribute: boolean;
}

interface Documented {
  readonly required: boolean;
  readonly allowed?: readonly string[];
}

const HCL_ENTRY =
  /^ +(\w+): \{\n +value: (.*),\n +isBlock: (true|false),\n +type: "(\w+)",\n +storageClassType: "(\w+)"/gm;
const MEMBER =
  /^ {2}\/\/ (\w+) - computed: (true|false), optional: (true|false), required: (true|false)\n([\s\S]*?)(?=^ {2}\/\/ \w+ - computed:|^ {2}\/\/ ====|^\})/gm;
const PROPERTY = /\/\*\*\n((?:(?!\*\/)[\s\S])*)\*\/\n\s+readonly \w+(\??):/g;
const STRUCTURE = /= new (\w+?)(OutputReference|List|Map)\(this, "\w+"(?:, (true|false))?\)/;

/** The TypeScript of one generated resource, taken apart into its classes, interfaces and functions. */
class BindingSource {
  public readonly block: Block;
  private readonly sections = new Map<string, string>();

  constructor(folder: string) {
    const parts = join(folder, "index-structs");
    const files = existsSync(parts) ? readdirSync(parts).filter((file) => /^structs\d+\.js$/.test(file)) : [];
    for (const file of [join(folder, "index.js"), ...files.map((name) => join(parts, name))]) {
      for (const section of typescriptOf(file).split(/^(?=export (?:class|function|interface) )/m)) {
        const name = /^export (?:class|function|interface) (\w+)/.exec(section)?.[1];
        if (name !== undefined) this.sections.set(name, section);
      }
    }
    const main = [...this.sections].find(([, text]) =>
      /extends cdktf\.Terraform(Resource|DataSource|Provider) /.test(text),
    );
    if (main === undefined) throw new Error(`${folder}: there is no resource in it`);
    const [name, text] = main;
    this.block = this.read(name, text.slice(text.indexOf("synthesizeHclAttributes")), `${name}Config`);
  }

  private read(className: string, hcl: string, interfaceName: string): Block {
    const given = argumentsOf(hcl);
    const documented = propertiesOf(this.sections.get(interfaceName) ?? "");
    const attributes: Record<string, Attribute> = {};
    const blocks: Record<string, NestedBlock> = {};
    const members = [...(this.sections.get(className) ?? "").matchAll(MEMBER)];
    for (const [, name = "", computed, optional, required, code = ""] of members) {
      const flags = { computed: computed === "true", optional: optional === "true", required: required === "true" };
      const argument = given.get(name);
      const structure = this.structure(code, argument);
      if (structure === undefined) {
        const allowed = documented.get(name)?.allowed;
        attributes[name] = { type: argument ? typeOf(argument) : readOnlyType(code), ...flags, allowed };
      } else if (!argument?.isBlock || argument.asAttribute || flags.computed || structure.nesting === "map") {
        const { nesting, block } = structure;
        attributes[name] = { type: nesting === "single" ? objectType(block) : [nesting, objectType(block)], ...flags };
      } else {
        const { nesting, block } = structure;
        const one = nesting !== "single" && !argument.many;
        blocks[name] = {
          nesting,
          block,
          minItems: flags.required && nesting !== "single" ? 1 : 0,
          maxItems: one ? 1 : 0,
        };
      }
    }
    // Blocks of a provider's configuration have no class: what is known of them is the interface and how it is written.
    if (members.length === 0) {
      for (const [name, argument] of given) {
        const required = documented.get(name)?.required === true;
        attributes[name] = { type: typeOf(argument), computed: false, optional: !required, required };
      }
    }
    return { attributes, blocks };
  }

  private structure(
    code: string,
    argument?: Argument,
  ): { nesting: "single" | "list" | "set" | "map"; block: Block } | undefined {
    const made = STRUCTURE.exec(code);
    const name = made?.[1] ?? (argument?.isBlock ? /private _\w+\?: (\w+)/.exec(code)?.[1] : undefined);
    if (name === undefined || (made === null && !this.sections.has(name))) return undefined;
    const hcl = `${name.charAt(0).toLowerCase()}${name.slice(1)}ToHclTerraform`;
    const block = this.read(`${name}OutputReference`, this.sections.get(hcl) ?? "", name);
    if (argument !== undefined)
      return { nesting: argument.type === "struct" ? "single" : nestingOf(argument.type), block };
    if (made?.[2] === "List") return { nesting: made[3] === "true" ? "set" : "list", block };
    return { nesting: made?.[2] === "Map" ? "map" : "single", block };
  }
}

function typescriptOf(file: string): string {
  const mark = "//# sourceMappingURL=data:application/json;base64,";
  const text = readFileSync(file, "latin1");
  const at = text.lastIndexOf(mark);
  if (at < 0) throw new Error(`${file}: there is no source map in it`);
  return JSON.parse(Buffer.from(text.slice(at + mark.length), "base64").toString("utf8")).sourcesContent[0];
}

function argumentsOf(hcl: string): Map<string, Argument> {
  const found = [...hcl.matchAll(HCL_ENTRY)].map(
    ([, name = "", value = "", isBlock, type = "", storage = ""]): [string, Argument] => [
      name,
      {
        isBlock: isBlock === "true",
        type,
        storage,
        many: /(list|hash)MapperHcl\(/.test(value),
        asAttribute: /MapperHcl\(\w+, false\)/.test(value),
      },
    ],
  );
  return new Map(found);
}

/** What the interface of the arguments says, by Terraform's name, which is in the link to the documentation. */
function propertiesOf(text: string): Map<string, Documented> {
  const found = [...text.matchAll(PROPERTY)].map(([, comment = "", mark]): [string, Documented] => {
    const name = /#(\w+) \S+#\w+\}/.exec(comment)?.[1] ?? "";
    const list = /Possible values:? ?\[("[^\]]*")\]/.exec(comment.replace(/\n\s*\* ?/g, " "))?.[1];
    return [name, { required: mark === "", allowed: list?.match(/[^",\s]+/g) ?? undefined }];
  });
  return new Map(found);
}

const SIMPLE: Readonly<Record<string, Type>> = { string: "string", number: "number", boolean: "bool", any: "dynamic" };

/** The type of an argument that holds no structure. A list of lists of text is stored as a `stringListList`. */
function typeOf({ type, storage }: Argument): Type {
  const elementOf = (stored: string): Type => {
    const [, inner = "", outer] = /^(.+)(List|Map)$/.exec(stored) ?? [];
    return SIMPLE[stored] ?? (outer ? [outer === "List" ? "list" : "map", elementOf(inner)] : "dynamic");
  };
  if (type === "simple") return elementOf(storage);
  const element = elementOf(storage.replace(/(List|Map)$/, ""));
  return element === "dynamic" ? "dynamic" : [nestingOf(type), element];
}

/** The type of an attribute that can only be read, from how it is read. */
function readOnlyType(code: string): Type {
  const list = /Fn\.tolist\(/.test(code) ? "set" : "list";
  const [, kind = "", shape = ""] =
    /this\.get(String|Number|Boolean|)(Map|List|)Attribute\(/.exec(code) ??
    /new cdktf\.(String|Number|Boolean)(Map|MapList)\(/.exec(code) ??
    [];
  const element: Type = SIMPLE[kind.toLowerCase()] ?? "string";
  if (shape === "Map") return ["map", element];
  if (shape === "MapList") return ["list", ["map", element]];
  if (shape === "List") return [list, element];
  return kind === "" ? "dynamic" : element;
}

function nestingOf(type: string): "list" | "set" | "map" {
  if (type === "list" || type === "set" || type === "map") return type;
  throw new Error(`${type} is no nesting`);
}
