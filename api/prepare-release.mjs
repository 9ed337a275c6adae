// Writes into package.json and README.md, for what is published, where the repository is:
//   node api/prepare-release.mjs <owner/name on GitHub> <tag>
// npm compares the repository with the one whose workflow publishes (provenance), and on its page a link of the README has no folder
// to start from. Nothing of it is committed: the workflow knows the name, whoever's the repository is.
import { readFileSync, writeFileSync } from "node:fs";

const [repository = "", tag = ""] = process.argv.slice(2);
if (!/^[\w.-]+\/[\w.-]+$/.test(repository) || !/^v\d/.test(tag)) {
  process.stderr.write("usage: prepare-release.mjs <owner/name> <tag>\n");
  process.exit(1);
}
const page = `https://github.com/${repository}`;

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const places = {
  repository: { type: "git", url: `git+${page}.git` },
  homepage: `${page}#readme`,
  bugs: { url: `${page}/issues` },
};
writeFileSync("package.json", `${JSON.stringify({ ...manifest, ...places }, null, 2)}\n`);

const readme = readFileSync("README.md", "utf8");
// A heading of the README itself stays one, and so does what is an address already. A picture is the file, and not the page about it; the
// badge is a page of the repository, beside its files.
const published = readme
  .replaceAll("](../../actions/", `](${page}/actions/`)
  .replaceAll(/(!\[[^\]]*\]\()(?!https?:)([^)]+)\)/g, `$1https://raw.githubusercontent.com/${repository}/${tag}/$2)`)
  .replaceAll(/ (src|srcset)="(?!https?:)([^"]+)"/g, ` $1="https://raw.githubusercontent.com/${repository}/${tag}/$2"`)
  .replaceAll(/\]\((?!https?:|#|mailto:)([^)]+)\)/g, `](${page}/blob/${tag}/$1)`);
writeFileSync("README.md", published);
