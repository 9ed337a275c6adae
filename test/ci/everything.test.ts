import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const SCRIPT = join(__dirname, "..", "..", ".ci", "run");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ci-run-"));
  for (const name of [".ci", "bin", "lab"]) mkdirSync(join(folder, name));
  copyFileSync(SCRIPT, join(folder, ".ci", "run"));
  write("lab/install.sh", 'echo "lab/install.sh" >>"$FOLDER/calls"');
  write("bin/npm", 'echo "npm $*" >>"$FOLDER/calls"; [ "npm $*" != "$FAILS" ]');
  write("bin/apt-get", "");
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  writeFileSync(join(folder, path), `#!/usr/bin/env bash\n${text}\n`);
  chmodSync(join(folder, path), 0o755);
}

function run(user: "root" | "another user", fails = "") {
  write("bin/id", `echo ${user === "root" ? 0 : 1000}`);
  const env = { FOLDER: folder, FAILS: fails, PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}` };
  const { status, stdout } = spawnSync(join(folder, ".ci", "run"), { env, encoding: "utf8" });
  const calls = readFileSync(join(folder, "calls"), "utf8").trim().split("\n");
  const [, summary = ""] = stdout.split("\n\n");
  return {
    status,
    calls,
    summary: summary
      .trim()
      .replaceAll(/ +\d+ s +/g, " ")
      .split("\n"),
  };
}

const RINGS = [
  ...["npm test", "npm run test:cases", "npm run test:terraform", "npm run test:acceptance"].map(
    // A seed, so that no run fails for a case that another one did not try.
    (ring) => `${ring} -- --seed=20261128`,
  ),
  "npm run lab",
];

describe("the run of everything", () => {
  test("runs each ring, and says what it ran", () => {
    const { status, calls, summary } = run("another user");
    expect(status).toBe(0);
    expect(calls).toEqual(["npm ci", ...RINGS]);
    expect(summary).toEqual(calls.map((call) => `passed ${call}`));
  });

  test("installs what the lab needs where it may", () => {
    expect(run("root").calls).toEqual(["npm ci", "lab/install.sh", ...RINGS]);
  });

  test.each(RINGS)("fails when %s fails, and runs the others all the same", (ring) => {
    const { status, calls, summary } = run("another user", ring);
    expect(status).toBe(1);
    expect(calls).toEqual(["npm ci", ...RINGS]);
    expect(summary.filter((line) => line.startsWith("FAILED"))).toEqual([`FAILED ${ring}`]);
  });

  test("ends at once when nothing could be installed", () => {
    const { status, calls } = run("root", "npm ci");
    expect([status, calls]).toEqual([1, ["npm ci"]]);
  });
});
