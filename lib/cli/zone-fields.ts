import type { ZoneEntry } from "./zone-entries";

/** What stands before the value of a record, and the words of the value. */
export interface EntryFields {
  /** As it is written; `undefined` when it is that of the entry before. */
  readonly name?: string;
  /** In seconds. */
  readonly ttl?: number;
  readonly class: string;
  readonly type?: string;
  readonly words: readonly string[];
}

const CLASS = /^(IN|CH|HS|CS|CLASS\d+)$/i;
/** In one way only: a number of digits that could be split in many would take for ever. */
const TTL = /^(?=\d)(?:\d+[smhdw])*\d*$/i;

/** Each once, in either order. */
const BEFORE_TYPE = [
  ["ttl", TTL],
  ["class", CLASS],
] as const;

const SECONDS: { readonly [unit: string]: number } = { "": 1, s: 1, m: 60, h: 3600, d: 86400, w: 604800 };

/** The fields of an entry: RFC 1035 allows the class and the time to live in both orders, and to leave out each. */
export function fieldsOf({ isIndented, words }: ZoneEntry): EntryFields {
  const [name, ...rest] = isIndented ? [undefined, ...words] : words;
  const before: { ttl?: string; class?: string } = {};
  for (const [field, pattern] of [...BEFORE_TYPE, ...BEFORE_TYPE]) {
    if (before[field] === undefined && pattern.test(rest[0] ?? "")) before[field] = rest.shift();
  }
  const [type, ...value] = rest.filter((word) => word !== undefined);
  return {
    name,
    ttl: secondsOf(before.ttl ?? ""),
    class: before.class?.toUpperCase() ?? "IN",
    type: type?.toUpperCase(),
    words: value,
  };
}

/** A time to live in seconds: `3600`, or `1h30m`; `undefined` for any other text. */
export function secondsOf(text: string): number | undefined {
  if (!TTL.test(text)) return undefined;
  return [...text.matchAll(/(\d+)([smhdw]?)/gi)].reduce(
    (sum, [, count, unit = ""]) => sum + Number(count) * (SECONDS[unit.toLowerCase()] ?? 1),
    0,
  );
}
