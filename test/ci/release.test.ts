import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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

test("a README that says that there is no release is refused", () => {
  const readme = join(folder, "README.md");
  writeFileSync(readme, "There is no release yet.\n");
  const { status, stderr } = check("v1.2.0", "1.2.0 - 2026-02-01");
  rmSync(readme);
  expect([status, stderr]).toEqual([1, "README.md says that there is no release yet: take that paragraph out\n"]);
});

describe("what is published", () => {
  const PREPARE = join(__dirname, "..", "..", "api", "prepare-release.mjs");
  const LINKS = "[a](docs/a.md#b), [c](#c), [d](https://example.com/d), [f](docs/features)\n";
  const prepare = (args: readonly string[], page = LINKS) => {
    writeFileSync(join(folder, "package.json"), '{ "name": "p", "version": "1.2.0" }');
    writeFileSync(join(folder, "README.md"), page);
    const { status, stderr } = spawnSync(process.execPath, [PREPARE, ...args], { cwd: folder, encoding: "utf8" });
    const read = (file: string) => readFileSync(join(folder, file), "utf8");
    return { status, stderr, manifest: JSON.parse(read("package.json")), readme: read("README.md") };
  };

  test("names the repository whose workflow publishes it, as provenance demands, and leads there from npm's page", () => {
    const { status, manifest, readme } = prepare(["acme/hybrid", "v1.2.0"]);
    expect(status).toBe(0);
    expect(manifest).toEqual({
      name: "p",
      version: "1.2.0",
      repository: { type: "git", url: "git+https://github.com/acme/hybrid.git" },
      homepage: "https://github.com/acme/hybrid#readme",
      bugs: { url: "https://github.com/acme/hybrid/issues" },
    });
    const at = "https://github.com/acme/hybrid/blob/v1.2.0";
    expect(readme).toBe(`[a](${at}/docs/a.md#b), [c](#c), [d](https://example.com/d), [f](${at}/docs/features)\n`);
  });

  test("shows the README's pictures on npm's page, from the files of this version, and whether its tests pass", () => {
    const { readme } = prepare(
      ["acme/hybrid", "v1.2.0"],
      '<source media="(max-width: 600px)" srcset="docs/images/narrow.svg">\n<img src="docs/images/map.svg" alt="a map">\n' +
        "![a map](docs/images/map.svg)\n[![tests](../../actions/workflows/ci.yml/badge.svg)](../../actions/workflows/ci.yml)\n",
    );
    expect(readme).toBe(
      '<source media="(max-width: 600px)" srcset="https://raw.githubusercontent.com/acme/hybrid/v1.2.0/docs/images/narrow.svg">\n' +
        '<img src="https://raw.githubusercontent.com/acme/hybrid/v1.2.0/docs/images/map.svg" alt="a map">\n' +
        "![a map](https://raw.githubusercontent.com/acme/hybrid/v1.2.0/docs/images/map.svg)\n" +
        "[![tests](https://github.com/acme/hybrid/actions/workflows/ci.yml/badge.svg)](https://github.com/acme/hybrid/actions/workflows/ci.yml)\n",
    );
  });

  test.each([[["acme", "v1.2.0"]], [["acme/hybrid"]]])("is not prepared with %j", (args) => {
    expect(prepare(args)).toMatchObject({ status: 1, manifest: { name: "p", version: "1.2.0" } });
  });

  test("is prepared by the workflow, after all tests and before it is published", () => {
    const workflow = readFileSync(join(__dirname, "..", "..", ".github", "workflows", "release.yml"), "utf8");
    const steps = [...workflow.matchAll(/- run: (.*)/g)].map(([, step]) => step);
    const prepared = steps.indexOf('node api/prepare-release.mjs "$GITHUB_REPOSITORY" "$GITHUB_REF_NAME"');
    expect(prepared).toBeGreaterThan(steps.indexOf("npm run test:acceptance"));
    expect(steps.indexOf("npm publish --provenance --access public")).toBeGreaterThan(prepared);
  });
});
