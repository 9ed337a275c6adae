import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { runSnippet } from "../support/snippet";

const REPOSITORY = join(__dirname, "..", "..");
const SNIPPETS = join(__dirname, ".snippets");

/** All programs in the README and the docs, by page and number. */
function programs(): [string, string][] {
  const docs = readdirSync(REPOSITORY).includes("docs") ? readdirSync(join(REPOSITORY, "docs")) : [];
  const pages = ["README.md", ...docs.filter((page) => page.endsWith(".md")).map((page) => join("docs", page))];
  return pages.flatMap((page) => {
    const text = readFileSync(join(REPOSITORY, page), "utf8");
    const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? "");
    return blocks.map((block, index): [string, string] => [`${basename(page, ".md")}-${index + 1}`, block]);
  });
}

describe("a program in the docs", () => {
  const all = programs();
  let folder: string;

  beforeAll(() => {
    // Inside the repository, so that the package finds itself by its name.
    mkdirSync(SNIPPETS, { recursive: true });
    folder = mkdtempSync(join(SNIPPETS, "run-"));
    for (const [name, program] of all) writeFileSync(join(folder, `${name}.ts`), program);
    const paths = {
      "cdktf-hybrid-kubernetes": ["../../../../index.ts"],
      "cdktf-hybrid-kubernetes/stacks": ["../../../../stacks/index.ts"],
      "cdktf-hybrid-kubernetes/*": ["../../../../*.ts", "../../../../lib/*/index.ts"],
    };
    const compilerOptions = { paths, rootDir: "../../../.." };
    const files = all.map(([name]) => `${name}.ts`);
    const config = { extends: "../../../../tsconfig.json", compilerOptions, include: [], files };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("compiles", () => {
    const tsc = join(REPOSITORY, "node_modules", "typescript", "bin", "tsc");
    expect(spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" }).stdout).toBe("");
  });

  const isStack = ([, program]: [string, string]) => program.includes("new App(");

  test.each(all.filter((one) => !isStack(one)))("%s runs, and prints what it found", async (_, program) => {
    const printed = jest.spyOn(console, "log").mockImplementation(() => {});
    runSnippet(program, () => {});
    await new Promise(setImmediate);
    expect(printed).toHaveBeenCalled();
    printed.mockRestore();
  });

  test.each(all.filter(isStack))("%s synthesizes", (_, program) => {
    const written = runSnippet(program, (folder) => readdirSync(join(folder, "cdktf.out")));
    expect(written).toContain("manifest.json");
  });
});
