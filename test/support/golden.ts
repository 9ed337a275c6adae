import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Compares a text with a file in `test/__golden__`.
 *
 * `UPDATE_GOLDEN=1 npx jest` writes the files anew. A changed line is then read in the diff, as a breaking change.
 */
export function expectGolden(name: string, text: string): void {
  const file = join(__dirname, "..", "__golden__", name);
  if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, text);
  expect(existsSync(file) ? readFileSync(file, "utf8") : "").toBe(text);
}
