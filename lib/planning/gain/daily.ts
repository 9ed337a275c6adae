import type { MeasuredHour } from "./gain-options";

/** A day has so many hours, and its busiest are so many: the evening of most places. */
const HOURS = 24;
const BUSIEST = 4;

/** How much of a day's requests must be in hours that both halves measured. */
const COMPARABLE = 0.9;

/** The hours of one side, by place and by number. */
export type Hours = ReadonlyMap<string, ReadonlyMap<number, MeasuredHour>>;

/** What is compared of a day: the value, and the share of errors where it was measured. */
export interface DayRates {
  readonly value: number;
  readonly errors: number | undefined;
}

/** Whether it is known how slow an hour was. Where nobody asked, nothing was slow. */
function isTimed({ requests, value }: MeasuredHour): boolean {
  return requests === 0 || value !== undefined;
}

/** One day of two that are compared: the cloud's half and the data centres'; the whole country before the step and after it. */
export interface DayPair {
  readonly from: DayRates;
  readonly to: DayRates;
}

/** Those hours of a place's day that have the most requests over some days, by their number in UTC. */
export function busiestHours(place: string, sides: readonly Hours[], days: readonly number[]): readonly number[] {
  const requests = Array.from({ length: HOURS }, (_, hour) =>
    sum(days.flatMap((day) => sides.map((side) => side.get(place)?.get(day * HOURS + hour)?.requests ?? 0))),
  );
  return requests
    .map((count, hour) => ({ count, hour }))
    .sort((one, other) => other.count - one.count || one.hour - other.hour)
    .slice(0, BUSIEST)
    .map(({ hour }) => hour)
    .sort((one, other) => one - other);
}

/** All hours of a day. */
export const ALL_DAY: readonly number[] = Array.from({ length: HOURS }, (_, hour) => hour);

/**
 * Both halves in these hours of a day. An hour counts for both by what the whole place asks for in it: a half that happens to have more of
 * its requests in the evening is not slower for that.
 *
 * @returns nothing for a day with a hole
 */
export function halvesOf(
  place: string,
  { home, cloud }: { readonly home: Hours; readonly cloud: Hours },
  day: number,
  hours: readonly number[],
): DayPair | undefined {
  const pairs = hours.flatMap((hour) => {
    const [to, from] = [home, cloud].map((side) => side.get(place)?.get(day * HOURS + hour));
    const isKnown = to !== undefined && from !== undefined && isTimed(to) && isTimed(from);
    return isKnown ? [{ from, to, weight: from.requests + to.requests }] : [];
  });
  const both = pairs.filter(({ from, to }) => from.requests > 0 && to.requests > 0);
  const weight = sum(both.map((pair) => pair.weight));
  const isFull = pairs.length === hours.length && weight > 0;
  if (!isFull || weight < COMPARABLE * sum(pairs.map((pair) => pair.weight))) return undefined;
  const of = (side: "from" | "to") => ratesOf(both.map((pair) => ({ hour: pair[side], weight: pair.weight })));
  return { from: of("from"), to: of("to") };
}

/**
 * The whole place in these hours of a day, wherever it was served; nothing for a day with a hole of either side, unless hardly anybody was
 * served there.
 *
 * @param home the side that must have served some, where there is one: after the step, the data centres
 */
export function wholeOf(
  place: string,
  sides: readonly Hours[],
  day: number,
  hours: readonly number[],
  home?: Hours,
): DayRates | undefined {
  const bySide = sides.map((side) =>
    hours.flatMap((hour) => side.get(place)?.get(day * HOURS + hour) ?? []).filter(isTimed),
  );
  const counted = bySide.flat().filter(({ requests }) => requests > 0);
  const asked = (found: readonly MeasuredHour[]) => sum(found.map(({ requests }) => requests));
  const hasHole = bySide.some((found, index) => {
    if (found.length === hours.length) return false;
    if (found.length === 0) return sides[index] === home;
    // As many requests in the hours that are missing as in the others.
    const usual = (asked(found) * hours.length) / found.length;
    return usual > (1 - COMPARABLE) * Math.max(usual, asked(counted));
  });
  if (counted.length === 0 || hasHole || !bySide.some((found) => found.length === hours.length)) return undefined;
  return ratesOf(counted.map((hour) => ({ hour, weight: hour.requests })));
}

function ratesOf(hours: readonly { readonly hour: MeasuredHour; readonly weight: number }[]): DayRates {
  const all = sum(hours.map(({ weight }) => weight));
  const mean = (of: (hour: MeasuredHour) => number) => sum(hours.map(({ hour, weight }) => of(hour) * weight)) / all;
  const isMeasured = hours.every(({ hour }) => hour.errors !== undefined);
  return {
    value: mean(({ value = 0 }) => value),
    errors: isMeasured ? mean(({ errors = 0, requests }) => errors / requests) : undefined,
  };
}

/** What a place asked one side for in some days. */
export function requestsIn(side: Hours, place: string, days: readonly number[]): number {
  return sum(hoursIn(side, place, days).map(({ requests }) => requests));
}

/** The mean value of one side in some days, by requests; nothing where none was measured. */
export function meanIn(side: Hours, place: string, days: readonly number[]): number | undefined {
  const hours = hoursIn(side, place, days).filter((hour) => hour.requests > 0 && isTimed(hour));
  const weight = sum(hours.map(({ requests }) => requests));
  return weight === 0 ? undefined : sum(hours.map(({ requests, value = 0 }) => requests * value)) / weight;
}

/** Whether somebody asked in hours of these days of which it is not known how slow they were. */
export function isPartlyTimed(side: Hours, place: string, days: readonly number[]): boolean {
  return hoursIn(side, place, days).some((hour) => !isTimed(hour));
}

/** Whether none of the hours of these days is missing. */
export function hasEachHour(side: Hours, place: string, days: readonly number[]): boolean {
  return hoursIn(side, place, days).length === days.length * HOURS;
}

function hoursIn(side: Hours, place: string, days: readonly number[]): readonly MeasuredHour[] {
  return days.flatMap((day) => ALL_DAY.flatMap((hour) => side.get(place)?.get(day * HOURS + hour) ?? []));
}

export function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, number) => all + number, 0);
}
