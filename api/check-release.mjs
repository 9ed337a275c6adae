// Checks that a tag is the version of package.json, that the changelog has a dated entry for it, which it prints, and that the README does
// not say that there is no release.
//   node api/check-release.mjs v1.2.0
import { existsSync, readFileSync } from "node:fs";

const [tag = ""] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const changelog = readFileSync("CHANGELOG.md", "utf8");
const entry = changelog.split(/^## /m).find((text) => text.startsWith(`${version} - `));

const problems = [
  tag === `v${version}` ? [] : [`the tag is ${tag}, and package.json says ${version}`],
  entry !== undefined && /^\S+ - \d{4}-\d{2}-\d{2}$/m.test(entry.split("\n")[0])
    ? []
    : [`CHANGELOG.md has no entry "## ${version} - " with a date`],
  existsSync("README.md") && readFileSync("README.md", "utf8").includes("no release yet")
    ? ["README.md says that there is no release yet: take that paragraph out"]
    : [],
].flat();
if (problems.length > 0) {
  console.error(problems.join("\n"));
  process.exit(1);
}
console.log(entry.split("\n").slice(1).join("\n").trim());
