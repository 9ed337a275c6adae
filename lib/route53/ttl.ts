import type { Problems } from "../core/validation-error";

/** Checks a time to live. */
export function checkTtl(problems: Problems, ttlSeconds: number): void {
  const ok = Number.isInteger(ttlSeconds) && ttlSeconds >= 1 && ttlSeconds <= 86400;
  problems.check("ttlSeconds", ttlSeconds, ok, "a whole number of seconds from 1 to 86400");
}
