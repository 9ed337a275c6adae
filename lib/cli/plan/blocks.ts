import type { Settings } from "../output-folder";

/** The blocks of a name: cdktf writes one as an object and several as a list, and a plan always writes a list. */
export function blocksOf(settings: Settings | undefined, name: string): readonly Settings[] {
  const value = settings?.[name];
  return ([value ?? []].flat() as unknown[]).filter((one): one is Settings => typeof one === "object" && one !== null);
}

/** The value at a path such as `node_config.machine_type`, of the first block on the way. */
export function valueAt(settings: Settings | undefined, path: string): unknown {
  const [first = "", ...rest] = path.split(".");
  if (rest.length === 0) return settings?.[first];
  const [block] = blocksOf(settings, first);
  return block && valueAt(block, rest.join("."));
}

/** A value that can be shown in a line: nothing for a reference, a block, and what is long. */
export function shownValue(value: unknown): string | undefined {
  if (!["string", "number", "boolean"].includes(typeof value)) return undefined;
  const text = String(value);
  return text === "" || text.length > LONGEST || text.includes("${") ? undefined : text;
}

/** The same of a list, such as of zones. */
export function shownValues(value: unknown): string | undefined {
  if (!Array.isArray(value)) return shownValue(value);
  const texts = value.map(shownValue);
  return texts.some((text) => text === undefined) ? undefined : shownValue(texts.join(", "));
}

const LONGEST = 60;
