import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DumpFiles } from "../../lib/data-center/verify/dumps";

const FOLDER = join(__dirname, "dumps");

/** What the routers and servers of the lab said, of which no API server runs: FRR 8.4.4 and iproute2 6.1, without the white space. */
export function labDumps(): ReadonlyMap<string, DumpFiles> {
  return new Map(
    readdirSync(FOLDER).map((file) => {
      const [, ...parts] = readFileSync(join(FOLDER, file), "utf8").split(/^== /m);
      const files = parts.map((part): [string, string] => {
        const end = part.indexOf("\n");
        return [part.slice(0, end), part.slice(end + 1)];
      });
      return [file.replace(/\.txt$/, ""), new Map(files)];
    }),
  );
}

/** Writes dumps as `hybrid-kubernetes-dump` does: a folder for each device. */
export function writeDumps(folder: string, dumps: ReadonlyMap<string, DumpFiles>): void {
  for (const [device, files] of dumps) {
    mkdirSync(join(folder, device), { recursive: true });
    for (const [name, text] of files) writeFileSync(join(folder, device, name), text);
  }
}
