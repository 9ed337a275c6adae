import { AddressRange, type Family, familyOf } from "../address-range";
import type { Differences } from "./difference";
import type { BgpPath, RouterDump } from "./dumps";
import { gatewaysOf, prefixOfRoute } from "./host";
import type { PermittedPrefix, PlannedNeighbor, RouterFile } from "./plan-files";
import { isUp, type Session, sessionsOf } from "./sessions";

const FAMILIES: readonly Family[] = ["ipv4", "ipv6"];

/** What the devices of a data centre say, as far as there is a dump of them. */
export interface Dumps {
  readonly routers: ReadonlyMap<string, { readonly file: RouterFile; readonly dump: RouterDump }>;
  /** The blocks of pods that servers hold, by the server's name. */
  readonly blocks: ReadonlyMap<string, readonly string[]>;
}

/** Compares the routes of a router: what each neighbour must and may announce, and how many ways lead there. */
export function compareRoutes(differences: Differences, router: RouterFile, dump: RouterDump, dumps: Dumps): void {
  const sessions = sessionsOf(router);
  for (const one of sessions) {
    // A session that is down is said to be down: that its routes are missing goes without saying.
    if (isUp(dump, one)) compareNeighbor(differences, router, dump, one, dumps);
  }
  for (const family of FAMILIES) {
    compareOwn(differences, router, dump, family);
    for (const [prefix, paths] of Object.entries(dump.bgp[family])) {
      compareStrangers(differences, router, prefix, paths, sessions);
      compareWays(differences, dump, prefix, paths, family);
    }
  }
}

/** What a router announces itself. */
function compareOwn(differences: Differences, router: RouterFile, dump: RouterDump, family: Family): void {
  const planned = [...router.networks, ...router.aggregates]
    .filter((one) => one.family === family)
    .map(({ prefix }) => prefix);
  const own = Object.entries(dump.bgp[family]).flatMap(([prefix, paths]) => (paths.some(isOwn) ? [prefix] : []));
  for (const prefix of planned) {
    if (!own.includes(prefix)) differences.note("route-missing", "a route of its own", prefix, null);
  }
  for (const prefix of own) {
    if (!planned.includes(prefix)) differences.note("route-unplanned", "a route of its own", null, prefix);
  }
}

function compareNeighbor(
  differences: Differences,
  router: RouterFile,
  dump: RouterDump,
  { neighbor, session }: Session,
  dumps: Dumps,
): void {
  const table = dump.bgp[session.family];
  const heard = Object.entries(table).flatMap(([prefix, paths]) =>
    paths.filter(({ peerId, valid }) => peerId === session.address && valid).map((path) => ({ prefix, path })),
  );
  const what = `a route of ${neighbor.name}`;
  const prefixes = heard.map(({ prefix }) => prefix);
  for (const prefix of requiredOf(router, { neighbor, session }, dumps)) {
    if (!prefixes.includes(prefix)) differences.note("route-missing", what, prefix, null);
  }
  const blocks = dumps.blocks.get(neighbor.name);
  for (const { prefix, path } of heard) {
    if (!isPermitted(prefix, session.accept)) differences.note("route-unplanned", what, null, prefix);
    else if (isBlock(prefix, neighbor, session.accept) && blocks?.includes(prefix) === false) {
      differences.note(
        "block",
        `the block ${prefix} of ${neighbor.name}`,
        "held by that server",
        "announced, not held",
      );
    }
    const first = path.path?.split(" ")[0] ?? "";
    differences.compare("asn", `the first ASN of ${prefix} from ${neighbor.name}`, String(neighbor.asn), first);
    const hops = (path.nexthops ?? []).map(({ ip = "" }) => ip);
    if (!hops.includes(session.address)) {
      differences.note("next-hop", `the next hop of ${prefix} from ${neighbor.name}`, session.address, hops.join(", "));
    }
  }
}

/** What a neighbour must announce: a server what is planned and its blocks, a router what it has itself and may announce. */
function requiredOf(router: RouterFile, { neighbor, session }: Session, dumps: Dumps): readonly string[] {
  const exact = session.accept.filter(({ ge, le }) => ge === null && le === null).map(({ prefix }) => prefix);
  if (neighbor.kind === "server") {
    const blocks = (dumps.blocks.get(neighbor.name) ?? []).filter((one) => familyOf(one) === session.family);
    return [...exact, ...blocks.filter((block) => isPermitted(block, session.accept))];
  }
  const other = dumps.routers.get(neighbor.name);
  if (other === undefined) return exact;
  const toHere = sessionsOf(other.file).find(
    (one) => one.neighbor.name === router.name && one.session.family === session.family,
  );
  const passedOn = Object.entries(other.dump.bgp[session.family]).flatMap(([prefix, paths]) => {
    const best = paths.find(({ bestpath }) => bestpath);
    const isPassedOn = best !== undefined && best.peerId !== session.local_address && !comesFrom(best, router.asn);
    return isPassedOn && isPermitted(prefix, toHere?.session.announce ?? []) ? [prefix] : [];
  });
  return [...new Set([...exact, ...passedOn])];
}

/** A path with its own ASN in it is refused by a router: it would be a loop. */
function comesFrom({ path = "" }: BgpPath, asn: number): boolean {
  return path.split(" ").includes(String(asn));
}

/** What is heard from outside is no concern of the plan, unless it leads away what is the data centre's. */
function compareStrangers(
  differences: Differences,
  { aggregates }: RouterFile,
  prefix: string,
  paths: readonly BgpPath[],
  sessions: readonly Session[],
): void {
  const strange = paths.filter(
    (path) => !isOwn(path) && !sessions.some(({ session }) => session.address === path.peerId),
  );
  if (
    strange.length === 0 ||
    !isPermitted(
      prefix,
      aggregates.map((own) => ({ prefix: own.prefix, ge: null, le: 128 })),
    )
  )
    return;
  for (const path of strange) {
    differences.note("route-unplanned", `a route of ${path.peerId}, outside`, null, prefix);
  }
}

/** Equal paths are all in use: in BGP, and in the kernel. */
function compareWays(
  differences: Differences,
  dump: RouterDump,
  prefix: string,
  paths: readonly BgpPath[],
  family: Family,
): void {
  const best = paths.find(({ bestpath }) => bestpath);
  if (best === undefined || isOwn(best)) return;
  const equal = paths.filter((path) => path.valid && lengthOf(path) === lengthOf(best));
  const used = equal.filter(({ bestpath, multipath }) => bestpath || multipath);
  const routes = dump.routes[family].filter((route) => prefixOfRoute(route, family) === prefix);
  const inKernel = routes.filter(({ protocol }) => protocol === "bgp").flatMap(gatewaysOf).length;
  // A router may have a better route than BGP's, a static one say; then BGP's is not in the kernel.
  const isBgps = routes.every(({ protocol }) => protocol === "bgp");
  const found = Math.min(used.length, isBgps ? inKernel : used.length);
  if (found !== equal.length) {
    differences.note("next-hop", `ways to ${prefix}`, `${equal.length}`, `${found} in use`);
  }
}

const isOwn = ({ path = "", peerId }: BgpPath): boolean => path === "" && (peerId ?? "(unspec)") === "(unspec)";
const lengthOf = ({ path = "" }: BgpPath): number => path.split(" ").filter(Boolean).length;

function isBlock(prefix: string, { kind }: PlannedNeighbor, accept: readonly PermittedPrefix[]): boolean {
  return kind === "server" && !accept.some((one) => one.prefix === prefix);
}

const known = new Map<string, AddressRange | undefined>();

/** Every router of a data centre has nearly the same prefixes: each is read once. */
function rangeOf(prefix: string): AddressRange | undefined {
  if (!known.has(prefix)) known.set(prefix, AddressRange.parse(prefix));
  return known.get(prefix);
}

/** Whether a prefix passes a filter. */
export function isPermitted(prefix: string, list: readonly PermittedPrefix[]): boolean {
  const range = rangeOf(prefix);
  if (range === undefined) return false;
  return list.some((one) => {
    const outer = rangeOf(one.prefix);
    if (outer === undefined || !outer.holds(range)) return false;
    const [least, most] = [one.ge ?? outer.prefix, one.le ?? (one.ge === null ? outer.prefix : 128)];
    return range.prefix >= least && range.prefix <= most;
  });
}
