import type { Demand } from "../../routing/analysis/demand";
import type { ObservedPlace } from "../after/after-options";
import type { DemandHour } from "../backtest/backtest-options";
import type { MeasuredHour } from "../gain/gain-options";
import { hourText } from "../gain/times";
import { LAST_RESORT_SITE } from "../world";
import { endOf, type Series, seriesOf, sorted, UNPLACED } from "./series";
import { isRegular, spanOf, spansOfSites, type Timeline, timelineOf } from "./timeline";
import { missingOf } from "./together";

const HOUR = 3600;

/** The hours that were measured, and those that were not. */
export interface HoursOfDemand {
  /** What users asked for in each hour: the peak of what all sites served together, at times at which none of them is missing. */
  readonly hours: readonly DemandHour[];
  /** The hours in which places are missing that ask for more than next to nothing: none of their users would fill anything. */
  readonly missing: readonly MissingHour[];
}

/** An hour of which it is not known what these places asked for. */
export interface MissingHour {
  readonly time: string;
  readonly places: readonly string[];
}

/**
 * What users asked for, hour after hour.
 *
 * @param sites the data centres of the program that are not drained; without them, each site may be one
 */
export function demandHours(series: readonly Series[], sites?: readonly string[]): HoursOfDemand {
  const loads = placesIn(seriesOf(series, "load"));
  const byHour = new Map<number, Map<string, Map<string, number>>>();
  const missing = new Map<number, Set<string>>();
  for (const [, ofService] of grouped(loads, ({ service, step }) => JSON.stringify([service, step]))) {
    const spans = spansOfSites(ofService, sites);
    const [{ service }] = ofService as readonly [Series];
    const timelines = grouped(ofService, (one) => one.place ?? "").flatMap(([place, ofPlace]) => {
      const timeline = timelineOf(ofPlace, spans);
      return timeline === undefined ? [] : [[place, timeline] as const];
    });
    const missingIn = missingOf(timelines);
    for (const [hour, from, to] of hoursOf(timelines[0]?.[1])) {
      const places = missingIn(from, to);
      if (places.length > 0) missing.set(hour, new Set([...(missing.get(hour) ?? []), ...places]));
      for (const [place, { values }] of timelines) {
        const known = values.subarray(from, to).filter((value) => !Number.isNaN(value));
        if (known.length === 0) continue;
        const demand = byHour.get(hour) ?? new Map<string, Map<string, number>>();
        byHour.set(hour, demand);
        const peaks = demand.get(service) ?? new Map<string, number>();
        demand.set(service, peaks);
        peaks.set(
          place,
          known.reduce((most, value) => Math.max(most, value), peaks.get(place) ?? 0),
        );
      }
    }
  }
  const inOrder = <One>(all: Iterable<readonly [number, One]>) => [...all].sort(([one], [other]) => one - other);
  return {
    hours: inOrder(byHour).flatMap(([hour, demand]) =>
      missing.has(hour)
        ? []
        : [
            {
              time: hourText(hour),
              demand: Object.fromEntries(
                [...demand].map(([name, peaks]) => [name, withStates(Object.fromEntries(peaks))]),
              ),
            },
          ],
    ),
    missing: inOrder(missing).map(([hour, places]) => ({ time: hourText(hour), places: sorted(places) })),
  };
}

/** The hours of a timeline, and where in it each begins and ends. All timelines of one service begin alike. */
function hoursOf(timeline: Timeline | undefined): readonly (readonly [number, number, number])[] {
  if (timeline === undefined) return [];
  const { first, step, values } = timeline;
  const indexAt = (hour: number) => Math.min(values.length, Math.max(0, Math.ceil((hour * HOUR) / step) - first));
  const [from, to] = [first * step, (first + values.length - 1) * step].map((seconds) => Math.floor(seconds / HOUR));
  return Array.from({ length: (to ?? 0) - (from ?? 0) + 1 }, (_, index) => {
    const hour = (from ?? 0) + index;
    return [hour, indexAt(hour), indexAt(hour + 1)] as const;
  });
}

/**
 * What each site served of each place in one hour, on average: what a step is compared with. Nothing is known of an hour without any value.
 *
 * @param hour counted from 1970 in UTC
 */
export function servedInHour(series: readonly Series[], hour: number): { readonly [place: string]: ObservedPlace } {
  const known = placesIn(seriesOf(series, "load")).flatMap((one) => {
    const values = valuesIn(one, hour);
    return values.length === 0 ? [] : [{ ...one, rate: meanOf(values) }];
  });
  const places = grouped(known, ({ place = "" }) => place).map(([place, ofPlace]) => {
    const sites = grouped(ofPlace, ({ site }) => site).map(([site, ofSite]) => {
      const rates = grouped(ofSite, ({ service }) => service).map(([service, ofService]) => [
        service,
        Math.max(0, ...ofService.map(({ rate }) => rate)),
      ]);
      return [site, Object.fromEntries(rates)];
    });
    return [place, Object.fromEntries(sites)];
  });
  return Object.fromEntries(places);
}

/** The last hour that is over in the data. */
export interface LastHour {
  /** Counted from 1970 in UTC. */
  readonly hour: number;
  /** The sites whose values end in an hour that others have as a whole: theirs would be the mean of its first minutes, or nothing. */
  readonly late: readonly string[];
}

/** Answers of several queries end at most so many hours apart. What ended earlier is silent: it is judged, and not waited for. */
const HOURS_APART = 2;

/** The last hour that is over at all sites, but for those that are silent. */
export function lastFullHour(series: readonly Series[]): LastHour | undefined {
  const sites = grouped(placesIn(seriesOf(series, "load")), ({ site }) => site).flatMap(([site, ofSite]) => {
    const ends = ofSite.flatMap((one) => lastHourOf(one));
    return ends.length === 0 ? [] : [{ site, hour: Math.max(...ends), isRegular: ofSite.some(isRegularSeries) }];
  });
  if (sites.length === 0) return undefined;
  const newest = Math.max(...sites.map(({ hour }) => hour));
  const late = sites.filter(({ hour, isRegular }) => isRegular && hour < newest && hour >= newest - HOURS_APART);
  return { hour: Math.min(newest, ...late.map(({ hour }) => hour)), late: late.map(({ site }) => site) };
}

function isRegularSeries(one: Series): boolean {
  const span = spanOf(one);
  return span !== undefined && isRegular(one, span);
}

/** The last hour that a series has as a whole; of values that are further apart than an hour, the one of the last value. */
function lastHourOf(one: Series): readonly number[] {
  const span = spanOf(one);
  if (span === undefined) return [];
  return [Math.floor((one.step > HOUR ? span.to * one.step + HOUR : (span.to + 1) * one.step) / HOUR) - 1];
}

/**
 * What one side measured of each place in each hour: requests, the mean of its milliseconds weighted by requests, and requests that failed.
 *
 * @param service the service whose load is requests per second
 */
export function measuredHours(
  series: readonly Series[],
  side: "home" | "cloud",
  service = "requests",
): readonly MeasuredHour[] {
  const own = placesIn(series).filter(
    (one) => (one.site === LAST_RESORT_SITE) === (side === "cloud") && !one.isTimeless && one.service === service,
  );
  // A site that measures errors has none of a place that it has no series of.
  const withErrors = new Set(seriesOf(series, "errors", service).map(({ site }) => site));
  const hours: MeasuredHour[] = [];
  for (const [place, ofPlace] of grouped(own, (one) => one.place ?? "")) {
    const loads = seriesOf(ofPlace, "load");
    const [from, to] = [
      hourAt(
        loads.map((one) => one.first * one.step),
        Math.min,
      ),
      hourAt(loads.map(lastTime), Math.max),
    ];
    for (let hour = from; hour <= to; hour++) {
      const found = hourOf(ofPlace, hour, withErrors);
      if (found !== undefined) hours.push({ place, time: hourText(hour), ...found });
    }
  }
  return hours;
}

/** Of so many of the requests it must be known how long they took, or the hour has no value, and whether they failed: what is not measured may be what is slow. */
const MEASURED_PART = 0.9;

function hourOf(
  series: readonly Series[],
  hour: number,
  withErrors: ReadonlySet<string>,
): Omit<MeasuredHour, "place" | "time"> | undefined {
  let [requests, weighed, weight, errors, judged] = [0, 0, 0, 0, 0];
  let isKnown = false;
  for (const [site, ofSite] of grouped(series, (one) => one.site)) {
    const of = (measures: Series["measures"]) =>
      seriesOf(ofSite, measures)
        .filter((one) => one.site === site)
        .flatMap((one) => valuesIn(one, hour));
    const [load, failed, latency] = [of("load"), of("errors"), of("latency")];
    if (load.length === 0) continue;
    const served = Math.max(0, meanOf(load)) * HOUR;
    isKnown = true;
    requests += served;
    // Nothing is served in no time: a clock or a histogram is broken.
    if (latency.length > 0 && Math.min(...latency) > 0) {
      weighed += served * meanOf(latency);
      weight += served;
    }
    if (withErrors.has(site)) judged += served;
    if (failed.length > 0) errors += Math.max(0, meanOf(failed)) * HOUR;
  }
  if (!isKnown) return undefined;
  const isTimed = weight > 0 && weight >= MEASURED_PART * requests;
  const hasErrors = withErrors.size > 0 && judged >= MEASURED_PART * requests;
  return {
    requests,
    ...(isTimed && { value: weighed / weight }),
    ...(hasErrors && { errors: Math.min(errors, requests) }),
  };
}

/** The demand of the United States, with its states: metrics have users in no known state apart. */
export function withStates(demand: Readonly<Record<string, number>>): Demand {
  const states = Object.entries(demand).filter(([place]) => place.startsWith("US-"));
  if (states.length === 0) return demand;
  return { ...demand, US: states.reduce((sum, [, rate]) => sum + rate, demand.US ?? 0) };
}

/** Those of places that are known. */
function placesIn(series: readonly Series[]): readonly Series[] {
  return series.filter(({ place }) => place !== undefined && place !== UNPLACED);
}

function valuesIn(one: Series, hour: number): readonly number[] {
  const from = Math.ceil((hour * HOUR) / one.step) - one.first;
  const to = Math.ceil(((hour + 1) * HOUR) / one.step) - one.first;
  return [...one.values.subarray(Math.max(0, from), Math.max(0, to))].filter((value) => !Number.isNaN(value));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function hourAt(seconds: readonly number[], most: (...numbers: number[]) => number): number {
  return Math.floor(most(...seconds) / HOUR);
}

function lastTime(one: Series): number {
  return (endOf(one) - 1) * one.step;
}

function grouped<One>(
  all: readonly One[],
  nameOf: (one: One) => string,
): readonly (readonly [string, readonly One[]])[] {
  return sorted(all.map(nameOf)).map((name) => [name, all.filter((one) => nameOf(one) === name)] as const);
}
