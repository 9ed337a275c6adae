import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { pillarFile } from "../data-center/site-files";

/** What a formula is made of, by the ends of its files' names: Salt's states, templates, programs, units and what they read. */
const OF_A_FORMULA = /\.(sls|jinja|json|py|sh|conf|env|service|timer|ya?ml)$|^FORMULA$/;

/** What synthesis writes of a data centre: a test compares it with that. Neither an editor's copy nor somebody's own top file is part of it. */
const OF_A_DATA_CENTRE = /^(site\.json|addresses\.md|roll-out\.sls|kubernetes\/[^/]+\.json|routers\/[^/]+\.json)$/;

/**
 * The files of the formula that a release takes, by their paths below its folder. What an editor, a run of Python or a version control
 * left beside them is not taken: it would make another hash, and come to all servers.
 */
export function formulaFiles(folder: string): ReadonlyMap<string, Buffer> {
  return filesBelow(folder, (path) => OF_A_FORMULA.test(path.slice(path.lastIndexOf("/") + 1)));
}

/**
 * The files of a data centre that a release takes: of `servers`, those of servers that it has, and no `servers/top.sls` of somebody's.
 * Templates are of the formula, which has them too.
 */
export function dataCenterFiles(folder: string, servers: readonly string[]): ReadonlyMap<string, Buffer> {
  const own = new Set(servers.map(pillarFile));
  return filesBelow(folder, (path) => OF_A_DATA_CENTRE.test(path) || own.has(path));
}

/** Nothing hidden, such as `.git` and `.init.sls.swp`, and nothing of Python's, such as `__pycache__`. */
function filesBelow(folder: string, isTaken: (path: string) => boolean): ReadonlyMap<string, Buffer> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const taken = paths
    .filter((path) => statSync(join(folder, path), { throwIfNoEntry: false })?.isFile())
    .map((path) => path.split(sep).join("/"))
    .filter((path) => isTaken(path) && !path.split("/").some((part) => /^(\.|__)/.test(part)));
  return new Map(taken.map((path) => [path, readFileSync(join(folder, path))]));
}
