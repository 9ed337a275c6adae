import { checkedCalendar, checkedMetrics } from "../../lib/cli/plan-routing/metrics-settings";
import { Problems } from "../../lib/core/problems";
import { ValidationError } from "../../lib/core/validation-error";
import { freezesAt, isEventDay, plannedEvent } from "../../lib/planning/data/calendar";
import { fc } from "../support/property";

/** Keys that settings have, and values that they may and may not have. */
const keys = fc.constantFrom(
  ...["files", "file", "exclude", "limits", "days", "measures", "site", "timeZone", "events", "freezes", "name"],
  ...["reason", "from", "to", "places", "demand", "leastDays", "__proto__"],
);
const values = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom("2026-11-03", "2026-02-30", "Europe/Paris", "Mars", "load", "", "FR", 1.5, -1, 0),
);
const { settings } = fc.letrec<{ settings: unknown }>((tie) => ({
  settings: fc.oneof(
    { maxDepth: 4 },
    values,
    fc.array(tie("settings"), { maxLength: 3 }),
    fc.dictionary(keys, tie("settings"), { maxKeys: 4 }),
  ),
}));

/** The calendar of settings; nothing, where they are refused in words. */
const calendarOf = (given: unknown) => {
  try {
    return Problems.of("planning", (problems) => checkedCalendar(problems, given));
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return undefined;
  }
};

test("settings of metrics are taken or refused in words, whatever they are", () => {
  fc.assert(
    fc.property(settings, (given) => {
      try {
        Problems.of("planning", (problems) => checkedMetrics(problems, given));
      } catch (error) {
        expect(error).toBeInstanceOf(ValidationError);
      }
    }),
    { numRuns: 500 },
  );
});

test("a calendar is refused in words, or can be planned with", () => {
  const day = fc.constantFrom("2026-11-03", "2026-11-30", "2026-02-30");
  const period = fc.record({ name: fc.constant("x"), from: day, to: day, places: fc.constant(["FR"]) });
  const likely = fc.record({ timeZone: fc.constantFrom("UTC", "Europe/Paris", "Mars"), events: fc.array(period) });
  fc.assert(
    fc.property(fc.oneof(settings, likely), (given) => {
      const calendar = calendarOf(given);
      if (calendar === undefined) return;
      freezesAt(calendar, 1.8e9);
      plannedEvent(calendar, "FR", 1.8e9, 14);
      for (const { from } of calendar.events ?? []) expect(isEventDay(calendar, undefined, from)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("a calendar keeps what it says", () => {
  const calendar = {
    timeZone: "Europe/Paris",
    events: [{ name: "final", from: "2026-11-14", to: "2026-11-14", demand: 1.8 }],
    freezes: [{ reason: "sale", from: "2026-12-20", to: "2027-01-06", places: ["FR", "US-CA"] }],
  };
  expect(calendarOf(calendar)).toEqual(calendar);
  expect(calendarOf(undefined)).toEqual({});
});
