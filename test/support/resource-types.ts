import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");

/** The types of all resources and data sources whose bindings the library's own sources import. */
export function typesThatTheLibraryMakes(): string[] {
  const files = ["lib", "stacks"].flatMap((folder) =>
    readdirSync(join(REPOSITORY, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => join(REPOSITORY, folder, file)),
  );
  const modules = files.flatMap((file) =>
    // Not of a type alone, which makes nothing.
    [
      ...readFileSync(file, "utf8").matchAll(/^import (?!type )[^;]*"(@cdktf\/provider-\w+\/lib\/([\w-]+))";$/gm),
    ].flatMap(([, path = "", name = ""]) => (name === "provider" ? [] : [path])),
  );
  return [...new Set(modules)].sort().flatMap((path) => {
    const exported: { tfResourceType?: string }[] = Object.values(require(path));
    const prefix = /\/data-/.test(path) ? "data." : "";
    return exported.flatMap(({ tfResourceType }) => (tfResourceType ? [`${prefix}${tfResourceType}`] : []));
  });
}
