import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { production } from "../../examples/video-platform/production";
import { HybridPlatform } from "../../index";
import { hybridKubernetes, outputFolder } from "../support/command-line";

const ROOT = join(__dirname, "..", "..");
const folder = outputFolder((app) => new HybridPlatform(app, "production", production));
const scratch = mkdtempSync(join(tmpdir(), "images-"));

describe.each([
  ["map", ["--no-failures"], "README.md"],
  ["narrow-map", ["--no-failures"], "README.md"],
  ["topology", [], "docs/how-it-works.md"],
] as const)("the %s of the example", (kind, options, page) => {
  const file = join(ROOT, "docs", "images", `example-${kind}.svg`);

  test("is what the command draws today", () => {
    const drawn = join(scratch, `${kind}.svg`);
    const { status, stderr } = hybridKubernetes(
      "picture",
      folder,
      "--stack",
      "production-dns",
      `--${kind}`,
      drawn,
      ...options,
    );
    expect([status, stderr]).toEqual([0, ""]);
    const current = readFileSync(drawn, "utf8");
    if (process.env.UPDATE_GOLDEN === "1") writeFileSync(file, current);
    expect(existsSync(file) && readFileSync(file, "utf8") === current).toBe(true);
  });

  test("is shown on its page, with what it shows in words", () => {
    const text = readFileSync(join(ROOT, page), "utf8");
    const file = `(docs/)?images/example-${kind}\\.svg`;
    const inMarkdown = `!\\[[^\\]]{40,}\\]\\(${file}\\)`;
    const inHtml = `<img src="${file}" alt="[^"]{40,}">|<source media="\\(max-width: 600px\\)" srcset="${file}">`;
    expect(text).toMatch(new RegExp(`${inMarkdown}|${inHtml}`));
  });

  test("has no text of less than 11 pixels on a telephone of 390, whose page is 358 wide", () => {
    const svg = readFileSync(file, "utf8");
    const [, width = ""] = /^<svg [^>]*? width="(\d+)"/.exec(svg) ?? [];
    const sizes = [...svg.matchAll(/font-size="([\d.]+)"/g)].map(([, size]) => Number(size));
    const smallest = Math.min(...sizes) * Math.min(1, 358 / Number(width));
    // The others are for larger windows.
    if (kind === "narrow-map") expect(smallest).toBeGreaterThanOrEqual(11);
    else expect(smallest).toBeLessThan(11);
  });
});

test("the map is on the first screen of README.md", () => {
  const lines = readFileSync(join(ROOT, "README.md"), "utf8").split("\n");
  const at = lines.findIndex((line) => line.includes("docs/images/example-map.svg"));
  expect(at).toBeGreaterThan(0);
  expect(at).toBeLessThan(20);
});
