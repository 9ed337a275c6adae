import { oneOf } from "../../core/checks";
import type { Problems, PropertyPath } from "../../core/problems";
import { type Calendar, checkCalendar } from "../../planning/data/calendar";
import { checkDataLimits, type DataLimits } from "../../planning/data/data-limits";
import type { Excluded, MetricsFile } from "../../planning/data/metrics-file";
import { MEASURED } from "../../planning/data/series";
import { isObject, type Settings } from "../output-folder";

/** What `data` of the settings says. */
export interface MetricsSettings {
  readonly files: readonly MetricsFile[];
  readonly exclude: Excluded;
  readonly limits: DataLimits;
}

export const FILE_KEYS = ["file", "measures", "service", "site", "siteLabel", "countryLabel", "metric"];

/** Reads `data`: no compiler has seen it. */
export function checkedMetrics(problems: Problems, data: unknown): MetricsSettings {
  const none = { files: [], exclude: {}, limits: {} };
  if (!hasKeys(problems, "", data, ["files", "exclude", "limits"])) return none;
  const { files, exclude = {}, limits = {} } = data;
  if (!Array.isArray(files) || files.length === 0) {
    problems.refuse("files", files, 'files of metrics: [{ "file": "metrics/edge.json" }]', "shape");
    return none;
  }
  const isFile = (file: unknown, index: number): boolean => {
    const at = ["files", String(index)];
    if (!hasKeys(problems, at, file, FILE_KEYS)) return false;
    const areTexts = textsOf(problems, at, file, Object.keys(file));
    if (file.file === undefined) return problems.refuse([...at, "file"], undefined, "a path", "shape");
    const { measures } = file;
    const isMeasured = measures === undefined || MEASURED.some((known) => known === measures);
    if (!isMeasured) problems.refuse([...at, "measures"], measures, oneOf(MEASURED), "one-of");
    return areTexts && isMeasured;
  };
  const areFiles = files.map(isFile).every(Boolean);
  const isNames = (names: unknown) => Array.isArray(names) && names.every((name) => typeof name === "string");
  const isExcluded = isObject(exclude) && Object.values(exclude).every(isNames);
  if (!isExcluded) {
    problems.refuse("exclude", exclude, 'names by label: { "user_agent": ["GoogleHC*"] }', "shape");
  }
  const isLimits = isObject(limits) && Object.values(limits).every((limit) => typeof limit === "number");
  if (!isLimits) problems.refuse("limits", limits, 'numbers: { "leastDays": 14 }', "shape");
  else checkDataLimits(problems.at("limits"), limits as DataLimits);
  if (!areFiles || !isExcluded || !isLimits) return none;
  return { files: files as MetricsFile[], exclude: exclude as Excluded, limits: limits as DataLimits };
}

/** Reads `calendar`. */
export function checkedCalendar(problems: Problems, calendar: unknown): Calendar {
  if (calendar === undefined || !hasKeys(problems, "", calendar, ["timeZone", "events", "freezes"])) return {};
  const { timeZone, events, freezes } = calendar;
  const isZone = timeZone === undefined || textsOf(problems, "", { timeZone }, ["timeZone"]);
  const areEvents = arePeriods(problems, "events", events, "name", ["demand"]);
  const areFreezes = arePeriods(problems, "freezes", freezes, "reason", []);
  if (!isZone || !areEvents || !areFreezes) return {};
  return checkCalendar(problems, calendar as Calendar) ? (calendar as Calendar) : {};
}

function arePeriods(
  problems: Problems,
  property: string,
  list: unknown,
  text: string,
  more: readonly string[],
): boolean {
  if (list === undefined) return true;
  if (!Array.isArray(list)) {
    const example = `[{ "${text}": "Finale", "from": "2026-12-24", "to": "2026-12-26" }]`;
    return problems.refuse(property, list, `a list: ${example}`, "shape");
  }
  return list
    .map((period: unknown, index) => {
      const at = [property, String(index)];
      const keys = [text, "from", "to"];
      if (!hasKeys(problems, at, period, [...keys, "places", ...more])) return false;
      const { places = [], demand } = period;
      const isList = Array.isArray(places) && places.every((place) => typeof place === "string");
      if (!isList) problems.refuse([...at, "places"], places, 'codes: ["FR", "US-CA"]', "shape");
      const isNumber = demand === undefined || typeof demand === "number";
      if (!isNumber) problems.refuse([...at, "demand"], demand, "a number: 1.5", "number");
      return textsOf(problems, at, period, keys) && isList && isNumber;
    })
    .every(Boolean);
}

/** Whether it is an object with no other keys. */
function hasKeys(
  problems: Problems,
  property: PropertyPath,
  value: unknown,
  keys: readonly string[],
): value is Settings {
  if (!isObject(value)) return problems.refuse(property, value, `an object with ${keys.join(", ")}`, "shape");
  const others = Object.keys(value).filter((key) => !keys.includes(key));
  const below = problems.at(property);
  for (const other of others) below.refuse([other], value[other], `one of ${keys.join(", ")}`, "one-of");
  return others.length === 0;
}

function textsOf(problems: Problems, property: PropertyPath, value: Settings, keys: readonly string[]): boolean {
  const isText = (one: unknown) => typeof one === "string" && one !== "";
  const wrong = keys.filter((key) => !isText(value[key]));
  for (const key of wrong) problems.at(property).refuse([key], value[key], "a text", "shape");
  return wrong.length === 0;
}
