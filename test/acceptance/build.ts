import { execSync } from "node:child_process";
import { join } from "node:path";
import announceTerraform from "../terraform/announce-terraform";

/** Builds the package once, before any test of this ring reads it. */
export default function build(): void {
  announceTerraform();
  execSync("npm run --silent build", { cwd: join(__dirname, "..", ".."), stdio: "inherit" });
}
