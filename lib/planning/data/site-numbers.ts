import type { DataLimits } from "./data-limits";
import { type MeasuredNumber, rounded, roundedHours, roundedPart } from "./measured-number";
import { percentile } from "./percentile";
import { type Series, seriesOf } from "./series";
import { between, lastSeconds, spansOfSites, type Timeline, timelineOf } from "./timeline";

const DAY = 86_400;

/** For how long it counts what a site has served well, in seconds. */
const PROVEN_FOR = 60 * DAY;

/** From minute to minute: values that are further apart hide what happens between them. */
const MINUTE = 60;

/** What a minute is compared with: so many seconds on both sides of it. */
const AROUND = 7 * MINUTE;

/** Fewer minutes tell nothing of one in a hundred. */
const LEAST_MINUTES = 1000;

/** Quiet hours differ more from minute to minute, and fill nothing. */
const BUSY = 0.5;

/** What planRouting keeps free where nothing was measured: less is never made of data, which may be smoother than users are. */
const LEAST_HEADROOM = 0.1;
const MOST_HEADROOM = 0.9;

/** The whole load of a site, or what failed of it, for each step of which there is any. */
export function siteTimelines(
  series: readonly Series[],
  measures: "load" | "errors",
  service: string,
  site: string,
): readonly Timeline[] {
  const own = seriesOf(series, measures, service).filter((one) => one.site === site);
  const steps = [...new Set(own.map(({ step }) => step))].sort((one, other) => one - other);
  return steps.flatMap((step) => {
    const ofStep = own.filter((one) => one.step === step);
    // All users of a site together are not the sum of those of places with a sum beside it.
    const whole = ofStep.filter(({ place }) => place === undefined);
    const used = whole.length > 0 ? whole : ofStep;
    return timelineOf(used, spansOfSites(used)) ?? [];
  });
}

/** The largest load that a site has served well: of which hardly anything failed. Nothing where errors are not known. */
export function servedWellOf(
  series: readonly Series[],
  service: string,
  site: string,
  now: number,
  { errors }: Required<DataLimits>,
): MeasuredNumber | undefined {
  const failures = siteTimelines(series, "errors", service, site);
  let best: { value: number; timeline: Timeline } | undefined;
  for (const timeline of siteTimelines(series, "load", service, site)) {
    const failed = failures.find(({ step }) => step === timeline.step);
    if (failed === undefined) continue;
    for (const [index, load] of timeline.values.entries()) {
      const time = timeline.first + index;
      const bad = failed.values[time - failed.first] ?? Number.NaN;
      const isRecent = time * timeline.step > now - PROVEN_FOR;
      if (isRecent && load > (best?.value ?? 0) && bad <= errors * load) best = { value: load, timeline };
    }
  }
  if (best === undefined) return undefined;
  return {
    kind: "servedWell",
    service,
    site,
    value: rounded(best.value),
    ...qualityOf(best.timeline, now, PROVEN_FOR),
  };
}

/**
 * What a site must keep free, for what its load differs from minute to minute: in its busy hours, 99 of 100 minutes are at most so far above
 * the mean of the quarter of an hour around them.
 */
export function headroomOf(
  series: readonly Series[],
  service: string,
  site: string,
  now: number,
): MeasuredNumber | undefined {
  const timeline = siteTimelines(series, "load", service, site).find(({ step }) => step <= MINUTE);
  if (timeline === undefined) return undefined;
  const width = Math.round(AROUND / timeline.step);
  const { values } = timeline;
  const minutes: { value: number; mean: number }[] = [];
  let sum = 0;
  // A sum that moves along: of a value that is missing it is NaN, and begins anew after it.
  let known = 0;
  for (const [index, value] of values.entries()) {
    if (Number.isNaN(value)) {
      sum = 0;
      known = 0;
      continue;
    }
    sum += value - (known > 2 * width ? (values[index - 2 * width - 1] ?? 0) : 0);
    known = Math.min(known + 1, 2 * width + 1);
    if (known > 2 * width) minutes.push({ value: values[index - width] ?? 0, mean: sum / known });
  }
  const busy = BUSY * minutes.reduce((most, { mean }) => Math.max(most, mean), 0);
  const ratios = minutes.filter(({ mean }) => mean > 0 && mean >= busy).map(({ value, mean }) => value / mean);
  if (ratios.length < LEAST_MINUTES) return undefined;
  const free = 1 - 1 / Math.max(1, percentile(ratios, 0.99));
  const value = Math.min(MOST_HEADROOM, Math.max(LEAST_HEADROOM, Math.ceil(free * 100 - 1e-9) / 100));
  return { kind: "headroom", service, site, value, ...qualityOf(timeline, now, Number.POSITIVE_INFINITY) };
}

function qualityOf(timeline: Timeline, now: number, most: number) {
  const last = lastSeconds(timeline);
  const from = Math.max(timeline.first * timeline.step, now - most);
  const all = between(timeline, from, last + timeline.step);
  const found = all.filter((value) => !Number.isNaN(value)).length;
  return {
    files: timeline.files,
    days: Math.floor((all.length * timeline.step) / DAY),
    holes: roundedPart(1 - found / Math.max(1, all.length)),
    ageHours: roundedHours((now - last) / 3600),
  };
}
