import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { tarOf } from "../../lib/data-center/release-tar";

const gnu = spawnSync("tar", ["--version"], { encoding: "utf8" }).stdout?.includes("GNU") ?? false;
if (!gnu)
  process.stdout.write("SKIPPED, not passed: archives are not compared with those of GNU tar, which is not here\n");

const long = `data-center/${"folder-of-a-long-name/".repeat(5)}${"a".repeat(90)}.sls`;
const files = new Map(
  Object.entries({
    "b.txt": "two\n",
    "a/empty": "",
    "a/block": "x".repeat(512),
    "a/more": "é".repeat(400),
    [long]: "a long path",
    ["n".repeat(100)]: "as long as a name may be",
  }).map(([path, text]) => [path, Buffer.from(text)] as const),
);

(gnu ? test : test.skip)("an archive is that of GNU tar, to the byte", () => {
  const folder = mkdtempSync(join(tmpdir(), "release-tar-"));
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const options = [
    "--format=ustar",
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mtime=@0",
    "--mode=0644",
    "--blocking-factor=1",
  ];
  const { stdout } = spawnSync("tar", ["-c", "-C", folder, ...options, ...[...files.keys()].sort()]);
  expect(tarOf(files).equals(stdout)).toBe(true);
  rmSync(folder, { recursive: true });
});

test("the order of files and a run's time make no other bytes", () => {
  expect(tarOf(new Map([...files].reverse())).equals(tarOf(files))).toBe(true);
});

test("a path without room is an error, and not cut off", () => {
  expect(() => tarOf(new Map([["x".repeat(101), Buffer.from("")]]))).toThrow("the path is too long for an archive: x");
});
