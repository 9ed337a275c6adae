import { checkNumber, checkWholeNumber } from "../../core/checks";
import { Problems } from "../../core/problems";
import { isObject } from "../output-folder";
import { readIfThere } from "../read-if-there";

/** What a step may be like that nobody has to look at: a file of yours. */
export interface StepLimits {
  /** How much of all that is asked for of a service may change sides, as a part of 1. */
  readonly movedShare: number;
  /** By how many points of its users a place may move. */
  readonly pointsOfPlace: number;
  /** By how much the demand must be able to grow after the step, as a part of 1. */
  readonly leastMargin: number;
  /** Whether places may get data centres that they do not have, or in another order. */
  readonly otherDataCenters: boolean;
  readonly freezes: readonly Freeze[];
}

/** Days on which no step is small. */
export interface Freeze {
  /** The first day and the last one: `2026-12-18`. */
  readonly from: string;
  readonly to: string;
  /** Whose days they are. */
  readonly timeZone: string;
  readonly reason?: string;
}

export const LIMITS_VERSION = 1;

/** What is small where the file says nothing. */
export const SMALL_STEP: StepLimits = {
  movedShare: 0.02,
  pointsOfPlace: 5,
  leastMargin: 0.05,
  otherDataCenters: false,
  freezes: [],
};

/**
 * Reads the limits.
 *
 * @throws `ValidationError` for what is no such file: a limit that is misspelt would let everything through
 */
export function readLimits(file: string): StepLimits {
  return Problems.of("plan-routing", (problems) => {
    const text = readIfThere(file);
    if (text === undefined) problems.conflict("--within", `${file} cannot be read`);
    let read: unknown = {};
    try {
      read = JSON.parse(text ?? `{"version":${LIMITS_VERSION}}`);
    } catch (error) {
      problems.conflict([file], `cannot be read (${(error as Error).message})`);
      return SMALL_STEP;
    }
    const below = problems.at([file]);
    if (!isObject(read)) below.refuse("", read, "an object: docs/schemas/step-limits.schema.json", "shape");
    else if (read.version !== LIMITS_VERSION) below.refuse("version", read.version, `${LIMITS_VERSION}`);
    else return limitsOf(below, read);
    return SMALL_STEP;
  });
}

function limitsOf(problems: Problems, { version: _, $schema: __, ...given }: Readonly<Record<string, unknown>>) {
  const names = Object.keys(SMALL_STEP);
  for (const [name, value] of Object.entries(given)) {
    if (!names.includes(name)) problems.refuse(name, value, `one of: ${names.join(", ")}`, "one-of");
  }
  const limits = { ...SMALL_STEP, ...given } as StepLimits;
  checkNumber(problems, "movedShare", limits.movedShare, [0, 1]);
  checkWholeNumber(problems, "pointsOfPlace", limits.pointsOfPlace, [0, 100]);
  checkNumber(problems, "leastMargin", limits.leastMargin, [0]);
  if (typeof limits.otherDataCenters !== "boolean") {
    problems.refuse("otherDataCenters", limits.otherDataCenters, "true or false", "shape");
  }
  return { ...limits, freezes: freezesOf(problems, limits.freezes) };
}

function freezesOf(problems: Problems, given: unknown): readonly Freeze[] {
  if (!Array.isArray(given)) {
    problems.refuse("freezes", given, 'a list: [{ "from": "2026-12-18", "to": "2027-01-03" }]', "shape");
    return [];
  }
  return given.map((one: unknown, index) => {
    const at = problems.at(["freezes", String(index)]);
    const { from, to, timeZone = "UTC", reason, ...others } = isObject(one) ? one : {};
    for (const name of Object.keys(others))
      at.refuse(name, others[name], "one of: from, to, timeZone, reason", "one-of");
    for (const [name, day] of Object.entries({ from, to })) at.check(name, day, isDay, "a day: 2026-12-18", "format");
    if (isDay(from) && isDay(to) && from > to) at.refuse("to", to, `a day that is not before ${from}`);
    at.check("timeZone", timeZone, isTimeZone, 'the name of a time zone: "Europe/Paris"', "format");
    if (reason !== undefined && typeof reason !== "string") at.refuse("reason", reason, "a text", "shape");
    return { from, to, timeZone, reason } as Freeze;
  });
}

function isDay(text: unknown): text is string {
  if (typeof text !== "string" || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

function isTimeZone(name: unknown): boolean {
  try {
    return typeof name === "string" && dayIn(name, 0) !== "";
  } catch {
    return false;
  }
}

/** The day that a moment is in somewhere: `2026-12-18`. */
export function dayIn(timeZone: string, moment: number): string {
  const parts = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const of = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${of.year}-${of.month}-${of.day}`;
}
