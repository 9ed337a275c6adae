import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** Validates a time to live. */
export function checkTtl(problems: Problems, ttlSeconds: number): void {
  checkWholeNumber(problems, "ttlSeconds", ttlSeconds, [1, 86400], "of seconds");
}
