import { checkNumber, checkShare, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { JUDGED_BY } from "../../routing/analysis/known-rate";
import { locationOf } from "../../routing/location";
import type { Days, GainRegistration, MeasuredSide, MeasureGainOptions } from "./gain-options";
import { dayOf, dayText, hourOf, hourText } from "./times";

/** Fewer days say nothing: an interval of 95 % without any assumption needs six. */
export const LEAST_DAYS = 7;

/** What is out of range in a registration. */
export function checkRegistration(problems: Problems, registration: GainRegistration): void {
  const { step, days, before, places, controls = [], tolerated = {}, chance } = registration;
  const isStep = problems.known("step", step, JUDGED_BY) && problems.check("step", step, isDay, A_DAY, "format");
  const areDays = checkDays(problems, "days", days);
  if (isStep && areDays && numberOf(days.from) <= numberOf(step)) {
    problems.refuse("days.from", days.from, `a day after the step, ${step}: that day belongs to neither side`);
  }
  if (before !== undefined && checkDays(problems, "before", before) && isStep && areDays) {
    if (numberOf(before.to) >= numberOf(step)) {
      problems.refuse("before.to", before.to, `a day before the step, ${step}`);
    }
    const [after, earlier] = [days, before].map(({ from, to }) => numberOf(to) - numberOf(from));
    if (after !== earlier) problems.conflict("before", `has not as many days as "days"`);
    else if ((numberOf(days.from) - numberOf(before.from)) % 7 !== 0) {
      problems.conflict("before", `begins with another day of the week than "days"`);
    }
  }
  if (Object.keys(places).length === 0) problems.refuse("places", places, "at least one place");
  for (const [place, { percent }] of Object.entries(places)) {
    problems.check(["places", place], place, isPlace, A_PLACE, "one-of");
    const property = ["places", place, "percent"];
    if (problems.known(property, percent, JUDGED_BY)) checkWholeNumber(problems, property, percent, [1, 100]);
  }
  controls.forEach((place, index) => {
    const property = ["controls", String(index)];
    if (!problems.check(property, place, isPlace, A_PLACE, "one-of")) return;
    if (places[place] !== undefined) problems.refuse(property, place, "a place that the step did not move");
  });
  for (const [property, most] of [["value"], ["errors", 1]] as const) {
    const [path, limit] = [["tolerated", property], tolerated[property]];
    if (problems.known(path, limit, JUDGED_BY))
      checkNumber(problems, path, limit, most === undefined ? [0] : [0, most]);
  }
  if (problems.known("chance", chance, JUDGED_BY)) checkShare(problems, "chance", chance);
}

/** What is wrong with what was measured, for a registration that was checked. */
export function checkMeasured(problems: Problems, { registration, home, cloud }: MeasureGainOptions): void {
  if (home.metric !== cloud.metric) {
    problems.conflict(
      "home.metric",
      `is "${home.metric}", and that of the cloud is "${cloud.metric}": two metrics begin and end at different events`,
    );
  }
  for (const [side, { hours }] of Object.entries({ home, cloud })) {
    const below = problems.at([side, "hours"]);
    const known = new Set<string>();
    if (!below.known("", hours, JUDGED_BY)) continue;
    hours.forEach((hour, index) => {
      const isKnown = Object.entries(hour).map(([key, value]) => below.known([String(index), key], value, JUDGED_BY));
      if (isKnown.includes(false)) return;
      const number = hourOf(hour.time);
      if (number === undefined) below.refuse([String(index), "time"], hour.time, AN_HOUR, "format");
      const key = `${hour.place} ${number}`;
      if (number !== undefined && known.has(key)) below.conflict(String(index), `has ${hour.place} ${hour.time} again`);
      known.add(key);
      checkHour(below, index, hour);
    });
  }
  const until = endsTooEarly({ registration, home, cloud });
  if (until !== undefined) problems.conflict("registration.days.to", until);
}

/** Why it is too early for the one look: in words, where the data has no hour as late as the last one of the days. */
export function endsTooEarly({ registration: { days }, home, cloud }: MeasureGainOptions): string | undefined {
  const last = [home, cloud].reduce(
    (most, { hours }) => hours.reduce((sofar, { time }) => Math.max(sofar, hourOf(time) ?? sofar), most),
    Number.NEGATIVE_INFINITY,
  );
  if (last >= endOfDays(days) - 1) return undefined;
  const until = Number.isFinite(last) ? `the data ends with ${hourText(last)}` : "there is no data";
  return `is ${days.to}, and ${until}: there is one look, when the days are over`;
}

/** The first hour after them. */
export function endOfDays({ to }: Days): number {
  return ((dayOf(to) ?? 0) + 1) * 24;
}

function checkHour(
  problems: Problems,
  index: number,
  { requests, value, errors }: MeasuredSide["hours"][number],
): void {
  const at = (property: string) => [String(index), property];
  checkNumber(problems, at("requests"), requests, [0]);
  if (requests > 0 && value !== undefined)
    problems.check(at("value"), value, (one) => Number.isFinite(one), "a number", "number");
  if (requests > 0 && errors !== undefined) checkNumber(problems, at("errors"), errors, [0, requests]);
}

function checkDays(problems: Problems, property: string, { from, to }: Days): boolean {
  const isDayAt = (key: string, day: string) =>
    problems.known([property, key], day, JUDGED_BY) && problems.check([property, key], day, isDay, A_DAY, "format");
  const isFrom = isDayAt("from", from);
  const isTo = isDayAt("to", to);
  if (!isFrom || !isTo) return false;
  const least = numberOf(from) + LEAST_DAYS - 1;
  return numberOf(to) >= least
    ? true
    : problems.refuse(
        [property, "to"],
        to,
        `${dayText(least)} or later: fewer than ${LEAST_DAYS} full days say nothing`,
      );
}

const A_DAY = 'a day: "2026-11-03"';
export const AN_HOUR = 'the beginning of an hour in UTC: "2026-11-03T17:00Z"';
const A_PLACE = 'a country, or a state of the United States: "FR", "US-CA"';

const isDay = (day: string) => dayOf(day) !== undefined;
const isPlace = (code: string) => locationOf(code) !== undefined;
const numberOf = (day: string) => dayOf(day) ?? 0;
