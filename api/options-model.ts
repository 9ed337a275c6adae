import { compiler, ROOT, readSources, type ts } from "./compiler";
import { literalOf } from "./literal-default";
import { typeText, type Value } from "./type-text";

/** All that is known of the options that a user writes. */
export interface OptionsModel {
  /** The options types, by name; one without a name is known by where it is written: `HaVpnOptions.bfd`. */
  readonly types: { readonly [name: string]: OptionsType };
  /** The values of each named type that is a choice of some: `CountryCode`. */
  readonly values: { readonly [name: string]: readonly Value[] };
}

export interface OptionsType {
  readonly doc: string;
  /** The options types whose properties it has, too. */
  readonly bases: readonly string[];
  /** Its own properties, and those of a base that it changes: `Omit<RegionSize, "maxPodsPerNode">`. */
  readonly properties: { readonly [name: string]: OptionsProperty };
}

export interface OptionsProperty {
  /** In the words of `typeText`. */
  readonly type: string;
  readonly required: boolean;
  readonly doc: string;
  /** What `@default` says. */
  readonly default?: string;
  /** The default as a value, where it is one. */
  readonly literal?: unknown;
}

/** Reads the options from the sources: every object type that an exported function, method or constructor takes. */
export function readOptions(): OptionsModel {
  return new Reader().read();
}

/** The names of the properties that must be given, those of the bases included. */
export function requiredOf(model: OptionsModel, name: string): readonly string[] {
  return Object.entries(propertiesOf(model, name))
    .filter(([, { required }]) => required)
    .map(([property]) => property);
}

/** All properties of a type, those of its bases included. */
export function propertiesOf(model: OptionsModel, name: string): { readonly [property: string]: OptionsProperty } {
  const { bases = [], properties = {} } = model.types[name] ?? {};
  return Object.assign({}, ...bases.map((base) => propertiesOf(model, base)), properties);
}

/** The values among which one may choose for a property, or for each of a list, and the name that they have together. */
export function choiceOf({ values }: OptionsModel, type: string): { name?: string; values?: readonly Value[] } {
  const inner = type.replace(/^list<(.*)>$/, "$1");
  const named = values[inner];
  if (named !== undefined) return { name: inner, values: named };
  const parts = inner.split(" | ");
  return parts.every((part) => /^["\d]|^(true|false)$/.test(part))
    ? { values: parts.map((part) => JSON.parse(part)) }
    : {};
}

class Reader {
  private readonly sources = readSources();
  private readonly checker = this.sources.checker;
  private readonly types = new Map<string, { readonly type: ts.Type; readonly read: OptionsType }>();
  private readonly values = new Map<string, readonly Value[]>();
  private readonly waiting: (readonly [name: string, type: ts.Type])[] = [];

  public read(): OptionsModel {
    for (const symbol of this.sources.exported) this.readExported(symbol);
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.readOptionsType(...next);
    const types = [...this.types].map(([name, { read }]): [string, OptionsType] => [name, read]);
    return { types: sorted(types), values: sorted([...this.values]) };
  }

  private readExported(symbol: ts.Symbol): void {
    for (const declaration of symbol.declarations ?? []) {
      if (compiler.isFunctionDeclaration(declaration)) this.readParameters(symbol.name, declaration);
      if (compiler.isTypeAliasDeclaration(declaration)) this.text(declaration.type, symbol.name);
      if (!compiler.isClassDeclaration(declaration)) continue;
      for (const member of declaration.members) {
        const takes = compiler.isMethodDeclaration(member) || compiler.isConstructorDeclaration(member);
        if (takes && isPublic(member)) this.readParameters(symbol.name, member);
      }
    }
  }

  private readParameters(owner: string, { parameters }: ts.SignatureDeclaration): void {
    for (const { name, type } of parameters) if (type !== undefined) this.text(type, `${owner}.${name.getText()}`);
  }

  private text(node: ts.TypeNode, path: string): string {
    return typeText(
      {
        checker: this.checker,
        options: (type, name) => this.waiting.push([name, type]),
        values: (name, values) => this.values.set(name, values),
        isOurs,
      },
      node,
      path,
    );
  }

  private readOptionsType(name: string, type: ts.Type): void {
    const known = this.types.get(name);
    if (known !== undefined) {
      if (known.type !== type) throw new Error(`two options types are called ${name}`);
      return;
    }
    const { symbol } = type;
    const bases = type.isClassOrInterface()
      ? this.checker.getBaseTypes(type).filter((base) => base.isClassOrInterface())
      : [];
    for (const base of bases) this.waiting.push([base.symbol.name, base]);
    const inherited = new Set(bases.flatMap((base) => this.checker.getPropertiesOfType(base).map((one) => one.name)));
    // What Omit and its like make has no name: its properties become the type's own.
    const own = this.checker
      .getPropertiesOfType(type)
      .filter(
        (one) =>
          !inherited.has(one.name) ||
          one.declarations?.some(({ parent }) => (symbol.declarations as readonly ts.Node[]).includes(parent)),
      );
    this.types.set(name, {
      type,
      read: {
        doc: type.isClassOrInterface() ? this.doc(symbol) : "",
        bases: bases.map((base) => base.symbol.name),
        properties: Object.fromEntries(own.map((one) => [one.name, this.property(one, `${name}.${one.name}`)])),
      },
    });
  }

  private property(symbol: ts.Symbol, path: string): OptionsProperty {
    const declaration = symbol.declarations?.find(compiler.isPropertySignature);
    const tag = symbol.getJsDocTags(this.checker).find(({ name }) => name === "default");
    const text = tag === undefined ? undefined : compiler.displayPartsToString(tag.text).replaceAll(/\s+/g, " ").trim();
    return {
      type: declaration?.type === undefined ? withoutProperty(symbol) : this.text(declaration.type, path),
      required: (symbol.flags & compiler.SymbolFlags.Optional) === 0,
      doc: this.doc(symbol),
      ...(text === undefined ? {} : { default: text.replace(/^- /, ""), ...literalOf(text) }),
    };
  }

  private doc(symbol: ts.Symbol): string {
    return compiler.displayPartsToString(symbol.getDocumentationComment(this.checker));
  }
}

/** What has no type as a property has: a method, or nothing that is known. */
function withoutProperty(symbol: ts.Symbol): string {
  return (symbol.flags & compiler.SymbolFlags.Method) !== 0 ? "function" : "unknown";
}

function isPublic(member: ts.ClassElement): boolean {
  const flags = compiler.getCombinedModifierFlags(member);
  const closed = compiler.ModifierFlags.Private | compiler.ModifierFlags.Protected;
  return (flags & closed) === 0 && !compiler.getJSDocTags(member).some(({ tagName }) => tagName.text === "internal");
}

function isOurs(symbol: ts.Symbol): boolean {
  const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? "";
  return file.startsWith(ROOT) && !file.includes("/node_modules/");
}

function sorted<Kind>(entries: readonly (readonly [string, Kind])[]): { readonly [name: string]: Kind } {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
