import { lstatSync, readlinkSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import type { Problems } from "../core/problems";

/** An option, and the file that it names. */
export type NamedFile = readonly [option: string, file: string];

/** What is written must be a file of its own: of two in one file only the last would be there, and what is read must not be lost. */
export function checkTargets(problems: Problems, written: readonly NamedFile[], read: readonly NamedFile[]): void {
  const known: NamedFile[] = read.map(([option, file]) => [option, placeOf(file)]);
  for (const [option, file] of written) {
    if (file === "-") problems.refuse(option, file, "a file: what is printed are the names of files", "shape");
    const place = placeOf(file);
    const other = known.find(([, same]) => same === place);
    if (other !== undefined) problems.conflict(option, `is the file of ${other[0]}`);
    known.push([option, place]);
  }
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
