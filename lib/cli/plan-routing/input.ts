import { createHash } from "node:crypto";

/** What a plan was made from. */
export interface Input {
  readonly name: string;
  readonly sha256: string;
  /** The times of its first and its last value, where it has any. */
  readonly from?: string;
  readonly to?: string;
}

export function inputOf(name: string, text: string): Input {
  return { name, sha256: createHash("sha256").update(text).digest("hex") };
}
