import { checkRate } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { locationOf } from "../../routing/location";
import { dayOf } from "../gain/times";
import { dayAt, isTimeZone } from "./days";

/** Days of which both ends are included, in the time zone of the calendar. */
interface Period {
  /** `"2026-12-24"`. */
  readonly from: string;
  readonly to: string;
  /**
   * The places that it is about, by their codes.
   *
   * @default - all
   */
  readonly places?: readonly string[];
}

/** Days that are like no others: a premiere, a match, an outage. The demand of other days is counted without them. */
export interface CalendarEvent extends Period {
  readonly name: string;
  /**
   * How many times as much users ask for then: what is planned for until the last day is over.
   *
   * @default - its days are left out, and nothing is planned for
   */
  readonly demand?: number;
}

/** Days on which no route of its places changes. */
export interface Freeze extends Period {
  readonly reason: string;
}

/** Events and freezes. */
export interface Calendar {
  /**
   * The time zone whose days count: `"Europe/Paris"`.
   *
   * @default "UTC"
   */
  readonly timeZone?: string;
  readonly events?: readonly CalendarEvent[];
  readonly freezes?: readonly Freeze[];
}

/** The time zone of a calendar. */
export function timeZoneOf({ timeZone = "UTC" }: Calendar): string {
  return timeZone;
}

/** Whether a day of a place is one of an event. */
export function isEventDay({ events = [] }: Calendar, place: string | undefined, day: string): boolean {
  return events.some((event) => isOf(event, place) && event.from <= day && day <= event.to);
}

/** The event that is planned for at a place: of several, the one with the largest demand. */
export function plannedEvent(
  { events = [], timeZone = "UTC" }: Calendar,
  place: string,
  now: number,
  daysBefore: number,
): CalendarEvent | undefined {
  const [today, last] = [dayAt(timeZone, now), dayAt(timeZone, now + daysBefore * 86_400)];
  const near = events.filter((event) => isOf(event, place) && today <= event.to && event.from <= last);
  return [...near]
    .filter(({ demand = 1 }) => demand !== 1)
    .sort((one, other) => (other.demand ?? 1) - (one.demand ?? 1))
    .at(0);
}

/** The freezes of a time. */
export function freezesAt({ freezes = [], timeZone = "UTC" }: Calendar, now: number): readonly Freeze[] {
  const today = dayAt(timeZone, now);
  return freezes.filter(({ from, to }) => from <= today && today <= to);
}

/** Whether a freeze or an event is about a place, a state that of its country; each is about all places together. */
export function isOf({ places }: Period, place: string | undefined): boolean {
  if (places === undefined || place === undefined) return true;
  return places.includes(place) || (place.startsWith("US-") && places.includes("US"));
}

/**
 * Validates a calendar of a file. Its shape was checked.
 *
 * @returns whether its time zone and its days are ones
 */
export function checkCalendar(problems: Problems, { timeZone, events = [], freezes = [] }: Calendar): boolean {
  let isSound =
    timeZone === undefined ||
    problems.check("timeZone", timeZone, isTimeZone, 'the name of a time zone: "Europe/Paris"', "one-of");
  const all = [
    ...events.map((event, index) => ({ at: ["events", String(index)], ...event })),
    ...freezes.map((freeze, index) => ({ at: ["freezes", String(index)], ...freeze })),
  ];
  for (const { at, from, to, places = [] } of all) {
    const isFrom = problems.check([...at, "from"], from, isDay, A_DAY, "format");
    const isTo = problems.check([...at, "to"], to, isDay, A_DAY, "format");
    isSound &&= isFrom && isTo;
    if (isFrom && isTo && to < from) problems.refuse([...at, "to"], to, `${from} or later: it is the last day`);
    places.forEach((place, index) => {
      problems.check([...at, "places", String(index)], place, isPlace, A_PLACE, "one-of");
    });
  }
  events.forEach(({ demand }, index) => {
    checkRate(problems, ["events", String(index), "demand"], demand, "times as much");
  });
  return isSound;
}

const A_DAY = 'a day: "2026-12-24"';
const A_PLACE = 'a country, or a state of the United States: "FR", "US-CA"';
const isDay = (day: string) => dayOf(day) !== undefined;
const isPlace = (code: string) => locationOf(code) !== undefined;
