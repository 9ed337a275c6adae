import { type SiteChanges, siteChanges, siteChangesText } from "./data-centers";
import { jumps } from "./jumps";
import type { Refusal } from "./refusal";
import { type Difference, type DiffFormat, differencesBetween, routingDiff } from "./routing-diff";

/** What a change does, for whoever approves it. */
export interface Review {
  /** All that changes, with a section for each stack with DNS and for each data centre. */
  readonly text: string;
  /** What must not be deployed as it is. */
  readonly refusals: readonly Refusal[];
}

/** How a review is written, and what it refuses. */
export interface ReviewOptions {
  readonly format?: DiffFormat;
  /** As JSON: docs/schemas/review.schema.json. */
  readonly json?: boolean;
  /** The most percentage points of a place's users that may move at once; as many as the rules allow, if this is left out. */
  readonly largestStep?: number;
  /** Whether what is for two applies may be deployed in one. */
  readonly allowDetours?: boolean;
}

/** Compares two folders that `cdktf synth` wrote. */
export function review(before: string, after: string, options: ReviewOptions = {}): Review {
  const sites = siteChanges(before, after);
  const differences = differencesBetween(before, after);
  const refusals = [...reusedNumbers(sites), ...jumps(differences, options.largestStep)];
  if (!options.allowDetours) refusals.push(...detours(differences));
  const text = options.json ? reviewJson(sites, differences, refusals) : reviewText(sites, differences, options);
  return { text, refusals };
}

function reusedNumbers(sites: readonly SiteChanges[]): readonly Refusal[] {
  return sites.flatMap(({ name, comparison }) =>
    comparison.dangers.map((danger): Refusal => ({ code: "reused-number", message: `${name}: ${danger}` })),
  );
}

function detours(differences: readonly Difference[]): readonly Refusal[] {
  return differences.flatMap(({ stack, detours }) =>
    detours.map(({ code, message }) => ({ code, message: `${stack}: ${message}` })),
  );
}

function reviewText(
  sites: readonly SiteChanges[],
  differences: readonly Difference[],
  { format = "text" }: ReviewOptions,
): string {
  const sections = [
    ["Routing", routingDiff(differences, format)],
    ["Data centres", siteChangesText(sites, format)],
  ];
  const text = sections.flatMap(([title, part]) => (part === "" ? [] : [`## ${title}\n\n${part}`])).join("\n");
  return text === "" ? "Neither version has address records of Route 53 or a data centre." : text;
}

/** A review for programs. */
function reviewJson(
  sites: readonly SiteChanges[],
  differences: readonly Difference[],
  refusals: readonly Refusal[],
): string {
  const routing = differences.map(({ stack, changes, notes, notAnalysed }) => ({
    stack,
    changes,
    notes,
    notAnalysed: notAnalysed.map((note) => note.trimEnd()),
  }));
  const dataCenters = sites.map(({ name, comparison }) => ({ name, changes: comparison.changes }));
  return JSON.stringify({ refusals, routing, dataCenters }, undefined, 2);
}
