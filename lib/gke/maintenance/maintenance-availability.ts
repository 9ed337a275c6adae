import { occurrences, type Recurrence } from "./recurrence";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** GKE wants this much time for maintenance in any days in a row, and counts only long blocks. */
export const REQUIRED_HOURS = 48;
export const WINDOW_DAYS = 32;
const SHORTEST_BLOCK = 4 * HOUR;

const SPAN = WINDOW_DAYS * DAY;

/** Times in milliseconds since 1970. */
interface Period {
  readonly start: number;
  readonly end: number;
}

interface RepeatedWindow extends Period {
  readonly recurrence: Recurrence;
}

interface Availability {
  readonly hours: number;
  /** When the 32 days begin. */
  readonly from: string;
}

/**
 * The least time for maintenance that any 32 days in a row have, and when those begin.
 *
 * The windows are followed until their rule begins anew, and around each exclusion.
 */
export function availability(window: RepeatedWindow, exclusions: readonly Period[]): Availability {
  const horizons = [
    { start: window.start, end: window.start + SPAN + 2 * periodOf(window.recurrence) },
    // One that takes all of 32 days leaves nothing there, however much longer it is.
    ...exclusions.map(({ start, end }) => ({ start: start - SPAN, end: Math.min(end, start + SPAN) + 2 * SPAN })),
  ];
  const found = horizons.map((horizon) => leastWithin(horizon, window, exclusions));
  return found.reduce((one, other) => (other.hours < one.hours ? other : one));
}

function leastWithin(horizon: Period, window: RepeatedWindow, exclusions: readonly Period[]): Availability {
  const length = window.end - window.start;
  const starts = occurrences(window.recurrence, sameTimeBefore(window, horizon.start), horizon.end);
  const open = merged(starts.map((start) => ({ start, end: start + length })));
  const blocks = exclusions.reduce(without, open).filter(({ start, end }) => end - start >= SHORTEST_BLOCK);
  // Any 32 days have least where they begin as an exclusion does, or just after a block.
  const candidates = [horizon.start, ...blocks.map(({ end }) => end), ...exclusions.map(({ start }) => start)];
  const sums = candidates
    .filter((from) => from >= horizon.start && from + SPAN <= horizon.end)
    .map((from) => ({ from, time: timeWithin(blocks, { start: from, end: from + SPAN }) }));
  const least = sums.reduce((one, other) => (other.time < one.time ? other : one));
  return { hours: least.time / HOUR, from: new Date(least.from).toISOString() };
}

/** After how long a rule begins anew, on the same day of the week: a daily one too, which may name days. */
function periodOf({ interval }: Recurrence): number {
  return 7 * interval * DAY;
}

/** A start of the same time of day, and of the same place in the rule, at or before a time. */
function sameTimeBefore({ start, recurrence }: RepeatedWindow, time: number): number {
  const period = periodOf(recurrence);
  return start + Math.floor((time - start) / period) * period;
}

/** The same time in periods that do not touch. */
function merged(periods: readonly Period[]): readonly Period[] {
  const result: Period[] = [];
  for (const { start, end } of periods) {
    const last = result.at(-1);
    if (last !== undefined && start <= last.end)
      result[result.length - 1] = { start: last.start, end: Math.max(last.end, end) };
    else result.push({ start, end });
  }
  return result;
}

function without(periods: readonly Period[], { start, end }: Period): readonly Period[] {
  return periods.flatMap((period) => [
    ...(period.start < start ? [{ start: period.start, end: Math.min(period.end, start) }] : []),
    ...(period.end > end ? [{ start: Math.max(period.start, end), end: period.end }] : []),
  ]);
}

function timeWithin(blocks: readonly Period[], { start, end }: Period): number {
  let time = 0;
  for (const block of blocks) time += Math.max(0, Math.min(block.end, end) - Math.max(block.start, start));
  return time;
}
