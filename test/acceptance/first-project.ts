import { readFileSync } from "node:fs";
import { join } from "node:path";

/** One thing that a reader of the README does: runs a command, or writes a file. */
export type Step = { readonly command: string } | { readonly file: string; readonly text: string };

/** What the README's "Use it" tells a reader to do, in its order and to the letter. */
export function stepsOfReadme(repository: string): readonly Step[] {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, section = ""] = /^## Use it\n([\s\S]*?)^## /m.exec(readme) ?? [];
  const blocks = [...section.matchAll(/([\s\S]*?)^```(\w+)\n([\s\S]*?)^```$/gm)];
  return blocks.flatMap(([, before = "", language, text = ""]): Step[] => {
    if (language === "sh") {
      const lines = text.trim().split("\n");
      return lines.map((line) => ({ command: line.replace(/\s+# .*/, "") }));
    }
    // The text before a file names it.
    const [, file] = /`([\w.-]+\.(?:json|ts))`/.exec(before) ?? [];
    return file === undefined ? [] : [{ file, text }];
  });
}

/** The names of the stacks that the README says come out. */
export function stacksOfReadme(repository: string): readonly string[] {
  const readme = readFileSync(join(repository, "README.md"), "utf8");
  const [, names = ""] = /^The stacks are ([^.]*)\./m.exec(readme) ?? [];
  return [...names.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name).sort();
}
