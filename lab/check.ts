import type { RunningDataCenter } from "./data-center";
import type { DataCenterFiles } from "./files";

/** One thing that the lab shows. What it returns is printed; what is wrong is thrown. */
export interface Check {
  /** A sentence: what holds. */
  readonly name: string;
  /** What is allowed, for the table: "4 s", "0 failed". */
  readonly bound: string;
  /** Whether a data centre has what is asked; all have, if this is left out. The lab's own has everything. */
  readonly appliesTo?: (files: DataCenterFiles) => boolean;
  readonly run: (dataCenter: RunningDataCenter) => Promise<string>;
}
