import type { ImportedRecord, ImportedZone } from "../imported-record";
import type { TakenOverThings } from "./take-over-things";

/** A record that a configuration has already, and that takes over what is there. */
export interface TakenOver {
  readonly stack: string;
  readonly record: ImportedRecord;
  /** Its name in Terraform. */
  readonly address: string;
}

/** The zone that is to be imported, and into what. */
export interface Import {
  readonly zone: ImportedZone;
  /** The zone's id; `undefined` when Route 53 does not have the records yet. */
  readonly zoneId?: string;
  readonly takenOver: readonly TakenOver[];
  /** What becomes a record of its own. */
  readonly others: readonly ImportedRecord[];
  /** What stands in the way, a sentence each. */
  readonly obstacles: readonly string[];
}

/** All that is to be imported. */
export interface Imports {
  readonly zones: readonly Import[];
  /** What becomes resources of a configuration; nothing where there is none. */
  readonly things?: TakenOverThings;
  /** What is left out, a sentence each. */
  readonly leftOut: readonly string[];
}
