import { dataCenterOf, isOfRouting } from "../route53/record-names";
import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { Behaviours, type PlaceGroup } from "../routing/analysis/behaviour";
import { isSameShare } from "../routing/analysis/rounding";
import { percentText, questionText } from "../routing/analysis/words";
import { LAST_RESORT, type Question, type Share } from "../routing/answers";
import { ALL_LOCATIONS, type Location, usersIn } from "../routing/location";
import { whileChecksStay, whileTheyLeave, whileWeightsChange } from "./on-the-way";
import type { Refusal } from "./refusal";

/**
 * Data centres that get more of a place's users on the way than before and after: a percentage rises, or a drain ends, in the change in
 * which the place leaves them; a percentage rises in the change in which their drain begins; or the weights of a group change, which they do one after the other. What they get while one endpoint is
 * down is not more: that is what the analysis judged.
 */
export function risingShares(before: SimulatedZone, after: SimulatedZone): readonly Refusal[] {
  const nameOf = namesByAddress(before, after);
  const [old, young] = [before, after].map((zone) => sideOf(zone, nameOf)) as [Side, Side];
  const questions = before.questions.filter((one) => isRouted(before, one));
  const told = new Set<string>();
  const leftZone = whileTheyLeave(before, after);
  const leaving = risesOn(questions, [old, young, sideOf(leftZone, nameOf)], told);
  const isDrainOver = (name: string) => before.drained.includes(name) && !after.drained.includes(name);
  const refusals = leaving.map(({ rise: { who, way, old, young }, users, names }) => {
    const shares = `${who} gets ${way} of the users in ${users}, who leave it`;
    const what = `on the way, ${shares}, for ${names.join(", ")}: ${old} before and ${young} after`;
    const next = isDrainOver(who) ? `end the drain of ${who}` : "change the percentage that they leave";
    return `in two applies: ${what}: first let them leave, then ${next}`;
  });
  const isDrainBegun = (name: string) => !before.drained.includes(name) && after.drained.includes(name);
  const draining = risesOn(
    questions,
    [old, young, sideOf(whileChecksStay(before, after), nameOf)],
    told,
    0,
    isDrainBegun,
  ).map(({ rise: { who, way, old, young }, users, names }) => {
    const what = `on the way, ${who} gets ${way} of the users in ${users}, for ${names.join(", ")}: ${old} before and ${young} after`;
    return `in two applies: ${what}, since records may change before the drain begins: first drain ${who}, then change the percentage`;
  });
  const weighted = whileWeightsChange(before, after).flatMap(({ zone }) =>
    risesOn(questions, [old, young, sideOf(zone, nameOf)], told, ROUNDING).map(
      ({ rise: { who, way, old, young }, users, names }) => {
        const shares = `${who} gets up to ${way} of the users in ${users}, for ${names.join(", ")}`;
        const what = `on the way, ${shares}: ${old} before and ${young} after`;
        return `in smaller steps: ${what}, since the weights of its group change one after the other: ${SMALLER_STEPS}`;
      },
    ),
  );
  // Who leaves a group follows it still while its weights change.
  const both = whileWeightsChange(before, after, leftZone).flatMap(({ zone }) =>
    risesOn(questions, [old, young, sideOf(zone, nameOf)], told, ROUNDING).map(
      ({ rise: { who, way, old, young }, users, names }) => {
        const shares = `${who} gets up to ${way} of the users in ${users}, who leave it, for ${names.join(", ")}`;
        const what = `on the way, ${shares}: ${old} before and ${young} after`;
        const why = "since the weights of its group change one after the other";
        return `in two applies: ${what}, ${why}: first let them leave, then change requestsPerSecond`;
      },
    ),
  );
  return [...refusals, ...draining, ...weighted.sort(), ...both.sort()].map((message) => ({
    code: "rising-share",
    message,
  }));
}

const SMALLER_STEPS = "change requestsPerSecond by less at a time";

/** Weights are whole numbers up to 255, so a share that rises by less is no more than was judged. */
const ROUNDING = 0.01;

/** What rises on the way by more than a little, whose users get more, and for which names: but for what is told already. */
function risesOn(
  questions: readonly Question[],
  sides: Sides,
  told: Set<string>,
  little = 0,
  isMeant: (dataCenter: string) => boolean = () => true,
): readonly { readonly rise: Rise; readonly users: string; readonly names: readonly string[] }[] {
  const found = new Map<string, { rise: Rise; users: string; names: string[] }>();
  for (const question of questions) {
    for (const { rise, places: all } of risesOf(question, sides, little)) {
      if (!isMeant(rise.who)) continue;
      const keyOf = (place: Location) => JSON.stringify([questionText(question), rise.who, place]);
      const places = all.filter((place) => !told.has(keyOf(place)));
      if (places.length === 0) continue;
      for (const place of places) told.add(keyOf(place));
      const users = usersIn(places);
      const group = JSON.stringify([rise, users]);
      found.set(group, { rise, users, names: [...(found.get(group)?.names ?? []), questionText(question)] });
    }
  }
  return [...found.values()];
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
  const behaviours = Behaviours.among(zone);
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
  little: number,
): Iterable<{ readonly rise: Rise; readonly places: readonly Location[] }> {
  const found = new Map<string, { rise: Rise; places: Location[] }>();
  const known = new Map<string, readonly Rise[]>();
  const ids = new Map<PlaceGroup | undefined, number>();
  for (const place of ALL_LOCATIONS) {
    const groups = sides.map(({ behaviours }) => behaviours.groupOf(question, place));
    for (const group of groups) if (!ids.has(group)) ids.set(group, ids.size);
    const key = groups.map((group) => ids.get(group)).join();
    const rises = known.get(key) ?? risesAt(groups, sides, little);
    known.set(key, rises);
    for (const rise of rises) {
      const text = JSON.stringify(rise);
      found.set(text, { rise, places: [...(found.get(text)?.places ?? []), place] });
    }
  }
  return found.values();
}

function risesAt(
  [was, is, between]: readonly (PlaceGroup | undefined)[],
  [old, young, way]: Sides,
  little: number,
): readonly Rise[] {
  // What only Terraform knows is not judged.
  if (was === undefined || is === undefined || between === undefined) return [];
  const partOf = (name: string, parts: Parts) => parts.get(name) ?? 0;
  const [before, after] = [old.parts(was, []), young.parts(is, [])];
  return [...way.parts(between, [])].flatMap(([who, share]): Rise[] => {
    const isMore = (parts: Parts) => share > partOf(who, parts) + little && !isSameShare(share, partOf(who, parts));
    if (!isMore(before) || !isMore(after)) return [];
    const isJudged =
      old.endpoints.some((down) => !isMore(old.parts(was, [down]))) ||
      young.endpoints.some((down) => !isMore(young.parts(is, [down])));
    if (isJudged) return [];
    const [from, to] = [before, after].map((parts) => percentText(partOf(who, parts))) as [string, string];
    return [{ who, old: from, way: percentText(share), young: to }];
  });
}

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
