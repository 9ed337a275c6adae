import { dataCenterChanges } from "./data-centers";
import { jumps } from "./jumps";
import { type DiffFormat, routingDiff } from "./routing-diff";

/** What a change does, for whoever approves it. */
export interface Review {
  /** All that changes, with a section for each stack with DNS and for each data centre. */
  readonly text: string;
  /** What must not be deployed as it is, a line each. */
  readonly refusals: readonly string[];
}

/** How a review is written, and what it refuses. */
export interface ReviewOptions {
  readonly format: DiffFormat;
  /** The most percentage points of a place's users that may move at once; as many as the rules allow, if this is left out. */
  readonly largestStep?: number;
}

/** Compares two folders that `cdktf synth` wrote. */
export function review(before: string, after: string, { format, largestStep }: ReviewOptions): Review {
  const inside = dataCenterChanges(before, after, format);
  const sections = [
    ["Routing", routingDiff(before, after, format)],
    ["Data centres", inside.text],
  ];
  const text = sections.flatMap(([title, part]) => (part === "" ? [] : [`## ${title}\n\n${part}`])).join("\n");
  return {
    text: text === "" ? "Neither version has address records of Route 53 or a data centre." : text,
    refusals: [...inside.dangers, ...jumps(before, after, largestStep)],
  };
}
