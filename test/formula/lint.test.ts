import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const FORMULA = join(__dirname, "../../formula");
/** Where lab/install.sh puts it. */
const SALT_LINT = "/usr/local/lib/hybrid-kubernetes-lab/salt-lint/bin/salt-lint";
const able = existsSync(SALT_LINT);
if (!able)
  process.stdout.write(
    "SKIPPED, not passed: the formula is not linted here, without the salt-lint of lab/install.sh\n",
  );

const lint = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync(SALT_LINT, ["--nocolor", ...args], { cwd: FORMULA, encoding: "utf8" });
  return { status, said: stdout + stderr };
};

(able ? describe : describe.skip)("salt-lint", () => {
  const files = readdirSync(FORMULA, { recursive: true, encoding: "utf8" });
  const inFiles = (path: string): boolean => path.startsWith("hybrid-kubernetes/files/");
  const jinja = files.filter((path) => path.endsWith(".jinja"));

  test("finds nothing in states", () => {
    const states = files.filter((path) => path.endsWith(".sls"));
    expect(states.length).toBeGreaterThan(5);
    expect(lint(...states)).toEqual({ status: 0, said: "" });
  });

  // 205 wants the ending `.sls`, which is for states.
  test("finds nothing in what states import, but that they are no states", () => {
    expect(lint("-x", "205", ...jinja.filter((path) => !inFiles(path)))).toEqual({ status: 0, said: "" });
  });

  // 204 is about the length of lines, which is that of the programs' own.
  test("finds nothing in templates of other programs but long lines", () => {
    expect(lint("-x", "204,205", ...jinja.filter(inFiles))).toEqual({ status: 0, said: "" });
  });

  test("finds a mode without its zero, so that silence says something", () => {
    const folder = mkdtempSync(join(tmpdir(), "lint-"));
    writeFileSync(join(folder, "bad.sls"), "/etc/x:\n  file.managed:\n    - mode: 644\n");
    const { status, said } = lint(join(folder, "bad.sls"));
    rmSync(folder, { recursive: true });
    expect(status).toBe(2);
    expect(said).toContain("[207] File modes should always be encapsulated in quotation marks");
  });
});
