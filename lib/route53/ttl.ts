import type { Problems } from "../core/validation-error";
import { checkWholeNumber } from "../core/whole-numbers";

/** Checks a time to live. */
export function checkTtl(problems: Problems, ttlSeconds: number): void {
  checkWholeNumber(problems, "ttlSeconds", ttlSeconds, [1, 86400], "of seconds");
}
