import { checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** How long a resolver keeps the answers of a routing, unless it is configured; AWS advises 60 seconds or less. */
export const DEFAULT_TTL_SECONDS = 60;

/** Validates a time to live. */
export function checkTtl(problems: Problems, ttlSeconds: number): void {
  checkWholeNumber(problems, "ttlSeconds", ttlSeconds, [1, 86400], "of seconds");
}
