import { firstOf } from "../core/first-of";
import { SERVER_ROLES } from "./server";
import type { ListedServer, SiteLists } from "./site-data";

/** What a change of a data centre means for its servers and for what they share. */
export interface SiteComparison {
  /** What changes, a line each; empty when nothing does. */
  readonly changes: readonly string[];
  /** What must not happen: a number that is somebody else's now, and so are its addresses. */
  readonly dangers: readonly string[];
}

/**
 * Compares the lists (`site.json`) of a data centre before and after a change.
 *
 * Addresses follow from numbers: of servers, racks, spines and borders. When a number has another name than before, the new one would be
 * given the addresses that routers, firewalls and people still take for the old one: the library has no memory, so this is where it is noticed.
 */
export function compareSites(before: SiteLists | undefined, after: SiteLists | undefined): SiteComparison {
  const old = before?.servers ?? {};
  const young = after?.servers ?? {};
  return {
    changes: [
      ...goneOrNew("new", young, old),
      ...goneOrNew("gone", old, young),
      ...moved(old, young),
      ...movedRacks(before?.racks ?? {}, after?.racks ?? {}),
      ...sharedRoutes("shared route gone", before, after),
      ...sharedRoutes("shared route new", after, before),
    ],
    dangers: otherNames(before, after),
  };
}

/** The files below the folder of a data centre: their texts by their paths. */
export type Files = ReadonlyMap<string, string>;

/**
 * Compares the files of a data centre, a line per folder. Whatever was configured otherwise is in one of them: only where none
 * differs, nothing changes.
 */
export function compareFiles(before: Files, after: Files): readonly string[] {
  const common = [...after.keys()].filter((path) => before.has(path) && path.includes("/"));
  const folders = [...new Set(common.map(folderOf))].sort();
  return folders.flatMap((folder) => {
    const all = common.filter((path) => folderOf(path) === folder);
    const changed = all.filter((path) => before.get(path) !== after.get(path)).sort();
    const names = changed.map((path) => path.slice(folder.length + 1));
    return names.length === 0
      ? []
      : [`changed: ${names.length} of ${all.length} files in ${folder}/: ${firstOf(names, MOST_NAMED)}`];
  });
}

/** A comparison as a review shows it. */
export function comparisonText({ changes, dangers }: SiteComparison, bullet = ""): string {
  const lines = [...dangers.map((danger) => `DANGER: ${danger}`), ...changes];
  return lines.length === 0 ? "Nothing changes.\n" : `${lines.map((line) => `${bullet}${line}`).join("\n")}\n`;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}

type Servers = SiteLists["servers"];

/** Up to so many of a kind are named. */
const MOST_NAMED = 20;

function goneOrNew(what: string, ones: Servers, others: Servers): readonly string[] {
  return SERVER_ROLES.flatMap((role) => {
    const names = Object.keys(ones).filter((name) => ones[name]?.role === role && others[name] === undefined);
    if (names.length === 0) return [];
    const count = `${names.length} ${role} ${names.length === 1 ? "server" : "servers"}`;
    return [`${what}: ${count}: ${firstOf(names, MOST_NAMED)}`];
  });
}

const PROPERTIES: readonly (keyof ListedServer)[] = ["number", "role", "rack", "asn", "ipv4", "ipv6"];

function moved(old: Servers, young: Servers): readonly string[] {
  return Object.entries(old).flatMap(([name, before]) => {
    const after = young[name];
    if (after === undefined) return [];
    const changed = PROPERTIES.filter((property) => before[property] !== after[property]);
    const words = changed.map((property) => `${property} ${before[property]} → ${after[property]}`);
    return changed.length === 0 ? [] : [`moved: ${name}: ${words.join(", ")}`];
  });
}

/** A rack's range for pods is in the filters of its routers and in Calico: another one moves every pod of the rack. */
function movedRacks(old: SiteLists["racks"], young: SiteLists["racks"]): readonly string[] {
  return Object.entries(old).flatMap(([name, { pods }]) => {
    const after = young[name]?.pods;
    if (after === undefined || (after.ipv4 === pods.ipv4 && after.ipv6 === pods.ipv6)) return [];
    return [`moved: the pods of rack ${name}: ${pods.ipv4} ${pods.ipv6 ?? "-"} → ${after.ipv4} ${after.ipv6 ?? "-"}`];
  });
}

function sharedRoutes(what: string, from: SiteLists | undefined, other: SiteLists | undefined): readonly string[] {
  const key = ({ prefix, role }: SiteLists["shared"][number]) => `${prefix} of ${role} servers`;
  const known = new Set((other?.shared ?? []).map(key));
  return (from?.shared ?? [])
    .filter((route) => !known.has(key(route)))
    .map((route) => `${what}: ${key(route)} (${route.kind})`);
}

/** One with a number, among others of its kind. */
interface Numbered {
  readonly number: number;
  /** What an error calls it. */
  readonly title: string;
  /** What follows from its number, in words. */
  readonly has: string;
}

/** What has the same numbers: servers, racks, spines, borders. The routers of a rack have places, 1 and 2, and not numbers. */
function kindsOf(lists: SiteLists | undefined): readonly (readonly Numbered[])[] {
  const { servers = {}, racks = {}, routers = {} } = lists ?? {};
  const above = (tier: string) =>
    Object.entries(routers).flatMap(([name, { tier: own, number, ipv4 }]) =>
      own === tier ? [{ number, title: `${tier} ${name}`, has: `the address ${ipv4}` }] : [],
    );
  return [
    Object.entries(servers).map(([name, { number, ipv4 }]) => ({ number, title: name, has: `the address ${ipv4}` })),
    Object.entries(racks).map(([name, { number, pods }]) => ({
      number,
      title: `rack ${name}`,
      has: `the pods ${pods.ipv4}`,
    })),
    above("spine"),
    above("border"),
  ];
}

function otherNames(before: SiteLists | undefined, after: SiteLists | undefined): readonly string[] {
  const old = kindsOf(before);
  return kindsOf(after).flatMap((kind, index) => {
    const owners = new Map(old[index]?.map(({ number, title }) => [number, title]));
    return kind.flatMap(({ number, title, has }) => {
      const owner = owners.get(number);
      if (owner === undefined || owner === title) return [];
      return [`number ${number} was ${owner} and is ${title} now, with ${has}: a number is never used again`];
    });
  });
}
