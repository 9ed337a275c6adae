import type { SimulatedZone } from "../route53/simulation/simulated-zone";
import { downText } from "../routing/analysis/words";
import type { Places, Question } from "../routing/answers";
import { type Location, locationName, locationsInShort } from "../routing/location";
import { type ClientSubnets, subnetOf } from "./client-subnets";
import type { ClientSubnet } from "./dns-client";
import { type Expectation, expectationOf, outcomeFor } from "./expectation";
import type { Reply } from "./reply";

/** One question from one place, and what is expected. */
export interface Probe {
  readonly question: Question;
  /** The place in words: `FR (France)`. */
  readonly placeName: string;
  /** The code of the place that asks, `FR`; `undefined` when no place makes a difference. */
  readonly place?: string;
  /** How many places get the same answers. */
  readonly standsFor: number;
  /** Where it comes from; `undefined` when no place makes a difference. */
  readonly subnet?: ClientSubnet;
  readonly expectation: Expectation;
  /** What an answer that nobody expected may mean: `, which is the answer while paris is down`; or nothing. */
  meaning(reply: Reply | undefined): string;
}

/** What cannot be asked, and why. */
export interface NotAsked {
  readonly question: Question;
  /** The places in words. */
  readonly places: string;
  readonly reason: string;
}

/** The questions for a zone: of all places that the policy names, one that has an address. */
export function probesOf(
  zone: SimulatedZone,
  subnets: ClientSubnets,
  down: readonly string[],
): { readonly probes: readonly Probe[]; readonly notAsked: readonly NotAsked[] } {
  const probes: Probe[] = [];
  const notAsked: NotAsked[] = [];
  for (const question of zone.questions) {
    const groups = zone.placesAlike(question);
    for (const places of groups) {
      const found = groups.length === 1 ? places[0] : places.find((place) => subnetOf(subnets, place) !== undefined);
      const expectation = expectationOf(zone, question, found ?? places[0], down);
      const isOpaque = expectation.every(({ values }) => values === undefined);
      const reason = isOpaque ? opaque(expectation) : found === undefined ? "no address is known" : undefined;
      if (found === undefined || reason !== undefined) {
        notAsked.push({ question, places: nameOf(places, groups.length), reason: reason ?? "" });
      } else {
        const isByPlace = groups.length > 1;
        probes.push({
          question,
          placeName: isByPlace ? locationName(found) : "everywhere",
          place: isByPlace ? (found.subdivision ?? found.country) : undefined,
          standsFor: places.length,
          subnet: isByPlace ? subnetOf(subnets, found) : undefined,
          expectation,
          meaning: (reply) => meaningOf(zone, question, found, down, reply),
        });
      }
    }
  }
  return { probes, notAsked };
}

function opaque(expectation: Expectation): string {
  const names = expectation.map(({ who }) => who).join(", ");
  return `its addresses are not in the configuration: ${names}`;
}

function nameOf(places: Places, groups: number): string {
  if (groups === 1) return "everywhere";
  const isRest = places.some(({ country }) => country === undefined);
  return isRest ? "everyone else" : locationsInShort(places);
}

/** An answer that would be right while fewer are down than were named, or one more is, tells more than that it is wrong. */
function meaningOf(
  zone: SimulatedZone,
  question: Question,
  place: Location,
  down: readonly string[],
  reply: Reply | undefined,
): string {
  if (reply === undefined || reply.values.length === 0) return "";
  const found = othersThan(down, zone.endpoints).find(
    (other) => outcomeFor(expectationOf(zone, question, place, other), reply)?.values !== undefined,
  );
  if (found === undefined) return "";
  return `, which is right while ${found.length === 0 ? "all is well" : downText(found, zone.signals)}`;
}

/** What else may be down: likelier is that one that was named is up again, or all are, than that another one is down as well. */
function othersThan(down: readonly string[], endpoints: readonly string[]): readonly (readonly string[])[] {
  const fewer = down.map((up) => down.filter((name) => name !== up));
  const more = endpoints.filter((name) => !down.includes(name)).map((name) => [...down, name]);
  return [...fewer, ...(down.length > 1 ? [[]] : []), ...more];
}
