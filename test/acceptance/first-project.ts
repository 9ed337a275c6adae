import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The commands of the README's "Use it", in their order and to the letter. */
export function commandsOfReadme(repository: string): readonly string[] {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, section = ""] = /^## Use it\n([\s\S]*?)^## /m.exec(readme) ?? [];
  const blocks = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text.trim().split("\n"));
  return blocks.flat().map((line) => line.replace(/\s+# .*/, ""));
}

/** The names of the stacks that the README says come out. */
export function stacksOfReadme(repository: string): readonly string[] {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, names = ""] = /^The stacks are ([^.]*)\./m.exec(readme) ?? [];
  return [...names.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name).sort();
}
