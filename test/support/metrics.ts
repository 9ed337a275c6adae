/** The answer of `query_range` to the metrics of a platform, hour after hour in UTC: each day has its busiest hour at 20 o'clock. */

export const FIRST_DAY = Date.parse("2026-10-01T00:00Z") / 1000;

export interface AnsweredSeries {
  readonly labels: Readonly<Record<string, string>>;
  /** The load of each day's busiest hour; half of it in all others. */
  readonly peaks: readonly number[];
}

/** As many days with the same peak. */
export function steady(peak: number, days = 28): readonly number[] {
  return Array.from({ length: days }, () => peak);
}

export function queryRange(...series: readonly AnsweredSeries[]): string {
  const result = series.map(({ labels, peaks }) => ({
    metric: labels,
    values: peaks.flatMap((peak, day) =>
      Array.from({ length: 24 }, (_, hour) => [
        FIRST_DAY + (day * 24 + hour) * 3600,
        String(hour === 20 ? peak : peak / 2),
      ]),
    ),
  }));
  return JSON.stringify({ status: "success", data: { resultType: "matrix", result } });
}
