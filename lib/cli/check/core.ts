import { relative } from "node:path";
import { packageFolder } from "../package-version";
import { about, type CheckLine } from "./check-line";
import { type InstalledPackage, installedPackage } from "./installed";

/** Who imports the core: each must get the same one. */
const IMPORTERS = ["@cdktf/provider-aws", "@cdktf/provider-google", "@cdktf/provider-kubernetes"];

/** The core that programs are made with: there must be one, and one alone. */
export function coreLine(project: string): CheckLine {
  const line = about("core");
  const own = coreOf(project);
  if (own === undefined) return line.wrong("neither cdktf nor cdktn is installed", "npm install");
  const folders = IMPORTERS.flatMap((name) => installedPackage(project, name)?.folder ?? []);
  const others = [packageFolder(), ...folders].flatMap((folder) => coreOf(folder) ?? []);
  const copies = new Map([own, ...others].map((core) => [core.folder, core]));
  if (copies.size === 1) return line.ok(`${own.name} ${own.version}, in one copy`);
  const named = [...copies.values()].map(({ name, version, folder }) => {
    return `${name} ${version} in ${relative(project, folder)}`;
  });
  const what = `${copies.size} copies, and a resource of one is not in the stacks of another: ${named.join(", ")}`;
  return line.wrong(what, 'npm dedupe, or "overrides" in package.json as a new project has them');
}

/** The core that a folder's programs get, behind a package that only passes it on. */
function coreOf(folder: string): InstalledPackage | undefined {
  const core = installedPackage(folder, "cdktf") ?? installedPackage(folder, "cdktn");
  if (core === undefined || core.peerDependencies.cdktn === undefined) return core;
  return installedPackage(core.folder, "cdktn") ?? installedPackage(folder, "cdktn");
}
