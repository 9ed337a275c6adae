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

/**
 * The test files that enter a place, and the others that may do so in another process. Of each those first that stand nearest, as
 * `test/gke/gpus` is near to `lib/gke/gpus`: they notice most. Of those that are equally near, the quickest first.
 */
export function testsOf(id: string, all: readonly TestFile[]): { covering: TestFile[]; others: TestFile[] } {
  const distance = ({ path }: TestFile) => -sharedFolders(roomOf(id), roomOf(path));
  const inOrder = [...all].sort((one, other) => distance(one) - distance(other) || one.seconds - other.seconds);
  const covering = inOrder.filter(({ entered }) => entered.has(id));
  return { covering, others: inOrder.filter((one) => one.startsProcesses && !covering.includes(one)) };
}

/** The folders of a file, without the one that tells tests and sources apart, and its name without what follows the first dot. */
const roomOf = (path: string) =>
  path
    .replace(/^(lib|test)\//, "")
    .replace(/\.[^/]*$/, "")
    .split("/");

function sharedFolders(one: readonly string[], other: readonly string[]): number {
  const differing = one.findIndex((folder, index) => folder !== other[index]);
  return differing === -1 ? one.length : differing;
}

/** Which files of tests noticed mutants of a source before: they are asked first about the next one. */
export class Killers {
  private readonly counts = new Map<string, Map<TestFile, number>>();

  public note(file: string, killer: TestFile): void {
    const counts = this.counts.get(file) ?? new Map<TestFile, number>();
    this.counts.set(file, counts.set(killer, (counts.get(killer) ?? 0) + 1));
  }

  /** The tests, with those that noticed most mutants of the file first, and the others in their order. */
  public first(file: string, tests: readonly TestFile[]): TestFile[] {
    const kills = (test: TestFile) => this.counts.get(file)?.get(test) ?? 0;
    return [...tests].sort((one, other) => kills(other) - kills(one));
  }
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
