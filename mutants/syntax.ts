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
  const tree = parse(source, { sourceType: "module", plugins: ["typescript"], attachComment: false });
  const places: Place[] = [];
  walk(tree.program as unknown as Node, [], places);
  return places;
}

export const isFunction = ({ type }: Node): boolean =>
  /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration|ClassMethod|ClassPrivateMethod|ObjectMethod)$/.test(
    type,
  );

/** Wrappers that say something to the compiler, around an expression that runs. */
const TRANSPARENT = /^TS(As|NonNull|Satisfies|Instantiation)(Expression)?$|^TSParameterProperty$/;
const TYPES_ONLY = /^(TS|Import|ExportAll)/;

/** Parts of a node that are no code. */
const NO_CODE = new Set(["loc", "extra", "tokens", "errors"]);

/** Adds a node and all that is in it: each level that made a list of its own would copy those of all levels below. */
function walk(node: Node, within: readonly Node[], places: Place[]): void {
  if (TYPES_ONLY.test(node.type) && !TRANSPARENT.test(node.type)) return;
  places.push({ node, within });
  const inner = [node, ...within];
  for (const name of Object.keys(node)) {
    if (NO_CODE.has(name)) continue;
    const part = node[name];
    if (!Array.isArray(part)) {
      if (isNode(part)) walk(part, inner, places);
      continue;
    }
    for (const child of part) if (isNode(child)) walk(child, inner, places);
  }
}

function isNode(part: unknown): part is Node {
  return typeof (part as Node | null)?.type === "string";
}
