import { dayAt, isTimeZone, wholeDays } from "../../../lib/planning/data/days";
import { percentile } from "../../../lib/planning/data/percentile";
import { fc } from "../../support/property";

const seconds = (time: string) => Date.parse(time) / 1000;
const hoursOf = (timeZone: string, from: string, to: string) =>
  wholeDays(timeZone, seconds(from), seconds(to)).map((day) => [day.name, (day.to - day.from) / 3600]);

describe("days of a time zone", () => {
  test("are those of UTC by default, and only whole ones", () => {
    expect(hoursOf("UTC", "2026-11-03T00:00Z", "2026-11-05T00:00Z")).toEqual([
      ["2026-11-03", 24],
      ["2026-11-04", 24],
    ]);
    expect(hoursOf("UTC", "2026-11-03T00:05Z", "2026-11-04T23:55Z")).toEqual([]);
    expect(hoursOf("UTC", "2026-11-03T00:05Z", "2026-11-05T00:00Z")).toEqual([["2026-11-04", 24]]);
  });

  test.each([
    // Clocks in Paris go forward on 29 March 2026, and back on 25 October.
    [
      "Europe/Paris",
      "2026-03-27T23:00Z",
      "2026-03-30T22:00Z",
      [
        ["2026-03-28", 24],
        ["2026-03-29", 23],
        ["2026-03-30", 24],
      ],
    ],
    [
      "Europe/Paris",
      "2026-10-23T22:00Z",
      "2026-10-26T23:00Z",
      [
        ["2026-10-24", 24],
        ["2026-10-25", 25],
        ["2026-10-26", 24],
      ],
    ],
    ["America/New_York", "2026-11-01T04:00Z", "2026-11-02T05:00Z", [["2026-11-01", 25]]],
    ["Asia/Kolkata", "2026-11-02T18:30Z", "2026-11-03T18:30Z", [["2026-11-03", 24]]],
    // In Beirut and Cairo clocks go forward at midnight: the day begins at one o'clock.
    [
      "Africa/Cairo",
      "2026-04-22T22:00Z",
      "2026-04-24T21:00Z",
      [
        ["2026-04-23", 24],
        ["2026-04-24", 23],
      ],
    ],
    // Half an hour.
    ["Australia/Lord_Howe", "2026-10-03T13:30Z", "2026-10-04T13:00Z", [["2026-10-04", 23.5]]],
  ])("are shorter and longer where clocks change: %s, %s", (timeZone, from, to, days) => {
    expect(hoursOf(timeZone, from, to)).toEqual(days);
  });

  test("follow one another without a gap, and each has the name of all of its times", () => {
    const zones = fc.constantFrom(
      "UTC",
      "Europe/Paris",
      "America/Sao_Paulo",
      "Asia/Kathmandu",
      "Pacific/Chatham",
      "Africa/Cairo",
    );
    const start = fc.integer({ min: seconds("2024-01-01T00:00Z"), max: seconds("2026-12-01T00:00Z") });
    fc.assert(
      fc.property(zones, start, fc.integer({ min: 0, max: 40 * 86_400 }), fc.nat(), (timeZone, from, length, some) => {
        const days = wholeDays(timeZone, from, from + length);
        for (const [index, day] of days.entries()) {
          expect(day.from).toBeGreaterThanOrEqual(from);
          expect(day.to).toBeLessThanOrEqual(from + length);
          if (index > 0) expect(day.from).toBe(days[index - 1]?.to);
          expect(dayAt(timeZone, day.from + (some % (day.to - day.from)))).toBe(day.name);
          expect(dayAt(timeZone, day.from - 1)).not.toBe(day.name);
        }
        // A day is at most 25 hours long, and one may begin before and one end after.
        expect(days.length).toBeGreaterThanOrEqual(Math.floor(length / 90_000) - 1);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["Europe/Paris", true],
    ["UTC", true],
    ["Etc/GMT+5", true],
    ["Europe/Atlantis", false],
    ["+01:00", false],
    ["", false],
  ])("have a zone by its name: %s", (name, isOne) => {
    expect(isTimeZone(name)).toBe(isOne);
  });
});

describe("a percentile", () => {
  test.each([
    // Of 28 days, 25.2 rounds up to the 26th; of 14, 12.6 to the 13th; of 10, the 9th itself.
    [28, 26],
    [14, 13],
    [10, 9],
    [1, 1],
  ])("is the nearest rank: the 90th of %d days", (count, rank) => {
    const numbers = Array.from({ length: count }, (_, index) => index + 1);
    expect(percentile(numbers, 0.9)).toBe(rank);
    expect(percentile([...numbers].reverse(), 0.9)).toBe(rank);
  });

  test("has at most one of ten above it, and one of them is it", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1 }), (numbers) => {
        const found = percentile(numbers, 0.9);
        expect(numbers).toContain(found);
        expect(numbers.filter((one) => one > found).length).toBeLessThanOrEqual(numbers.length * 0.1);
        const below = numbers.filter((one) => one < found).length;
        expect(below).toBeLessThan(Math.max(1, numbers.length * 0.9));
      }),
    );
  });
});
