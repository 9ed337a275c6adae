import { realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { Problems } from "../core/problems";
import { makeFolder } from "./make-folder";
import type { NamedFile } from "./picture-targets";

/**
 * Takes away what an earlier call wrote: where this one ends without a picture, nobody must take the old one for it. What is read is never
 * among these: `checkTargets` comes first.
 */
export function clearTargets(targets: readonly NamedFile[]): void {
  for (const [, file] of targets) {
    try {
      // A link stays, and so does what is no file: /dev/stdout.
      if (statSync(file).isFile()) rmSync(realpathSync(file));
    } catch {
      // It is not there; or it cannot be written either, which is told then.
    }
  }
}

/** Writes all of the files, each into a folder that need not be there, or none; where one cannot be written, its option is named. */
export function writeAll(drawn: readonly (readonly [...NamedFile, text: string])[]): void {
  const written: NamedFile[] = [];
  Problems.of("picture", (problems) => {
    for (const [option, file, text] of drawn) {
      try {
        makeFolder(dirname(file));
        written.push([option, file]);
        writeFileSync(file, text);
      } catch (error) {
        problems.conflict(option, `${file} cannot be written (${(error as Error).message})`);
        clearTargets(written);
        return;
      }
    }
  });
}
