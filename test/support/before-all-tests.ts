import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { forgetSettings } from "./environment";

/** Runs once, before the processes of the tests are started, which inherit the environment. */
export default function beforeAllTests(): void {
  forgetSettings(process.env);
  // Whatever a test writes is below one folder, so that none is left behind, be a test's own cleaning forgotten or cut short.
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), "tests-"));
}
