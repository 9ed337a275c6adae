import type { Problems } from "../../core/problems";
import { lastFullHour } from "../../planning/data/hours";
import { timeText } from "../../planning/data/measured";
import { secondsOf } from "../../planning/data/metrics-csv";
import type { Series } from "../../planning/data/series";
import { hourOf, hourText } from "../../planning/gain/times";

/** The hour that a step is judged by. */
export interface AskedHour {
  /** When it begins, or `last`. */
  readonly hour: string;
  /** When the step was deployed. */
  readonly deployed?: string;
  /** The time that the age of the last hour is judged by. */
  readonly now?: string;
}

/** What else is known of the time of the step. */
export interface StepTimes {
  readonly ttlSeconds: number;
  /** The newest value that the step was planned with: it came later. */
  readonly dataTo: string | undefined;
}

const HOUR = 3600;

/** The last hour is no older than data that a plan is made of. */
const MOST_HOURS_OLD = 48;

/** The hour, counted from 1970 in UTC: one that began when the step was deployed, and its time to live over. */
export function checkedHour(
  problems: Problems,
  series: readonly Series[],
  asked: AskedHour,
  { ttlSeconds, dataTo }: StepTimes,
): number | undefined {
  const isLast = asked.hour === "last";
  const last = lastFullHour(series);
  const hour = isLast ? last : hourOf(asked.hour);
  if (hour === undefined) {
    if (isLast) problems.conflict("--after", "no hour is in the data as a whole");
    else
      problems.refuse("--after", asked.hour, 'the beginning of an hour in UTC, "2026-11-27T17:00Z", or last', "format");
    return undefined;
  }
  // Its mean would be that of its first minutes.
  if (last === hour - 1) problems.conflict("--after", `the hour of ${hourText(hour)} is not over in the data`);
  const deployed = timeOf(problems, "--deployed", asked.deployed);
  const now = timeOf(problems, "--now", asked.now);
  const which = `the hour of ${hourText(hour)}`;
  const [begin, end] = [hour * HOUR, (hour + 1) * HOUR];
  if (deployed !== undefined && begin < deployed + ttlSeconds) {
    const from = `deployed at ${timeText(deployed)}, with a time to live of ${ttlSeconds} seconds`;
    problems.conflict(
      "--after",
      `${which} began before the step reached users, which was ${from}: ask for a later one`,
    );
  }
  const planned = dataTo === undefined ? undefined : secondsOf(dataTo);
  if (planned !== undefined && begin < planned)
    problems.conflict("--after", `${which} began before the step was planned, with data until ${dataTo}`);
  if (isLast && now !== undefined && now - end > MOST_HOURS_OLD * HOUR)
    problems.conflict("--after", `${which} is the last one of the data, and more than ${MOST_HOURS_OLD} hours ago`);
  return hour;
}

function timeOf(problems: Problems, option: string, text: string | undefined): number | undefined {
  const seconds = text === undefined ? undefined : secondsOf(text);
  if (text !== undefined && seconds === undefined)
    problems.refuse(option, text, 'a time in UTC: "2026-11-03T17:05Z"', "format");
  return seconds;
}
