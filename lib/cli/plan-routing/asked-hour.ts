import type { Problems } from "../../core/problems";
import { TAIL_SECONDS } from "../../planning/after/way-back";
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

/** A site that is later than others is waited for so long. */
const MOST_HOURS_LATE = 2;

/** The last hour is no older than data that a plan is made of. */
const MOST_HOURS_OLD = 48;

/**
 * The hour, counted from 1970 in UTC: one that began when the step was deployed, its time to live over, and those resolvers were done that
 * keep answers for longer.
 */
export function checkedHour(
  problems: Problems,
  series: readonly Series[],
  asked: AskedHour,
  { ttlSeconds, dataTo }: StepTimes,
): number | undefined {
  const isLast = asked.hour === "last";
  const last = lastFullHour(series);
  const hour = isLast ? last?.hour : hourOf(asked.hour);
  if (hour === undefined) {
    if (isLast) problems.conflict("--after", "no hour is in the data as a whole");
    else
      problems.refuse("--after", asked.hour, 'the beginning of an hour in UTC, "2026-11-27T17:00Z", or last', "format");
    return undefined;
  }
  const which = `the hour of ${hourText(hour)}`;
  // Its mean would be that of its first minutes, of one site at least.
  if (last !== undefined && hour > last.hour && hour <= last.hour + 1 + (last.late.length > 0 ? MOST_HOURS_LATE : 0))
    problems.conflict(
      "--after",
      `${which} is not over in the data${last.late.length === 0 ? "" : ` of ${last.late.join(", ")}`}`,
    );
  const deployed = timeOf(problems, "--deployed", asked.deployed);
  const now = timeOf(problems, "--now", asked.now);
  const [begin, end] = [hour * HOUR, (hour + 1) * HOUR];
  if (asked.deployed === undefined && dataTo === undefined)
    problems.conflict("--deployed", "nothing tells when the step was deployed, which was planned without data: add it");
  const followed = (deployed ?? 0) + ttlSeconds + TAIL_SECONDS;
  if (begin < followed) {
    const from = `deployed at ${timeText(deployed ?? 0)}, with a time to live of ${ttlSeconds} seconds and ${TAIL_SECONDS / 60} minutes for resolvers that keep answers longer`;
    const first = hourText(Math.ceil(followed / HOUR));
    problems.conflict(
      "--after",
      `${which} began before users followed the step, ${from}: the first one is that of ${first}`,
    );
  }
  const planned = dataTo === undefined ? undefined : secondsOf(dataTo);
  if (planned !== undefined && begin < planned)
    problems.conflict("--after", `${which} began before the step was planned, with data until ${dataTo}`);
  if (isLast && now !== undefined && now - end > MOST_HOURS_OLD * HOUR)
    problems.conflict("--after", `${which} is the last one of the data, and more than ${MOST_HOURS_OLD} hours ago`);
  return hour;
}

/** Seconds since 1970 of an option; refuses what is no time. */
export function timeOf(problems: Problems, option: string, text: string | undefined): number | undefined {
  const seconds = text === undefined ? undefined : secondsOf(text);
  if (text !== undefined && seconds === undefined)
    problems.refuse(option, text, 'a time in UTC: "2026-11-03T17:05Z"', "format");
  return seconds;
}
