import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { tarOf } from "../data-center/release-tar";
import { sitesNamed, type WrittenSite } from "./data-centers";
import { makeFolder } from "./make-folder";
import { packageFolder } from "./package-version";
import { dataCenterFiles, formulaFiles } from "./released-files";

/** Where releases are written, and which number they have. */
export interface ReleaseCommand {
  readonly to: string;
  /** Higher than that of every release before: masters refuse what is older. It must be given. */
  readonly number?: number;
  readonly dataCenter?: string;
}

/** A release of one data centre: what is hashed, and what is signed. */
export interface Release {
  readonly bundle: Buffer;
  readonly sha256: string;
  /** What `current` says, before it is signed. */
  readonly current: string;
}

/**
 * Writes a release for each data centre of a folder: `<environment>/<data centre>/releases/<hash>.tar`, and beside it `current.json`,
 * which names it and which is to be signed.
 *
 * @returns a table of what was written
 */
export function writeReleases(folder: string, { to, number: given, dataCenter }: ReleaseCommand): string {
  const number = Problems.of("data-centers-release", (problems) => {
    if (given === undefined) problems.refuse("--number", given, "a number above that of each release before");
    return given ?? 0;
  });
  const sites = Problems.of("data-centers-release", (problems) => sitesNamed(problems, folder, dataCenter));
  const rows = sites.map((site) => {
    const { bundle, sha256, current } = releaseOf(site, number);
    const own = join(to, site.name);
    makeFolder(join(own, "releases"));
    writeFileSync(join(own, "releases", `${sha256}.tar`), bundle);
    writeFileSync(join(own, "current.json"), current);
    return [site.name, String(number), sha256];
  });
  return markdownTable(["Data centre", "Number", "SHA-256 of release.tar"], rows);
}

/** The release of a data centre: the same files are the same bytes, whenever and wherever they are bundled. */
export function releaseOf(site: WrittenSite, number: number): Release {
  const files = new Map([
    ...below("formula", formulaFiles(join(packageFolder(), "formula"))),
    ...below("data-center", dataCenterFiles(site.folder, Object.keys(site.lists.servers))),
  ]);
  const hashes = Object.fromEntries([...files].map(([path, content]) => [path, sha256Of(content)] as const).sort());
  const contents = { data_center: site.name, files: hashes };
  files.set("release.json", Buffer.from(`${JSON.stringify(contents, null, 2)}\n`));
  const bundle = tarOf(files);
  const sha256 = sha256Of(bundle);
  const current = `${JSON.stringify({ data_center: site.name, number, sha256 })}\n`;
  return { bundle, sha256, current };
}

function below(folder: string, files: ReadonlyMap<string, Buffer>): readonly (readonly [string, Buffer])[] {
  return [...files].map(([path, content]) => [`${folder}/${path}`, content]);
}

function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
