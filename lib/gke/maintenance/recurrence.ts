const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"] as const;
const DAY = 86_400_000;
/** Windows are followed day by day until their rule begins anew, which takes too long beyond this. */
const LONGEST_INTERVAL = 366;

/** A rule of RFC 5545, as far as it is understood here: every few days, or on some days of every few weeks. */
export interface Recurrence {
  readonly frequency: "DAILY" | "WEEKLY";
  readonly interval: number;
  /** Days of the week, Sunday is 0; none means any day for a daily rule, and the first one's day for a weekly rule. */
  readonly weekdays: readonly number[];
}

/** Reads a rule; `undefined` when it has a part that is not understood here. */
export function parseRecurrence(rule: string): Recurrence | undefined {
  const parts = new Map(rule.split(";").map((part) => part.split("=") as [string, string]));
  const { FREQ, INTERVAL = "1", BYDAY, ...others } = Object.fromEntries(parts) as Record<string, string>;
  const days = BYDAY === undefined ? [] : BYDAY.split(",").map((day) => DAYS.indexOf(day as (typeof DAYS)[number]));
  const understood = (FREQ === "DAILY" || FREQ === "WEEKLY") && Object.keys(others).length === 0;
  const interval = /^[1-9][0-9]*$/.test(INTERVAL) ? Number(INTERVAL) : Number.NaN;
  if (!understood || !(interval <= LONGEST_INTERVAL) || days.includes(-1)) return undefined;
  return { frequency: FREQ, interval, weekdays: days };
}

/** The starts that a rule gives after a first one, up to a time; all times are milliseconds since 1970, days are UTC's. */
export function occurrences({ frequency, interval, weekdays }: Recurrence, first: number, until: number): number[] {
  const firstDay = new Date(first).getUTCDay();
  // Weeks of RFC 5545 start on Monday.
  const monday = first - ((firstDay + 6) % 7) * DAY;
  const days = weekdays.length === 0 && frequency === "WEEKLY" ? [firstDay] : weekdays;
  const starts: number[] = [];
  for (let start = first; start <= until; start += DAY) {
    const past = frequency === "DAILY" ? (start - first) / DAY : Math.floor((start - monday) / (7 * DAY));
    const day = new Date(start).getUTCDay();
    if (past % interval === 0 && (days.length === 0 || days.includes(day))) starts.push(start);
  }
  return starts;
}
