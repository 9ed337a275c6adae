import { isFunction, type Node, placesIn } from "./syntax";

/** The id of a module's own code, outside its functions. */
const moduleId = (file: string) => `${file}:module`;

/** A source that notes which of its functions are entered, for the tests that `in-jest/note-entered.js` is in. */
export function withProbes(file: string, source: string): string {
  const insertions = [...functionsIn(source).flatMap((node) => probesOf(file, node))];
  // A test that compiles the sources must not stumble over the probes.
  insertions.push({ at: 0, text: `// @ts-nocheck\n${probe(moduleId(file))}` });
  insertions.sort((one, other) => other.at - one.at);
  return insertions.reduce((text, { at, text: added }) => text.slice(0, at) + added + text.slice(at), source);
}

/** The innermost function around a place, or else the module: a test that never enters it cannot notice a mutant there. */
export function idAround(file: string, source: string, start: number): string {
  const around = functionsIn(source).filter(({ body }) => body.start <= start && start < body.end);
  const [inner] = around.sort((one, other) => other.start - one.start);
  return inner === undefined ? moduleId(file) : functionId(file, inner);
}

/** What a file of tests enters, and how long it takes. */
export interface TestFile {
  readonly path: string;
  readonly seconds: number;
  readonly entered: ReadonlySet<string>;
  /** It runs the sources in a process of their own, too, where nothing is noted. */
  readonly startsProcesses: boolean;
}

/** The test files that enter a place, and the others that may do so in another process: of each the quickest first. */
export function testsOf(id: string, all: readonly TestFile[]): { covering: TestFile[]; others: TestFile[] } {
  const quickest = [...all].sort((one, other) => one.seconds - other.seconds);
  const covering = quickest.filter(({ entered }) => entered.has(id));
  return { covering, others: quickest.filter((one) => one.startsProcesses && !covering.includes(one)) };
}

const functionId = (file: string, { start }: Node) => `${file}:${start}`;
const functionsIn = (source: string) =>
  placesIn(source)
    .map(({ node }) => node)
    .filter((node) => isFunction(node) && node.body);
const probe = (id: string) => `globalThis.entered?.add(${JSON.stringify(id)});`;

function probesOf(file: string, node: Node): { at: number; text: string }[] {
  const { body } = node;
  const text = probe(functionId(file, node));
  if (body.type === "BlockStatement") return [{ at: body.start + 1, text }];
  // An object stands in parentheses after an arrow, and so would this.
  const start = body.extra?.parenthesized ? body.extra.parenStart : body.start;
  return [
    { at: start, text: `(${text.slice(0, -1)}, ` },
    { at: node.end, text: ")" },
  ];
}
