import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const ROOT = join(__dirname, "..", "..");
const IMPORT = /(?:\bfrom|\bimport|\brequire\()\s*\(?\s*"([^"]+)"/g;

/** `import type { … }`, and an import of nothing but `type …`. */
const TYPES_ALONE =
  /\b(?:import|export) (?:type )\{[^}]*\} from "[^"]+";|\bimport \{(?:\s*type [^,}]+,?)+\s*\} from "[^"]+";/g;

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

/** What is left of a file's imports when it runs: those that are more than types. */
function loadedBy(file: string): readonly string[] {
  const text = readFileSync(join(ROOT, file), "utf8").replaceAll(TYPES_ALONE, "");
  return [...text.matchAll(IMPORT)].flatMap(([, specifier = ""]) =>
    specifier.startsWith(".") ? fileOf(join(dirname(file), specifier)) : [],
  );
}

/** The files that lead back to themselves when they are loaded, as the ways that they take; none when all is well. */
export function loops(files: readonly string[]): readonly string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const follow = (file: string, way: readonly string[]): void => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(" -> "));
    if (done.has(file)) return;
    done.add(file);
    for (const next of loadedBy(file)) follow(next, [...way, file]);
  };
  for (const file of files) follow(file, []);
  return found;
}

/**
 * The groups of files that lead back to each other by what they import, types included; none when all is well.
 *
 * @param next what a file imports: other than for a test of this function, `importsOf`
 */
export function circles(
  files: readonly string[],
  next: (file: string) => readonly string[] = importsOf,
): readonly (readonly string[])[] {
  const arrows = new Map(files.map((file) => [file, next(file).filter((other) => files.includes(other))]));
  const below = (file: string) => {
    const found = new Set(arrows.get(file));
    // A set's members that are added on the way are visited, too.
    for (const other of found) for (const further of arrows.get(other) ?? []) found.add(further);
    return found;
  };
  const reached = new Map(files.map((file) => [file, below(file)]));
  const groups = files
    .filter((file) => reached.get(file)?.has(file))
    .map((file) => files.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file)).join(" "));
  return [...new Set(groups)].map((group) => group.split(" "));
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
