import { isNotKnown, type Known } from "../model/requests";
import { amount } from "./svg";

type Bounds = Pick<Known, "isLeast" | "isMost">;

/** What stands before a number that is not exact; where there may be more, and fewer as well, it is about so many. */
export function boundText({ isLeast, isMost }: Bounds): string {
  if (isLeast && isMost) return "about ";
  if (isLeast) return "at least ";
  return isMost ? "at most " : "";
}

/** The same where there is little room: `≥ 29.2 %`. */
export function boundSign({ isLeast, isMost }: Bounds): string {
  if (isLeast && isMost) return "≈ ";
  if (isLeast) return "≥ ";
  return isMost ? "≤ " : "";
}

/** `24,000`, `at least 31,500`, `not known`. */
export function knownText(known: Known, unit = ""): string {
  return isNotKnown(known) ? NOT_KNOWN : `${boundText(known)}${amount(known.requests)}${unit}`;
}

export const NOT_KNOWN = "not known";
