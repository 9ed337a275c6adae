import type { MaintenanceExclusion, MaintenanceOptions } from "../../../index";
import { checkMaintenance } from "../../../lib/gke/maintenance/maintenance";
import { occurrences, parseRecurrence } from "../../../lib/gke/maintenance/recurrence";
import { clusterRefusal, clusterWith, refusedBy, warningsOf } from "../../support/cluster";
import { fc } from "../../support/property";

const DAY = 86_400_000;
const weekend = {
  startTime: "2026-01-03T01:00:00Z",
  endTime: "2026-01-03T09:00:00Z",
  recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
};
const days = (from: string, count: number): MaintenanceExclusion => ({
  startTime: from,
  endTime: new Date(Date.parse(from) + count * DAY).toISOString(),
});
const refused = (options: MaintenanceOptions) =>
  refusedBy((problems) => checkMaintenance(problems, options)).length > 0;

describe("maintenance", () => {
  test("is daily at three", () => {
    expect(clusterWith({}).maintenance_policy).toEqual({ daily_maintenance_window: { start_time: "03:00" } });
  });

  test("can be at another time, or by a rule", () => {
    expect(clusterWith({ maintenance: { dailyWindowStart: "22:30" } }).maintenance_policy).toEqual({
      daily_maintenance_window: { start_time: "22:30" },
    });
    expect(clusterWith({ maintenance: { recurringWindow: weekend } }).maintenance_policy).toEqual({
      recurring_window: {
        start_time: "2026-01-03T01:00:00Z",
        end_time: "2026-01-03T09:00:00Z",
        recurrence: "FREQ=WEEKLY;BYDAY=SA,SU",
      },
    });
  });

  test("stops for exclusions, which have names", () => {
    const exclusions = {
      "black-friday": { startTime: "2026-11-20T00:00:00Z", endTime: "2026-12-01T00:00:00Z" },
      winter: { startTime: "2026-12-01T00:00:00Z", endTime: "2027-02-01T00:00:00Z", scope: "NO_MINOR_UPGRADES" },
    } as const;
    expect(clusterWith({ maintenance: { exclusions } }).maintenance_policy.maintenance_exclusion).toEqual([
      {
        exclusion_name: "black-friday",
        start_time: "2026-11-20T00:00:00Z",
        end_time: "2026-12-01T00:00:00Z",
        exclusion_options: { scope: "NO_UPGRADES" },
      },
      {
        exclusion_name: "winter",
        start_time: "2026-12-01T00:00:00Z",
        end_time: "2027-02-01T00:00:00Z",
        exclusion_options: { scope: "NO_MINOR_UPGRADES" },
      },
    ]);
  });

  test("is refused with invalid times and rules", () => {
    const maintenance: MaintenanceOptions = {
      dailyWindowStart: "3am",
      recurringWindow: { startTime: "2026-01-03", endTime: "2026-01-03T09:00:00Z", recurrence: "every Saturday" },
      exclusions: {
        backwards: { startTime: "2026-12-01T00:00:00Z", endTime: "2026-11-01T00:00:00Z" },
        other: { ...days("2026-12-01T00:00:00Z", 1), scope: "NOTHING" as "NO_UPGRADES" },
      },
    };
    expect(clusterRefusal({ maintenance })).toEqual([
      'maintenance.dailyWindowStart: got "3am", expected nothing with recurringWindow',
      'maintenance.dailyWindowStart: got "3am", expected hours and minutes in UTC: "03:00"',
      'maintenance.recurringWindow.startTime: got "2026-01-03", expected a time of RFC 3339: "2026-11-20T00:00:00Z"',
      'maintenance.recurringWindow.recurrence: got "every Saturday", expected a rule of RFC 5545 that is daily, weekly or monthly: "FREQ=WEEKLY;BYDAY=SA,SU"',
      'maintenance.exclusions.backwards.endTime: got "2026-11-01T00:00:00Z", expected later than 2026-12-01T00:00:00Z',
      'maintenance.exclusions.other.scope: got "NOTHING", expected "NO_UPGRADES", "NO_MINOR_UPGRADES" or "NO_MINOR_OR_NODE_UPGRADES"',
    ]);
  });

  test("is refused with more than twenty exclusions", () => {
    const named = (count: number) =>
      Array.from({ length: count }, (_, index) => [`n${index}`, days("2026-06-01T00:00:00Z", 1)]);
    expect(refused({ exclusions: Object.fromEntries(named(20)) })).toBe(false);
    expect(clusterRefusal({ maintenance: { exclusions: Object.fromEntries(named(21)) } })).toEqual([
      "maintenance.exclusions: got 21, expected up to 20 exclusions",
    ]);
  });
});

describe("the time that is left for maintenance", () => {
  test("is refused below 48 hours in 32 days, with the days that have least", () => {
    // Four hours per day: 12 of 32 days must be left.
    const long = { exclusions: { long: days("2026-06-01T00:00:00Z", 21) } };
    expect(clusterRefusal({ maintenance: long })).toEqual([
      'maintenance: got "44 hours in the 32 days from 2026-05-20T07:00:00.000Z", expected windows and exclusions that leave 48 hours in every 32 days, in blocks of 4 hours or more',
    ]);
    expect(refused({ exclusions: { long: days("2026-06-01T00:00:00Z", 20) } })).toBe(false);
  });

  test("counts only blocks of four hours", () => {
    // Three hours per day would be 96 hours in 32 days.
    const recurringWindow = { ...weekend, endTime: "2026-01-03T04:00:00Z", recurrence: "FREQ=DAILY" };
    expect(refused({ recurringWindow })).toBe(true);
    expect(refused({ recurringWindow: { ...recurringWindow, endTime: "2026-01-03T05:00:00Z" } })).toBe(false);
  });

  test("is computed over weeks: eight hours on Saturdays and Sundays are enough, on every second weekend not", () => {
    expect(refused({ recurringWindow: weekend })).toBe(false);
    expect(refused({ recurringWindow: { ...weekend, recurrence: "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU" } })).toBe(true);
    expect(refused({ recurringWindow: { ...weekend, recurrence: "FREQ=WEEKLY" } })).toBe(true);
  });

  test("adds exclusions up: two short ones are refused where each alone is not", () => {
    const one = days("2026-06-01T00:00:00Z", 15);
    const two = days("2026-06-20T00:00:00Z", 8);
    expect([refused({ exclusions: { one } }), refused({ exclusions: { two } })]).toEqual([false, false]);
    expect(refused({ exclusions: { one, two } })).toBe(true);
  });

  test("is not touched by exclusions that let patches through", () => {
    for (const scope of ["NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"] as const) {
      expect(refused({ exclusions: { long: { ...days("2026-06-01T00:00:00Z", 150), scope } } })).toBe(false);
    }
  });

  test("is the same for an exclusion at any time, before the first window too", () => {
    fc.assert(
      fc.property(fc.integer({ min: -400, max: 2000 }), fc.integer({ min: 1, max: 60 }), (offset, length) => {
        const from = new Date(Date.parse("2026-01-01T00:00:00Z") + offset * DAY).toISOString();
        // Each whole day takes four hours out of the 128 that 32 days have.
        expect(refused({ exclusions: { one: days(from, length) } })).toBe(128 - 4 * length < 48);
      }),
    );
  });

  test("is refused with an exclusion that does not end, from the last window before it", () => {
    const exclusions = { forever: { startTime: "2026-06-01T00:00:00Z", endTime: "9999-01-01T00:00:00Z" } };
    // The daily window is from three to seven.
    expect(clusterRefusal({ maintenance: { exclusions } })).toEqual([
      'maintenance: got "0 hours in the 32 days from 2026-05-31T07:00:00.000Z", expected windows and exclusions that leave 48 hours in every 32 days, in blocks of 4 hours or more',
    ]);
    expect(refused({ exclusions: { short: days("2026-06-01T00:00:00Z", 20), ...exclusions } })).toBe(true);
  });

  test("is a warning where this version cannot evaluate the rule", () => {
    const recurringWindow = { ...weekend, recurrence: "FREQ=MONTHLY;BYDAY=1SA" };
    expect(warningsOf({ maintenance: { recurringWindow } })).toEqual([
      "maintenance.recurringWindow.recurrence: FREQ=MONTHLY;BYDAY=1SA uses rules that this version cannot evaluate: make sure that it leaves 48 hours in every 32 days",
    ]);
    expect(warningsOf({ maintenance: { recurringWindow: weekend } })).toEqual([]);
  });
});

describe("a rule of RFC 5545", () => {
  const first = Date.parse("2026-01-03T01:00:00Z");
  const dates = (rule: string) => {
    const recurrence = parseRecurrence(rule);
    if (recurrence === undefined) throw new Error(`${rule} was not understood`);
    return occurrences(recurrence, first, first + 16 * DAY).map((time) => new Date(time).toISOString().slice(5, 10));
  };

  test.each([
    ["FREQ=DAILY;INTERVAL=5", ["01-03", "01-08", "01-13", "01-18"]],
    ["FREQ=DAILY;BYDAY=MO,FR", ["01-05", "01-09", "01-12", "01-16", "01-19"]],
    ["FREQ=WEEKLY", ["01-03", "01-10", "01-17"]],
    ["FREQ=WEEKLY;BYDAY=SA,SU", ["01-03", "01-04", "01-10", "01-11", "01-17", "01-18"]],
    ["FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,MO", ["01-03", "01-12", "01-17"]],
  ])("%s gives the days that it says", (rule, expected) => {
    expect(dates(rule)).toEqual(expected);
  });

  test.each([
    "FREQ=MONTHLY",
    "FREQ=WEEKLY;BYDAY=1SA",
    "FREQ=DAILY;COUNT=3",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=367",
    "FREQ=WEEKLY;INTERVAL=1000000000",
  ])("%s is not understood", (rule) => {
    expect(parseRecurrence(rule)).toBeUndefined();
  });

  test("is understood with an interval of a year", () => {
    expect(parseRecurrence("FREQ=DAILY;INTERVAL=366")).toEqual({ frequency: "DAILY", interval: 366, weekdays: [] });
  });
});
