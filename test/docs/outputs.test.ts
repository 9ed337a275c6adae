import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { production } from "../../examples/video-platform/production";
import { staging } from "../../examples/video-platform/staging";
import { HybridPlatform, type HybridPlatformProps } from "../../index";

const REPOSITORY = join(__dirname, "..", "..");
const PAGES = ["README.md", ...readdirSync(join(REPOSITORY, "docs")).map((page) => join("docs", page))];
const BLOCK = /^```console\n\$ npx hybrid-kubernetes (.*)\n([\s\S]*?)^```$/gm;

/** A picture says in a comment above it which command drew it. */
const PICTURE = /^<!-- npx hybrid-kubernetes (.*) -->\n```mermaid\n([\s\S]*?)^```$/gm;

/** The next version of the example: Germany's next step. */
const next: HybridPlatformProps = {
  ...production,
  routing: { countries: { ...production.routing?.countries, DE: { serveFrom: ["frankfurt", "paris"], percent: 50 } } },
};

const folder = mkdtempSync(join(tmpdir(), "outputs-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(outdir: string, change: HybridPlatformProps): void {
  const app = new App({ outdir: join(folder, outdir) });
  new HybridPlatform(app, "staging", staging);
  new HybridPlatform(app, "production", change);
  app.synth();
}

function run(command: string): string {
  const main = join(REPOSITORY, "lib", "cli", "main.ts");
  const tsx = join(REPOSITORY, "node_modules", "tsx", "dist", "loader.mjs");
  const { stdout, stderr } = spawnSync(process.execPath, ["--import", tsx, main, ...command.split(" ")], {
    cwd: folder,
    encoding: "utf8",
  });
  return `${stdout}${stderr}`;
}

/** `UPDATE_GOLDEN=1 npx jest test/docs` writes the outputs into the pages. */
test("every output in the docs is what the command prints", () => {
  write("cdktf.out", production);
  write("next.out", next);
  const blocks = PAGES.filter((page) => page.endsWith(".md")).map((page) => {
    const text = readFileSync(join(REPOSITORY, page), "utf8");
    const real = text.replaceAll(
      BLOCK,
      (_, command) => `\`\`\`console\n$ npx hybrid-kubernetes ${command}\n${run(command)}\`\`\``,
    );
    const drawn = real.replaceAll(
      PICTURE,
      (_, command) => `<!-- npx hybrid-kubernetes ${command} -->\n\`\`\`mermaid\n${run(command)}\`\`\``,
    );
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(join(REPOSITORY, page), drawn);
    else expect(text).toBe(drawn);
    return [...text.matchAll(BLOCK), ...text.matchAll(PICTURE)].length;
  });
  expect(blocks.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(3);
});
