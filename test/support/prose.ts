import { readdirSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** What people read: sources with their comments and messages, pages, examples. Without what is generated. */
export function proseFiles(...more: readonly string[]): readonly string[] {
  const files = ["lib", "stacks", "docs", "examples", ...more].flatMap(below);
  return [...files, "README.md", "CONTRIBUTING.md"].filter((file) => !isGenerated(file));
}

function isGenerated(file: string): boolean {
  return file.startsWith("docs/api/") || file === "lib/core/options-table.ts";
}

function below(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((file) => `${folder}/${file}`)
    .filter((file) => /\.(ts|md|jinja|py)$/.test(file));
}
