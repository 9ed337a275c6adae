import { UNKNOWN } from "./configured";
import { SECRET } from "./existing";

/** Longer values are cut. */
const MOST_CHARACTERS = 100;

/** A value in a sentence: on one line, short, and never what nobody may read. */
export function shown(value: unknown): string {
  if (value === SECRET) return "secret";
  if (value === UNKNOWN) return "not known before an apply";
  if (value === undefined || value === null || value === "") return "not set";
  const text = typeof value === "string" ? value : JSON.stringify(value, hideSecrets);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

function hideSecrets(_: string, value: unknown): unknown {
  if (value === SECRET) return "secret";
  return value === UNKNOWN ? "not known" : value;
}
