/** Hours and days are counted from 1970 in UTC, so that no clock and no time zone decides anything. */

const HOUR = 3_600_000;

/** The number of an hour: of `2026-11-03T17:00Z`; `undefined` for what does not begin one in UTC. */
export function hourOf(time: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:00(:00(\.0+)?)?(Z|\+00:00)$/.test(time)) return undefined;
  const hour = Date.parse(time) / HOUR;
  // 30 February is a day of March for JavaScript.
  return Number.isInteger(hour) && hourText(hour).startsWith(time.slice(0, 13)) ? hour : undefined;
}

/** The number of a day: of `2026-11-03`; `undefined` for what is no day. */
export function dayOf(day: string): number | undefined {
  const hour = /^\d{4}-\d\d-\d\d$/.test(day) ? hourOf(`${day}T00:00Z`) : undefined;
  return hour === undefined || dayText(hour / 24) !== day ? undefined : hour / 24;
}

/** `2026-11-03`. */
export function dayText(day: number): string {
  return new Date(day * 24 * HOUR).toISOString().slice(0, 10);
}

/** `2026-11-03T17:00Z`. */
export function hourText(hour: number): string {
  return `${new Date(hour * HOUR).toISOString().slice(0, 13)}:00Z`;
}
