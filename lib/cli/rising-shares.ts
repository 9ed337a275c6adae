import { dataCenterOf, isOfRouting } from "../route53/record-names";
import { type DnsRecord, nameIn } from "../route53/simulation/dns-record";
import { DnsZone } from "../route53/simulation/dns-zone";
import { SimulatedZone } from "../route53/simulation/simulated-zone";
import { Behaviours, type PlaceGroup } from "../routing/analysis/behaviour";
import { isSameShare } from "../routing/analysis/rounding";
import { percentText, questionText } from "../routing/analysis/words";
import { LAST_RESORT, type Question, type Share } from "../routing/answers";
import { ALL_LOCATIONS, type Location, usersIn } from "../routing/location";
import type { Refusal } from "./refusal";

/**
 * Data centres that get more of a place's users on the way than before and after: a percentage rises, or a drain ends, in the change in
 * which the place leaves them. What they get while one endpoint is down is not more: that is what the analysis judged.
 */
export function risingShares(before: SimulatedZone, after: SimulatedZone): readonly Refusal[] {
  const nameOf = namesByAddress(before, after);
  const sides = [before, after, onTheWay(before, after)].map((zone) => sideOf(zone, nameOf)) as unknown as Sides;
  const found = new Map<string, { rise: Rise; users: string; names: string[] }>();
  for (const question of before.questions.filter((one) => isRouted(before, one))) {
    for (const { rise, places } of risesOf(question, sides)) {
      const users = usersIn(places);
      const key = JSON.stringify([rise, users]);
      found.set(key, { rise, users, names: [...(found.get(key)?.names ?? []), questionText(question)] });
    }
  }
  const isDrainOver = (name: string) => before.drained.includes(name) && !after.drained.includes(name);
  return [...found.values()].map(({ rise: { who, way, old, young }, users, names }) => {
    const shares = `${who} gets ${way} of the users in ${users}, who leave it`;
    const what = `on the way, ${shares}, for ${names.join(", ")}: ${old} before and ${young} after`;
    const next = isDrainOver(who) ? `end the drain of ${who}` : "change the percentage that they leave";
    return { code: "rising-share", message: `in two applies: ${what}: first let them leave, then ${next}` };
  });
}

/** A data centre whose share of a place's users rises on the way, in words. */
interface Rise {
  readonly who: string;
  readonly old: string;
  readonly way: string;
  readonly young: string;
}

type Sides = readonly [old: Side, young: Side, way: Side];

/** How much of the users of a place each data centre gets, by its name. */
type Parts = ReadonlyMap<string, number>;

interface Side {
  readonly behaviours: Behaviours;
  readonly endpoints: readonly string[];
  /** While something is down. */
  parts(group: PlaceGroup, down: readonly string[]): Parts;
}

function sideOf(zone: SimulatedZone, nameOf: (address: string) => string | undefined): Side {
  const behaviours = new Behaviours(zone);
  const parts = (group: PlaceGroup, down: readonly string[]) => partsOf(behaviours.while(group, down), nameOf);
  return { behaviours, endpoints: zone.endpoints, parts };
}

function partsOf(shares: readonly Share[], nameOf: (address: string) => string | undefined): Parts {
  const parts = new Map<string, number>();
  for (const { replies } of shares) {
    for (const { addresses, share } of replies) {
      const name = nameOf(addresses[0] ?? "");
      if (name !== undefined) parts.set(name, (parts.get(name) ?? 0) + share);
    }
  }
  return parts;
}

/** What rises for a question, and where. */
function risesOf(
  question: Question,
  sides: Sides,
): Iterable<{ readonly rise: Rise; readonly places: readonly Location[] }> {
  const found = new Map<string, { rise: Rise; places: Location[] }>();
  const known = new Map<string, readonly Rise[]>();
  const ids = new Map<PlaceGroup | undefined, number>();
  for (const place of ALL_LOCATIONS) {
    const groups = sides.map(({ behaviours }) => behaviours.groupOf(question, place));
    for (const group of groups) if (!ids.has(group)) ids.set(group, ids.size);
    const key = groups.map((group) => ids.get(group)).join();
    const rises = known.get(key) ?? risesAt(groups, sides);
    known.set(key, rises);
    for (const rise of rises) {
      const text = JSON.stringify(rise);
      found.set(text, { rise, places: [...(found.get(text)?.places ?? []), place] });
    }
  }
  return found.values();
}

function risesAt([was, is, between]: readonly (PlaceGroup | undefined)[], [old, young, way]: Sides): readonly Rise[] {
  // What only Terraform knows is not judged.
  if (was === undefined || is === undefined || between === undefined) return [];
  const partOf = (name: string, parts: Parts) => parts.get(name) ?? 0;
  const [before, after] = [old.parts(was, []), young.parts(is, [])];
  return [...way.parts(between, [])].flatMap(([who, share]): Rise[] => {
    const isMore = (parts: Parts) => share > partOf(who, parts) && !isSameShare(share, partOf(who, parts));
    if (!isMore(before) || !isMore(after)) return [];
    const isJudged =
      old.endpoints.some((down) => !isMore(old.parts(was, [down]))) ||
      young.endpoints.some((down) => !isMore(young.parts(is, [down])));
    if (isJudged) return [];
    const [from, to] = [before, after].map((parts) => percentText(partOf(who, parts))) as [string, string];
    return [{ who, old: from, way: percentText(share), young: to }];
  });
}

/**
 * A zone in which all records have changed but those that a place decides between: no longer what it was, and not yet what it will be for
 * those who leave something.
 */
function onTheWay(before: SimulatedZone, after: SimulatedZone): SimulatedZone {
  const places = before.records.filter(({ policy }) => policy.kind === "geolocation");
  const byPlace = new Set(places.map(setOf));
  const changed = after.records.filter((record) => !byPlace.has(setOf(record)));
  const there = new Set(changed.map(keyOf));
  const leaving = before.records.filter((record) => !byPlace.has(setOf(record)) && !there.has(keyOf(record)));
  const checks = new Map([...before.healthChecks, ...after.healthChecks].map((check) => [check.address, check]));
  return new SimulatedZone(new DnsZone([...places, ...changed, ...leaving], [...checks.values()]));
}

const setOf = (record: DnsRecord) => `${nameIn(record)} ${record.type}`;
const keyOf = (record: DnsRecord) => `${setOf(record)} ${record.setIdentifier}`;

/** Whether a question reaches a name of a routing's own. */
function isRouted(zone: SimulatedZone, question: Question): boolean {
  return zone.recordsOf(question).some(({ name }) => isOfRouting(name));
}

/** Whose an address is: one that is renamed has the new name. */
function namesByAddress(before: SimulatedZone, after: SimulatedZone): (address: string) => string | undefined {
  const names = new Map<string, string>();
  for (const zone of [before, after]) {
    for (const record of zone.records) {
      const isOfDataCenter = record.healthCheck !== undefined && dataCenterOf(record) !== undefined;
      const name = isOfDataCenter ? zone.endpointOf(record) : undefined;
      if (name === undefined || name === LAST_RESORT) continue;
      for (const address of record.values) names.set(address, name);
    }
  }
  return (address) => names.get(address);
}
