import { readFileSync } from "node:fs";
import type { Problems } from "../../core/problems";
import { readExportedZone } from "../exported-zone";
import type { ImportedZone } from "../imported-record";
import { readZoneFile } from "../zone-file";
import { areHealthChecks, readHealthChecks } from "./aws-health-checks";
import type { FoundThings } from "./existing";
import { isRecord } from "./existing";
import { areGoogleObjects, readGoogleObjects } from "./google-objects";
import { areNames, readNames } from "./names";
import { type OctoZone, readOctoZone } from "./octodns/octodns-zone";
import { isState, readState } from "./terraform-state";

/** What a file is, by what is in it. */
export type FileContent =
  | { readonly kind: "zone"; readonly isExported: boolean; readonly zone: ImportedZone }
  | { readonly kind: "things"; readonly found: FoundThings }
  | { readonly kind: "octodns"; readonly zone: OctoZone; readonly file: string }
  | { readonly kind: "nothing" };

/** How files are read. */
export interface ReadOptions {
  /** The name of the zone, for a zone file that does not have it. */
  readonly zone?: string;
  readonly zoneId?: string;
}

const NOTHING: FileContent = { kind: "nothing" };

const KNOWN = [
  "gcloud … list --format=json or --uri, gcloud … describe --format=json",
  "aws route53 list-resource-record-sets and list-health-checks",
  "a Terraform state, a zone file and octoDNS's YAML",
].join(", ");

/** Reads a file, whatever of these it is. */
export function readFile(problems: Problems, file: string, options: ReadOptions): FileContent {
  const text = textOf(problems, file);
  if (text === undefined) return NOTHING;
  if (/^\s*[{[]/.test(text)) return readJson(problems, file, text, options);
  if (areNames(text)) return { kind: "things", found: readNames(text) };
  const octo = readOctoZone(text, (message) => problems.conflict("file", `${file} ${message}`));
  if (octo !== undefined) return { kind: "octodns", zone: octo, file };
  return { kind: "zone", isExported: false, zone: readZoneFile(text, options.zone) };
}

function textOf(problems: Problems, file: string): string | undefined {
  try {
    const text = readFileSync(file, "utf8");
    if (!text.includes("\u0000")) return text;
    problems.conflict("file", `${file} cannot be read (it is no text)`);
  } catch (error) {
    problems.conflict("file", `${file} cannot be read (${(error as Error).message})`);
  }
  return undefined;
}

function readJson(problems: Problems, file: string, text: string, { zoneId }: ReadOptions): FileContent {
  const content = parsed(problems, file, text);
  if (content === undefined) return NOTHING;
  if (isRecord(content) && "ResourceRecordSets" in content) {
    if (zoneId === undefined)
      problems.conflict("--zone-id", "is missing: what is exported is in a zone, and imported by its id");
    return { kind: "zone", isExported: true, zone: readExportedZone(problems, content) };
  }
  if (areHealthChecks(content)) {
    const { IsTruncated } = content as { IsTruncated?: boolean };
    if (IsTruncated)
      problems.conflict("file", `${file} is one page of several: leave out --no-paginate and --max-items`);
    return { kind: "things", found: readHealthChecks(content) };
  }
  if (isState(content)) return { kind: "things", found: readState(content) };
  if (Array.isArray(content) && content.length === 0) return { kind: "things", found: { things: [], leftOut: [] } };
  if (areGoogleObjects(content)) return { kind: "things", found: readGoogleObjects(content) };
  problems.conflict("file", `${file} is none of what can be imported: ${KNOWN}`);
  return NOTHING;
}

function parsed(problems: Problems, file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    problems.conflict("file", `${file} cannot be read (${(error as Error).message})`);
    return undefined;
  }
}
