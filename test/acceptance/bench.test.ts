import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPOSITORY = join(__dirname, "..", "..");
const folder = mkdtempSync(join(tmpdir(), "bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

// The benchmarks run by hand, and seldom: without this, a rule that refuses their programs would be noticed then.
test.each([
  ["generated.ts", "2", "5", "1"],
  // More than the ranges of one address plan would hold.
  ["generated.ts", "300", "1", "1"],
  ["analysis.ts", "5"],
  ["pictures.ts", "5"],
  ["plan.ts", "0"],
  ["plan.ts", "1", "20000", "0.7"],
  ["servers.ts", "with"],
  ["servers.ts", "with", "100"],
  ["servers.ts", "read"],
])("the program of the benchmarks runs: %s %s", (program, ...args) => {
  const path = join(REPOSITORY, "bench", "programs", program);
  const { status, stderr } = spawnSync(process.execPath, ["--import", "tsx", path, ...args], {
    cwd: REPOSITORY,
    env: { ...process.env, CDKTF_OUTDIR: join(folder, program) },
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
});
