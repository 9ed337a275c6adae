import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CHECK = join(__dirname, "..", "..", "api", "check-release.mjs");

const folder = mkdtempSync(join(tmpdir(), "release-"));
afterAll(() => rmSync(folder, { recursive: true }));

function check(tag: string, heading: string) {
  writeFileSync(join(folder, "package.json"), '{ "version": "1.2.0" }');
  writeFileSync(
    join(folder, "CHANGELOG.md"),
    `# Changelog\n\n## ${heading}\n\n- New.\n\n## 1.1.0 - 2026-01-01\n\n- Old.\n`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, [CHECK, tag], { cwd: folder, encoding: "utf8" });
  return { status, stdout, stderr };
}

test("a tag is released with its part of the changelog", () => {
  expect(check("v1.2.0", "1.2.0 - 2026-02-01")).toEqual({ status: 0, stdout: "- New.\n", stderr: "" });
});

test("a tag of another version, or without a dated entry, is refused", () => {
  expect(check("v1.3.0", "1.2.0 - not released")).toEqual({
    status: 1,
    stdout: "",
    stderr: 'the tag is v1.3.0, and package.json says 1.2.0\nCHANGELOG.md has no entry "## 1.2.0 - " with a date\n',
  });
  expect(check("v1.2.0", "1.1.9 - 2026-02-01").status).toBe(1);
});
