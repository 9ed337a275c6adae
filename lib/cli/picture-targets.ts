import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Problems } from "../core/problems";

/** An option, and the file that it names. */
export type NamedFile = readonly [option: string, file: string];

/** What is read: files that options name, and folders. */
export interface ReadFiles {
  readonly files: readonly NamedFile[];
  /** Folders that `cdktf synth` wrote. */
  readonly outputs: readonly string[];
  /** A folder of plans. */
  readonly plans?: string;
}

/** What is written must be a file of its own: of two in one file only the last would be there, and what is read must not be lost. */
export function checkTargets(problems: Problems, written: readonly NamedFile[], read: ReadFiles): void {
  const known: NamedFile[] = read.files.map(([option, file]) => [option, placeOf(file)]);
  const inFolders = placesIn(read);
  for (const [option, file] of written) {
    if (file === "-") problems.refuse(option, file, "a file: what is printed are the names of files", "shape");
    const place = placeOf(file);
    const other = known.find(([, same]) => same === place);
    const inFolder = inFolders.get(place);
    if (other !== undefined) problems.conflict(option, `is the file of ${other[0]}`);
    else if (inFolder !== undefined && !isPicture(file))
      problems.conflict(option, `is ${inFolder}, which is read and must not be lost`);
    known.push([option, place]);
  }
}

/** What is in the folders that are read, by where it is. */
function placesIn({ outputs, plans }: ReadFiles): ReadonlyMap<string, string> {
  // Any other folder is refused when it is read, and may be as large as a disk.
  const synthesized = outputs.filter((folder) => existsSync(join(folder, "manifest.json")));
  const inPlans = plans === undefined ? [] : namesIn(plans).map((name) => join(plans, name));
  const files = [...synthesized.flatMap((folder) => filesBelow(folder, new Set())), ...inPlans];
  return new Map(files.map((file) => [placeOf(file), file]));
}

function filesBelow(folder: string, seen: Set<string>): readonly string[] {
  // A link to a folder above would lead round and round.
  const place = placeOf(folder);
  if (seen.has(place)) return [];
  seen.add(place);
  // Terraform keeps providers in it, and nothing that is read.
  const names = namesIn(folder).filter((name) => name !== ".terraform");
  return names.flatMap((name) => {
    const path = join(folder, name);
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? filesBelow(path, seen) : [path];
  });
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether a file is a picture or a page, such as an earlier call wrote beside what was synthesized. */
function isPicture(file: string): boolean {
  return statSync(file).isFile() && /^<(svg|!doctype html)\b/i.test(readFileSync(file, "utf8"));
}

/** More links than these lead nowhere: Linux follows no more. */
const MOST_LINKS = 40;

/** Where something is or would be written, whichever name and links lead there. */
function placeOf(file: string, links = 0): string {
  const path = resolve(file);
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    const target = links < MOST_LINKS ? targetOf(path) : undefined;
    if (target !== undefined) return placeOf(resolve(dirname(path), target), links + 1);
    return dirname(path) === path ? path : join(placeOf(dirname(path), links), basename(path));
  }
}

/** What a link leads to that nothing is at yet: the file is made there. */
function targetOf(path: string): string | undefined {
  try {
    return lstatSync(path).isSymbolicLink() ? readlinkSync(path) : undefined;
  } catch {
    return undefined;
  }
}
