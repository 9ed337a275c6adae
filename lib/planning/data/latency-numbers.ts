import type { DataLimits } from "./data-limits";
import { type MeasuredNumber, roundedHours, roundedPart } from "./measured-number";
import { percentile } from "./percentile";
import { endOf, type Series, seriesOf, sorted, UNPLACED } from "./series";

const DAY = 86_400;

/** Less than a day is no latency: nights are faster. */
const LEAST_SECONDS = DAY;

/**
 * The milliseconds from each place to each site: the middle one of all values of the last days. What has less than a day of values is left to
 * the distance. Of several services, the slowest counts.
 */
export function latencyNumbers(
  series: readonly Series[],
  now: number,
  { days }: Required<DataLimits>,
): readonly MeasuredNumber[] {
  const found = seriesOf(series, "latency").flatMap((one): readonly MeasuredNumber[] => {
    const { place, site, step, isTimeless } = one;
    if (place === undefined || place === UNPLACED) return [];
    const from = isTimeless ? 0 : Math.max(0, Math.ceil((now - days * DAY) / step) - one.first);
    const all = one.values.subarray(from);
    const values = [...all].filter((value) => value >= 0);
    if (values.length === 0 || (!isTimeless && values.length * step < LEAST_SECONDS)) return [];
    const value = Math.round(percentile(values, 0.5));
    const last = (endOf(one) - 1) * step;
    return [
      {
        kind: "latency",
        place,
        site,
        value,
        files: one.files,
        days: isTimeless ? 0 : Math.floor((values.length * step) / DAY),
        holes: roundedPart(1 - values.length / all.length),
        ageHours: isTimeless ? 0 : roundedHours((now - last) / 3600),
      },
    ];
  });
  const keys = sorted(found.map(({ place, site }) => JSON.stringify([place, site])));
  return keys.map((key) => {
    const same = found.filter(({ place, site }) => JSON.stringify([place, site]) === key);
    return same.reduce((slowest, one) => (one.value > slowest.value ? one : slowest));
  });
}
