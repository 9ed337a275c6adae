import type { Problems } from "../../core/problems";
import type { Demand } from "../../routing/analysis/demand";
import type { PlaceRule, RatePerService } from "../planning-options";
import { LAST_RESORT_SITE } from "../world";
import { type Calendar, freezesAt, isOf, timeZoneOf } from "./calendar";
import { DATA_LIMITS, type DataLimits } from "./data-limits";
import { demandOf, type Judged } from "./demand-numbers";
import { withStates } from "./hours";
import { latencyNumbers } from "./latency-numbers";
import type { MeasuredNumber } from "./measured-number";
import type { ExcludedPart, ReadSeries } from "./read-series";
import { type Series, seriesOf, servicesIn, sorted } from "./series";
import { headroomOf, servedWellOf } from "./site-numbers";
import { newestSeconds, spanOf } from "./timeline";

/** What is planned with of all that was measured, and how sure it is. */
export interface MeasuredData {
  /** What ages are counted to: the newest value, or the time that was given; in UTC. Nothing, where no value has a time. */
  readonly now?: string;
  readonly timeZone: string;
  readonly numbers: readonly MeasuredNumber[];
  readonly excluded: readonly ExcludedPart[];
  /** Which part of each service is asked for by users of no known place, and what these are called. */
  readonly unknownPlaces: { readonly parts: RatePerService; readonly names: readonly string[] };
  /** Places of which nothing was measured, and that are known to the program. */
  readonly withoutData: readonly string[];
  /** Sites that are no data centre of the program. Their users count. */
  readonly unknownSites: readonly string[];
  /** Data centres of the program of whose load nothing was measured. */
  readonly unmeasuredSites: readonly string[];
  /** Data centres of the program, and the last resort, that told nothing any more when others still did: the time of their last value. */
  readonly silentSites?: { readonly [site: string]: string };
  /** Why routes stay as they are, by place; for `all`, of each place. */
  readonly held: { readonly [place: string]: readonly string[] };
  readonly all: readonly string[];
}

/** What the program knows. */
export interface KnownPlaces {
  readonly dataCenters: readonly string[];
  /** Those that get no users: when they are silent, nothing is missing. */
  readonly drained?: readonly string[];
  /** The places with a demand in the program, and of which service it is. */
  readonly places: readonly string[];
  readonly service: string;
}

/** What is planned for, and how data is judged. */
export interface MeasuredBy {
  readonly calendar?: Calendar;
  readonly limits?: DataLimits;
  /** Seconds since 1970; 0 where no value has a time. */
  readonly now: number;
}

/**
 * The time that data and freezes are judged by: the one that was asked for, or the newest value.
 *
 * @returns 0 where there is neither
 */
export function nowOf(
  problems: Problems,
  series: readonly Series[],
  { freezes = [] }: Calendar,
  asked: number | undefined,
): number {
  const newest = newestSeconds(series);
  if (asked !== undefined && newest !== undefined && asked < newest)
    problems.refuse("--now", timeText(asked), `the newest value, ${timeText(newest)}, or later`);
  if (asked === undefined && newest === undefined && freezes.length > 0)
    problems.conflict("--now", "freezes are judged by a time, and there is no data that has one: add --now");
  return asked ?? newest ?? 0;
}

/** Makes numbers of what was read. A place with bad data is held; data that is bad as a whole is refused. */
export function measuredOf(
  problems: Problems,
  { series, excluded, unknownNames }: ReadSeries,
  known: KnownPlaces,
  { calendar = {}, limits: given = {}, now }: MeasuredBy,
): MeasuredData {
  const limits = { ...DATA_LIMITS, ...given };
  const serving = known.dataCenters.filter((site) => known.drained?.includes(site) !== true);
  const judged: Judged = { calendar, limits, now, dataCenters: serving };
  const services = servicesIn(series);
  const demands = services.flatMap((service) => {
    const found = demandOf(problems, series, service, judged);
    return found === undefined ? [] : [{ service, ...found }];
  });
  for (const { service, unknownPart } of demands) {
    if (unknownPart <= limits.unknownPlaces) continue;
    const names = unknownNames.slice(0, MOST_NAMES).map((name) => JSON.stringify(name));
    problems.conflict(
      service,
      `${percent(unknownPart)} is asked for by users of no known place, and at most ${percent(limits.unknownPlaces)} may be: ${names.join(", ")}`,
    );
  }
  for (const { service } of demands) {
    const isThere = seriesOf(series, "load", service).some(({ site, place }) => site === LAST_RESORT_SITE && place);
    if (!isThere) problems.conflict(service, `has no country at ${LAST_RESORT_SITE}: whom it serves would not count`);
  }
  const perSite = services.flatMap((service) =>
    known.dataCenters.flatMap((site) => [
      ...one(servedWellOf(series, service, site, now, limits)),
      ...one(headroomOf(series, service, site, now)),
    ]),
  );
  const numbers = [...demands.flatMap((demand) => demand.numbers), ...perSite, ...latencyNumbers(series, now, limits)];
  const isMeasured = demands.some(({ service }) => service === known.service);
  const withoutData = isMeasured ? known.places.filter((place) => !has(numbers, place)) : [];
  const places = sorted([
    ...known.places,
    ...numbers.flatMap(({ kind, place }) => (kind === "demand" ? one(place) : [])),
  ]);
  const freezes = freezesAt(calendar, now);
  const frozen = freezes.filter((freeze) => freeze.places !== undefined);
  const held = places.flatMap((place) => {
    const faults = numbers.flatMap((number) => (number.place === place ? (number.faults ?? []) : []));
    const reasons = frozen.filter((freeze) => isOf(freeze, place)).map(frozenText);
    const missing = withoutData.includes(place) ? ["nothing was measured of it"] : [];
    const why = [...new Set([...reasons, ...missing, ...faults])];
    return why.length === 0 ? [] : [[place, why] as const];
  });
  const silentSites = silentIn(seriesOf(series, "load"), [...serving, LAST_RESORT_SITE]);
  const measuredSites = new Set(seriesOf(series, "load").map(({ site }) => site));
  return {
    ...(now > 0 && { now: timeText(now) }),
    timeZone: timeZoneOf(calendar),
    numbers,
    excluded,
    unknownPlaces: {
      parts: Object.fromEntries(demands.map(({ service, unknownPart }) => [service, unknownPart])),
      names: unknownNames,
    },
    withoutData,
    unknownSites: sorted(series.map(({ site }) => site)).filter(
      (site) => site !== LAST_RESORT_SITE && !known.dataCenters.includes(site),
    ),
    unmeasuredSites: services.length === 0 ? [] : known.dataCenters.filter((site) => !measuredSites.has(site)),
    ...(silentSites.length > 0 && { silentSites: Object.fromEntries(silentSites) }),
    held: Object.fromEntries(held),
    all: [
      ...freezes.filter((freeze) => freeze.places === undefined).map(frozenText),
      ...demands.flatMap(({ service, jump }) => jump.map((why) => `${service} of all places: ${why}`)),
    ],
  };
}

/** The answers of several queries end some steps apart. */
const STEPS_APART = 2;
const SECONDS_APART = 7200;

/** Sites whose values end before those of others, and when. */
function silentIn(loads: readonly Series[], sites: readonly string[]): readonly (readonly [string, string])[] {
  const lastOf = (some: readonly Series[]) =>
    some.reduce((most, one) => Math.max(most, one.isTimeless ? 0 : (spanOf(one)?.to ?? 0) * one.step), 0);
  const newest = lastOf(loads);
  return sites.flatMap((site) => {
    const own = loads.filter((one) => one.site === site && !one.isTimeless);
    const [last, step] = [lastOf(own), Math.max(0, ...own.map((one) => one.step))];
    const isSilent = own.length > 0 && newest - last > Math.max(SECONDS_APART, STEPS_APART * step);
    return isSilent ? [[site, timeText(last)] as const] : [];
  });
}

/** More names of no place are not listed. */
const MOST_NAMES = 5;

/** The options of a plan that data makes. */
export interface MeasuredOptions {
  readonly services: { readonly [service: string]: { readonly demand: Demand } };
  readonly dataCenters: {
    readonly [site: string]: { readonly servedWell?: RatePerService; readonly headroom?: number };
  };
  readonly latency: { readonly [place: string]: RatePerService } | undefined;
}

/** The same numbers as options of a plan. Of several services, the largest headroom counts. */
export function optionsOf({ numbers }: MeasuredData): MeasuredOptions {
  const of = (kind: MeasuredNumber["kind"]) => numbers.filter((number) => number.kind === kind);
  const services = sorted(of("demand").map(({ service = "" }) => service)).map((service) => {
    const own = of("demand").filter((number) => number.service === service);
    return [service, { demand: withStates(Object.fromEntries(own.map(({ place = "", value }) => [place, value]))) }];
  });
  const sites = sorted([...of("servedWell"), ...of("headroom")].map(({ site = "" }) => site)).map((site) => {
    const [well, free] = [of("servedWell"), of("headroom")].map((some) =>
      some.filter((number) => number.site === site),
    );
    return [
      site,
      {
        ...(well?.length && {
          servedWell: Object.fromEntries(well.map(({ service = "", value }) => [service, value])),
        }),
        ...(free?.length && { headroom: Math.max(...free.map(({ value }) => value)) }),
      },
    ];
  });
  const latency = sorted(of("latency").map(({ place = "" }) => place)).map((place) => {
    const own = of("latency").filter((number) => number.place === place);
    return [place, Object.fromEntries(own.map(({ site = "", value }) => [site, value]))];
  });
  return {
    services: Object.fromEntries(services),
    dataCenters: Object.fromEntries(sites),
    latency: latency.length === 0 ? undefined : Object.fromEntries(latency),
  };
}

/** The rules that hold places, by the names that a plan has for them: a wave is held when one of its places is. */
export function rulesOf(
  { held, all }: MeasuredData,
  places: readonly string[],
  wavesOf: (place: string) => readonly string[],
): { readonly [place: string]: PlaceRule } {
  const named = all.length > 0 ? places : Object.keys(held);
  const names = named.flatMap((place) => (wavesOf(place).length > 0 ? wavesOf(place) : [place]));
  return Object.fromEntries(sorted(names).map((name) => [name, { frozen: true }]));
}

/** `2026-11-03T17:05:00Z`. */
export function timeText(seconds: number): string {
  return `${new Date(Math.floor(seconds) * 1000).toISOString().slice(0, 19)}Z`;
}

function frozenText({ reason, from, to }: { reason: string; from: string; to: string }): string {
  return `frozen from ${from} to ${to}: ${reason}`;
}

function has(numbers: readonly MeasuredNumber[], place: string): boolean {
  const isOfPlace = (other: string | undefined) =>
    other === place || (place === "US" && other?.startsWith("US-") === true);
  return numbers.some(({ kind, place: other, value }) => kind === "demand" && isOfPlace(other) && value > 0);
}

function one<Value>(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value];
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(1))} %`;
}
