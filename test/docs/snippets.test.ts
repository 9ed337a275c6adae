import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { transformSync } from "@swc/core";

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

  test.each(all)("%s synthesizes", (_, program) => {
    const { code } = transformSync(program, {
      module: { type: "commonjs" },
      jsc: { parser: { syntax: "typescript" } },
    });
    const home = process.cwd();
    const outdir = mkdtempSync(join(tmpdir(), "snippet-"));
    process.chdir(outdir);
    try {
      new Function("require", "exports", code)(require, {});
      expect(readdirSync(join(outdir, "cdktf.out"))).toContain("manifest.json");
    } finally {
      process.chdir(home);
      rmSync(outdir, { recursive: true });
    }
  });
});
