import { compiler, type ts } from "./compiler";

export type Value = string | number | boolean;

export interface Visitor {
  readonly checker: ts.TypeChecker;
  /** Told of each object type that a user writes. `name` is given where the type has no name of its own. */
  options(type: ts.Type, name: string): void;
  /** Told of each named choice of values. */
  values(name: string, values: readonly Value[]): void;
  /** Whether a type is of this library. */
  isOurs(symbol: ts.Symbol): boolean;
}

const KEYWORDS = new Map([
  [compiler.SyntaxKind.StringKeyword, "string"],
  [compiler.SyntaxKind.NumberKeyword, "number"],
  [compiler.SyntaxKind.BooleanKeyword, "boolean"],
  [compiler.SyntaxKind.NeverKeyword, "never"],
]);

/**
 * A type in the words of the table of options: `string`, `number`, `boolean`, a value such as `"RAPID"` or `false`, the name of
 * a choice of values or of an options type, `list<…>`, `map<key, value>`, `instance<State>`, `dependable`, `function`, `never`, `unknown`, and several
 * with ` | `.
 *
 * It follows the type as it is written and not as the compiler resolves it: so names and the order of values stay.
 *
 * @param path where the type is written: `HaVpnOptions.bfd`
 */
export function typeText(visitor: Visitor, node: ts.TypeNode, path: string): string {
  const text = (one: ts.TypeNode): string => typeText(visitor, one, path);
  if (compiler.isParenthesizedTypeNode(node)) return text(node.type);
  if (compiler.isTypeOperatorNode(node) && node.operator === compiler.SyntaxKind.ReadonlyKeyword)
    return text(node.type);
  if (compiler.isArrayTypeNode(node)) return `list<${text(node.elementType)}>`;
  if (compiler.isUnionTypeNode(node)) return [...new Set(node.types.filter(isDefined).map(text))].join(" | ");
  if (compiler.isMappedTypeNode(node)) return mappedText(node, text);
  if (compiler.isTypeLiteralNode(node)) return literalText(visitor, node, path);
  const keyword = KEYWORDS.get(node.kind);
  if (keyword !== undefined) return keyword;
  if (compiler.isFunctionTypeNode(node)) return "function";
  if (compiler.isTypeReferenceNode(node)) return referenceText(visitor, node, path);
  return (
    valuesOf(visitor.checker, node)
      ?.map((value) => JSON.stringify(value))
      .join(" | ") ?? "unknown"
  );
}

/** `{ [code in CountryCode]?: Route }`. */
function mappedText({ typeParameter, type }: ts.MappedTypeNode, text: (node: ts.TypeNode) => string): string {
  const { constraint } = typeParameter;
  return constraint === undefined || type === undefined ? "unknown" : `map<${text(constraint)}, ${text(type)}>`;
}

/** `{ readonly [name: string]: Route }`, or an object that is known by where it is written. */
function literalText(visitor: Visitor, node: ts.TypeLiteralNode, path: string): string {
  const [member] = node.members;
  if (member !== undefined && compiler.isIndexSignatureDeclaration(member)) {
    return `map<string, ${typeText(visitor, member.type, path)}>`;
  }
  // One of several such objects cannot be told from the others by its place.
  if (!compiler.isPropertySignature(node.parent) && !compiler.isParameter(node.parent)) return "unknown";
  visitor.options(visitor.checker.getTypeFromTypeNode(node), path);
  return path;
}

function referenceText(visitor: Visitor, node: ts.TypeReferenceNode, path: string): string {
  const { checker } = visitor;
  const [first, second] = (node.typeArguments ?? []).map((argument) => typeText(visitor, argument, path));
  const name = node.typeName.getText();
  if (name === "ReadonlyArray") return `list<${first}>`;
  if (name === "Readonly") return `${first}`;
  if (name === "Record") return `map<${first}, ${second}>`;
  if (name === "ITerraformDependable") return "dependable";
  const symbol = symbolOf(checker, node);
  const alias = symbol.declarations?.find(compiler.isTypeAliasDeclaration);
  if (alias !== undefined && visitor.isOurs(symbol)) return aliasText(visitor, alias, symbol.name);
  const type = checker.getTypeFromTypeNode(node);
  if (visitor.isOurs(symbol)) return objectText(visitor, type, symbol, path);
  // Omit, Pick and their like make a type that has no name.
  const properties = checker.getPropertiesOfType(type);
  if (properties.length === 0 || !properties.every((one) => visitor.isOurs(one))) return "unknown";
  visitor.options(type, path);
  return path;
}

/** A named choice of values keeps its name; any other alias stands for what it means. */
function aliasText(visitor: Visitor, alias: ts.TypeAliasDeclaration, name: string): string {
  const values = valuesOf(visitor.checker, alias.type);
  if (values === undefined) return typeText(visitor, alias.type, name);
  visitor.values(name, values);
  return name;
}

function objectText(visitor: Visitor, type: ts.Type, symbol: ts.Symbol, path: string): string {
  if ((symbol.flags & compiler.SymbolFlags.Class) !== 0) return `instance<${symbol.name}>`;
  const properties = visitor.checker.getPropertiesOfType(type);
  // A construct: nobody writes it as an object.
  if (properties.some(({ name }) => name === "node")) return `instance<${symbol.name}>`;
  const [index] = visitor.checker.getIndexInfosOfType(type);
  const declared = index?.declaration?.type;
  if (declared !== undefined && properties.length === 0) return `map<string, ${typeText(visitor, declared, path)}>`;
  visitor.options(type, symbol.name);
  return symbol.name;
}

/** The values of a type that is a choice of them, in the order in which they are written. */
function valuesOf(checker: ts.TypeChecker, node: ts.TypeNode): readonly Value[] | undefined {
  if (compiler.isUnionTypeNode(node)) {
    const parts = node.types.map((one) => valuesOf(checker, one));
    return parts.some((part) => part === undefined) ? undefined : parts.flatMap((part) => part ?? []);
  }
  const type = checker.getTypeFromTypeNode(node);
  if (compiler.isIndexedAccessTypeNode(node)) {
    const list = checker.getTypeFromTypeNode(node.objectType);
    if (checker.isTupleType(list)) return values(checker, checker.getTypeArguments(list as ts.TypeReference));
  }
  const found = values(checker, type.isUnion() ? type.types : [type]);
  return compiler.isTypeOperatorNode(node) && found !== undefined ? [...found].sort() : found;
}

function values(checker: ts.TypeChecker, types: readonly ts.Type[]): readonly Value[] | undefined {
  const found = types.map((type) => {
    if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
    const text = checker.typeToString(type);
    return text === "true" || text === "false" ? text === "true" : undefined;
  });
  return found.every((value) => value !== undefined) ? found : undefined;
}

function isDefined({ kind }: ts.TypeNode): boolean {
  return kind !== compiler.SyntaxKind.UndefinedKeyword;
}

function symbolOf(checker: ts.TypeChecker, { typeName }: ts.TypeReferenceNode): ts.Symbol {
  const symbol = checker.getSymbolAtLocation(typeName);
  if (symbol === undefined) throw new Error(`nothing is known of ${typeName.getText()}`);
  return (symbol.flags & compiler.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}
