import { type Node, type Place, placesIn } from "./syntax";

/** What a mutant breaks. */
export type Kind = "condition" | "bound" | "arithmetic" | "property" | "check";

/** One place of a source, and what stands there instead. */
export interface Mutation {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** Every mutation of a TypeScript source, in the order of the source. Texts, types and long tables of facts have none. */
export function mutationsOf(source: string): Mutation[] {
  const found = placesIn(source)
    .filter(({ node, within }) => !isText(node, within))
    .flatMap((place) => MUTATORS.flatMap((mutate) => mutate(place, source)));
  return found.sort((one, other) => one.start - other.start || one.end - other.end);
}

export function mutated(source: string, { start, end, replacement }: Mutation): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

type Mutator = (place: Place, source: string) => Mutation[];

const replace = (kind: Kind, { start, end }: Pick<Node, "start" | "end">, ...replacements: string[]): Mutation[] =>
  replacements.map((replacement) => ({ kind, start, end, replacement }));

const OPERATORS: Readonly<Record<string, readonly [Kind, ...string[]]>> = {
  "<": ["bound", "<=", ">="],
  "<=": ["bound", "<", ">"],
  ">": ["bound", ">=", "<="],
  ">=": ["bound", ">", "<"],
  "===": ["condition", "!=="],
  "!==": ["condition", "==="],
  "&&": ["condition", "||"],
  "||": ["condition", "&&"],
  "+": ["arithmetic", "-"],
  "-": ["arithmetic", "+"],
  "*": ["arithmetic", "/"],
  "/": ["arithmetic", "*"],
  "%": ["arithmetic", "*"],
};

/** Properties that only people read. */
const FOR_READERS = new Set(["description", "displayName", "comment", "documentation"]);

/** Above this many entries, an object or a list at the top of a module is a table of facts. */
const LONGEST = 12;

const MUTATORS: readonly Mutator[] = [
  function operator({ node }, source) {
    const [kind, ...others] = OPERATORS[node.operator] ?? [];
    const isBinary = node.type === "BinaryExpression" || node.type === "LogicalExpression";
    if (!isBinary || kind === undefined) return [];
    if (node.operator === "+" && (holdsText(node.left) || holdsText(node.right))) return [];
    const start = source.indexOf(node.operator, node.left.end);
    return replace(kind, { start, end: start + node.operator.length }, ...others);
  },

  function choice({ node }) {
    const chooses = node.type === "IfStatement" || node.type === "ConditionalExpression";
    return chooses ? replace("condition", node.test, "true", "false") : [];
  },

  function fallback({ node }, source) {
    if (node.type !== "LogicalExpression" || node.operator !== "??") return [];
    return replace("condition", node, ...[node.left, node.right].map(({ start, end }) => source.slice(start, end)));
  },

  function negation({ node }, source) {
    if (node.type !== "UnaryExpression" || node.operator !== "!") return [];
    return replace("condition", node, source.slice(node.argument.start, node.argument.end));
  },

  function truth({ node }) {
    return node.type === "BooleanLiteral" ? replace("condition", node, String(!node.value)) : [];
  },

  function number({ node, within: [parent] }) {
    const isName = parent?.type === "ObjectProperty" && parent.key === node;
    return node.type === "NumericLiteral" && !isName ? replace("bound", node, String(node.value + 1)) : [];
  },

  function entry({ node }, source) {
    const entries: (Node | null)[] =
      node.type === "ObjectExpression" ? node.properties : node.type === "ArrayExpression" ? node.elements : [];
    return entries.flatMap((one) => {
      if (one === null || FOR_READERS.has(one.key?.name)) return [];
      const comma = /^\s*,/.exec(source.slice(one.end))?.[0] ?? "";
      return replace("property", { start: one.start, end: one.end + comma.length }, "");
    });
  },

  function call({ node }) {
    const called = node.expression?.type === "AwaitExpression" ? node.expression.argument : node.expression;
    const isCall = node.type === "ExpressionStatement" && called.type === "CallExpression";
    return isCall && called.callee.type !== "Super" ? replace("check", node, ";") : [];
  },
];

/** Whether a node is in a text with values, or in a table of facts outside any function. */
function isText(node: Node, within: readonly Node[]): boolean {
  const around = [node, ...within];
  if (around.some(({ type }) => type === "TemplateLiteral")) return true;
  const isInFunction = around.some(({ type }) => /Function|Method$/.test(type));
  return !isInFunction && around.some(({ properties, elements }) => (properties ?? elements ?? []).length > LONGEST);
}

function holdsText(node: Node): boolean {
  if (node.type === "StringLiteral" || node.type === "TemplateLiteral") return true;
  return node.type === "BinaryExpression" && (holdsText(node.left) || holdsText(node.right));
}
