import { parse } from "@babel/parser";

/** A node of the syntax tree: what all kinds have, and parts by name. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  // biome-ignore lint/suspicious/noExplicitAny: each kind has other parts
  readonly [part: string]: any;
}

/** A node with those that it is in, the innermost first. */
export interface Place {
  readonly node: Node;
  readonly within: readonly Node[];
}

/** Every node of a TypeScript source that is there when the program runs: no types, and nothing of an import. */
export function placesIn(source: string): Place[] {
  const tree = parse(source, { sourceType: "module", plugins: ["typescript"] });
  return walk(tree.program as unknown as Node, []);
}

export const isFunction = ({ type }: Node): boolean =>
  /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration|ClassMethod|ClassPrivateMethod|ObjectMethod)$/.test(
    type,
  );

/** Wrappers that say something to the compiler, around an expression that runs. */
const TRANSPARENT = /^TS(As|NonNull|Satisfies|Instantiation)(Expression)?$|^TSParameterProperty$/;
const TYPES_ONLY = /^(TS|Import|ExportAll)/;

function walk(node: Node, within: readonly Node[]): Place[] {
  if (TYPES_ONLY.test(node.type) && !TRANSPARENT.test(node.type)) return [];
  const inner = [node, ...within];
  const parts = Object.entries(node).filter(([name]) => !/Comments$|^(loc|extra|tokens|errors)$/.test(name));
  const children = parts.flatMap(([, part]) => (Array.isArray(part) ? part : [part])).filter(isNode);
  return [{ node, within }, ...children.flatMap((child) => walk(child, inner))];
}

function isNode(part: unknown): part is Node {
  return typeof (part as Node | null)?.type === "string";
}
