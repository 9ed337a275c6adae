import type { Problems } from "../../core/problems";
import { type Calendar, isEventDay, plannedEvent, timeZoneOf } from "./calendar";
import { dailyPeaks, faultsOf, jumpOf } from "./daily-peaks";
import type { DataLimits } from "./data-limits";
import { type Day, wholeDays } from "./days";
import { type MeasuredNumber, rounded, roundedHours, roundedPart } from "./measured-number";
import { percentile } from "./percentile";
import { type Series, seriesOf, sorted, UNPLACED } from "./series";
import { spanOfAll, spansOfSites, type Timeline, timelineOf } from "./timeline";
import { sumOf, wholeSumOf } from "./together";

/** Of the daily peaks, nine of ten are not above the demand. */
const OF_DAYS = 0.9;

/** What data is judged by. */
export interface Judged {
  readonly calendar: Calendar;
  readonly limits: Required<DataLimits>;
  /** The time that ages are counted to, in seconds. */
  readonly now: number;
  /** The data centres of the program that are not drained. */
  readonly dataCenters: readonly string[];
}

/** The demand of one service. */
export interface ServiceDemand {
  readonly numbers: readonly MeasuredNumber[];
  /** Which part of all is asked for by users of no known place. */
  readonly unknownPart: number;
  /** Why no place may change: what is wrong with all of them together. */
  readonly jump: readonly string[];
}

/**
 * What each place asks for of a service: the 90th percentile of its daily peaks. A place with bad data is held; refused is only what is
 * wrong with all places together.
 */
export function demandOf(
  problems: Problems,
  all: readonly Series[],
  service: string,
  judged: Judged,
): ServiceDemand | undefined {
  const { calendar, limits, now, dataCenters } = judged;
  const series = seriesOf(all, "load", service).filter(({ place }) => place !== undefined);
  const steps = [...new Set(series.map(({ step }) => step))].sort((one, other) => one - other);
  const span = spanOfAll(series);
  if (steps.length > 1) {
    problems.conflict(
      service,
      `has values of countries that are ${steps.join(" and ")} seconds apart: ask with one step, and finer ones without the country`,
    );
  }
  const [step = 1] = steps;
  if (steps.length === 1 && span === undefined) problems.conflict(service, "has no value of any country");
  if (steps.length !== 1 || span === undefined) return undefined;
  const spans = spansOfSites(series, dataCenters);
  const days = wholeDays(timeZoneOf(calendar), span.from * step, (span.to + 1) * step).slice(-limits.days);
  const of = (place: string) => series.filter((one) => one.place === place);
  const places = sorted(series.map(({ place = "" }) => place)).filter((place) => place !== UNPLACED);
  const timelines = new Map(places.flatMap((place) => withTimeline(place, timelineOf(of(place), spans))));
  const total = sumOf([...timelines.values()]);
  if (total === undefined) {
    problems.conflict(service, "has no values of any known place");
    return undefined;
  }
  const together = dailyPeaks(total, days, now, limits, (day) => isEventDay(calendar, undefined, day));
  for (const fault of faultsOf(together, limits, together.days)) problems.conflict(service, `of all places: ${fault}`);
  const unknown = timelineOf(of(UNPLACED), spans);
  const [known, others] = [total, unknown].map((one) => (one === undefined ? 0 : meanIn(one, days)));
  const unknownPart = others === undefined || others <= 0 ? 0 : others / (others + (known ?? 0));
  const numbers = [...timelines].map(([place, timeline]) => numberOf(place, service, timeline, days, judged));
  return { numbers, unknownPart, jump: jumpOfAll([...timelines.values()], days, judged) };
}

function numberOf(
  place: string,
  service: string,
  timeline: Timeline,
  days: readonly Day[],
  { calendar, limits, now }: Judged,
): MeasuredNumber {
  const found = dailyPeaks(timeline, days, now, limits, (day) => isEventDay(calendar, place, day));
  const faults = [...faultsOf(found, limits), ...jumpOf(found, days.at(-1)?.name, limits)];
  const peaks = found.peaks.map(({ peak }) => peak);
  // Of a place that is held, too much is safer than too little.
  const usual =
    peaks.length === 0 || (faults.length > 0 && peaks.length < limits.leastDays)
      ? found.largest
      : percentile(peaks, OF_DAYS);
  const event = plannedEvent(calendar, place, now, limits.daysBeforeEvent);
  return {
    kind: "demand",
    service,
    place,
    value: rounded(usual * (event?.demand ?? 1)),
    files: timeline.files,
    days: peaks.length,
    holes: roundedPart(found.holes),
    ageHours: roundedHours(found.ageHours),
    ...(event && { event: event.name }),
    ...(faults.length > 0 && { faults }),
  };
}

function withTimeline(place: string, timeline: Timeline | undefined): readonly (readonly [string, Timeline])[] {
  return timeline === undefined ? [] : [[place, timeline]];
}

/**
 * What is wrong with the newest day of all places together. It is compared with other days of the same places: a site that told nothing on
 * that day, or on another, makes no jump.
 */
function jumpOfAll(timelines: readonly Timeline[], days: readonly Day[], { calendar, limits, now }: Judged) {
  const newest = days.slice(-1);
  const isThere = (one: Timeline) => dailyPeaks(one, newest, now, limits, () => false).days > 0;
  const whole = wholeSumOf(timelines.filter(isThere));
  if (whole === undefined) return [];
  const found = dailyPeaks(whole, days, now, limits, (day) => isEventDay(calendar, undefined, day));
  return jumpOf(found, newest[0]?.name, limits);
}

/** The mean of all values in some days. */
function meanIn(timeline: Timeline, days: readonly Day[]): number {
  const [from, to] = [days[0]?.from ?? 0, days.at(-1)?.to ?? 0];
  const { step, first, values } = timeline;
  const inside = [...values].filter((value, index) => {
    const seconds = (first + index) * step;
    return seconds >= from && seconds < to && value > 0;
  });
  // Times without a value count as 0: users of no known place come now and then.
  return inside.reduce((sum, value) => sum + value, 0) / Math.max(1, (to - from) / step);
}
