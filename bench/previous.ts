import { execFileSync } from "node:child_process";
import { cpSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Unpacks a package as `npm pack` makes it, and copies the programs into it that are measured: there they find it by its name.
 *
 * @param folder an empty one, outside of the programs
 * @param programs the folder of the compiled programs
 * @returns the same folder of programs, within what was unpacked
 */
export function unpackPrevious(tarball: string, folder: string, repository: string, programs: string): string {
  execFileSync("tar", ["-xzf", resolve(tarball), "-C", folder]);
  const root = join(folder, "package");
  symlinkSync(join(repository, "node_modules"), join(root, "node_modules"), "dir");
  const copied = join(root, "bench-programs");
  cpSync(programs, copied, { recursive: true });
  return copied;
}
