import { checkNumber, checkShare, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";

/** How good data must be. */
export interface DataLimits {
  /**
   * The last whole days that are looked at.
   *
   * @default 28
   */
  readonly days?: number;

  /**
   * The fewest whole days that a place must have. Of all users together, fewer are refused.
   *
   * @default 14
   */
  readonly leastDays?: number;

  /**
   * How many values may be missing, as a part of 1. A day that misses more is left out.
   *
   * @default 0.1
   */
  readonly holes?: number;

  /**
   * How old the newest value may be, in hours.
   *
   * @default 48
   */
  readonly ageHours?: number;

  /**
   * By how much the peak of the newest day may be above the highest, or below the lowest, of all other days, as a part of it.
   *
   * @default 0.3
   */
  readonly jump?: number;

  /**
   * How much may be asked for by users of no known place, as a part of all.
   *
   * @default 0.01
   */
  readonly unknownPlaces?: number;

  /**
   * How much of a load may fail that is still served well, as a part of it.
   *
   * @default 0.01
   */
  readonly errors?: number;

  /**
   * How many days before it an event is planned for.
   *
   * @default 14
   */
  readonly daysBeforeEvent?: number;
}

/** Limits with their defaults. */
export const DATA_LIMITS: Required<DataLimits> = {
  days: 28,
  leastDays: 14,
  holes: 0.1,
  ageHours: 48,
  jump: 0.3,
  unknownPlaces: 0.01,
  errors: 0.01,
  daysBeforeEvent: 14,
};

/** Validates limits of a file. */
export function checkDataLimits(problems: Problems, limits: DataLimits): void {
  for (const name of Object.keys(limits)) {
    problems.check(name, name, (one) => Object.hasOwn(DATA_LIMITS, one), Object.keys(DATA_LIMITS).join(", "), "one-of");
  }
  const { days = DATA_LIMITS.days, leastDays } = limits;
  checkWholeNumber(problems, "days", limits.days, [1, 366]);
  if (checkWholeNumber(problems, "leastDays", leastDays, [1, 366]) && (leastDays ?? 0) > days)
    problems.refuse("leastDays", leastDays, `at most days, ${days}`);
  checkShare(problems, "holes", limits.holes);
  checkNumber(problems, "ageHours", limits.ageHours, [0]);
  checkNumber(problems, "jump", limits.jump, [0]);
  checkNumber(problems, "unknownPlaces", limits.unknownPlaces, [0, 1]);
  checkNumber(problems, "errors", limits.errors, [0, 1]);
  checkWholeNumber(problems, "daysBeforeEvent", limits.daysBeforeEvent, [0, 366]);
}
