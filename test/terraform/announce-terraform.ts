import { candidates, terraformBinary } from "./terraform";

/** Says once, before all tests, that those with Terraform will not run: nobody may take a skipped test for a passed one. */
export default function announceTerraform(): void {
  if (terraformBinary !== undefined) return;
  const missing = candidates.join(" and no ");
  process.stderr.write(
    `WARNING: there is no ${missing} here, so every test with real Terraform is SKIPPED, not passed.\n`,
  );
}
