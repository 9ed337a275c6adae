import type * as Yaml from "yaml";
import type { Settings } from "../../output-folder";
import { isRecord } from "../existing";

/** A record as octoDNS's YAML has it. */
export interface OctoRecord {
  /** The label below the zone; empty for the zone itself. */
  readonly label: string;
  readonly type: string;
  readonly data: Settings;
}

/** A zone as octoDNS's YAML has it. */
export interface OctoZone {
  readonly records: readonly OctoRecord[];
}

/**
 * Reads octoDNS's YAML: https://octodns.readthedocs.io/en/latest/records.html.
 *
 * @param refuse is told why a file of this form cannot be read
 * @returns nothing where a file is something else
 */
export function readOctoZone(text: string, refuse: (message: string) => void): OctoZone | undefined {
  if (!/(^[\s-]+|[{,]\s*)['"]?type['"]?\s*:/m.test(text)) return undefined;
  // Loaded where it is needed: no other command is to wait for it.
  const { parseDocument }: typeof Yaml = require("yaml");
  const document = parseDocument(text, { logLevel: "silent" });
  if (document.errors.length > 0) {
    refuse(`cannot be read as YAML (${document.errors[0]?.message.split("\n")[0]})`);
    return { records: [] };
  }
  if (document.warnings.some(({ code }) => code === "TAG_RESOLVE_FAILED")) {
    refuse("has a tag such as !include: write out what it stands for");
    return { records: [] };
  }
  try {
    return zoneOf(document.toJS());
  } catch (error) {
    // Aliases of aliases, which would be more than any memory holds.
    refuse(`cannot be read as YAML (${(error as Error).message})`);
    return { records: [] };
  }
}

function zoneOf(content: unknown): OctoZone | undefined {
  if (!isRecord(content)) return undefined;
  const records = Object.entries(content).flatMap(([label, one]) =>
    [one].flat().map((data) => ({ label, data: isRecord(data) ? data : {} })),
  );
  const isZone = records.length > 0 && records.every(({ data }) => typeof data.type === "string");
  return isZone ? { records: records.map((one) => ({ ...one, type: String(one.data.type) })) } : undefined;
}
