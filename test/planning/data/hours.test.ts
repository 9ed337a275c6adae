import { backtest, measureGain } from "../../../lib/planning";
import { demandHours, lastFullHour, measuredHours, servedInHour } from "../../../lib/planning/data/hours";
import type { Series } from "../../../lib/planning/data/series";
import { fc } from "../../support/property";
import { daily, days, FIRST_HOUR, range, without } from "./worlds-of-data";

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
  const { hours } = demandHours([
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
  const { hours } = demandHours([
    series("FR", "paris", [5, 5, 5, Number.NaN, Number.NaN, Number.NaN, 5, 5, 5]),
    series("FR", "last-resort", [1, 1, 1, 1, 1, 1, 1, 1, 1]),
  ]);
  expect(hours.map(({ time, demand }) => [time, demand.requests])).toEqual([
    ["2026-11-03T00:00Z", { FR: 6 }],
    ["2026-11-03T02:00Z", { FR: 6 }],
  ]);
});

describe("a backtest leaves out hours in which places are missing that ask for much", () => {
  const NONE = [Number.NaN, Number.NaN, Number.NaN];
  /** Two of three hours of it are known. */
  const without = (place: string, site: string, rate: number) =>
    series(place, site, [rate, rate, rate, ...NONE, rate, rate, rate]);
  const always = (place: string, rate: number) => series(place, "last-resort", Array(9).fill(rate));
  const timesOf = (...all: Series[]) => demandHours(all).hours.map(({ time }) => time.slice(11, 13));

  test("though others are known, and names them", () => {
    const { hours, missing } = demandHours([without("FR", "paris", 45_000), always("FR", 1), always("DE", 30_000)]);
    expect(hours.map(({ time }) => time)).toEqual(["2026-11-03T00:00Z", "2026-11-03T02:00Z"]);
    expect(missing).toEqual([{ time: "2026-11-03T01:00Z", places: ["FR"] }]);
  });

  test("but not where they ask for next to nothing", () => {
    // 9 of 989 are less than a hundredth, and 10 of 990 are more.
    expect(timesOf(without("LU", "paris", 9), always("DE", 980))).toEqual(["00", "01", "02"]);
    expect(timesOf(without("LU", "paris", 10), always("DE", 980))).toEqual(["00", "02"]);
    expect(timesOf(without("LU", "paris", 5), without("MC", "paris", 5), always("DE", 980))).toEqual(["00", "02"]);
  });

  test("and not where one of them is known for a part of the hour", () => {
    const some = series("FR", "paris", [5, 5, 5, Number.NaN, 9, Number.NaN, 5, 5, 5]);
    expect(demandHours([some, always("DE", 3)])).toMatchObject({
      hours: [{}, { demand: { requests: { FR: 9, DE: 3 } } }, {}],
      missing: [],
    });
  });

  test("nor where a site is gone that the program does not have, or has come", () => {
    const gone = daily("FR", "paris", days(2, 5));
    const come = daily("FR", "lyon", days(2, 5), { first: FIRST_HOUR + 48 });
    const all = [gone, come, daily("FR", "last-resort", days(4, 1))];
    const { hours, missing } = demandHours(all, ["lyon"]);
    expect([hours.length, missing]).toEqual([96, []]);
    expect([20, 92].map((hour) => hours[hour]?.demand)).toEqual([{ requests: { FR: 6 } }, { requests: { FR: 6 } }]);
    expect(demandHours(all, ["lyon", "paris"]).missing).toHaveLength(48);
    // Of the last resort it is never known that it is gone.
    const cloud = [daily("FR", "paris", days(4, 5)), daily("FR", "last-resort", days(2, 1))];
    expect(demandHours(cloud, ["paris"]).missing).toHaveLength(48);
  });
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
  expect(lastFullHour([])).toBeUndefined();
});

test("no hour of a backtest has less than was asked for, whatever is silent, but for next to nothing", () => {
  const places = ["FR", "DE", "LU"] as const;
  const world = fc.record({
    peaks: fc.tuple(...places.map(() => fc.integer({ min: 1, max: 1000 }))),
    // Which part of each place Paris serves, and when it is silent.
    home: fc.tuple(...places.map(() => fc.integer({ min: 0, max: 10 }))),
    from: fc.integer({ min: 1, max: 8 * 24 - 2 }),
    hours: fc.integer({ min: 1, max: 8 * 24 }),
    site: fc.constantFrom("paris", "last-resort"),
  });
  fc.assert(
    fc.property(world, ({ peaks, home, from, hours, site }) => {
      const all = places.flatMap((place, index) => {
        const [peak = 0, tenths = 0] = [peaks[index], home[index]];
        return [
          ...(tenths > 0 ? [daily(place, "paris", days(8, (peak * tenths) / 10))] : []),
          ...(tenths < 10 ? [daily(place, "last-resort", days(8, (peak * (10 - tenths)) / 10))] : []),
        ];
      });
      const silent = range(from, Math.min(from + hours, 8 * 24));
      const measured = all.map((one) => (one.site === site ? without(one, silent) : one));
      const found = demandHours(measured, ["paris"]);
      const sum = peaks.reduce((most, peak) => most + peak, 0);
      for (const { time, demand } of found.hours) {
        const asked = Object.values(demand.requests ?? {}).reduce((most, rate) => most + (rate ?? 0), 0);
        expect(asked).toBeGreaterThanOrEqual(0.97 * sum * (time.includes("T20:") ? 1 : 0.5));
      }
      const isHeard = all.some((one) => one.site === site);
      expect(found.missing.length).toBeLessThanOrEqual(isHeard ? silent.length : 0);
    }),
  );
});

describe("the last hour that is over", () => {
  const ending = (site: string, count: number, more: Partial<Series> = {}) =>
    series("FR", site, Array(count).fill(1), more);
  const NONE: readonly string[] = [];

  test("is the last one of which all values are there", () => {
    expect(lastFullHour([ending("paris", 6)])).toEqual({ hour: HOUR + 1, late: NONE });
    expect(lastFullHour([ending("paris", 5)])).toEqual({ hour: HOUR, late: NONE });
  });

  test("is over at all sites, but for those that are silent", () => {
    // Paris has ten of thirty minutes of the fourth hour.
    expect(lastFullHour([ending("paris", 10), ending("last-resort", 12)])).toEqual({ hour: HOUR + 2, late: ["paris"] });
    expect(lastFullHour([ending("paris", 6), ending("last-resort", 12)])).toEqual({ hour: HOUR + 1, late: ["paris"] });
    expect(lastFullHour([ending("paris", 5), ending("last-resort", 12)])).toEqual({ hour: HOUR + 3, late: NONE });
    // Germany's users are gone from Paris, and France's are not.
    const all = [ending("paris", 12), ending("paris", 5, { place: "DE" }), ending("last-resort", 12)];
    expect(lastFullHour(all)).toEqual({ hour: HOUR + 3, late: NONE });
  });

  test("waits for no site that has values now and then", () => {
    const seldom = series("FR", "frankfurt", [1, Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 1]);
    expect(lastFullHour([seldom, ending("last-resort", 12)])).toEqual({ hour: HOUR + 3, late: NONE });
  });

  test("is that of the last value where values are further apart", () => {
    const first = HOUR / 2;
    expect(lastFullHour([ending("paris", 2, { step: 7200, first })])).toEqual({ hour: HOUR + 2, late: NONE });
  });

  test("has a value", () => {
    const values = [1, 1, 1, Number.NaN, Number.NaN, Number.NaN];
    expect(lastFullHour([series("FR", "paris", values)])).toEqual({ hour: HOUR, late: NONE });
  });
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
  // It is not known how long Germany's took.
  expect(measuredHours(all, "cloud")).toEqual([
    { place: "DE", time: "2026-11-03T00:00Z", requests: 7200 },
    { place: "FR", time: "2026-11-03T00:00Z", requests: 7200, value: 60 },
  ]);
});

test("a gain hides no harm behind a site that is not measured", () => {
  const paris = [
    series("FR", "paris", [1, 1, 1]),
    series("FR", "paris", [10, 10, 10], { measures: "latency" }),
    series("FR", "paris", [0.5, 0.5, 0.5], { measures: "errors" }),
  ];
  const frankfurt = series("FR", "frankfurt", [3, 3, 3]);
  // Three of four requests have no time: that hour has no value.
  const untimed = [{ place: "FR", time: "2026-11-03T00:00Z", requests: 14_400 }];
  expect(measuredHours([...paris, frankfurt], "home")).toEqual(untimed);
  const timed = series("FR", "frankfurt", [30, 30, 30], { measures: "latency" });
  // Nobody knows how many of Frankfurt's failed.
  expect(measuredHours([...paris, frankfurt, timed], "home")).toEqual([
    { place: "FR", time: "2026-11-03T00:00Z", requests: 14_400, value: 25 },
  ]);
  // No user waits for nothing, or less: such an hour was not timed.
  for (const value of [-900, 0]) {
    const wrong = series("FR", "frankfurt", [30, 30, value], { measures: "latency" });
    expect(measuredHours([...paris, frankfurt, wrong], "home")).toEqual(untimed);
  }
  // A site that has less than a tenth of the requests may be without.
  const small = series("FR", "frankfurt", [0.1, 0.1, 0.1]);
  expect(measuredHours([...paris, small], "home")).toMatchObject([{ requests: 3960, value: 10, errors: 1800 }]);
  // And one with a little more may not: of 1.12, one is less than nine of ten.
  const more = series("FR", "frankfurt", [0.12, 0.12, 0.12]);
  expect(measuredHours([...paris, more], "home")[0]).not.toHaveProperty("value");
  expect(measuredHours([...paris, more, timed], "home")[0]).not.toHaveProperty("errors");
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
