import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { READ, REFUSED } from "../core/version-constraints";
import { describeWithTerraform } from "./describe-with-terraform";
import { environment, terraformBinary } from "./terraform";

describeWithTerraform("a version constraint", () => {
  /** Whether Terraform reads it: listing the providers of a configuration installs none. */
  function isRead(version: string): boolean {
    const cwd = mkdtempSync(join(tmpdir(), "constraint-"));
    try {
      const required_providers = { google: { source: "hashicorp/google", version } };
      writeFileSync(join(cwd, "terraform.tf.json"), JSON.stringify({ terraform: { required_providers } }));
      const { status, stdout, stderr } = spawnSync(terraformBinary ?? "", ["providers"], {
        cwd,
        env: environment([]),
        encoding: "utf8",
      });
      if (status !== 0) expect(stdout + stderr).toContain("Invalid version constraint");
      return status === 0;
    } finally {
      rmSync(cwd, { recursive: true });
    }
  }

  test("is read by Terraform where this library reads it, and refused where it refuses it", () => {
    expect([...READ, ...REFUSED].filter(isRead)).toEqual(READ);
  });
});
