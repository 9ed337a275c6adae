import { Problems } from "../core/problems";
import { type SiteChanges, siteChanges, siteChangesText } from "./data-centers";
import { checkEnvironment } from "./environments";
import { jumps } from "./jumps";
import { readOutputFolder } from "./output-folder";
import { reviewApply } from "./plan/apply-review";
import { cutLists } from "./plan/cut-lists";
import { capacityText, lossText, orderText } from "./plan/sections";
import { sumsOf, sumsText } from "./plan/sums";
import type { Refusal } from "./refusal";
import { type Found, reviewJson } from "./review-json";
import { type Difference, type DiffFormat, differencesBetween, routingDiff } from "./routing-diff";
import type { TableFormat } from "./table-format";

/** What a change does, for whoever approves it. */
export interface Review {
  /** All that changes: for users, in capacity, of resources, of stacks and their order, and inside the data centres. */
  readonly text: string;
  /** What must not be deployed as it is. */
  readonly refusals: readonly Refusal[];
}

/** How a review is written, and what it refuses. */
export interface ReviewOptions {
  /** As `json`: docs/schemas/review.schema.json. */
  readonly format?: TableFormat;
  /** The same as the format `json`. */
  readonly json?: boolean;
  /** A folder with the plan of each stack that changes: `<stack>.json`, as `terraform show -json` writes it. */
  readonly plans?: string;
  /** The most percentage points of a place's users that may move at once; as many as the rules allow, if this is left out. */
  readonly largestStep?: number;
  /** This environment alone: what changes of others is neither shown nor refused. */
  readonly environment?: string;
  /** Whether what is for two applies may be deployed in one. */
  readonly allowDetours?: boolean;
}

/** Compares two folders that `cdktf synth` wrote. */
export function review(before: string, after: string, options: ReviewOptions = {}): Review {
  const { format = "text", json = false, plans, largestStep, allowDetours = false, environment } = options;
  checkEnvironmentOf([before, after], environment);
  const sites = siteChanges(before, after, environment);
  const differences = differencesBetween(before, after, environment);
  const apply = reviewApply(before, after, plans, environment);
  const found: Found = { apply, differences, sites };
  const refusals = [
    ...reusedNumbers(sites),
    ...jumps(differences, largestStep),
    ...(allowDetours ? [] : [...detours(differences), ...apply.notDrained]),
    ...apply.refusals,
  ];
  const text = json || format === "json" ? reviewJson(found, refusals) : reviewText(found, format);
  return { text, refusals };
}

/** An environment may be new, or be gone. */
function checkEnvironmentOf(folders: readonly string[], environment: string | undefined): void {
  if (environment === undefined) return;
  const stacks = folders.flatMap(readOutputFolder);
  Problems.of("review", (problems) => checkEnvironment(problems, stacks, environment));
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

function reviewText({ apply, differences, sites }: Found, format: DiffFormat): string {
  const sections = [
    ["Summary", sumsText(sumsOf(apply.changes, differences), apply)],
    ["Routing", routingDiff(differences, format)],
    ["Capacity", capacityText(apply, format)],
    ["Replaced or lost", lossText(apply, format)],
    ["Stacks and their order", orderText(apply, format)],
    ["Data centres", siteChangesText(sites, format)],
  ];
  const text = sections.flatMap(([title, part]) => (part === "" ? [] : [`## ${title}\n\n${part}`])).join("\n");
  if (text === "") return "Neither version has address records of Route 53 or a data centre, and no stack changes.";
  return format === "markdown" ? cutLists(text) : text;
}
