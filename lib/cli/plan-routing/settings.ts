import { Problems } from "../../core/problems";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import type { RoutingPolicy } from "../../routing/routing-policy";
import { isObject, type Settings } from "../output-folder";
import { readIfThere } from "../read-if-there";
import type { Known } from "./known";
import { type Input, inputOf } from "./plan-file";

/** What requests are called among the services: the one that the program knows of. */
export const REQUESTS = "requests";

/** What is planned with: options of `planRouting`, and what only words are made of. */
export interface Planning {
  readonly options: RoutingPlanOptions;
  /** The unit of each service. */
  readonly units: { readonly [service: string]: string };
  readonly prices: Prices | undefined;
  readonly inputs: readonly Input[];
}

/** What one more unit of a service at the last resort costs each month. */
export interface Prices {
  readonly currency: string;
  readonly lastResort: { readonly [service: string]: number };
}

/** What the program knows, and over it what `planning.json` says. */
export function planningOf(known: Known, file: string | undefined): Planning {
  const text = file === undefined ? "{}" : readText(file);
  const given = file === undefined ? {} : parsed(file, text);
  const { version: _, $schema: __, units: ___, prices: ____, ...settings } = given;
  const options = merged(optionsOf(known), settings) as unknown as RoutingPlanOptions;
  return Problems.of("plan-routing", (problems) => {
    if (isObject(options.services) && Object.keys(options.services).length === 0) {
      const message = "nobody said how many requests there are: configure analysis.demand, or services in --planning";
      problems.conflict("services", message);
    }
    const units = unitsOf(problems.at([file ?? "planning"]), given.units);
    const prices = given.prices === undefined ? undefined : pricesOf(problems.at([file ?? "planning"]), given.prices);
    const inputs = [known.input, ...(file === undefined ? [] : [inputOf("planning.json", text)])];
    return { options, units, prices, inputs };
  });
}

function optionsOf({ facts, policy, demand, locations }: Known): Settings {
  const dataCenters = Object.entries(facts.dataCenters ?? {}).map(([name, site]) => {
    const { requestsPerSecond, latitude, longitude, isDrained } = site;
    const isSomewhere = latitude !== undefined && longitude !== undefined;
    return [
      name,
      {
        capacity: requestsPerSecond === undefined || demand === undefined ? {} : { [REQUESTS]: requestsPerSecond },
        ...(isSomewhere && { location: { latitude, longitude } }),
        ...(isDrained && { drain: true }),
      },
    ] as const;
  });
  const { requestsPerSecond: most, fallBackTo } = facts.lastResort ?? {};
  return {
    services: demand === undefined ? {} : { [REQUESTS]: { demand } },
    dataCenters: Object.fromEntries(dataCenters),
    lastResort: {
      ...(most !== undefined && demand !== undefined && { capacity: { [REQUESTS]: most } }),
      ...(locations.length > 0 && { locations }),
      ...(fallBackTo && { fallBackTo }),
    },
    current: policy satisfies RoutingPolicy,
  };
}

/** One object over another, at any depth; a list is one value. */
function merged(below: Settings, above: Settings): Settings {
  const both = Object.entries(above).map(([key, value]) => {
    const under = Object.hasOwn(below, key) ? below[key] : undefined;
    return [key, isObject(under) && isObject(value) ? merged(under, value) : value] as const;
  });
  return { ...below, ...Object.fromEntries(both) };
}

function unitsOf(problems: Problems, units: unknown): Planning["units"] {
  const own = units === undefined ? {} : units;
  const isTexts = isObject(own) && Object.values(own).every((unit) => typeof unit === "string");
  if (!isTexts) problems.refuse("units", units, 'the unit of each service: { "video": "Gbit/s" }', "shape");
  return { [REQUESTS]: "requests/s", ...(isTexts ? (own as Planning["units"]) : {}) };
}

function pricesOf(problems: Problems, prices: unknown): Prices | undefined {
  const { currency, lastResort } = isObject(prices) ? prices : {};
  const isRates = isObject(lastResort) && Object.values(lastResort).every((price) => Number(price) >= 0);
  if (typeof currency === "string" && isRates) return { currency, lastResort: lastResort as Prices["lastResort"] };
  const expected =
    'what one more unit at the last resort costs each month: { "currency": "EUR", "lastResort": { "requests": 2 } }';
  problems.refuse("prices", prices, expected, "shape");
  return undefined;
}

function readText(file: string): string {
  return Problems.of("plan-routing", (problems) => {
    const text = readIfThere(file);
    if (text === undefined) problems.conflict("--planning", `${file} cannot be read`);
    return text ?? "{}";
  });
}

function parsed(file: string, text: string): Settings {
  return Problems.of("plan-routing", (problems) => {
    let settings: unknown;
    try {
      settings = JSON.parse(text);
    } catch (error) {
      problems.conflict([file], `cannot be read (${(error as Error).message})`);
      return {};
    }
    if (!isObject(settings)) problems.refuse([file], settings, "an object: docs/schemas/planning.schema.json");
    else if (settings.version !== 1) problems.refuse([file, "version"], settings.version, "1");
    else return settings;
    return {};
  });
}
