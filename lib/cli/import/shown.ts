import { UNKNOWN } from "./configured";
import { isRecord, SECRET } from "./existing";

/** Longer values are cut. */
const MOST_CHARACTERS = 100;

/**
 * A value in a sentence: on one line, short, and never what nobody may read.
 *
 * @param path the argument that has it: `node_config.metadata`
 */
export function shown(value: unknown, path = ""): string {
  if (value === SECRET) return "secret";
  if (value === UNKNOWN) return "not known before an apply";
  if (value === undefined || value === null || value === "") return "not set";
  const open = withoutHidden(path.slice(path.lastIndexOf(".") + 1), value);
  const text = typeof open === "string" ? open : JSON.stringify(open);
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}

/** Of headers and of the metadata of nodes, whose values may be keys to other systems, the names alone. */
function withoutHidden(name: string, value: unknown): unknown {
  if (value === SECRET) return "secret";
  if (value === UNKNOWN) return "not known";
  if (Array.isArray(value)) return value.map((one) => withoutHidden(name, one));
  if (isRecord(value)) {
    const isMetadata = name === "metadata";
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, isMetadata ? "secret" : withoutHidden(key, one)]),
    );
  }
  if (typeof value !== "string") return value;
  if (/_headers$/.test(name)) return value.replace(/:.*$/s, ": secret");
  return name === "header_value" ? "secret" : value;
}
