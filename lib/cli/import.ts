import { basename } from "node:path";
import { plainHostName } from "../core/host-names";
import { plainZoneId } from "../core/hosted-zone";
import { Problems } from "../core/problems";
import { configuredIn } from "./import/configured";
import { matchAll } from "./import/match";
import { octoProgram } from "./import/octodns/octodns-program";
import { importHcl, importJson } from "./import/other-forms";
import { type KnownZone, platformProgram } from "./import/platform-program";
import { type FileContent, readFile } from "./import/read-file";
import { References } from "./import/references";
import { withoutSecrets } from "./import/secrets";
import { type TakenOverThings, takeOver } from "./import/take-over-things";
import { takeOverZone } from "./import/take-over-zone";
import { zonesInStates } from "./import/zones-in-states";
import { importProgram } from "./import-program";
import type { ImportedZone } from "./imported-record";
import { readOutputFolder } from "./output-folder";

/** What is imported. */
export interface ImportCommand {
  /** The id of the hosted zone that has the records. */
  readonly zoneId?: string;
  /** The zone's name, for a zone file that does not have it. */
  readonly zone?: string;
  /** The folder that `cdktf synth` wrote, whose resources become what is there. */
  readonly into?: string;
  /** Whether the import blocks are in Terraform's own language, and not in a program. */
  readonly hcl?: boolean;
  /** Whether all is as JSON. */
  readonly json?: boolean;
}

/** The program that imports what the files have. */
export async function importZone(file: string, command: ImportCommand): Promise<string> {
  return importFiles([file], command);
}

/** The program that imports what the files have, each whatever it is. */
export async function importFiles(files: readonly string[], command: ImportCommand): Promise<string> {
  const contents = read(files, command);
  const things = contents.flatMap((one) => (one.kind === "things" ? one.found.things.map(withoutSecrets) : []));
  const leftOut = contents.flatMap((one) => (one.kind === "things" ? one.found.leftOut : []));
  const { into, zoneId, zone } = command;
  const routings = contents.flatMap((one) => (one.kind === "octodns" ? [one] : []));
  if (routings.length > 0) {
    return octoProgram(routings.map((one) => ({ zone: one.zone, zoneName: zone ?? zoneNameIn(one.file), zoneId })));
  }
  const zones: readonly (readonly [zone: ImportedZone, id: string | undefined])[] = [
    ...contents.flatMap((one) => (one.kind === "zone" ? [[one.zone, zoneId] as const] : [])),
    ...zonesInStates(things).map(({ zone, id }) => [zone, id] as const),
  ];
  const others = things.filter(({ type }) => type !== "aws_route53_record");
  if (into === undefined && others.some(({ type }) => type.startsWith("google_"))) {
    return platformProgram(others, knownZones(zones));
  }
  const write = command.json ? importJson : command.hcl ? importHcl : importProgram;
  return write({
    zones: zones.map(([zone, id]) => takeOverZone(zone, id, into)),
    things: into === undefined ? undefined : takenOver(others, into),
    leftOut,
  });
}

function knownZones(zones: readonly (readonly [zone: ImportedZone, id: string | undefined])[]): readonly KnownZone[] {
  return zones.flatMap(([{ zoneName }, id]) => (id === undefined ? [] : [{ zoneId: plainZoneId(id), zoneName }]));
}

/** The zone of a file whose records are imported by an id that is given. */
function zoneNameOf(content: FileContent): readonly string[] {
  if (content.kind === "octodns") return [zoneNameIn(content.file)];
  return content.kind === "zone" ? [content.zone.zoneName] : [];
}

/** octoDNS names a file after its zone: `example.com.yaml`. */
function zoneNameIn(file: string): string {
  return plainHostName(basename(file).replace(/\.ya?ml$/, ""));
}

function takenOver(things: Parameters<typeof matchAll>[0], into: string): TakenOverThings | undefined {
  if (things.length === 0) return undefined;
  const stacks = readOutputFolder(into);
  return takeOver(matchAll(things, configuredIn(stacks)), new References(stacks));
}

function read(files: readonly string[], { zoneId, zone, into, hcl, json }: ImportCommand): readonly FileContent[] {
  Problems.of("import", (problems) => {
    if (zoneId !== undefined) problems.check("--zone-id", zoneId, isIdOfZone, ID_OF_ZONE);
  });
  return Problems.of("import", (problems) => {
    const contents = files.map((file) => readFile(problems, file, { zone, zoneId }));
    for (const [option, isGiven] of [["--hcl", hcl] as const, ["--json", json] as const]) {
      if (isGiven && into === undefined) problems.conflict(option, "has the import blocks of --into, which is missing");
    }
    checkOctoZones(problems, contents, { zoneId, zone, into, hcl, json });
    const isZone = contents.some((one) => one.kind === "zone");
    if (zoneId !== undefined) {
      const names = [...new Set(contents.flatMap(zoneNameOf))];
      const several = `is the id of one zone, and the files have ${names.length}, ${names.join(" and ")}: import each by itself`;
      if (names.length > 1) problems.conflict("--zone-id", several);
    }
    const missing = "is missing: what takes over records imports them by the zone's id";
    if (into !== undefined && zoneId === undefined && isZone) problems.conflict("--zone-id", missing);
    return contents;
  });
}

function checkOctoZones(problems: Problems, contents: readonly FileContent[], command: ImportCommand): void {
  const { zoneId, zone, into, hcl, json } = command;
  const count = contents.filter(({ kind }) => kind === "octodns").length;
  if (count === 0) return;
  if (count < contents.length) problems.conflict("file", "octoDNS's YAML becomes a routing, and is imported by itself");
  const refuse = (options: Readonly<Record<string, unknown>>, why: string) => {
    for (const [option, given] of Object.entries(options)) if (given) problems.conflict(option, why);
  };
  refuse(
    { "--json": json, "--hcl": hcl, "--into": into },
    "is not for octoDNS's YAML, which becomes a routing in TypeScript: leave it out",
  );
  if (count > 1)
    refuse(
      { "--zone-id": zoneId, "--zone": zone },
      `is of one zone, and the files are of ${count}: import each by itself`,
    );
}

const ID_OF_ZONE = 'the id of a hosted zone: "Z0123456789ABCDEFGHIJ"';
const isIdOfZone = (id: string) => /^(\/hostedzone\/)?Z[A-Z0-9]{1,31}$/.test(id);
