import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, sep } from "node:path";
import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { tarOf } from "../data-center/release-tar";
import { sitesNamed, type WrittenSite } from "./data-centers";
import { packageFolder } from "./package-version";

/** Where releases are written, and which number they have. */
export interface ReleaseCommand {
  readonly to: string;
  /** Higher than that of every release before: masters refuse what is older. */
  readonly number: number;
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
export function writeReleases(folder: string, { to, number, dataCenter }: ReleaseCommand): string {
  const sites = Problems.of("data-centers-release", (problems) => sitesNamed(problems, folder, dataCenter));
  const rows = sites.map((site) => {
    const { bundle, sha256, current } = releaseOf(site, number);
    const below = join(to, site.name);
    mkdirSync(join(below, "releases"), { recursive: true });
    writeFileSync(join(below, "releases", `${sha256}.tar`), bundle);
    writeFileSync(join(below, "current.json"), current);
    return [site.name, String(number), sha256];
  });
  return markdownTable(["Data centre", "Number", "SHA-256 of release.tar"], rows);
}

/** The release of a data centre: the same files are the same bytes, whenever and wherever they are bundled. */
export function releaseOf(site: WrittenSite, number: number): Release {
  const files = new Map([
    ...filesBelow(join(packageFolder(), "formula"), "formula"),
    // Templates are of the formula, which has them too.
    ...[...filesBelow(site.folder, "data-center")].filter(([path]) => !path.startsWith("data-center/templates/")),
  ]);
  const hashes = Object.fromEntries([...files].map(([path, content]) => [path, sha256Of(content)] as const).sort());
  const contents = { data_center: site.name, files: hashes };
  files.set("release.json", Buffer.from(`${JSON.stringify(contents, null, 2)}\n`));
  const bundle = tarOf(files);
  const sha256 = sha256Of(bundle);
  const current = `${JSON.stringify({ data_center: site.name, number, sha256 })}\n`;
  return { bundle, sha256, current };
}

function filesBelow(folder: string, as: string): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [`${as}/${path.split(sep).join("/")}`, readFileSync(join(folder, path))]));
}

function sha256Of(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
