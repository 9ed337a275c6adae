import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const REPOSITORY = join(__dirname, "..", "..");

/** The package as npm packs it, and an app that has installed it. */
export interface Packed {
  readonly folder: string;
  /** The files in the tarball. */
  readonly files: readonly string[];
}

/** The peers are a user's own; here they are the ones that are installed for the tests, 700 MB of them. */
const PEERS = ["cdktf", "constructs", "@cdktf/provider-aws", "@cdktf/provider-google", "@cdktf/provider-kubernetes"];

/** Packs the package and installs it into a folder of its own. */
export function pack(): Packed {
  const folder = mkdtempSync(join(tmpdir(), "package-"));
  // `build.ts` has built it. Built again, it would be gone for a moment from under the tests that run beside this one.
  const [packed] = JSON.parse(
    run(REPOSITORY, "npm", "pack", "--ignore-scripts", "--json", "--silent", "--pack-destination", folder),
  );
  writeFileSync(join(folder, "package.json"), '{ "name": "shop", "private": true }');
  const install = ["install", "--legacy-peer-deps", "--prefer-offline", "--no-audit", "--no-fund"];
  run(folder, "npm", ...install, join(folder, packed.filename));
  for (const peer of [...PEERS, "@types/node"]) {
    const installed = join(folder, "node_modules", peer);
    mkdirSync(dirname(installed), { recursive: true });
    symlinkSync(join(REPOSITORY, "node_modules", peer), installed, "dir");
  }
  return { folder, files: packed.files.map((file: { path: string }) => file.path) };
}

/**
 * Stands in for `npm install` of one package, which would need the network: it is linked, with its commands. This package is the packed
 * one; another is the one that the tests have, and not the newest that a reader gets.
 *
 * @param source the package that is taken for it
 */
export function link(project: string, name: string, { folder }: Packed, source = name): void {
  const installed = join(source === "cdktf-hybrid-kubernetes" ? folder : REPOSITORY, "node_modules", source);
  const target = join(project, "node_modules", name);
  const commands = join(project, "node_modules", ".bin");
  for (const above of [dirname(target), commands]) mkdirSync(above, { recursive: true });
  symlinkSync(installed, target, "dir");
  const { bin = {} } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const [command, path] of Object.entries<string>(typeof bin === "string" ? { [name]: bin } : bin)) {
    symlinkSync(join(target, path), join(commands, name === source ? command : name.replace(/-cli$/, "")));
  }
}

export function run(folder: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}
