import { readFileSync } from "node:fs";
import { join } from "node:path";
import { camelCase, javascript, referencesIn, variableOf } from "./twin-values";

// biome-ignore lint/suspicious/noExplicitAny: the schema is Terraform's
type Block = Record<string, any>;

/** Where a twin has its provider classes from: a module each, or the provider's one big module. */
export type Imports = "deep" | "barrel";

/**
 * How many elements a function of the twin has. To note a call stack, V8 reads through the functions on it: in one huge
 * function each would cost more than the one before, and no person writes one.
 */
const PART = 25;

/** One resource or data source of a stack. */
interface Element {
  /** `google_compute_network` or `data.google_compute_global_address`. */
  readonly type: string;
  readonly name: string;
  readonly config: Block;
}

const BACKENDS: Readonly<Record<string, string>> = { gcs: "GcsBackend", s3: "S3Backend", local: "LocalBackend" };

/**
 * A program that makes the same Terraform as a folder that `cdktf synth` wrote, as a person writes it by hand: a class of
 * the provider for each resource, real references between them, and nothing above them.
 */
export function twinOf(folder: string, imports: Imports): string {
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const classes = new Map<string, string>();
  const stacks = Object.keys(manifest.stacks).map((stack) => {
    const text = readFileSync(join(folder, manifest.stacks[stack].synthesizedStackPath), "utf8");
    return stackCode(stack, JSON.parse(text), (path) => {
      const name = `${path.startsWith("@cdktf/provider-aws") ? "aws" : "google"}_${className(path)}`;
      classes.set(name, importCode(name, path, imports));
      return name;
    });
  });
  const dependencies = Object.entries<Block>(manifest.stacks).flatMap(([stack, { dependencies }]) =>
    dependencies.map((other: string) => `stacks[${quote(stack)}].addDependency(stacks[${quote(other)}]);`),
  );
  return [
    'const { App, GcsBackend, LocalBackend, S3Backend, TerraformOutput, TerraformResource, TerraformStack } = require("cdktf");',
    ...classes.values(),
    "const app = new App();",
    "const stacks = {};",
    ...stacks,
    ...dependencies,
    "app.synth();",
    "",
  ].join("\n");
}

function importCode(name: string, path: string, imports: Imports): string {
  if (imports === "deep") return `const { ${className(path)}: ${name} } = require(${quote(path)});`;
  const [, provider, module] = /^(@cdktf\/[^/]+)\/lib\/(.+)$/.exec(path) as unknown as [string, string, string];
  return `const { ${className(path)}: ${name} } = require(${quote(provider)}).${camelCase(module.replaceAll("-", "_"))};`;
}

/** The class that a module of a provider is for: the one that makes a construct. */
function className(path: string): string {
  const exported = Object.entries(require(path) as Record<string, { tfResourceType?: string }>);
  const found = exported.find(([, value]) => value.tfResourceType !== undefined);
  if (found === undefined) throw new Error(`${path} has no class for a resource`);
  return found[0];
}

function stackCode(stack: string, configuration: Block, use: (path: string) => string): string {
  const variables = new Map<string, string>();
  const lines = [`{ const stack = stacks[${quote(stack)}] = new TerraformStack(app, ${quote(stack)});`];
  for (const [type, config] of Object.entries(configuration.terraform.backend ?? {})) {
    lines.push(`new ${BACKENDS[type]}(stack, ${javascript(config, variables)});`);
  }
  for (const [name, [config]] of Object.entries<Block[]>(configuration.provider ?? {})) {
    lines.push(
      `new ${use(`@cdktf/provider-${name}/lib/provider`)}(stack, "${name}", ${javascript(config, variables)});`,
    );
  }
  const ids = new Set(Object.keys(configuration.provider ?? {}));
  lines.push("const elements = [];", "(() => {");
  for (const element of inOrder(elementsOf(configuration))) {
    const variable = variableOf(variables.size);
    lines.push(`${variable} = ${elementCode(element, ids, variables, use)}`);
    if (variables.size % PART === PART - 1) lines.push("})();", "(() => {");
    // Two types may share a name in Terraform; two constructs in a stack may not.
    if (!ids.has(element.name)) ids.add(element.name);
    else lines.push(`${variable}.overrideLogicalId(${quote(element.name)});`);
    variables.set(`${element.type}.${element.name}`, variable);
  }
  lines.push("})();");
  for (const [name, output] of Object.entries(configuration.output ?? {})) {
    const id = ids.has(name) ? `output_${name}` : name;
    const config = javascript({ ...(output as Block), static_id: true }, variables);
    lines.push(
      `new TerraformOutput(stack, ${quote(id)}, ${config})${id === name ? "" : `.overrideLogicalId(${quote(name)})`};`,
    );
  }
  return `${lines.join("\n")}\n}`;
}

function elementCode(
  { type, name, config }: Element,
  ids: ReadonlySet<string>,
  variables: ReadonlyMap<string, string>,
  use: (path: string) => string,
): string {
  const id = quote(ids.has(name) ? `${name}_${type.replace(".", "_")}` : name);
  if (type === "terraform_data") {
    const { input, ...meta } = config;
    const made = `new TerraformResource(stack, ${id}, ${javascript({ terraform_resource_type: type, ...meta }, variables)})`;
    if (input === undefined) return `${made};`;
    return `(() => { const data = ${made}; data.addOverride("input", ${JSON.stringify(input)}); return data; })();`;
  }
  const [, provider, rest] = /^(?:data\.)?([a-z]+)_(.+)$/.exec(type) as unknown as [string, string, string];
  const module = `${type.startsWith("data.") ? `data-${provider}-` : ""}${rest.replaceAll("_", "-")}`;
  return `new ${use(`@cdktf/provider-${provider}/lib/${module}`)}(stack, ${id}, ${javascript(config, variables)});`;
}

function elementsOf({ resource = {}, data = {} }: Block): Element[] {
  const ofKind = (prefix: string, types: Block) =>
    Object.entries<Block>(types).flatMap(([type, named]) =>
      Object.entries<Block>(named).map(([name, { "//": _, ...config }]) => ({
        type: `${prefix}${type}`,
        name,
        config,
      })),
    );
  return [...ofKind("", resource), ...ofKind("data.", data)];
}

/** Each element after those that it names: JavaScript asks for that, Terraform does not. */
function inOrder(elements: readonly Element[]): readonly Element[] {
  const byAddress = new Map(elements.map((element) => [`${element.type}.${element.name}`, element]));
  const ordered = new Set<Element>();
  const add = (element: Element): void => {
    if (ordered.has(element)) return;
    for (const address of referencesIn(element.config)) {
      const other = byAddress.get(address);
      if (other !== undefined) add(other);
    }
    ordered.add(element);
  };
  elements.forEach(add);
  return [...ordered];
}

function quote(text: string): string {
  return JSON.stringify(text);
}
