import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

/** A package that is installed. */
export interface InstalledPackage {
  readonly name: string;
  readonly version: string;
  /** Its folder, behind all links. */
  readonly folder: string;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/** The package that a program in a folder gets by a name, as Node looks for it. */
export function installedPackage(folder: string, name: string): InstalledPackage | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const file = join(at, "node_modules", name, "package.json");
    if (existsSync(file)) {
      const { name: own = name, version = "", peerDependencies = {} } = JSON.parse(readFileSync(file, "utf8"));
      return { name: own, version, folder: dirname(realpathSync(file)), peerDependencies };
    }
    if (dirname(at) === at) return undefined;
  }
}
