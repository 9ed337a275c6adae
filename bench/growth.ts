import { markdownTable } from "../lib/core/markdown-table";
import type { Case } from "./measure";
import { type Measured, PLATFORM, samplesOf, slope } from "./report";

/** One size that is varied while all others stay: the arguments of its program, by the size. */
interface Varied {
  readonly what: string;
  readonly program: string;
  readonly sizes: readonly number[];
  readonly args: (size: number) => readonly string[];
}

/** Each size of a platform alone, from a small one to one that is larger than most. */
export const VARIED: readonly Varied[] = [
  { what: "clusters", program: "generated.js", sizes: [10, 100, 1000], args: (size) => [`${size}`, "10", "1"] },
  { what: "countries", program: "generated.js", sizes: [10, 60, 246], args: (size) => ["1", `${size}`, "1"] },
  { what: "host names", program: "generated.js", sizes: [1, 10, 50], args: (size) => ["1", "60", `${size}`] },
  { what: "servers", program: "servers.js", sizes: [100, 500, 2500], args: (size) => ["with", `${size}`] },
];

/** The cases of `growthTable`, in the order of the sizes. */
export function growthCases(programs: string, probe: readonly string[], outdir: string): Case[] {
  return VARIED.flatMap(({ what, program, sizes, args }) =>
    sizes.map((size): Case => {
      return { name: `${size} ${what}`, args: [...probe, `${programs}/${program}`, ...args(size)], outdir };
    }),
  );
}

/** What a synthesis takes for each size, and how what is beyond loading the library grows with it. */
export function growthTable(measured: Measured): string {
  const start = samplesOf(measured, `load ${PLATFORM}`).median("cpu");
  const rows = VARIED.map(({ what, sizes }) => {
    const times = sizes.map((size) => samplesOf(measured, `${size} ${what}`).median("cpu"));
    const points = sizes.map((size, index): [number, number] => {
      return [Math.log(size), Math.log((times[index] ?? 0) - start)];
    });
    return [
      what,
      sizes.map((size) => size.toLocaleString("en")).join(", "),
      times.map((time) => `${(time / 1000).toFixed(2)} s`).join(", "),
      slope(points).toFixed(2),
    ];
  });
  return markdownTable(["Varied alone", "Sizes", "Processor time", "To the power of"], rows);
}
