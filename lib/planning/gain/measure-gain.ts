import { validateShape } from "../../core/options-shape";
import { Problems } from "../../core/problems";
import { percentText } from "../../routing/analysis/words";
import { checkMeasured, checkRegistration, LEAST_DAYS } from "./check-gain";
import {
  ALL_DAY,
  busiestHours,
  type DayPair,
  type DayRates,
  type Hours,
  halvesOf,
  hasEachHour,
  isPartlyTimed,
  meanIn,
  requestsIn,
  wholeOf,
} from "./daily";
import { answeredYes, type Estimate, estimateOf } from "./estimate";
import type { Days, GainRegistration, MeasuredSide, MeasureGainOptions } from "./gain-options";
import { dayOf, dayText, hourOf } from "./times";

/** How a place is judged: its halves at the same time, or all of it before and after the step. */
export type GainMethod = "halves" | "step-by-step";

/** What may be worse: the value and the share of errors, all day and in the four busiest hours. */
export type HarmKind = "value" | "busiest-value" | "errors" | "busiest-errors";

/** Something that is judged of a place. */
export interface JudgedHarm extends Estimate {
  readonly kind: HarmKind;
  /** Whether it is more than is tolerated, and clearly. */
  readonly isClearlyWorse: boolean;
}

/** What the step brought to the users of one place. */
export interface PlaceGain {
  readonly place: string;
  /** The percentage after the step. */
  readonly percent: number;
  /** Which part of the place's requests data centres served, from 0 to 1. */
  readonly home: number;
  /**
   * Which part of the cloud's half these percentages never reach, from 0 to 1: users whose resolvers are placed elsewhere, or that keep
   * answers. Above 0.2 the halves are not compared.
   */
  readonly neverReached: number;
  readonly method: GainMethod;
  /** Its busiest hours, by their number in UTC. */
  readonly busiestHours: readonly number[];
  /** How many days were compared. */
  readonly days: number;
  /** What was judged; empty where nothing can be. */
  readonly harms: readonly JudgedHarm[];
  readonly verdict: "clearly-worse" | "not-clearly-worse" | "not-known";
  /** Why nothing is known, in words. */
  readonly reason?: string;
}

/** What a step brought. */
export interface Gain {
  readonly metric: string;
  /** In the order of the registration. */
  readonly places: readonly PlaceGain[];
}

/**
 * Where so many times as many users are at home, the registered percentage is not what was deployed. Fewer are where percentages do not reach
 * all of them; but where not even two thirds came, another one may have been deployed as well.
 */
const MOST_AT_HOME = 1.15;
const LEAST_AT_HOME = 2 / 3;

/** Nowhere do users have so many times less of what is measured: one side has seconds, and the other one milliseconds. */
const OTHER_UNIT = 100;

/** Where more of the cloud's half is never reached, it is not what the place would be without the step. */
const MOST_NEVER_REACHED = 0.2;

/**
 * What a step brought to the users of the places that it moved, and whether anything is clearly worse.
 *
 * While a place is split, both halves are compared at the same time, one number per day. Where too much of the cloud's half is never
 * reached, or there is none, the whole place is compared with the same days of the week before the step, beyond what changed meanwhile
 * in places that did not move. Everything that is asked shares `chance`: by chance alone, anything at all is called worse no more often.
 *
 * @throws `ValidationError` for fewer than 7 days, days that are not over, two sides with different metrics, and what is out of range
 */
export function measureGain(options: MeasureGainOptions): Gain {
  checkRegistered(options);
  Problems.of("measureGain", (problems) => checkMeasured(problems, options));
  return gainOf(options);
}

/** Refuses a registration that nothing can be judged by, whatever was measured. */
export function checkRegistered(options: MeasureGainOptions): void {
  validateShape("measureGain", options, "MeasureGainOptions");
  Problems.of("measureGain", (problems) => checkRegistration(problems.at("registration"), options.registration));
}

/** The same of what was checked. */
export function gainOf(options: MeasureGainOptions): Gain {
  const { registration } = options;
  const sides = { home: hoursOf(options.home), cloud: hoursOf(options.cloud) };
  const found = Object.entries(registration.places).map(([place, { percent }]) =>
    compared(place, percent, sides, registration),
  );
  const asked = found.flatMap(({ estimates }) => estimates);
  const worse = answeredYes(asked, registration.chance ?? 0.05);
  const places = found.map(({ estimates, ...place }): PlaceGain => {
    const harms = estimates.map((one): JudgedHarm => ({ ...one, isClearlyWorse: worse.has(one) }));
    if (harms.length === 0) return { ...place, harms, verdict: "not-known" };
    const isWorse = harms.some(({ isClearlyWorse }) => isClearlyWorse);
    return { ...place, harms, verdict: isWorse ? "clearly-worse" : "not-clearly-worse" };
  });
  return { metric: options.home.metric, places };
}

interface Sides {
  readonly home: Hours;
  readonly cloud: Hours;
}

interface Asked extends Estimate {
  readonly kind: HarmKind;
}

interface Compared extends Omit<PlaceGain, "harms" | "verdict"> {
  readonly estimates: readonly Asked[];
}

function compared(place: string, percent: number, sides: Sides, registration: GainRegistration): Compared {
  const days = numbersOf(registration.days);
  const [home, cloud] = [sides.home, sides.cloud].map((side) => requestsIn(side, place, days)) as [number, number];
  const neverReached = cloud === 0 ? 1 : Math.max(0, 1 - (home * (100 - percent)) / (percent * cloud));
  const method: GainMethod = percent === 100 || neverReached > MOST_NEVER_REACHED ? "step-by-step" : "halves";
  const before = registration.before === undefined ? [] : numbersOf(registration.before);
  const all = [sides.home, sides.cloud];
  const busiest = busiestHours(place, all, method === "halves" ? days : [...before, ...days]);
  const about = { place, percent, home: home / (home + cloud || 1), neverReached, method, busiestHours: busiest };
  const controls = registration.controls ?? [];
  if (home + cloud === 0)
    return { ...about, days: 0, estimates: [], reason: "nothing was measured of it in these days" };
  const [most, least] = [MOST_AT_HOME, LEAST_AT_HOME].map((times) => (times * percent) / 100) as [number, number];
  // Where hours are missing, fewer were at home for that: what is missing is said below.
  if (about.home > most || (about.home < least && hasEachHour(sides.home, place, days))) {
    const reason = `${percentText(about.home)} of the requests were served at home, and ${percent} % is registered: is that what was deployed`;
    return { ...about, days: 0, estimates: [], reason };
  }
  const [atHome = 0, inCloud = 0] = [meanIn(sides.home, place, days), meanIn(sides.cloud, place, [...before, ...days])];
  if (atHome > 0 && atHome * OTHER_UNIT < inCloud) {
    const shown = [atHome, inCloud].map((value) => Number(value.toPrecision(3)));
    const reason = `the value is ${shown[0]} at home and ${shown[1]} in the cloud: are both in the same unit`;
    return { ...about, days: 0, estimates: [], reason };
  }
  if (method === "step-by-step" && (before.length === 0 || controls.length === 0)) {
    return {
      ...about,
      days: 0,
      estimates: [],
      reason: "neither days before nor places that did not move are registered",
    };
  }
  const pairs = days.map((day, index) => {
    const pairOf = (hours: readonly number[]) =>
      method === "halves"
        ? halfPair(place, sides, day, hours)
        : stepPair([place, ...controls], all, [before[index] ?? 0, day], hours);
    return { day, allDay: pairOf(ALL_DAY), busiest: pairOf(busiest) };
  });
  const full = pairs.flatMap(({ allDay, busiest }) => (allDay && busiest ? [{ allDay, busiest }] : []));
  if (full.length < LEAST_DAYS) {
    const holes = pairs.flatMap(({ day, allDay, busiest }) => (allDay && busiest ? [] : dayText(day)));
    const isPartly = all.some((side) => isPartlyTimed(side, place, [...before, ...days]));
    const what = isPartly ? "the value was not measured in hours" : "hours are missing";
    return { ...about, days: full.length, estimates: [], reason: `${what} of ${holes.join(", ")}` };
  }
  const { value = 0, errors = 0 } = registration.tolerated ?? {};
  const [allDay, busy] = [full.map((pair) => pair.allDay), full.map((pair) => pair.busiest)];
  const estimates = [
    ...asked("value", allDay, "value", value),
    ...asked("busiest-value", busy, "value", value),
    ...asked("errors", allDay, "errors", errors),
    ...asked("busiest-errors", busy, "errors", errors),
  ];
  return { ...about, days: full.length, estimates };
}

/** A pair of a day, and what is beyond those that did not move. */
interface Pair extends DayPair {
  difference(of: (rates: DayRates) => number): number;
}

function halfPair(...[place, sides, day, hours]: Parameters<typeof halvesOf>): Pair | undefined {
  const pair = halvesOf(place, sides, day, hours);
  return pair && { ...pair, difference: (of) => of(pair.to) - of(pair.from) };
}

/** The whole of a place before and after, less the mean of what the others changed by. */
function stepPair(
  [place = "", ...controls]: readonly string[],
  sides: readonly Hours[],
  [before, after]: readonly [number, number],
  hours: readonly number[],
): Pair | undefined {
  const pairOf = (one: string, home?: Hours): DayPair | undefined => {
    const from = wholeOf(one, sides, before, hours);
    const to = wholeOf(one, sides, after, hours, home);
    return from && to && { from, to };
  };
  const own = pairOf(place, sides[0]);
  const others = controls.flatMap((one) => pairOf(one) ?? []);
  if (own === undefined || others.length < controls.length) return undefined;
  return {
    ...own,
    difference: (of) => {
      const change = (pair: DayPair) => of(pair.to) - of(pair.from);
      return change(own) - others.reduce((sum, pair) => sum + change(pair), 0) / others.length;
    },
  };
}

/** A question, where it was measured on all days. */
function asked(kind: HarmKind, pairs: readonly Pair[], of: keyof DayRates, tolerated: number): readonly Asked[] {
  const rate = (rates: DayRates) => rates[of] ?? Number.NaN;
  const differences = pairs.map((pair) => pair.difference(rate));
  if (differences.some(Number.isNaN)) return [];
  return [{ kind, ...estimateOf(pairs, differences, rate, tolerated) }];
}

function hoursOf({ hours }: MeasuredSide): Hours {
  const places = new Map<string, Map<number, MeasuredSide["hours"][number]>>();
  for (const hour of hours) {
    const known = places.get(hour.place) ?? new Map();
    known.set(hourOf(hour.time) ?? 0, hour);
    places.set(hour.place, known);
  }
  return places;
}

function numbersOf({ from, to }: Days): readonly number[] {
  const [first = 0, last = 0] = [from, to].map(dayOf);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
