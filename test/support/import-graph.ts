import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const IMPORT = /(?:\bfrom|\bimport|\brequire\()\s*\(?\s*"([^"]+)"/g;

/** The TypeScript files below a folder of the repository, as paths from its root. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .sort();
}

/** What a file imports, types included: files of the repository as paths from its root, packages by their names. */
export function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), "utf8");
  return [...text.matchAll(IMPORT)].map(([, specifier = ""]) =>
    specifier.startsWith(".") ? fileOf(join(dirname(file), specifier)) : specifier,
  );
}

/** All that files lead to, by way of whatever they import; each with the way to it. */
export function reachedFrom(files: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const ways = new Map<string, readonly string[]>(files.map((file) => [file, [file]]));
  // A map's entries that are added on the way are visited, too.
  for (const [file, way] of ways) {
    if (!existsSync(join(ROOT, file))) continue;
    for (const next of importsOf(file)) if (!ways.has(next)) ways.set(next, [...way, next]);
  }
  return ways;
}

function fileOf(path: string): string {
  const file = [`${path}.ts`, join(path, "index.ts")].find((candidate) => existsSync(join(ROOT, candidate)));
  if (file === undefined) throw new Error(`there is no file ${path}`);
  return file;
}
