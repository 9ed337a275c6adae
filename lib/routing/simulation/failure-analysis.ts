import type { CountryCode } from "../countries";
import { ALL_LOCATIONS, type Location, locationName } from "../location";
import type { DnsZone } from "./dns-zone";
import { Endpoints, LAST_RESORT, NO_ANSWER } from "./endpoints";
import { failoverSeconds } from "./failover-time";
import type { RecordSet } from "./record-set";
import { type Answer, Scenario } from "./scenario";

/** What a policy is judged by. */
export interface FailureAnalysisOptions {
  /**
   * How many endpoints may be dead at the same time.
   *
   * @default 1
   */
  readonly simultaneousFailures?: 1 | 2 | "all";

  /**
   * How many requests a second the users of each country make at peak.
   *
   * @default - not known: no endpoint is checked for overload
   */
  readonly demand?: { readonly [country in CountryCode]?: number };

  /**
   * How many requests a second each endpoint can take, by its name; the last resort is `last resort`.
   *
   * @default - not known: no endpoint is checked for overload
   */
  readonly capacity?: { readonly [endpoint: string]: number };

  /**
   * The longest time for which users may be sent to an endpoint that has died.
   *
   * @default - any time
   */
  readonly failoverTargetSeconds?: number;
}

/** Something that is wrong with a policy, or that may go wrong. */
export interface Finding {
  /** An error leaves users without service. A risk needs two failures at once, or an exact estimate. */
  readonly severity: "error" | "risk";
  /** Who, when and what, and what to do about it. */
  readonly message: string;
}

/** More names than these in a message are a number. */
const NAMED_LOCATIONS = 5;

/**
 * Asks every name from every place, when all is well and for every set of dead endpoints, and judges the answers.
 *
 * - Nobody is left without an answer. An alias of a name that is not here is a risk, when the name is of the same zone.
 * - No answer is an endpoint that is known to be dead, while a live one exists.
 * - No endpoint is asked for more than it can take.
 * - Users are sent on within the target.
 */
export function analyzeFailures(zone: DnsZone, options: FailureAnalysisOptions = {}): readonly Finding[] {
  const endpoints = new Endpoints(zone);
  const failures = failureSets([...endpoints.watched.keys()], options.simultaneousFailures ?? 1);
  const locations = locationsOf(zone);
  const roots = zone.roots();
  const alike = new Map(roots.map((root) => [root, zone.placesAlike(root, locations)]));
  const lost = new Map(roots.map((root) => [root, lostAliases(zone, root)]));
  return summarize([
    ...failures.flatMap((dead) => {
      const scenario = new Scenario(zone, endpoints.addressesOf(dead));
      return [...alike].flatMap(([root, groups]) => {
        const { name, type } = root;
        const asked = groups.map(
          (places): AskedPlaces => ({ places, answers: scenario.answers(name, type, places[0]) }),
        );
        const problems = [
          ...unanswered(asked, endpoints, lost.get(root) ?? []),
          ...deadAnswers(asked, endpoints, dead),
          ...overloads(asked, endpoints, dead, options),
        ];
        return problems.map((problem) => ({ ...problem, subject: `${name} ${type}`, dead }));
      });
    }),
    ...roots.flatMap((root) =>
      [...tooSlow(zone, root, options), ...unknownTargets(zone, root)].map((problem) => ({
        ...problem,
        subject: `${root.name} ${root.type}`,
        dead: [],
      })),
    ),
  ]);
}

interface Problem {
  readonly severity: Finding["severity"];
  readonly text: string;
}

/** A problem of one name and type, while some endpoints are dead. */
interface Observation extends Problem {
  readonly subject: string;
  readonly dead: readonly string[];
}

/** One finding for all names with the same problem, and none for a failure that adds nothing to a smaller one. */
function summarize(observations: readonly Observation[]): readonly Finding[] {
  const groups = new Map<string, Observation[]>();
  for (const observation of observations) {
    const isOld = groups
      .get(observation.text)
      ?.some(
        ({ subject, dead }) => subject === observation.subject && dead.every((name) => observation.dead.includes(name)),
      );
    if (!isOld) groups.set(observation.text, [...(groups.get(observation.text) ?? []), observation]);
  }
  return [...groups].flatMap(([text, group]) => {
    const failures = new Map(group.map(({ dead }) => [dead.join(" and "), dead]));
    return [...failures].map(([failure, dead]): Finding => {
      const same = group.filter((observation) => observation.dead.join(" and ") === failure);
      const when = dead.length === 0 ? "" : `, when ${failure} ${dead.length > 1 ? "are" : "is"} dead`;
      const severity = same.some((observation) => observation.severity === "error") ? "error" : "risk";
      return { severity, message: `${same.map(({ subject }) => subject).join(", ")}${when}: ${text}` };
    });
  });
}

/** All places; states of the United States only where a record tells them apart. */
function locationsOf(zone: DnsZone): readonly Location[] {
  const states = zone.records.some(({ policy }) => policy.kind === "geolocation" && policy.subdivision !== undefined);
  return states ? ALL_LOCATIONS : ALL_LOCATIONS.filter(({ subdivision }) => subdivision === undefined);
}

/** No failure, and all sets of up to so many dead endpoints, the small ones first. */
function failureSets(names: readonly string[], most: 1 | 2 | "all"): readonly (readonly string[])[] {
  const limit = most === "all" ? names.length : most;
  const sets: (readonly string[])[] = [[]];
  for (const name of names) {
    sets.push(...sets.filter((set) => set.length < limit).map((set) => [...set, name]));
  }
  return sets.sort((one, other) => one.length - other.length);
}

/** Places that get the same answers, and what they get. */
interface AskedPlaces {
  readonly places: readonly Location[];
  readonly answers: readonly Answer[];
}

type Asked = readonly AskedPlaces[];

function unanswered(asked: Asked, endpoints: Endpoints, lost: readonly string[]): readonly Problem[] {
  const left = asked.filter(({ answers }) => endpoints.shares(answers).has(NO_ANSWER));
  if (left.length === 0) return [];
  const remedy =
    lost.length > 0 ? lost.join("; ") : 'add a record for everyone else, of country "*" and without a health check';
  return [{ severity: "error", text: `no answer for ${listed(left.flatMap(({ places }) => places))}; ${remedy}` }];
}

/** The aliases below a name that lead to nothing, in words. */
function lostAliases(zone: DnsZone, root: RecordSet): readonly string[] {
  return [...zone.beyond(root)]
    .filter((record) => zone.missing(record) === "nothing")
    .map(({ address, alias }) => `${address} is an alias of ${alias?.name}, which no record has`);
}

/** Aliases of names that are not here: of somebody else, or misspelt. */
function unknownTargets(zone: DnsZone, root: RecordSet): readonly Problem[] {
  return (
    [...zone.beyond(root)]
      // A name that only Terraform knows is not judged.
      .filter((record) => zone.missing(record) === "unknown" && !record.alias?.name.includes("${"))
      .map(({ address, alias }) => {
        const what = `${address} is an alias of ${alias?.name}, which no record of this configuration has`;
        return { severity: "risk", text: `${what}; if nobody else makes one, users get no answer` };
      })
  );
}

function deadAnswers(asked: Asked, endpoints: Endpoints, dead: readonly string[]): readonly Problem[] {
  const gone = new Set(dead);
  const sent = asked.filter(({ answers }) => answers.some((answer) => gone.has(endpoints.nameOf(answer))));
  if (sent.length === 0) return [];
  const remedy =
    "end their chain in an address without a health check, and let each alias evaluate its target's health";
  const who = listed(sent.flatMap(({ places }) => places));
  return [{ severity: "error", text: `a dead endpoint answers ${who}; ${remedy}` }];
}

function overloads(
  asked: Asked,
  endpoints: Endpoints,
  dead: readonly string[],
  { demand = {}, capacity = {} }: FailureAnalysisOptions,
): readonly Problem[] {
  const loads = new Map<string, { total: number; from: Location[] }>();
  for (const { places, answers } of asked) {
    const asking = places.filter((place) => requestsFrom(place, demand) > 0);
    const requests = asking.reduce((sum, place) => sum + requestsFrom(place, demand), 0);
    if (requests === 0) continue;
    for (const [endpoint, share] of endpoints.shares(answers)) {
      const load = loads.get(endpoint) ?? { total: 0, from: [] };
      loads.set(endpoint, { total: load.total + share * requests, from: [...load.from, ...asking] });
    }
  }
  return [...loads].flatMap(([endpoint, { total, from }]): Problem[] => {
    const most = capacity[endpoint];
    if (most === undefined || total <= most * (1 + Number.EPSILON)) return [];
    const remedy =
      endpoint === LAST_RESORT
        ? "raise the node pools' totalMaxNodeCount"
        : "lower the percentage of a country, or name another data centre before the last resort";
    const load = `${Math.ceil(total)} requests a second from ${listed(from)}`;
    const text = `${endpoint} is asked for ${load} and can take ${most}; ${remedy}`;
    return [{ severity: dead.length < 2 ? "error" : "risk", text }];
  });
}

/** The requests of a country, which are not divided among its states. */
function requestsFrom({ country, subdivision }: Location, demand: FailureAnalysisOptions["demand"] = {}): number {
  return country === undefined || subdivision !== undefined ? 0 : (demand[country] ?? 0);
}

function tooSlow(
  zone: DnsZone,
  root: RecordSet,
  { failoverTargetSeconds }: FailureAnalysisOptions,
): readonly Problem[] {
  const seconds = failoverSeconds(zone, root);
  if (failoverTargetSeconds === undefined || seconds <= failoverTargetSeconds) return [];
  const remedy = "lower the time to live, or the health check's interval or failure threshold";
  const late = `users are sent on ${seconds} seconds after an endpoint dies, and the target is ${failoverTargetSeconds}`;
  return [{ severity: "error", text: `${late}; ${remedy}` }];
}

function listed(locations: readonly Location[]): string {
  const named = locations.slice(0, NAMED_LOCATIONS).map(locationName).join(", ");
  const others = locations.length - NAMED_LOCATIONS;
  return others > 0 ? `${named} and ${others} other places` : named;
}
