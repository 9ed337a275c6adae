import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { about, type CheckLine } from "./check-line";
import { type InstalledPackage, installedPackage } from "./installed";
import { isAtLeast, versionOf } from "./versions";

/** What the library itself needs. */
const LIBRARY = [20, 9];

/** The first Node that `cdktn-cli` starts on: `engines` of its package. */
const CDKTN = [22, 19];

/** The last line of Node for which the module for terminals of `cdktf-cli` is built. */
const LAST_OF_CDKTF = 22;

/** Node, and the command line that runs on it. The table is in docs/releases.md. */
export function nodeLines(project: string, node = process.versions.node): readonly CheckLine[] {
  const line = about("Node");
  const cli = installedPackage(project, "cdktn-cli") ?? installedPackage(project, "cdktf-cli");
  if (!isAtLeast(versionOf(node), LIBRARY)) {
    return [line.wrong(`${node}, and this package needs ${LIBRARY.join(".")} or later`, "install Node 22")];
  }
  if (cli === undefined) {
    const missing = "neither cdktn-cli nor cdktf-cli is installed in this project";
    return [
      line.ok(node),
      about("command line").note(
        `${missing}, and what is installed elsewhere is not looked at`,
        "npm install --save-dev cdktn-cli",
      ),
    ];
  }
  const why = whyNot(cli, node);
  const name = `${cli.name} ${cli.version}`;
  if (why === undefined) return [line.ok(`${node}, on which ${name} starts`)];
  return [line.wrong(`${node}, on which ${name} does not start: ${why}`, "install Node 22")];
}

function whyNot(cli: InstalledPackage, node: string): string | undefined {
  if (cli.name === "cdktn-cli")
    return isAtLeast(versionOf(node), CDKTN) ? undefined : `it needs ${CDKTN.join(".")} or later`;
  const [major = 0] = versionOf(node);
  if (major <= LAST_OF_CDKTF || hasOwnTerminalModule(cli)) return undefined;
  return `its module for terminals is built for Node up to ${LAST_OF_CDKTF}`;
}

/** Whether npm's install script has built the module for terminals here. */
function hasOwnTerminalModule(cli: InstalledPackage): boolean {
  const terminals = installedPackage(cli.folder, "@cdktf/node-pty-prebuilt-multiarch");
  const built = join(terminals?.folder ?? "", "build", "Release");
  return terminals !== undefined && existsSync(built) && readdirSync(built).includes("pty.node");
}
