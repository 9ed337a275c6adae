import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { oneOf } from "../core/checks";
import { markdownTable } from "../core/markdown-table";
import { Problems } from "../core/problems";
import { compareFiles, compareSites, comparisonText, type SiteComparison } from "../data-center/compare-sites";
import type { SiteLists } from "../data-center/site-data";
import { isObject, isOfObjects, readJson, readOutputFolder } from "./output-folder";
import type { DiffFormat } from "./routing-diff";

/** A data centre whose files `cdktf synth` wrote. */
export interface WrittenSite {
  /** The environment and the data centre: `production/paris`. */
  readonly name: string;
  readonly folder: string;
  readonly lists: SiteLists;
}

/** The address plans of the data centres, or of those whose name ends so. */
export function addressPlan(folder: string, name?: string): string {
  const asked = Problems.of("address-plan", (problems) => sitesNamed(problems, folder, name));
  return asked.map((site) => readFileSync(join(site.folder, "addresses.md"), "utf8")).join("\n");
}

/** The data centres of a folder, or those whose name ends so: at least one. */
export function sitesNamed(problems: Problems, folder: string, name: string | undefined): readonly WrittenSite[] {
  const all = sitesOf(folder);
  const asked = all.filter((site) => name === undefined || site.name === name || site.name.endsWith(`/${name}`));
  // A folder that cannot be read has no data centre either, and that is not what is wrong with it.
  if (all.length === 0) readOutputFolder(folder);
  if (all.length === 0) problems.conflict("folder", `${folder} holds no data centre with onPremises`);
  else if (asked.length === 0) {
    const expected = `a data centre of this folder: ${oneOf(all.map((site) => site.name))}`;
    problems.refuse("--data-center", name, expected, "one-of");
  }
  return asked;
}

/** The data centres as a table: what they hold, and where their files are; empty without data centres. */
export function dataCentersTable(folder: string, environment?: string): string {
  const sites = sitesOf(folder).filter(isIn(environment));
  if (sites.length === 0) return "";
  const rows = sites.map(({ name, folder: below, lists }) => {
    const servers = Object.values(lists.servers);
    const roles = [...new Set(servers.map(({ role }) => role))].sort();
    const counts = roles.map((role) => `${servers.filter((server) => server.role === role).length} ${role}`);
    const racks = `${Object.keys(lists.racks).length} racks`;
    return [name, `${servers.length}: ${counts.join(", ")}`, `${Object.keys(lists.routers).length} in ${racks}`, below];
  });
  return `${markdownTable(["Data centre", "Servers", "Routers", "Files"], rows)}\n`;
}

/** What changes inside a data centre between two folders: `production/paris`. */
export interface SiteChanges {
  readonly name: string;
  readonly comparison: SiteComparison;
}

/** What changes inside the data centres between two folders. */
export function siteChanges(before: string, after: string, environment?: string): readonly SiteChanges[] {
  const [old, young] = [before, after].map((folder) => sitesByName(folder, environment)) as [SitesByName, SitesByName];
  const names = [...new Set([...old.keys(), ...young.keys()])].sort();
  return names.map((name) => ({ name, comparison: comparisonOf(old.get(name), young.get(name)) }));
}

type SitesByName = ReadonlyMap<string, WrittenSite>;

function sitesByName(folder: string, environment: string | undefined): SitesByName {
  return new Map(
    sitesOf(folder)
      .filter(isIn(environment))
      .map((site) => [site.name, site]),
  );
}

function isIn(environment: string | undefined): (site: WrittenSite) => boolean {
  return ({ name }) => environment === undefined || name.startsWith(`${environment}/`);
}

/** The same in words. */
export function siteChangesText(changes: readonly SiteChanges[], format: DiffFormat): string {
  // In Markdown, lines that are no list become one paragraph.
  const bullet = format === "markdown" ? "- " : "";
  return changes.map(({ name, comparison }) => `### ${name}\n\n${comparisonText(comparison, bullet)}`).join("\n");
}

function comparisonOf(old: WrittenSite | undefined, young: WrittenSite | undefined): SiteComparison {
  const comparison = compareSites(old?.lists, young?.lists);
  if (old === undefined || young === undefined) return comparison;
  return { ...comparison, changes: [...comparison.changes, ...compareFiles(filesOf(old), filesOf(young))] };
}

function filesOf({ folder }: WrittenSite): ReadonlyMap<string, string> {
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = all.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path.split(sep).join("/"), readFileSync(join(folder, path), "utf8")]));
}

function sitesOf(folder: string): readonly WrittenSite[] {
  const root = join(folder, "data-centers");
  return foldersIn(root).flatMap((environment) =>
    foldersIn(join(root, environment)).map((dataCenter): WrittenSite => {
      const below = join(root, environment, dataCenter);
      return { name: `${environment}/${dataCenter}`, folder: below, lists: listsIn(below) };
    }),
  );
}

/** @throws `ValidationError` that says which file is not what `cdktf synth` writes */
function listsIn(folder: string): SiteLists {
  const lists = readJson<Partial<SiteLists> | null>(folder, "site.json");
  return Problems.of(folder, (problems) => {
    const { servers, racks, routers, shared } = lists ?? {};
    const hasAll = [servers, racks, routers].every(isOfObjects) && Array.isArray(shared) && shared.every(isObject);
    if (!hasAll || !Object.values(racks ?? {}).every(({ pods }) => isObject(pods))) {
      problems.conflict(["site.json"], 'is not the lists of a data centre: run "cdktf synth" first');
    }
    return lists as SiteLists;
  });
}

function foldersIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
}
