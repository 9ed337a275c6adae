import type { ContainerClusterMaintenancePolicy } from "@cdktf/provider-google/lib/container-cluster";
import { checkAbsent, checkOneOf } from "../../core/checks";
import type { Problems, Warnings } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { availability, REQUIRED_HOURS, WINDOW_DAYS } from "./maintenance-availability";
import { parseRecurrence } from "./recurrence";

const SCOPES = ["NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"] as const;
const MAX_EXCLUSIONS = 20;
const DEFAULT_START = "03:00";
const TIME = /^([01][0-9]|2[0-3]):[0-5][0-9]$/;
const TIMESTAMP = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$/;

/** A window that comes again by a rule. */
export interface RecurringWindow {
  /** When the first one starts, RFC 3339: `2026-01-03T01:00:00Z`. */
  readonly startTime: string;
  /** When the first one ends. */
  readonly endTime: string;
  /** The rule, RFC 5545: `FREQ=WEEKLY;BYDAY=SA,SU`. Days are days in UTC. */
  readonly recurrence: string;
}

/** A time without maintenance. */
export interface MaintenanceExclusion {
  /** When it starts, RFC 3339: `2026-11-20T00:00:00Z`. */
  readonly startTime: string;
  /** When it ends. */
  readonly endTime: string;

  /**
   * What does not happen: no upgrade at all, none to a new minor version, or that and none of the nodes.
   *
   * @default "NO_UPGRADES"
   */
  readonly scope?: (typeof SCOPES)[number];
}

/** When GKE may maintain a cluster. */
export interface MaintenanceOptions {
  /**
   * When the daily window of four hours starts, in UTC: `03:00`.
   *
   * @default "03:00", without a recurring window
   */
  readonly dailyWindowStart?: string;

  /**
   * A window that comes again by a rule, instead of a daily one.
   *
   * @default - a daily one
   */
  readonly recurringWindow?: RecurringWindow;

  /**
   * Times without maintenance, by name: up to 20.
   *
   * @default - none
   */
  readonly exclusions?: { readonly [name: string]: MaintenanceExclusion };
}

/**
 * Validates the maintenance windows and exclusions of a cluster, as GKE's API does.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/how-to/maintenance-windows-and-exclusions
 */
export function checkMaintenance(problems: Problems, options: MaintenanceOptions): void {
  const { dailyWindowStart, recurringWindow, exclusions = {} } = options;
  const one =
    recurringWindow === undefined ||
    checkAbsent(problems, "dailyWindowStart", dailyWindowStart, "with recurringWindow");
  const isTime = (time = DEFAULT_START) => TIME.test(time);
  const daily = problems.check(
    "dailyWindowStart",
    dailyWindowStart,
    isTime,
    'hours and minutes in UTC: "03:00"',
    "format",
  );
  const recurring = recurringWindow === undefined || checkRecurringWindow(problems, recurringWindow);
  const named = Object.entries(exclusions);
  problems.check("exclusions", named.length, (count) => count <= MAX_EXCLUSIONS, `up to ${MAX_EXCLUSIONS} exclusions`);
  const sound = named.map(([name, exclusion]) => checkExclusion(problems.at(`exclusions.${name}`), exclusion));
  if (one && daily && recurring && sound.every(Boolean)) checkAvailability(problems, options);
}

/** Warns of what could not be checked of the windows. */
export function warnOfMaintenance(warnings: Warnings, { recurringWindow }: MaintenanceOptions): void {
  if (recurringWindow === undefined || isUnknown(recurringWindow.recurrence)) return;
  const { recurrence } = recurringWindow;
  if (parseRecurrence(recurrence) !== undefined) return;
  const advice = `make sure that it leaves ${REQUIRED_HOURS} hours in every ${WINDOW_DAYS} days`;
  warnings.warn("recurringWindow.recurrence", `${recurrence} uses rules that this version cannot evaluate: ${advice}`);
}

/** When GKE may maintain a cluster, for the provider. */
export function maintenanceConfig(options: MaintenanceOptions): ContainerClusterMaintenancePolicy {
  const { dailyWindowStart, recurringWindow, exclusions } = options;
  return {
    ...(recurringWindow === undefined
      ? { dailyMaintenanceWindow: { startTime: dailyWindowStart ?? DEFAULT_START } }
      : { recurringWindow }),
    maintenanceExclusion:
      exclusions &&
      Object.entries(exclusions).map(([exclusionName, { startTime, endTime, scope }]) => ({
        exclusionName,
        startTime,
        endTime,
        exclusionOptions: { scope: scope ?? "NO_UPGRADES" },
      })),
  };
}

function checkRecurringWindow(problems: Problems, { startTime, endTime, recurrence }: RecurringWindow): boolean {
  const below = problems.at("recurringWindow");
  const period = checkPeriod(below, startTime, endTime);
  const rule = /^FREQ=(DAILY|WEEKLY|MONTHLY)(;[A-Z]+=[A-Z0-9,+-]+)*$/;
  const allowed = 'a rule of RFC 5545 that is daily, weekly or monthly: "FREQ=WEEKLY;BYDAY=SA,SU"';
  return below.check("recurrence", recurrence, (text) => rule.test(text), allowed, "format") && period;
}

function checkExclusion(problems: Problems, { startTime, endTime, scope }: MaintenanceExclusion): boolean {
  return checkOneOf(problems, "scope", scope, SCOPES) && checkPeriod(problems, startTime, endTime);
}

function checkPeriod(problems: Problems, startTime: string, endTime: string): boolean {
  const times = Object.entries({ startTime, endTime }).map(([property, time]) => {
    const isTime = (text: string) => TIMESTAMP.test(text) && !Number.isNaN(Date.parse(text));
    return problems.check(property, time, isTime, 'a time of RFC 3339: "2026-11-20T00:00:00Z"', "format");
  });
  if (!times.every(Boolean) || isUnknown(startTime)) return times.every(Boolean);
  const isLater = (time: string) => Date.parse(time) > Date.parse(startTime);
  return problems.check("endTime", endTime, isLater, `later than ${startTime}`);
}

function checkAvailability(problems: Problems, options: MaintenanceOptions): void {
  const { recurringWindow, exclusions = {} } = options;
  const blocking = Object.values(exclusions).filter(({ scope = "NO_UPGRADES" }) => scope === "NO_UPGRADES");
  const start = options.dailyWindowStart ?? DEFAULT_START;
  const times = [start, ...[...blocking, ...(recurringWindow ? [recurringWindow] : [])].flatMap(Object.values)];
  if (times.some(isUnknown)) return;
  const window = recurringWindow ?? {
    startTime: `2026-01-01T${start}:00Z`,
    endTime: new Date(Date.parse(`2026-01-01T${start}:00Z`) + 4 * 3_600_000).toISOString(),
    recurrence: "FREQ=DAILY",
  };
  const recurrence = parseRecurrence(window.recurrence);
  if (recurrence === undefined) return;
  const least = availability(
    { start: Date.parse(window.startTime), end: Date.parse(window.endTime), recurrence },
    blocking.map(({ startTime, endTime }) => ({ start: Date.parse(startTime), end: Date.parse(endTime) })),
  );
  const allowed =
    `windows and exclusions that leave ${REQUIRED_HOURS} hours in every ${WINDOW_DAYS} days, in blocks of 4 hours ` +
    "or more";
  if (least.hours >= REQUIRED_HOURS) return;
  problems.refuse("", `${Math.floor(least.hours)} hours in the ${WINDOW_DAYS} days from ${least.from}`, allowed);
}
