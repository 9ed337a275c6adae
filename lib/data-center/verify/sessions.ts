import type { Differences } from "./difference";
import type { BgpNeighbor, PrefixListEntry, RouterDump } from "./dumps";
import type { PermittedPrefix, PlannedNeighbor, PlannedSession, RouterFile } from "./plan-files";

/** A session that both sides have. */
export interface Session {
  readonly neighbor: PlannedNeighbor;
  readonly session: PlannedSession;
}

/** All planned sessions of a router. */
export function sessionsOf({ neighbors }: RouterFile): readonly Session[] {
  return neighbors.flatMap((neighbor) => neighbor.sessions.map((session) => ({ neighbor, session })));
}

/** Whether a planned session is established. */
export function isUp({ neighbors }: RouterDump, { session }: Session): boolean {
  return neighbors[session.address]?.bgpState === "Established";
}

const FAMILY_KEYS = { ipv4: "ipv4Unicast", ipv6: "ipv6Unicast" } as const;
const ANY_LENGTH = { ipv4: 32, ipv6: 128 } as const;

/** Compares the sessions of a router, their numbers, limits and filters. */
export function compareSessions(differences: Differences, router: RouterFile, dump: RouterDump): void {
  const planned = sessionsOf(router);
  for (const one of planned) compareSession(differences, router, dump, one);
  const own = new Set(planned.map(({ session }) => session.address));
  for (const [address, neighbor] of Object.entries(dump.neighbors)) {
    if (own.has(address) || isOutside(router, neighbor)) continue;
    differences.note("session-unplanned", `a session with ${address}`, null, `AS ${neighbor.remoteAs}`);
  }
}

/** A border has sessions with the world outside, which are not planned here: they announce by the planned route map alone. */
function isOutside({ tier }: RouterFile, { addressFamilyInfo = {} }: BgpNeighbor): boolean {
  const maps = Object.values(addressFamilyInfo).map((one) => one.routeMapForOutgoingAdvertisements ?? "");
  return tier === "border" && maps.length > 0 && maps.every((map) => /^outside-ipv[46]-out$/.test(map));
}

function compareSession(differences: Differences, router: RouterFile, dump: RouterDump, one: Session): void {
  const { neighbor, session } = one;
  const what = `the session with ${neighbor.name}, ${session.address}`;
  const found = dump.neighbors[session.address];
  if (found === undefined) {
    differences.note("session-missing", what, `AS ${neighbor.asn}`, null);
    return;
  }
  differences.compare("asn", `the ASN of ${what}`, String(neighbor.asn), String(found.remoteAs));
  differences.compare("asn", `the router's own ASN of ${what}`, String(router.asn), String(found.localAs));
  if (isUp(dump, one)) {
    const seconds = (found.bgpTimerHoldTimeMsecs ?? 0) / 1000;
    differences.compare("hold-time", `the hold time of ${what}`, `${router.bgp.hold_seconds} s`, `${seconds} s`);
  } else {
    const why = found.lastResetDueTo === undefined ? "" : `, last reset: ${found.lastResetDueTo}`;
    differences.note("session-down", what, "Established", `${found.bgpState ?? "no state"}${why}`);
  }
  differences.compare("bfd", `BFD of ${what}`, bfdText(session.bfd), foundBfdText(found.peerBfdInfo));
  const info = found.addressFamilyInfo?.[FAMILY_KEYS[session.family]] ?? {};
  differences.compare(
    "prefix-limit",
    `the limit of ${what}`,
    limitText(session.max_prefixes ?? undefined, session.restart_minutes ?? undefined),
    limitText(info.prefixAllowedMax, (info.prefixAllowedRestartIntervalMsecs ?? 0) / 60_000),
  );
  compareFilter(differences, dump, one, "in", info.incomingUpdatePrefixFilterList);
  compareFilter(differences, dump, one, "out", info.outgoingUpdatePrefixFilterList);
}

function bfdText(bfd: PlannedSession["bfd"]): string {
  return bfd === null ? "none" : `Up, ${bfd.multiplier} × ${bfd.interval_milliseconds} ms`;
}

function foundBfdText(info: BgpNeighbor["peerBfdInfo"]): string {
  return info === undefined ? "none" : `${info.status}, ${info.detectMultiplier} × ${info.rxMinInterval} ms`;
}

function limitText(most: number | undefined, minutes: number | undefined): string {
  if (most === undefined) return "none";
  return `${most} routes, ${minutes ? `back after ${minutes} minutes` : "closed until somebody clears it"}`;
}

function compareFilter(
  differences: Differences,
  dump: RouterDump,
  { neighbor, session }: Session,
  direction: "in" | "out",
  name: string | undefined,
): void {
  const { family } = session;
  const what = `the filter of routes ${direction === "in" ? `from ${neighbor.name}` : `to ${neighbor.name}`}, ${family}`;
  if (name === undefined) {
    differences.note("filter", what, `${neighbor.name}-${family}-${direction}`, null);
    return;
  }
  const permitted = direction === "in" ? session.accept : session.announce;
  const planned = permitted.map((one) => permitText(one)).sort();
  const found = inEffect(dump.prefixLists[family][name] ?? [], ANY_LENGTH[family])
    .map(entryText)
    .sort();
  const missing = planned.filter((line) => !found.includes(line));
  const more = found.filter((line) => !planned.includes(line));
  if (missing.length + more.length === 0) return;
  differences.note("filter", what, missing.join(", ") || null, more.join(", ") || null);
}

/** The lines of a list up to the one that refuses all: without such a line, what comes after the last permit is refused, too. */
function inEffect(list: readonly PrefixListEntry[], bits: number): readonly PrefixListEntry[] {
  const ordered = [...list].sort((one, other) => one.sequenceNumber - other.sequenceNumber);
  const end = ordered.findIndex((entry) => refusesAll(entry, bits));
  return end === -1 ? ordered : ordered.slice(0, end);
}

function permitText({ prefix, ge, le }: PermittedPrefix): string {
  return entryText({
    type: "permit",
    prefix,
    minimumPrefixLength: ge ?? undefined,
    maximumPrefixLength: le ?? undefined,
  });
}

function entryText({ type, prefix, minimumPrefixLength, maximumPrefixLength }: PartialEntry): string {
  const from = minimumPrefixLength === undefined ? "" : ` ge ${minimumPrefixLength}`;
  const to = maximumPrefixLength === undefined ? "" : ` le ${maximumPrefixLength}`;
  return `${type} ${prefix}${from}${to}`;
}

type PartialEntry = Pick<PrefixListEntry, "type" | "prefix"> & {
  readonly minimumPrefixLength?: number | undefined;
  readonly maximumPrefixLength?: number | undefined;
};

function refusesAll(
  { type, prefix, minimumPrefixLength, maximumPrefixLength }: PrefixListEntry,
  bits: number,
): boolean {
  return type === "deny" && prefix.endsWith("/0") && minimumPrefixLength === undefined && maximumPrefixLength === bits;
}
