import { checkNumber } from "../../core/checks";
import { plainHostName } from "../../core/host-names";
import type { Problems, PropertyPath } from "../../core/problems";
import type { Question } from "../answers";
import { type CountryCode, checkCountry, SUBDIVISION_CODES, type SubdivisionCode } from "../countries";
import { inCountry, inSubdivision, type Location } from "../location";
import { JUDGED_BY } from "./known-rate";

/**
 * Requests per second at peak, by country, and by state of the United States. What `US` has beyond its states may come from any
 * other state, or from an address that is in none.
 */
export type Demand = { readonly [place in CountryCode | SubdivisionCode]?: number };

/** Requests of which nothing is known but that they come from one of some places, for one of some names. */
export interface Requests {
  readonly perSecond: number;
  /** Where they come from, as the user knows it. */
  readonly from: Location;
  readonly places: readonly Location[];
  readonly questions: readonly Question[];
}

/** All requests: those of host names with a demand of their own, and those of all others together. */
export function requestsOf(questions: readonly Question[], options: DemandOptions): readonly Requests[] {
  return demandsOf(questions, options).flatMap((each) => requestsFor(each.questions, each.demand));
}

/** A demand, and the questions that it is of. */
export interface AskedDemand {
  readonly questions: readonly Question[];
  readonly demand: Demand;
}

/** The demand of each host name that has its own, and that of all others together. */
export function demandsOf(
  questions: readonly Question[],
  { demand = {}, demandPerHostName = {}, hostNames }: DemandOptions,
): readonly AskedDemand[] {
  const own = new Map(Object.entries(demandPerHostName).map(([name, each]) => [plainHostName(name), each]));
  const names = new Set((hostNames ?? questions.map(({ name }) => name)).map(plainHostName));
  const others = questions.filter(({ name }) => names.has(plainHostName(name)) && !own.has(plainHostName(name)));
  return [
    { questions: others, demand },
    ...[...own].map(([name, each]) => ({ questions: questionsOf(questions, name), demand: each })),
  ];
}

/** All requests per second. */
export function totalOf(requests: readonly Requests[]): number {
  return requests.reduce((sum, { perSecond }) => sum + perSecond, 0);
}

/** What is known of the demand. */
export interface DemandOptions {
  readonly demand?: Demand;
  readonly demandPerHostName?: { readonly [hostName: string]: Demand };
  readonly hostNames?: readonly string[];
}

function questionsOf(questions: readonly Question[], hostName: string): readonly Question[] {
  return questions.filter(({ name }) => plainHostName(name) === hostName);
}

function requestsFor(questions: readonly Question[], demand: Demand): readonly Requests[] {
  if (questions.length === 0) return [];
  const states = SUBDIVISION_CODES.filter((state) => demand[state] !== undefined);
  const inStates = states.reduce((sum, state) => sum + (demand[state] ?? 0), 0);
  return Object.entries<number | undefined>(demand).flatMap(([code, perSecond = 0]): readonly Requests[] => {
    const from = isState(code) ? inSubdivision(code) : inCountry(code as CountryCode);
    const rest = code === "US" ? perSecond - inStates : perSecond;
    const others = code === "US" ? SUBDIVISION_CODES.filter((known) => !states.includes(known)) : [];
    return rest > 0 ? [{ perSecond: rest, from, places: [from, ...others.map(inSubdivision)], questions }] : [];
  });
}

/** The places of which a demand says how many requests they make: 0 is a number as well. */
export function placesToldOf(demand: Demand): readonly string[] {
  return Object.entries<number | undefined>(demand).flatMap(([code, requests]) =>
    requests === undefined ? [] : [code],
  );
}

/** Whether a demand says how many requests come from there, be it together with others. */
export function isDemandKnown(demand: Demand, { country, subdivision }: Location): boolean {
  const known: Readonly<Record<string, number | undefined>> = demand;
  return known[subdivision ?? ""] !== undefined || known[country ?? ""] !== undefined;
}

const STATES: ReadonlySet<string> = new Set(SUBDIVISION_CODES);

function isState(code: string): code is SubdivisionCode {
  return STATES.has(code);
}

/** More than the whole world makes; sums of greater numbers would be no numbers any more. */
const MOST_REQUESTS = 1e12;

/** Validates requests per second by place. */
export function checkDemand(problems: Problems, property: PropertyPath, demand: Demand): void {
  const below = problems.at(property);
  let inStates = 0;
  let sum = 0;
  let areKnown = true;
  for (const [code, requests] of Object.entries<number | undefined>(demand)) {
    if (!isState(code)) checkCountry(below, code, code, ', or a state: "US-CA"');
    const isNumber =
      below.known(code, requests, JUDGED_BY) && checkNumber(below, code, requests, [0], "of requests per second");
    if (isState(code)) inStates += requests ?? 0;
    sum += requests ?? 0;
    areKnown &&= isNumber;
  }
  if (areKnown && sum > MOST_REQUESTS)
    problems.refuse(property, sum, `at most ${MOST_REQUESTS} requests per second together`);
  if (!areKnown || demand.US === undefined || demand.US >= inStates) return;
  below.refuse("US", demand.US, `at least the requests of its states, ${inStates}: they are a part of it`);
}
