import * as jumpsOf from "../../lib/cli/jumps";
import { type DiffFormat, differencesBetween, routingDiff as textOf } from "../../lib/cli/routing-diff";

/** What changes for users between two folders, in words. */
export function routingDiff(before: string, after: string, format: DiffFormat): string {
  return textOf(differencesBetween(before, after), format);
}

/** The steps between two folders that are too large, in words. */
export function jumps(before: string, after: string, largestStep?: number): readonly string[] {
  return jumpsOf.jumps(differencesBetween(before, after), largestStep).map(({ message }) => message);
}

/** The section of a review that is about users. */
export function routingSection(text: string): string {
  return /^## Routing\n[\s\S]*?(?=\n## |$(?![\s\S]))/m.exec(text)?.[0] ?? "";
}
