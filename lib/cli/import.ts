import { readFileSync } from "node:fs";
import { isZoneId, plainZoneId } from "../core/hosted-zone";
import { Problems } from "../core/problems";
import type { DnsRecord } from "../route53/simulation/dns-record";
import { readExportedZone } from "./exported-zone";
import { importProgram, type TakenOver } from "./import-program";
import type { ImportedRecord, ImportedZone } from "./imported-record";
import { readZoneFile } from "./zone-file";
import { zonesOf } from "./zones";

/** What is imported. */
export interface ImportCommand {
  /** The id of the hosted zone that has the records. */
  readonly zoneId?: string;
  /** The zone's name, for a zone file that does not have it. */
  readonly zone?: string;
  /** The folder that `cdktf synth` wrote, whose records take over what is there. */
  readonly into?: string;
}

/** The program that imports the records of a file. */
export async function importZone(file: string, { zoneId, zone, into }: ImportCommand): Promise<string> {
  Problems.of("import", (problems) => {
    const missing = "is missing: what takes over records imports them by the zone's id";
    if (into !== undefined && zoneId === undefined) problems.conflict("--zone-id", missing);
  });
  const found = readZone(file, zone, zoneId);
  const configured = into === undefined ? [] : [...zonesOf(into, new Set())];
  const takenOver: TakenOver[] = [];
  const obstacles: string[] = [];
  const others: ImportedRecord[] = [];
  for (const record of found.records) {
    const owner = configured.flatMap(([stack, read]) =>
      read.zone.records
        .filter((one) => one.name === record.name && mayBeIn(one, zoneId))
        .map((one) => ({ stack, one })),
    );
    const heir = owner.find(({ one }) => isHeir(one, record));
    if (heir !== undefined) takenOver.push({ stack: heir.stack, record, address: heir.one.address });
    else if (owner.some(({ one }) => one.type === record.type || record.type === "CNAME"))
      obstacles.push(obstacle(record));
    else others.push(record);
  }
  return importProgram({
    zone: found,
    zoneId: zoneId === undefined ? undefined : plainZoneId(zoneId),
    takenOver,
    others,
    obstacles,
  });
}

/** Whether a record of the configuration is in a zone: one by another id is not, and one that is looked up may be. */
function mayBeIn({ zone }: DnsRecord, zoneId: string | undefined): boolean {
  return zoneId === undefined || !isZoneId(zone) || zone === plainZoneId(zoneId);
}

/** Whether a record of the configuration becomes what is there: the same one, or that for everyone else of a simple one. */
function isHeir({ type, setIdentifier, policy }: DnsRecord, record: ImportedRecord): boolean {
  if (type !== record.type) return false;
  if (setIdentifier === (record.setIdentifier ?? "")) return true;
  return record.setIdentifier === undefined && policy.kind === "geolocation" && policy.country === "*";
}

function obstacle({ name, type, setIdentifier }: ImportedRecord): string {
  const what = setIdentifier === undefined ? type : `${type} ${setIdentifier}`;
  return `${name} ${what} stands in the way of the routing: make one simple record of it first, see docs/take-over-a-record.md`;
}

function readZone(file: string, zone: string | undefined, zoneId: string | undefined): ImportedZone {
  const text = Problems.of("import", (problems) => {
    if (zoneId !== undefined) {
      problems.check(
        "--zone-id",
        zoneId,
        (id) => /^(\/hostedzone\/)?Z[A-Z0-9]{1,31}$/.test(id),
        'the id of a hosted zone: "Z0123456789ABCDEFGHIJ"',
      );
    }
    try {
      return readFileSync(file, "utf8");
    } catch (error) {
      problems.conflict("file", `${file} cannot be read (${(error as Error).message})`);
      return "";
    }
  });
  if (/^\s*[{[]/.test(text)) {
    return Problems.of("import", (problems) => {
      if (zoneId === undefined)
        problems.conflict("--zone-id", "is missing: what is exported is in a zone, and imported by its id");
      return readExportedZone(problems, parsed(problems, file, text));
    });
  }
  return readZoneFile(text, zone);
}

function parsed(problems: Problems, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.conflict("file", `${file} cannot be read (${(error as Error).message})`);
    return undefined;
  }
}
