import { domainToASCII } from "node:url";
import { inZone, plainHostName } from "../core/host-names";
import { Problems } from "../core/problems";
import { type ImportedRecord, type ImportedZone, isText, unquoted, zoneOf } from "./imported-record";
import { bytesOf, isName, recordValue, sameValue } from "./record-values";
import { type ZoneEntry, zoneEntries } from "./zone-entries";
import { type EntryFields, fieldsOf, secondsOf } from "./zone-fields";

/** Longer lines are cut where they are repeated. */
const MOST_SHOWN = 120;

/** A record, as a line has it. */
interface ZoneRecord {
  readonly entry: ZoneEntry;
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly value: string;
}

/** The record of a line, or why Route 53 cannot have it. */
type Reading = ZoneRecord | { readonly entry: ZoneEntry; readonly reason: string };

/** What counts for the lines that follow. */
interface Context {
  origin: string;
  /** The name of the line before, with its last dot. */
  name?: string;
  /** For all lines that have none. */
  ttl?: number;
  /** That of the line before, for a file that has none for all. */
  lastTtl?: number;
}

/**
 * Reads a zone file, as RFC 1035 describes it. Each of its lines becomes a value of a record, or a sentence on why it does not.
 *
 * @param zone the zone's name, for a file without `$ORIGIN`
 */
export function readZoneFile(text: string, zone: string | undefined): ImportedZone {
  return Problems.of("import", (problems) => {
    const refuse = (message: string) => problems.conflict("file", message);
    const entries = zoneEntries(text, refuse);
    const origin = originOf(entries, zone);
    if (origin === undefined) {
      refuse("has neither $ORIGIN nor an SOA record with a whole name: name the zone by --zone");
      return zoneOf("", [], []);
    }
    const readings = read(entries, { origin }, refuse);
    if (readings.length === 0) refuse("has no record");
    return judged(readings, zoneNameOf(readings, origin, zone));
  });
}

/** Where the names of the first lines are. */
function originOf(entries: readonly ZoneEntry[], zone: string | undefined): string | undefined {
  if (zone !== undefined) return `${plainHostName(zone)}.`;
  const soa = entries.find((entry) => !entry.isIndented && fieldsOf(entry).type === "SOA")?.words[0];
  const named = entries.find(isOrigin)?.words[1];
  return [soa, named, ...(entries.length === 0 ? ["."] : [])].find((name) => name?.endsWith("."));
}

function zoneNameOf(readings: readonly Reading[], origin: string, zone: string | undefined): string {
  const soa = readings.find((one): one is ZoneRecord => "type" in one && one.type === "SOA");
  return plainHostName(zone ?? soa?.name ?? origin);
}

function read(entries: readonly ZoneEntry[], context: Context, refuse: (message: string) => void): readonly Reading[] {
  return entries.flatMap((entry): readonly Reading[] => {
    if (!entry.words[0]?.startsWith("$")) return [recordOf(entry, fieldsOf(entry), context)];
    const problem = follow(entry.words, context);
    if (problem !== undefined) refuse(`line ${entry.line} has ${shown(entry)}: ${problem}`);
    return [];
  });
}

function isOrigin({ words }: ZoneEntry): boolean {
  return words[0]?.toUpperCase() === "$ORIGIN";
}

/** Does what a directive says, or answers why it cannot. */
function follow([directive = "", value = ""]: readonly string[], context: Context): string | undefined {
  switch (directive.toUpperCase()) {
    case "$ORIGIN":
      if (value === "") return "it takes a name";
      context.origin = absolute(value, context.origin);
      return undefined;
    case "$TTL":
      context.ttl = secondsOf(value);
      return context.ttl === undefined ? "it takes a time to live" : undefined;
    default:
      return "write out what it stands for";
  }
}

function recordOf(entry: ZoneEntry, fields: EntryFields, context: Context): Reading {
  if (fields.name !== undefined) context.name = absolute(fields.name, context.origin);
  if (fields.ttl !== undefined) context.lastTtl = fields.ttl;
  const { name } = context;
  const { ttl = context.ttl ?? context.lastTtl, class: ofClass, type, words } = fields;
  const refused = (reason: string): Reading => ({ entry, reason });
  if (name === undefined) return refused("it has no name, and no line before it has one");
  if (ofClass !== "IN") return refused(`Route 53 has no class but IN, and this is of ${ofClass}`);
  if (type === undefined) return refused("it has no type");
  const plain = plainName(name);
  if (plain === undefined) return refused(`its name has ${foreignTo(name)}`);
  if (!isName(plain)) {
    return refused(`${plain} is not a name: each part has 1 to 63 characters, and all of them up to 253`);
  }
  // Route 53 makes its own, so what its values are does not matter.
  if (type === "SOA") return { entry, name: plain, type, ttl: ttl ?? 0, value: words.join(" ") };
  const result = recordValue(type, words, context.origin);
  if ("reason" in result) return refused(result.reason);
  if (ttl === undefined) return refused("it has no time to live, and the file has no $TTL");
  if (ttl > 2147483647) return refused("its time to live is over 2147483647 seconds");
  return { entry, name: plain, type, ttl, value: result.value };
}

function absolute(name: string, origin: string): string {
  if (name === "@") return origin;
  if (/(?<!\\)(\\\\)*\.$/.test(name)) return name;
  return origin === "." ? `${name}.` : `${name}.${origin}`;
}

/** A name without its last dot; `undefined` when it has a character that stands for itself only behind a backslash. */
function plainName(name: string): string | undefined {
  const bytes = name.replaceAll(/\\(\d{3}|.)/g, (escaped) => {
    const character = bytesOf(escaped)?.toString("latin1") ?? "";
    return /^[a-z0-9_*/-]$/i.test(character) ? character : "\\";
  });
  return /^[!-[\]-~]+$/.test(bytes) ? plainHostName(bytes) : undefined;
}

/** What no name has that Route 53 takes, and what to do about it, where something can be done. */
function foreignTo(name: string): string {
  const [character] = name.replaceAll(/\\(\d{3}|.)/g, "").match(/[^!-~]/u) ?? [];
  if (character === undefined) return "a character that is written with a backslash";
  const isAscii = character <= "\x7f";
  const code = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`;
  const text = /[\p{L}\p{M}\p{N}\p{S}]/u.test(character) ? character : code;
  const punycode = isAscii ? "" : plainHostName(domainToASCII(name));
  const advice = punycode.includes("xn--") ? `write the name as ${punycode}` : "write the name without it";
  return `${text}, ${isAscii ? "which no name of Route 53 has" : "which is not in ASCII"}: ${advice}`;
}

/** The zone, without what is wrong among the records themselves. */
function judged(readings: readonly Reading[], zoneName: string): ImportedZone {
  const isRecord = (one: Reading): one is ZoneRecord => !("reason" in one);
  const inside = readings.filter(isRecord).filter(({ name }) => inZone(name, zoneName));
  const byName = groupedBy(inside, ({ name }) => name);
  const kept: ZoneRecord[] = [];
  const toDo = readings.flatMap((one) => {
    const reason = isRecord(one) ? obstacleTo(one, zoneName, byName.get(one.name) ?? []) : one.reason;
    if (reason === undefined) kept.push(one as ZoneRecord);
    return reason === undefined ? [] : [`line ${one.entry.line} (${shown(one.entry)}): ${reason}`];
  });
  return zoneOf(zoneName, recordSets(kept), [], toDo);
}

function obstacleTo(
  { entry, name, type, value }: ZoneRecord,
  zoneName: string,
  ofName: readonly ZoneRecord[],
): string | undefined {
  if (!inZone(name, zoneName)) return `${name} is not in the zone ${zoneName}`;
  if (type === "SOA") return name === zoneName ? undefined : `it is of another zone than ${zoneName}`;
  if (type === "CNAME" && name === zoneName) return "DNS allows no CNAME at the name of the zone";
  const isSame = (one: ZoneRecord) => one.type === type && sameValue(type, one.value) === sameValue(type, value);
  const twin = ofName.find(isSame);
  if (twin !== undefined && twin.entry !== entry) return `line ${twin.entry.line} has the same`;
  const isAlone = ofName.every(isSame);
  return type === "CNAME" && !isAlone ? "DNS allows no CNAME beside other records of its name" : undefined;
}

function shown({ words }: ZoneEntry): string {
  const text = words.join(" ");
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Lines of one name and type are one record of Route 53. */
function recordSets(lines: readonly ZoneRecord[]): readonly ImportedRecord[] {
  return [...groupedBy(lines, ({ name, type }) => `${name} ${type}`).values()].map((set) => {
    const [{ name, type }] = set as [ZoneRecord, ...ZoneRecord[]];
    const records = set.map(({ value }) => (isText(type) ? unquoted(value) : value));
    return { name, type, options: { ttl: Math.min(...set.map(({ ttl }) => ttl)), records } };
  });
}

function groupedBy(lines: readonly ZoneRecord[], keyOf: (line: ZoneRecord) => string): Map<string, ZoneRecord[]> {
  const groups = new Map<string, ZoneRecord[]>();
  for (const line of lines) {
    const group = groups.get(keyOf(line));
    if (group === undefined) groups.set(keyOf(line), [line]);
    else group.push(line);
  }
  return groups;
}
