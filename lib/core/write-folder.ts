import { lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * Makes a folder hold these files and nothing else; without any there is no folder. What is there and the same already is not written
 * again: of thousands of files a synthesis changes few, and to remove and make all of them takes longer than the rest of it.
 *
 * @param files what is in them, by their paths below the folder
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string | Buffer>): void {
  const isThere = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isThere || files.size === 0) rmSync(folder, { recursive: true, force: true });
  if (files.size === 0) return;
  const folders = new Set([...files.keys()].flatMap(foldersAbove));
  const same = isThere ? keepOnly(folder, files, folders) : new Set();
  for (const below of ["", ...folders]) mkdirSync(join(folder, below), { recursive: true });
  for (const [path, content] of files) if (!same.has(path)) writeFileSync(join(folder, path), content);
}

/** Removes all but these files and folders, and tells which files are as they shall be. */
function keepOnly(
  folder: string,
  files: ReadonlyMap<string, string | Buffer>,
  folders: ReadonlySet<string>,
): ReadonlySet<string> {
  const same = new Set<string>();
  const look = (below: string) => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      const content = files.get(path);
      // A link is neither: what it leads to may be outside of the folder.
      if (!(entry.isDirectory() ? folders.has(path) : entry.isFile() && content !== undefined)) {
        rmSync(join(folder, path), { recursive: true, force: true });
      } else if (content === undefined) look(path);
      else if (readFileSync(join(folder, path)).equals(Buffer.from(content))) same.add(path);
      // Not written over: it may be read-only, or another name of a file that is outside.
      else rmSync(join(folder, path));
    }
  };
  look("");
  return same;
}

/** `a` and `a/b` of `a/b/c.json`. */
function foldersAbove(path: string): readonly string[] {
  const above = dirname(path);
  return above === "." ? [] : [...foldersAbove(above), above];
}
