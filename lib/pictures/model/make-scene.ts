import { Behaviours, type PlaceGroup } from "../../routing/analysis/behaviour";
import {
  type Demand,
  type DemandOptions,
  demandsOf,
  isDemandKnown,
  placesToldOf,
  type Requests,
  requestsOf,
} from "../../routing/analysis/demand";
import { type Load, Loads } from "../../routing/analysis/load";
import type { RoutingFacts } from "../../routing/analysis/routing-facts";
import { answererName, downText } from "../../routing/analysis/words";
import { type Answerer, type Answers, answererAt, compareAnswerers, type Question } from "../../routing/answers";
import { countryName, isCountryCode } from "../../routing/countries";
import type { Location } from "../../routing/location";
import { askedTexts } from "./asked";
import { colouringOf, inColours, type Neighbourhood } from "./colours";
import { labelsOf } from "./labels";
import {
  nameWithout,
  type Part,
  type Scenario,
  type Scene,
  type ServedPlace,
  type Server,
  type ServerLoad,
  sameParts,
} from "./scene";

/** What a scene is made of. */
export interface SceneOptions {
  readonly title: string;
  readonly answers: Answers;
  readonly facts: RoutingFacts;
  /** The host name that is drawn, and all that are answered alike. With none, those with the most requests, then those of which there are the most. */
  readonly hostName?: string;
  /** What is drawn, if that is known: questions that are answered alike. */
  readonly questions?: readonly Question[];
  /** Pairs of countries that lie beside each other. */
  readonly neighbours: Neighbourhood;
}

/** Asks what each place gets in each scenario. */
export function makeScene(options: SceneOptions): Scene {
  const { title, answers, facts, neighbours } = options;
  const behaviours = Behaviours.among(answers);
  const drawn = options.questions ?? drawnQuestions(answers, facts, options.hostName);
  const [question] = drawn;
  const scenarios = scenariosOf(answers);
  const requests = requestsOf(answers.questions, facts);
  const hasDemand = toldPlaces(answers.questions, facts).length > 0;
  const placed = requestsFor(drawn, facts);
  const asked = question === undefined ? [] : groupsAsked(behaviours, question, scenarios);
  const everyone = asked.find(({ group }) => !group.places.every(isPlace))?.parts ?? new Map<string, readonly Part[]>();
  const places = asked.flatMap(({ group, parts }) =>
    group.places.filter(isPlace).map((location) => placeOf(location, parts, placed, sameInAll(parts, everyone))),
  );
  const kept = sharing(withoutStatesLikeTheirCountry(places), placed).map(namedWithout).sort(byRequests);
  const answerers = answerersOf(answers, behaviours, drawn, { scenarios, facts });
  const scene: Scene = {
    title,
    asked: askedTexts(drawn, answers.questions),
    others: askedTexts(
      answers.questions.filter((one) => !drawn.includes(one)),
      answers.questions,
    ),
    scenarios,
    servers: serversOf(answerers, answers, facts),
    configured: Object.entries(facts.dataCenters ?? {}).map(([name, { latitude, longitude }]) => {
      return { name, latitude, longitude };
    }),
    alike: [],
    places: kept,
    hasDemand,
    sharesDemand: demandsOf(answers.questions, facts).some(
      ({ questions, demand }) => placesToldOf(demand).length > 0 && isDivided(questions, drawn),
    ),
    hasLimits: hasLimits(facts),
    loads: hasDemand ? loadsOf(answers, behaviours, requests, { scenarios, facts }) : new Map(),
  };
  return inColours(scene, colouringOf([scene], neighbours));
}

function hasLimits({ dataCenters = {}, lastResort }: RoutingFacts): boolean {
  const known = Object.values(dataCenters).some(({ requestsPerSecond }) => requestsPerSecond !== undefined);
  return known || lastResort?.requestsPerSecond !== undefined || lastResort?.atOnce !== undefined;
}

/** Whether host names that are drawn are beside others among these. */
function isDivided(questions: readonly Question[], drawn: readonly Question[]): boolean {
  const own = questions.filter((one) => drawn.includes(one)).length;
  return own > 0 && own < questions.length;
}

function namesOf(questions: readonly Question[]): readonly string[] {
  return [...new Set(questions.map(({ name }) => name))].sort();
}

const isPlace = ({ country }: Location) => country !== undefined;

/** The requests of each place for some questions. */
function requestsFor(questions: readonly Question[], facts: RoutingFacts): ReadonlyMap<string, number> {
  return requestsByPlace(questions, { ...facts, hostNames: namesOf(questions) });
}

/** The questions that everyone gets the same answers to as to the one that is asked for; else those with the most requests, then of the most names. */
function drawnQuestions(answers: Answers, facts: RoutingFacts, hostName: string | undefined): readonly Question[] {
  const groups = [...questionsAlike(answers).values()];
  const asked = groups.find((group) => group.some(({ name }) => name === hostName));
  if (asked !== undefined) return asked;
  const judged = groups.map((group) => {
    return { group, requests: [...requestsFor(group, facts).values()].reduce((sum, each) => sum + each, 0) };
  });
  const [most] = judged.sort((one, other) => other.requests - one.requests || other.group.length - one.group.length);
  return most?.group ?? [];
}

/** The questions in groups that everyone gets the same answers to, in all scenarios, by what these are. */
export function questionsAlike(answers: Answers): ReadonlyMap<string, readonly Question[]> {
  const behaviours = Behaviours.among(answers);
  const alike = new Map<string, Question[]>();
  for (const question of answers.questions) {
    const key = JSON.stringify(behaviours.groupsOf(question).map((group) => behaviourKey(answers, behaviours, group)));
    alike.set(key, [...(alike.get(key) ?? []), question]);
  }
  return alike;
}

function behaviourKey(answers: Answers, behaviours: Behaviours, group: PlaceGroup): unknown {
  const outages = [[], ...answers.endpoints.map((name) => [name])];
  const parts = outages.map((down) => partsIn(behaviours, group, down).map(({ server, share }) => [server, share]));
  return [group.places.map(codeOf), parts];
}

function codeOf({ subdivision, country, continent }: Location): string {
  return subdivision ?? country ?? continent ?? "";
}

function scenariosOf({ endpoints, signals }: Answers): readonly [Scenario, ...Scenario[]] {
  const failures = endpoints.map((name): Scenario => {
    const title = downText([name], signals);
    return { id: idOf(title, name), title, down: [name] };
  });
  return [{ id: "all-is-well", title: "All is well", down: [] }, ...failures];
}

/** A name for links and classes: no two names have the same, and a name has the same in all versions. */
function idOf(title: string, name: string): string {
  const own = name.replaceAll(/[^a-z0-9-]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
  return title
    .split(name)
    .map((words) => words.toLowerCase().replaceAll(" ", "-"))
    .join(own);
}

function groupsAsked(behaviours: Behaviours, question: Question, scenarios: readonly Scenario[]) {
  return behaviours.groupsOf(question).map((group) => ({
    group,
    parts: new Map(scenarios.map(({ id, down }) => [id, partsIn(behaviours, group, down)])),
  }));
}

function partsIn(behaviours: Behaviours, group: PlaceGroup, down: readonly string[]): readonly Part[] {
  return behaviours.while(group, down).map(({ answerer, share }) => ({ server: answererName(answerer), share }));
}

function sameInAll(one: ReadonlyMap<string, readonly Part[]>, other: ReadonlyMap<string, readonly Part[]>): boolean {
  return [...one].every(([id, parts]) => sameParts(parts, other.get(id) ?? []));
}

/** The places of which somebody said how many requests they make for some of these questions. */
function toldPlaces(questions: readonly Question[], options: DemandOptions): readonly string[] {
  const asked = demandsOf(questions, options).filter((each) => each.questions.length > 0);
  return asked.flatMap(({ demand }) => placesToldOf(demand));
}

/** By the code of the place that they are known of. A demand of 0 is known as well. */
function requestsByPlace(questions: readonly Question[], options: DemandOptions): ReadonlyMap<string, number> {
  const sums = new Map(toldPlaces(questions, options).map((code) => [code, 0]));
  for (const { from, perSecond } of requestsOf(questions, options))
    sums.set(codeOf(from), (sums.get(codeOf(from)) ?? 0) + perSecond);
  return sums;
}

function placeOf(
  location: Location,
  parts: ReadonlyMap<string, readonly Part[]>,
  requests: ReadonlyMap<string, number>,
  isLikeEveryone: boolean,
): ServedPlace {
  const code = codeOf(location);
  const name = isCountryCode(code) ? countryName(code) : code;
  return { code, name, location, requests: requests.get(code), parts, isLikeEveryone };
}

/** A state that is served as its country is in all scenarios is a part of it, and so are its requests. */
function withoutStatesLikeTheirCountry(places: readonly ServedPlace[]): ServedPlace[] {
  const countries = new Map(places.filter(({ location }) => !location.subdivision).map((place) => [place.code, place]));
  const isAlike = (place: ServedPlace) => {
    const country = countries.get(place.location.country ?? "");
    return place.location.subdivision !== undefined && country !== undefined && sameInAll(place.parts, country.parts);
  };
  const inside = places.filter(isAlike);
  return places
    .filter((place) => !isAlike(place))
    .map((place) => {
      const own = inside.filter(({ location }) => location.country === place.code);
      const known = [place, ...own].flatMap(({ requests }) => requests ?? []);
      return known.length === 0 ? place : { ...place, requests: known.reduce((sum, each) => sum + each, 0) };
    });
}

/** A country says which of its states it is without: theirs are no requests of its own. */
function namedWithout(place: ServedPlace, _: number, all: readonly ServedPlace[]): ServedPlace {
  if (place.location.subdivision !== undefined) return place;
  const states = all.filter(({ location }) => location.subdivision && location.country === place.code);
  return { ...place, name: nameWithout(place.name, states) };
}

/** What a country makes beyond the states that are known may be made in any other state. */
function sharing(places: readonly ServedPlace[], placed: ReadonlyMap<string, number>): ServedPlace[] {
  const isOpen = ({ requests, location }: ServedPlace) =>
    location.subdivision !== undefined && requests === undefined && placed.has(location.country ?? "");
  const open = places.filter(isOpen);
  return places.map((place) => {
    const code = place.location.country ?? "";
    const own = open.filter(({ location }) => location.country === code);
    const requests = placed.get(code) ?? 0;
    if (own.length === 0 || (place.location.subdivision !== undefined && !isOpen(place))) return place;
    if (requests === 0) return { ...place, requests: place.requests ?? 0 };
    return { ...place, among: { code, requests, places: own.length + 1 } };
  });
}

/** The largest first. */
export function byRequests(one: ServedPlace, other: ServedPlace): number {
  return (other.requests ?? 0) - (one.requests ?? 0) || (one.code < other.code ? -1 : Number(one.code > other.code));
}

/** Everybody who answers, and every data centre whether it does or not, be it configured alone. */
function answerersOf(
  answers: Answers,
  behaviours: Behaviours,
  questions: readonly Question[],
  { scenarios, facts }: Judged,
): readonly Answerer[] {
  const configured = Object.keys(facts.dataCenters ?? {});
  const all = [
    ...[...answers.endpoints, ...answers.drained, ...configured]
      .filter((name) => !answers.signals.has(name))
      .map(answererAt),
    ...questions.flatMap((question) =>
      behaviours
        .groupsOf(question)
        .flatMap((group) =>
          scenarios.flatMap(({ down }) => behaviours.while(group, down).map(({ answerer }) => answerer)),
        ),
    ),
  ];
  const byName = new Map(all.map((answerer) => [answererName(answerer), answerer]));
  return [...byName.values()].sort(compareAnswerers);
}

function serversOf(answerers: readonly Answerer[], { drained }: Answers, facts: RoutingFacts): readonly Server[] {
  const names = answerers.map(answererName);
  const labels = labelsOf(names);
  return answerers.map((answerer, index) => {
    const name = names[index] ?? "";
    const { country, latitude, longitude } = facts.dataCenters?.[name] ?? {};
    const label = answerer.kind === "nobody" ? "–" : (labels.get(name) ?? "");
    return { name, kind: answerer.kind, label, country, latitude, longitude, isDrained: drained.includes(name) };
  });
}

interface Judged {
  readonly scenarios: readonly Scenario[];
  readonly facts: RoutingFacts;
}

/** Whoever can be asked has a load in each scenario, be it 0: of places of which 0 is told, too. */
function loadsOf(
  answers: Answers,
  behaviours: Behaviours,
  requests: readonly Requests[],
  { scenarios, facts }: Judged,
): ReadonlyMap<string, readonly ServerLoad[]> {
  const loads = new Loads([{ answers, behaviours, requests }]);
  const whole = scenarios.map(({ down }) => loads.while(down).filter(({ part }) => part === undefined));
  const unknown = servingPlaces(
    answers,
    behaviours,
    { scenarios, facts },
    (demand, place) => !isDemandKnown(demand, place),
  );
  const serving = [...servingPlaces(answers, behaviours, { scenarios, facts }).values()].flat();
  const asked = new Map([
    ...serving.map((answerer) => [answererName(answerer), answerer] as const),
    ...whole.flat().map(({ name, answerer }) => [name, answerer] as const),
  ]);
  const sorted = [...asked.values()].sort(compareAnswerers).map(answererName);
  return new Map(
    scenarios.map(({ id }, index) => {
      const found = new Map(whole[index]?.map((load) => [load.name, load]));
      const least = new Set(unknown.get(id)?.map(answererName));
      const loadAt = (server: string) => loadOf(server, found.get(server), asked.get(server), facts);
      return [id, sorted.map((server) => (least.has(server) ? { ...loadAt(server), isLeast: true } : loadAt(server)))];
    }),
  );
}

/** Who serves users of places of which this is so, by the id of the scenario. */
function servingPlaces(
  { questions }: Answers,
  behaviours: Behaviours,
  { scenarios, facts }: Judged,
  isMeant: (demand: Demand, place: Location) => boolean = () => true,
): ReadonlyMap<string, readonly Answerer[]> {
  const groups = demandsOf(questions, facts).flatMap(({ questions: own, demand }) => {
    const isOwn = (place: Location) => isPlace(place) && isMeant(demand, place);
    return own.flatMap((question) => behaviours.groupsOf(question).filter(({ places }) => places.some(isOwn)));
  });
  return new Map(
    scenarios.map(({ id, down }) => {
      const shares = groups.flatMap((group) => behaviours.while(group, down)).filter(({ share }) => share > 0);
      return [id, shares.map(({ answerer }) => answerer)];
    }),
  );
}

/** Sums of shares that differ by a smaller part are the same. */
const ROUNDING = 1e-9;

function loadOf(
  server: string,
  load: Load | undefined,
  answerer: Answerer | undefined,
  facts: RoutingFacts,
): ServerLoad {
  const isLastResort = answerer?.kind === "last-resort";
  const { requestsPerSecond: limit, atOnce } = isLastResort
    ? { atOnce: undefined, ...facts.lastResort }
    : { atOnce: undefined, ...facts.dataCenters?.[server] };
  const { requestsPerSecond: requests = 0, leastRequestsPerSecond: least = 0 } = load ?? {};
  return { server, requests, ...(least < requests * (1 - ROUNDING) ? { isMost: true } : {}), limit, atOnce };
}
