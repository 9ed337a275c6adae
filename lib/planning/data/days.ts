/** One day of a time zone: from its first second up to that of the next, in seconds since 1970. */
export interface Day {
  /** `2026-11-03`. */
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** All offsets of time zones are multiples of it, and so is what clocks are put forward and back by. */
const QUARTER = 900;

/**
 * The whole days between two times. Where clocks are put forward or back, a day is shorter or longer than 24 hours.
 *
 * @param from seconds since 1970
 * @param to where the last day must be over
 */
export function wholeDays(timeZone: string, from: number, to: number): readonly Day[] {
  const nameAt = daysIn(timeZone);
  const starts: { readonly name: string; readonly from: number }[] = [];
  let before = nameAt(Math.ceil(from / QUARTER) * QUARTER - QUARTER);
  for (let at = Math.ceil(from / QUARTER) * QUARTER; at <= to; at += QUARTER) {
    const name = nameAt(at);
    if (name !== before) starts.push({ name, from: at });
    before = name;
  }
  return starts.flatMap((day, index) => {
    const next = starts[index + 1];
    return next === undefined ? [] : [{ ...day, to: next.from }];
  });
}

/** The day in a time zone at a time. */
export function dayAt(timeZone: string, seconds: number): string {
  return daysIn(timeZone)(seconds);
}

/** Whether it is the name of a time zone: `Europe/Paris`, `UTC`. */
export function isTimeZone(name: string): boolean {
  // An offset has no daylight saving time, and not every version of Node takes one.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    daysIn(name);
    return true;
  } catch {
    return false;
  }
}

function daysIn(timeZone: string): (seconds: number) => string {
  const parts = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", numberingSystem: "latn", ...parts });
  return (seconds) => {
    const [month = "", day = "", year = ""] = format.format(seconds * 1000).split("/");
    return `${year}-${month}-${day}`;
  };
}
