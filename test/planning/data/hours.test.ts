import { backtest, measureGain } from "../../../lib/planning";
import { demandHours, lastFullHour, measuredHours, servedInHour } from "../../../lib/planning/data/hours";
import type { Series } from "../../../lib/planning/data/series";

/** 2026-11-03T00:00Z in hours since 1970. */
const HOUR = 498_240;
const STEP = 1200;

/** Three values an hour, from the first hour. */
const series = (place: string, site: string, values: readonly number[], more: Partial<Series> = {}): Series => ({
  place,
  site,
  service: "requests",
  measures: "load",
  metric: undefined,
  step: STEP,
  first: HOUR * 3,
  values: Float64Array.from(values),
  files: ["a.json"],
  isTimeless: false,
  ...more,
});

test("a backtest has the peak of what all sites served of a place in an hour", () => {
  const hours = demandHours([
    series("FR", "paris", [1, 2, Number.NaN, 7, 7, 7]),
    series("FR", "last-resort", [10, 20, 15, 1, 1, 3]),
    series("US-CA", "paris", [4, 4, 4]),
    series("US", "paris", [1, 1, 1]),
    series("unknown", "paris", [9, 9, 9]),
  ]);
  expect(hours).toEqual([
    { time: "2026-11-03T00:00Z", demand: { requests: { FR: 22, US: 5, "US-CA": 4 } } },
    { time: "2026-11-03T01:00Z", demand: { requests: { FR: 10 } } },
  ]);
  expect(backtest({ hours, policies: { none: {} }, dataCenters: {} }).hours).toBe(2);
});

test("a backtest has no hour in which a site that serves a place tells nothing", () => {
  const hours = demandHours([
    series("FR", "paris", [5, 5, 5, Number.NaN, Number.NaN, Number.NaN, 5, 5, 5]),
    series("FR", "last-resort", [1, 1, 1, 1, 1, 1, 1, 1, 1]),
  ]);
  expect(hours.map(({ time, demand }) => [time, demand.requests])).toEqual([
    ["2026-11-03T00:00Z", { FR: 6 }],
    ["2026-11-03T02:00Z", { FR: 6 }],
  ]);
});

test("what a step is compared with is the mean of one hour, by place and site", () => {
  const all = [
    series("FR", "paris", [1, 2, 3, 7, Number.NaN, 8]),
    series("FR", "last-resort", [10, 20, 30]),
    series("FR", "paris", [0, 0, 0, 0.5, 0.5, 0.5], { service: "video" }),
  ];
  expect(servedInHour(all, HOUR)).toEqual({
    FR: { paris: { requests: 2, video: 0 }, "last-resort": { requests: 20 } },
  });
  expect(servedInHour(all, HOUR + 1)).toEqual({ FR: { paris: { requests: 7.5, video: 0.5 } } });
  expect(servedInHour(all, HOUR + 2)).toEqual({});
  expect(lastFullHour(all)).toBe(HOUR + 1);
  expect(lastFullHour([series("FR", "paris", [1, 2, 3, 4])])).toBe(HOUR);
  expect(lastFullHour([])).toBeUndefined();
});

test("a gain has requests, milliseconds weighted by requests, and errors of each side", () => {
  const all = [
    series("FR", "paris", [1, 1, 1]),
    series("FR", "paris", [10, 10, 10], { measures: "latency" }),
    series("FR", "paris", [0.5, 0.5, 0.5], { measures: "errors" }),
    series("FR", "frankfurt", [3, 3, 3]),
    series("FR", "frankfurt", [30, 30, 30], { measures: "latency" }),
    // Frankfurt measures errors, and none of France failed.
    series("DE", "frankfurt", [0.1, 0.1, 0.1], { measures: "errors" }),
    series("FR", "last-resort", [2, 2, 2]),
    series("FR", "last-resort", [50, 70, 60], { measures: "latency" }),
    series("DE", "last-resort", [2, 2, 2]),
  ];
  // One request per second with 10 ms and three with 30 are 25 ms.
  expect(measuredHours(all, "home")).toEqual([
    { place: "FR", time: "2026-11-03T00:00Z", requests: 14_400, value: 25, errors: 1800 },
  ]);
  expect(measuredHours(all, "cloud")).toEqual([{ place: "FR", time: "2026-11-03T00:00Z", requests: 7200, value: 60 }]);
});

test("a gain hides no harm behind a site that is not measured", () => {
  const paris = [
    series("FR", "paris", [1, 1, 1]),
    series("FR", "paris", [10, 10, 10], { measures: "latency" }),
    series("FR", "paris", [0.5, 0.5, 0.5], { measures: "errors" }),
  ];
  const frankfurt = series("FR", "frankfurt", [3, 3, 3]);
  // Three of four requests have no time: that hour is missing.
  expect(measuredHours([...paris, frankfurt], "home")).toEqual([]);
  const timed = series("FR", "frankfurt", [30, 30, 30], { measures: "latency" });
  // Nobody knows how many of Frankfurt's failed.
  expect(measuredHours([...paris, frankfurt, timed], "home")).toEqual([
    { place: "FR", time: "2026-11-03T00:00Z", requests: 14_400, value: 25 },
  ]);
  // No user waits for less than nothing: such an hour was not timed.
  const wrong = series("FR", "frankfurt", [30, 30, -900], { measures: "latency" });
  expect(measuredHours([...paris, frankfurt, wrong], "home")).toEqual([]);
  // A site that has less than a tenth of the requests may be without.
  const small = series("FR", "frankfurt", [0.1, 0.1, 0.1]);
  expect(measuredHours([...paris, small], "home")).toMatchObject([{ requests: 3960, value: 10, errors: 1800 }]);
});

test("a gain takes hours as they are measured", () => {
  const days = 15;
  const values = Array.from({ length: days * 72 }, () => 100);
  const side = (site: string, milliseconds: number) => [
    series("FR", site, values),
    series(
      "FR",
      site,
      values.map((_, index) => milliseconds + (index % 5)),
      { measures: "latency" },
    ),
  ];
  const both = [...side("paris", 20), ...side("last-resort", 40)];
  const gain = measureGain({
    registration: {
      step: "2026-11-09",
      days: { from: "2026-11-10", to: "2026-11-16" },
      places: { FR: { percent: 10 } },
    },
    home: { metric: "rtt", hours: measuredHours(both, "home") },
    cloud: { metric: "rtt", hours: measuredHours(both, "cloud") },
  });
  expect(JSON.stringify(gain)).toContain("FR");
});
