import { createHash } from "node:crypto";
import { camel, comment, docComment, literal, text } from "./import/code";
import type { Import, Imports } from "./import/imports";
import { importBlocks } from "./import/other-forms";
import type { TakenOverThings } from "./import/take-over-things";
import { type ImportedRecord, importId } from "./imported-record";

/** The program that imports it, in TypeScript. */
export function importProgram({ zones, things, leftOut }: Imports): string {
  const records = zones.filter(({ others, takenOver }) => others.length > 0 || takenOver.length === 0);
  return [
    ...(records.length > 0 ? ['import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";'] : []),
    'import type { TerraformStack } from "cdktf";',
    "",
    ...[...zones.flatMap(({ zone }) => zone.leftOut), ...leftOut].map((line) => comment(`Left out: ${line}.`)),
    ...zones.flatMap(({ obstacles, zone }) => [...obstacles, ...zone.toDo]).map((line) => comment(`TO DO: ${line}.`)),
    ...remarksOn(things),
    "",
    ...takeOvers(zones, things),
    ...records.flatMap(recordsOf),
  ].join("\n");
}

/** What has to be known about what is imported, and what is not, in comments. */
function remarksOn(things: TakenOverThings | undefined): readonly string[] {
  if (things === undefined) return [];
  return [
    ...things.cannotBeKept.map((line) => comment(`Cannot be kept: ${line}.`)),
    ...things.notTaken.map((line) => comment(`Not taken over: ${line}.`)),
    ...things.changed.map((line) => comment(`Changes in place: ${line}.`)),
    ...things.notCompared.map((line) => comment(`Not compared, the plan shows it: ${line}.`)),
    ...things.created.map((line) => comment(`Created in ${line}.`)),
    ...things.letGo.map((address) =>
      comment(`Then, in the other configuration: terraform state rm ${quoted(address)}`),
    ),
  ];
}

/** An argument for a shell. */
function quoted(text: string): string {
  return /^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function recordsOf({ zone, zoneId, others }: Import): readonly string[] {
  const idOf = idsOf(zone.zoneName);
  return [
    docComment(
      `The records of ${zone.zoneName}${zoneId === undefined ? "" : ", as they are: the plan must import them and change none"}.`,
    ),
    `export function recordsOf${camel(zone.zoneName)}(stack: TerraformStack): void {`,
    `  const zoneId = ${text(zoneId ?? "Z0123456789EXAMPLE")};`,
    ...others.flatMap((record) => code(record, idOf(record), zoneId)),
    "}",
  ];
}

/** A function for each stack whose resources become what exists. */
function takeOvers(zones: readonly Import[], things: TakenOverThings | undefined): readonly string[] {
  const blocks = importBlocks({ zones, things, leftOut: [] });
  const stacks = [...new Set(blocks.map(({ stack }) => stack))];
  return stacks.flatMap((stack) => {
    const own = blocks.filter((one) => one.stack === stack);
    const ignored = (things?.ignored ?? []).filter((one) => one.stack === stack);
    return [
      `/** In ${stack}: ${things === undefined ? "records" : "resources"} of the configuration that take over what is there, without an interruption. */`,
      `export function takeOverIn${camel(stack)}(stack: TerraformStack): void {`,
      '  stack.addOverride("import", [',
      ...own.map(({ to, id }) => `    { to: ${text(to)}, id: ${text(id)} },`),
      "  ]);",
      ...ignored.flatMap(({ to, arguments: all, why }) => [
        `  ${comment(why)}.`,
        `  stack.addOverride(${text(`resource.${to}.lifecycle.ignore_changes`)}, ${literal(all)});`,
      ]),
      "}",
      "",
    ];
  });
}

function code(record: ImportedRecord, id: string, zoneId: string | undefined): readonly string[] {
  const { name, type, options } = record;
  const given = Object.entries({ name, type, ...options }).filter(([, value]) => value !== undefined);
  const lines = given.map(([option, value]) => `    ${option}: ${literal(value)},`);
  const end = zoneId === undefined ? "  });" : `  }).importFrom(${text(importId(record, zoneId))});`;
  return [`  new Route53Record(stack, ${text(id)}, {`, "    zoneId,", ...lines, end];
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
