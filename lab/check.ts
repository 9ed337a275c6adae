import type { RunningDataCenter } from "./data-center";

/** One thing that the lab shows. What it returns is printed; what is wrong is thrown. */
export interface Check {
  /** A sentence: what holds. */
  readonly name: string;
  /** What is allowed, for the table: "4 s", "0 failed". */
  readonly bound: string;
  readonly run: (dataCenter: RunningDataCenter) => Promise<string>;
}
