import { createHash } from "node:crypto";
import type { ImportedRecord, ImportedZone } from "./imported-record";

/** A record that a configuration has already, and that takes over what is there. */
export interface TakenOver {
  readonly stack: string;
  readonly record: ImportedRecord;
  /** Its name in Terraform. */
  readonly address: string;
}

/** What is to be imported, and into what. */
export interface Import {
  readonly zone: ImportedZone;
  /** The zone's id; `undefined` when Route 53 does not have the records yet. */
  readonly zoneId?: string;
  readonly takenOver: readonly TakenOver[];
  /** What becomes a record of its own. */
  readonly others: readonly ImportedRecord[];
  /** What stands in the way, a sentence each. */
  readonly obstacles: readonly string[];
}

/** The program that imports a zone, in TypeScript. */
export function importProgram({ zone, zoneId, takenOver, others, obstacles }: Import): string {
  const idOf = idsOf(zone.zoneName);
  const stacks = [...new Set(takenOver.map(({ stack }) => stack))];
  return [
    'import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";',
    'import type { TerraformStack } from "cdktf";',
    "",
    ...zone.leftOut.map((line) => comment(`Left out: ${line}.`)),
    ...[...obstacles, ...zone.toDo].map((line) => comment(`TO DO: ${line}.`)),
    "",
    ...stacks.flatMap((stack) => takeOver(stack, takenOver, zoneId ?? "")),
    `/** The records of ${zone.zoneName}${zoneId === undefined ? "" : ", as they are: the plan must import them and change none"}. */`,
    `export function recordsOf${camel(zone.zoneName)}(stack: TerraformStack): void {`,
    `  const zoneId = ${text(zoneId ?? "Z0123456789EXAMPLE")};`,
    ...others.flatMap((record) => code(record, idOf(record), zoneId)),
    "}",
  ].join("\n");
}

/** A comment of one line, whatever the file has: a line break in it would end the comment. */
function comment(text: string): string {
  return `// ${text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")}`;
}

function takeOver(stack: string, all: readonly TakenOver[], zoneId: string): readonly string[] {
  const blocks = all
    .filter((one) => one.stack === stack)
    .map(({ record, address }) => `    { to: ${text(address)}, id: ${text(importId(record, zoneId))} },`);
  return [
    `/** In ${stack}: records of the configuration that become what is there, without a moment without an answer. */`,
    `export function takeOverIn${camel(stack)}(stack: TerraformStack): void {`,
    '  stack.addOverride("import", [',
    ...blocks,
    "  ]);",
    "}",
    "",
  ];
}

function code(record: ImportedRecord, id: string, zoneId: string | undefined): readonly string[] {
  const { name, type, options } = record;
  const given = Object.entries({ name, type, ...options }).filter(([, value]) => value !== undefined);
  const lines = given.map(([option, value]) => `    ${option}: ${literal(value)},`);
  const end = zoneId === undefined ? "  });" : `  }).importFrom(${text(importId(record, zoneId))});`;
  return [`  new Route53Record(stack, ${text(id)}, {`, "    zoneId,", ...lines, end];
}

/** What the provider imports a record by. */
function importId({ name, type, setIdentifier }: ImportedRecord, zoneId: string): string {
  return [zoneId, name, type, ...(setIdentifier === undefined ? [] : [setIdentifier])].join("_");
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value !== "object" || value === null) return text(value);
  const given = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{ ${given.map(([option, one]) => `${option}: ${literal(one)}`).join(", ")} }`;
}

/** A value in quotation marks; a `${` or `%{` in it is meant as it stands, and not for Terraform. */
function text(value: unknown): string {
  return JSON.stringify(typeof value === "string" ? value.replaceAll(/([$%])\{/g, "$1$1{") : value);
}

/** Ids that stay the same whatever else is in the zone, unless two would be one: then both have a hash of what they are. */
function idsOf(zoneName: string): (record: ImportedRecord) => string {
  return ({ name, type, setIdentifier = "" }) => {
    const label = name === zoneName ? "apex" : name.slice(0, -zoneName.length - 1);
    const readable = [label.replace(/^\*/, "wildcard"), type.toLowerCase(), setIdentifier].filter(
      (part) => part !== "",
    );
    const plain = readable.join("-").replaceAll(/[^A-Za-z0-9-]+/g, "-");
    // A host of this name is not the zone itself.
    const isOther = label === "apex" && name !== zoneName;
    const isExact = /^[a-z0-9]*$/.test(label) && !isOther && /^[A-Za-z0-9]*$/.test(setIdentifier);
    if (isExact) return plain;
    const hash = createHash("sha256").update(`${name} ${type} ${setIdentifier}`).digest("hex").slice(0, 6);
    return `${plain}-${hash}`;
  };
}

function camel(name: string): string {
  return name.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
