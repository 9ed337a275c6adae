import { importId } from "../imported-record";
import { comment, text } from "./code";
import type { Import, Imports } from "./imports";
import type { IgnoredArguments, ImportBlock } from "./take-over-things";

/** All blocks, those of records too. */
export function importBlocks({ zones, things }: Imports): readonly ImportBlock[] {
  const ofRecords = zones.flatMap(({ takenOver, zoneId = "" }) =>
    takenOver.map(({ stack, record, address }) => ({ stack, to: address, id: importId(record, zoneId) })),
  );
  return [...(things?.blocks ?? []), ...ofRecords];
}

/** Import blocks as Terraform's own language has them, for each stack after a comment with its name. */
export function importHcl(imports: Imports): string {
  const blocks = importBlocks(imports);
  const ignored = imports.things?.ignored ?? [];
  const stacks = [...new Set(blocks.map(({ stack }) => stack))].map((stack) => [
    comment(stack).replace("//", "#"),
    ...ignored.filter((one) => one.stack === stack).map(ignoredInWords),
    ...blocks.filter((one) => one.stack === stack).map(({ to, id }) => `import {\n  to = ${to}\n  id = ${text(id)}\n}`),
  ]);
  const remarks = Object.entries(remarksOf(imports)).flatMap(([name, lines]) =>
    lines.map((line) => comment(`${name}: ${line}`).replace("//", "#")),
  );
  return [...remarks, ...stacks.map((lines) => lines.join("\n\n"))].join("\n\n");
}

function ignoredInWords({ to, arguments: all, why }: IgnoredArguments): string {
  return comment(`${to} needs lifecycle { ignore_changes = [${all.join(", ")}] }: ${why}`).replace("//", "#");
}

/** The same for programs. Its schema is docs/schemas/import.schema.json. */
export function importJson(imports: Imports): string {
  const { things } = imports;
  return JSON.stringify(
    {
      imports: importBlocks(imports),
      ignoreChanges: things?.ignored ?? [],
      ...remarksOf(imports),
      records: imports.zones.flatMap(({ others, zone }) =>
        others.map(({ name, type, setIdentifier }) => ({ zone: zone.zoneName, name, type, setIdentifier })),
      ),
      letGo: things?.letGo ?? [],
    },
    null,
    2,
  );
}

function remarksOf({ zones, things, leftOut }: Imports) {
  const toDo = ({ obstacles, zone }: Import) => [...obstacles, ...zone.toDo];
  return {
    cannotBeKept: things?.cannotBeKept ?? [],
    notTakenOver: things?.notTaken ?? [],
    changesInPlace: things?.changed ?? [],
    notCompared: things?.notCompared ?? [],
    toDo: zones.flatMap(toDo),
    leftOut: [...zones.flatMap(({ zone }) => zone.leftOut), ...leftOut],
  };
}
