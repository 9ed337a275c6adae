import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "@swc/core";

/** Where tests run. `process.cwd()` is not asked: `graceful-fs` remembers what it answered, also while a program is in a folder of its own. */
const HOME = join(__dirname, "..", "..");

/**
 * Runs a program of a page in an empty folder, for as long as `look` looks at what it wrote.
 *
 * @throws what the program throws
 */
export function runSnippet<T>(program: string, look: (folder: string) => T): T {
  const { code } = transformSync(program, {
    module: { type: "commonjs" },
    jsc: { parser: { syntax: "typescript" } },
  });
  const folder = mkdtempSync(join(tmpdir(), "snippet-"));
  process.chdir(folder);
  try {
    new Function("require", "exports", code)(require, {});
    return look(folder);
  } finally {
    process.chdir(HOME);
    rmSync(folder, { recursive: true });
  }
}
