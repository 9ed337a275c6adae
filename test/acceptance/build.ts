import { execSync } from "node:child_process";
import { join } from "node:path";
import announceTerraform from "../terraform/announce-terraform";
import { findRealProviders } from "./real-providers/found";

/** Builds the package once, before any test of this ring reads it. */
export default function build(): void {
  announceTerraform();
  findRealProviders();
  execSync("npm run --silent build", { cwd: join(__dirname, "..", ".."), stdio: "inherit" });
}
