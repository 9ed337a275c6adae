import { plainHostName } from "../core/host-names";
import { Problems } from "../core/problems";
import { type ImportedRecord, type ImportedZone, unquoted, zoneOf } from "./imported-record";

/** A line as the library reads it, which is an ES module: its types can only be imported so. */
type DnszDnsRecord = import("dnsz", { with: { "resolution-mode": "import" }}).DnszDnsRecord;

/** Directives that make records of what is not in the file, or of a template. */
const REFUSED = /^\s*\$(INCLUDE|GENERATE)\b.*$/im;

/** The class before the time to live, which RFC 1035 allows in both orders. */
const CLASS_FIRST = /^([^\s;"(]*[ \t]+)(IN|CH|HS)[ \t]+(\d+[smhdw\d]*)(?=[ \t]+[A-Z])/gim;

/** The types whose value ends in a name. */
const WITH_NAME = ["CNAME", "NS", "PTR", "MX", "SRV", "DNAME"];

/**
 * Reads a zone file, as RFC 1035 describes it.
 *
 * @param zone the zone's name, for a file without `$ORIGIN`
 */
export async function readZoneFile(text: string, zone: string | undefined): Promise<ImportedZone> {
  const [refused] = REFUSED.exec(text) ?? [];
  Problems.of("import", (problems) => {
    if (refused !== undefined) problems.conflict("file", `has ${refused.trim()}: write out what it stands for`);
  });
  // The library is an ES module, which this one can only load like this.
  const { parseZone } = await import("dnsz");
  let origin = zone === undefined ? "" : `${plainHostName(zone)}.`;
  let ttl: number | undefined;
  const records: DnszDnsRecord[] = [];
  // Each part has one origin: names in values are relative to it, and the library leaves them as they are.
  for (const part of text.replaceAll(CLASS_FIRST, "$1$3 $2").split(/^(?=\s*\$ORIGIN\b)/im)) {
    const [, named] = /^\s*\$ORIGIN\s+(\S+)/i.exec(part) ?? [];
    if (named !== undefined) origin = named.endsWith(".") ? named : `${named}.${origin}`;
    const head = `$ORIGIN ${origin === "" ? "." : origin}\n${ttl === undefined ? "" : `$TTL ${ttl}\n`}`;
    const read = parseZone(head + part.replace(/^\s*\$ORIGIN.*$/im, ""));
    ttl = read.ttl ?? ttl;
    records.push(...read.records.map((record) => ({ ...record, content: wholeValue(record, origin) })));
  }
  const zoneName = records.find(({ type }) => type === "SOA")?.name ?? plainHostName(zone ?? "");
  Problems.of("import", (problems) => {
    const missing = "has neither an SOA record nor $ORIGIN: name the zone by --zone";
    if (zoneName === "") problems.conflict("file", missing);
  });
  return zoneOf(zoneName, recordSets(records), []);
}

function wholeValue({ type, content }: DnszDnsRecord, origin: string): string {
  if (!WITH_NAME.includes(type)) return content;
  const parts = content.split(/\s+/);
  const name = parts.pop() ?? "";
  if (name === "@") return [...parts, origin].join(" ");
  return [...parts, name.endsWith(".") ? name : `${name}.${origin}`].join(" ");
}

/** Lines of one name and type are one record of Route 53. */
function recordSets(lines: readonly DnszDnsRecord[]): readonly ImportedRecord[] {
  const sets = new Map<string, DnszDnsRecord[]>();
  for (const line of lines)
    sets.set(`${line.name} ${line.type}`, [...(sets.get(`${line.name} ${line.type}`) ?? []), line]);
  return [...sets.values()].map((set) => {
    const [{ name, type }] = set as [DnszDnsRecord];
    const values = set.map(({ content }) => (type === "TXT" ? unquoted(content) : content));
    return { name, type, options: { ttl: Math.min(...set.map(({ ttl }) => ttl)), records: values } };
  });
}
