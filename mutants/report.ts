import { type Kind, type Mutation, mutated } from "./mutators";

/** A mutation in its file. */
export interface Mutant {
  readonly file: string;
  readonly source: string;
  readonly mutation: Mutation;
}

/** What noticed a mutant. */
export type Fate = "killed by a test" | "killed by the compiler" | "killed by the time limit" | "survived";

export interface Judged {
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** Where a mutant is and what it changes: `lib/gke/node-pool.ts:12 (bound)`, with the lines before and after. */
export function describeMutant({ file, source, mutation }: Mutant): string {
  const first = source.lastIndexOf("\n", mutation.start - 1) + 1;
  const last = endOfLine(source, mutation.end);
  const line = source.slice(0, mutation.start).split("\n").length;
  const change = mutation.replacement.length - (mutation.end - mutation.start);
  const before = source.slice(first, last);
  const after = mutated(source, mutation).slice(first, last + change);
  return [`${file}:${line} (${mutation.kind})`, ...marked("-", before), ...marked("+", after)].join("\n");
}

/** The survivors, and how many of all were killed, by what, and of which kind. */
export function report(
  judged: readonly Judged[],
  threshold: number,
): { readonly text: string; readonly passes: boolean } {
  const survivors = judged.filter(({ fate }) => fate === "survived");
  const killed = judged.length - survivors.length;
  const percent = judged.length === 0 ? 100 : (100 * killed) / judged.length;
  const by = [...tally(judged.map(({ fate }) => fate))].map(([fate, count]) => `${count} ${fate}`);
  const kinds = [...tally(judged.map(({ mutant }) => mutant.mutation.kind))].map(([kind, count]) => {
    const left = survivors.filter(({ mutant }) => mutant.mutation.kind === kind).length;
    return `${kind} ${count - left} of ${count}`;
  });
  const passes = percent >= threshold;
  const text = [
    ...survivors.map(({ mutant }) => describeMutant(mutant)),
    `${killed} of ${judged.length} mutants were killed, ${percent.toFixed(1)} %: ${by.sort().join(", ")}.`,
    `By kind: ${kinds.sort().join(", ")}.`,
    passes ? "" : `That is less than ${threshold} %.`,
  ];
  return { text: text.filter(Boolean).join("\n\n"), passes };
}

function tally<T extends Kind | Fate>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

const marked = (mark: string, lines: string) =>
  lines
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => `  ${mark} ${line}`);
