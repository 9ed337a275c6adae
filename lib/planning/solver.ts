import type { Program } from "./program";

/** When the search for whole numbers ends: never by a clock, so that the answer is the same on any machine. */
const ENDS = { mip_rel_gap: 1e-4, mip_max_nodes: 1000 };

/** Numbers near 1 are what a solver is exact for. */
const SCALE = 1000;

/** The best of a program. */
export interface Solution {
  /** What nothing brings more than. */
  readonly most: number;
  /** The value of each column. */
  readonly values: ArrayLike<number>;
}

/** The best of a program, by what a whole column is worth; nothing where that is not found out. */
export function solutionOf(highs: Highs, { columns, rows }: Program, worth: readonly number[]): Solution | undefined {
  const { objectiveSense, variableType, modelStatus } = highs.constants;
  const isMixed = columns.some(({ isWhole }) => isWhole);
  const terms = rows.flatMap((row) => row.terms);
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) ?? 0) + row.terms.length);
  const problem = {
    numCols: columns.length,
    numRows: rows.length,
    sense: objectiveSense.maximize,
    colCost: worth.map((one) => one * SCALE),
    colLower: columns.map(() => 0),
    colUpper: columns.map(() => 1),
    rowLower: rows.map(({ most, isExact }) => (isExact ? most : Number.NEGATIVE_INFINITY)),
    rowUpper: rows.map(({ most }) => most),
    matrix: {
      format: "csr",
      numRows: rows.length,
      numCols: columns.length,
      starts: Int32Array.from(starts),
      indices: Int32Array.from(terms, ([column]) => column),
      values: Float64Array.from(terms, ([, factor]) => factor),
    },
    ...(isMixed && {
      integrality: columns.map(({ isWhole }) => (isWhole ? variableType.integer : variableType.continuous)),
    }),
  };
  return highs.withModel((model) => {
    model.options.set({ output_flag: false, ...ENDS });
    model.passModel(problem);
    model.run();
    // Where whole numbers were searched for, what the search has ruled out holds, whether it has ended or not.
    const most = isMixed ? model.info.get("mip_dual_bound") : model.getObjectiveValue();
    const isKnown = isMixed || model.getModelStatus() === modelStatus.optimal;
    if (!isKnown || !Number.isFinite(most)) return undefined;
    return { most: most / SCALE, values: model.getSolution().colValue };
  });
}

/** What is used of the package. */
export interface Highs {
  readonly constants: {
    readonly objectiveSense: { readonly maximize: number };
    readonly variableType: { readonly continuous: number; readonly integer: number };
    readonly modelStatus: { readonly optimal: number };
  };
  withModel<Result>(solve: (model: Model) => Result): Result;
}

interface Model {
  readonly options: { set(options: object): unknown };
  readonly info: { get(name: string): number };
  passModel(problem: object): unknown;
  run(): unknown;
  getModelStatus(): number;
  getObjectiveValue(): number;
  getSolution(): { readonly colValue: ArrayLike<number> };
}

/** The optional package `highs`; nothing where it is not installed. */
export async function loadHighs(load: () => Promise<unknown> = imported): Promise<Highs | undefined> {
  try {
    return (await load()) as Highs;
  } catch {
    return undefined;
  }
}

async function imported(): Promise<unknown> {
  const { default: highs } = (await import("highs")) as unknown as { readonly default: Start | { default: Start } };
  return typeof highs === "function" ? highs() : highs.default();
}

type Start = () => Promise<unknown>;
