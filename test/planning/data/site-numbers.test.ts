import { DATA_LIMITS } from "../../../lib/planning/data/data-limits";
import { latencyNumbers } from "../../../lib/planning/data/latency-numbers";
import { headroomOf, servedWellOf } from "../../../lib/planning/data/site-numbers";
import { daily, days, FIRST_HOUR, NEWEST, range, without } from "./worlds-of-data";

const minutes = (values: readonly number[]) =>
  daily(undefined, "paris", [], { step: 60, first: FIRST_HOUR * 60, values: Float64Array.from(values) });

describe("what a site has served well", () => {
  const load = daily(undefined, "paris", [10, 20, 30, 40]);
  const errors = (...shares: readonly number[]) =>
    daily(
      undefined,
      "paris",
      [10, 20, 30, 40].map((peak, day) => peak * (shares[day] ?? 0)),
      { measures: "errors" },
    );
  const well = (...series: Parameters<typeof servedWellOf>[0]) =>
    servedWellOf(series, "requests", "paris", NEWEST, DATA_LIMITS)?.value;

  test("is the largest load of which at most one of a hundred failed", () => {
    expect(well(load, errors(0, 0, 0, 0))).toBe(40);
    expect(well(load, errors(0, 0.01, 0.02, 0.011))).toBe(20);
    // Half of the day's peak is half of it also where it failed.
    expect(well(load, errors(0, 0.02, 0.02, 0.02))).toBe(10);
  });

  test("is not known without errors, or where they are missing", () => {
    expect(well(load)).toBeUndefined();
    expect(well(load, without(errors(0, 0, 0, 0), range(72, 96)))).toBe(30);
    expect(well(load, { ...errors(0, 0, 0, 0), step: 60 })).toBeUndefined();
    expect(well(load, { ...errors(0, 0, 0, 0), site: "frankfurt" })).toBeUndefined();
  });

  test("counts for 60 days", () => {
    const at = (now: number) => servedWellOf([load, errors(0, 0, 0, 0)], "requests", "paris", now, DATA_LIMITS)?.value;
    const busiest = (FIRST_HOUR + 3 * 24 + 20) * 3600;
    expect(at(busiest + 60 * 86_400 - 1)).toBe(40);
    // The three hours after it are as busy as half of it.
    expect(at(busiest + 60 * 86_400)).toBe(20);
    expect(at(busiest + 61 * 86_400)).toBeUndefined();
  });

  test("is that of all places together, once: a sum beside them is not added", () => {
    const places = [daily("FR", "paris", [10, 20, 30, 40]), daily("DE", "paris", [1, 2, 3, 4])];
    expect(well(...places, errors(0, 0, 0, 0))).toBe(44);
    expect(well(...places, load, errors(0, 0, 0, 0))).toBe(40);
  });
});

describe("the headroom", () => {
  const wave = (height: number, count = 1440) =>
    minutes(range(0, count).map((minute) => (minute % 20 === 0 ? 100 * (1 + height) : 100)));

  test("is what the busiest minute of a hundred has above the quarter of an hour around it", () => {
    // One minute of 20 has 150, and the 15 around it have 1550 together: 150 / 103.3 is 1.4516, and 1 - 1 / 1.4516 is 0.311.
    const found = headroomOf([wave(0.5)], "requests", "paris", FIRST_HOUR * 3600 + 86_400);
    expect(found).toMatchObject({ kind: "headroom", site: "paris", value: 0.32, days: 1, holes: 0 });
  });

  test("is never less than where nothing was measured, nor made of a load that only rises", () => {
    const of = (...values: readonly number[]) => headroomOf([minutes(values)], "requests", "paris", NEWEST)?.value;
    expect(of(...range(0, 1440).map(() => 100))).toBe(0.1);
    expect(of(...range(0, 1440).map((minute) => 1000 + minute))).toBe(0.1);
  });

  test("is not known from fewer than a thousand minutes, from longer steps, or over holes", () => {
    const of = (series: ReturnType<typeof minutes>) => headroomOf([series], "requests", "paris", NEWEST)?.value;
    expect(of(wave(0.5, 1013))).toBeUndefined();
    expect(of(wave(0.5, 1014))).toBe(0.32);
    expect(of({ ...wave(0.5), step: 300 })).toBeUndefined();
    expect(
      of(
        without(
          wave(0.5),
          range(0, 1440).filter((minute) => minute % 14 === 0),
        ),
      ),
    ).toBeUndefined();
  });

  test("looks at busy hours alone", () => {
    // At night one minute has ten times as much as its neighbours, and still less than a busy hour.
    const night = range(0, 1440).map((minute) => (minute % 20 === 0 ? 10 : 1));
    const day = range(0, 1440).map(() => 100);
    expect(headroomOf([minutes([...night, ...day])], "requests", "paris", NEWEST)?.value).toBe(0.1);
  });
});

describe("the latency", () => {
  const latency = (values: readonly number[], more = {}) =>
    daily("FR", "paris", [], { measures: "latency", values: Float64Array.from(values), ...more });
  const numbers = (...series: Parameters<typeof latencyNumbers>[0]) =>
    latencyNumbers(series, NEWEST, DATA_LIMITS).map(({ place, site, value }) => [place, site, value]);

  test("is the middle of all values, in whole milliseconds", () => {
    expect(numbers(latency([...days(12, 8.4), ...days(12, 20.6), 20.6]))).toEqual([["FR", "paris", 21]]);
    expect(numbers(latency([...days(13, 8.4), ...days(12, 20.6)]))).toEqual([["FR", "paris", 8]]);
  });

  test("is left to the distance where there is less than a day of it, or no place", () => {
    expect(numbers(latency(days(23, 8)))).toEqual([]);
    expect(numbers(latency(days(24, 8), { place: undefined }))).toEqual([]);
    expect(numbers(latency([8], { isTimeless: true }))).toEqual([["FR", "paris", 8]]);
  });

  test("is that of the slowest service", () => {
    expect(numbers(latency(days(24, 8)), latency(days(24, 9), { service: "video" }))).toEqual([["FR", "paris", 9]]);
  });
});
