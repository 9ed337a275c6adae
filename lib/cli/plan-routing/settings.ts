import { Problems } from "../../core/problems";
import { type MeasuredData, optionsOf as measuredNumbers, rulesOf } from "../../planning/data/measured";
import type { RoutingPlanOptions } from "../../planning/planning-options";
import type { Demand } from "../../routing/analysis/demand";
import { codesOf, placesOf, type RoutingPolicy } from "../../routing/routing-policy";
import { isObject, type Settings } from "../output-folder";
import { readIfThere } from "../read-if-there";
import { inputOf } from "./input";
import type { Known } from "./known";
import { measurementOf } from "./metrics";
import { type Planning, REQUESTS } from "./planning";
import { afterSettingsOf, pricesOf, unitsOf } from "./words-settings";

/** What the program knows, over it what was measured, and over both what `planning.json` says. */
export function planningOf(known: Known, file: string | undefined, now?: string): Planning {
  const text = file === undefined ? "{}" : readText(file);
  const given = file === undefined ? {} : parsed(file, text);
  const {
    version: _,
    $schema: __,
    units: ___,
    prices: ____,
    data: _____,
    calendar: ______,
    after: _7,
    ...settings
  } = given;
  refuseWhatIsKnown(file ?? "planning.json", settings);
  const places = Object.keys(known.demand ?? {});
  const { dataCenters = {} } = known.facts;
  const sites = { dataCenters: Object.keys(dataCenters), drained: drainedIn(known), places, service: REQUESTS };
  const measured = measurementOf(file ?? "planning.json", given, sites, now);
  const below = merged(optionsOf(known, measured.data), measuredOptions(known, measured.data));
  const options = merged(below, settings) as unknown as RoutingPlanOptions;
  return Problems.of("plan-routing", (problems) => {
    if (isObject(options.services) && Object.keys(options.services).length === 0) {
      const message = "nobody said how many requests there are: configure analysis.demand, or services in --planning";
      problems.conflict("services", message);
    }
    refuseUnknownCapacity(problems, options);
    const below = problems.at([file ?? "planning"]);
    const services = isObject(options.services) ? Object.keys(options.services) : [];
    const units = unitsOf(below, given.units, services);
    const prices = given.prices === undefined ? undefined : pricesOf(below.at("prices"), given.prices, services);
    const after = afterSettingsOf(below.at("after"), given.after);
    const inputs = [known.input, ...(file === undefined ? [] : [inputOf("planning.json", text)]), ...measured.inputs];
    const data = measured.data && withPlanned(measured.data, options);
    return { options, file, settings, units, prices, after, inputs, data };
  });
}

/** The data centres that the program sends no users to. */
export function drainedIn({ facts: { dataCenters = {} } }: Known): readonly string[] {
  return Object.entries(dataCenters).flatMap(([name, { isDrained }]) => (isDrained ? [name] : []));
}

/** What was measured, as options of a plan. */
function measuredOptions({ policy, demand }: Known, data: MeasuredData | undefined): Settings {
  if (data === undefined) return {};
  const { services: measured, dataCenters, latency } = measuredNumbers(data);
  const services = withWhatIsHeld(measured, data, demand);
  const waves = Object.entries(policy.waves ?? {});
  const wavesOf = (place: string) =>
    waves.flatMap(([name, wave]) => (KINDS.some((kind) => codesOf(wave, kind).includes(place)) ? [name] : []));
  const asked = Object.values(services).flatMap((service) => Object.keys(service.demand));
  const routed = placesOf(policy).flatMap(({ kind, code }) => (kind === "continent" ? [] : [code]));
  const places = [...new Set([...Object.keys(demand ?? {}), ...asked, ...routed])].sort();
  return { services, dataCenters, ...(latency && { latency }), rules: rulesOf(data, places, wavesOf) };
}

/** Adds to numbers of bad data what is planned with in their place. */
function withPlanned(data: MeasuredData, { services }: RoutingPlanOptions): MeasuredData {
  const numbers = data.numbers.map((number) => {
    const { kind, service = "", place = "", value, faults } = number;
    // What is measured of the United States is that of users in no known state.
    if (kind !== "demand" || faults === undefined || place === "US") return number;
    const demand = Object.hasOwn(services, service) ? services[service]?.demand : undefined;
    const planned = Object.entries<number | undefined>(demand ?? {}).find(([name]) => name === place)?.[1];
    return planned === undefined || planned === value ? number : { ...number, planned };
  });
  return { ...data, numbers };
}

/** A data centre whose capacity nobody configured would be emptied: what is not configured counts as 0. */
function refuseUnknownCapacity(problems: Problems, { services, dataCenters }: RoutingPlanOptions): void {
  if (!isObject(services) || !Object.hasOwn(services, REQUESTS) || !isObject(dataCenters)) return;
  for (const [name, { capacity, drain }] of Object.entries(dataCenters)) {
    if (drain || !isObject(capacity) || Object.keys(capacity).length > 0) continue;
    const message = "how much it can take is not known: configure its requestsPerSecond, or its capacity in --planning";
    problems.conflict(["dataCenters", name], message);
  }
}

const KINDS = ["country", "subdivision"] as const;

/** Of a place with bad data, too much is safer than too little: it counts with what the program says, where that is more. */
function withWhatIsHeld(
  services: ReturnType<typeof measuredNumbers>["services"],
  { numbers, withoutData }: MeasuredData,
  demand: Demand | undefined,
): ReturnType<typeof measuredNumbers>["services"] {
  const measured = Object.hasOwn(services, REQUESTS) ? services[REQUESTS]?.demand : undefined;
  if (measured === undefined || demand === undefined) return services;
  const isBad = (place: string) =>
    withoutData.includes(place) ||
    numbers.some((one) => one.kind === "demand" && one.service === REQUESTS && one.place === place && one.faults);
  const all = new Map(Object.entries<number | undefined>(measured));
  for (const [place, rate = 0] of Object.entries<number | undefined>(demand)) {
    const more = rate - (all.get(place) ?? 0);
    if (!isBad(place) || more <= 0) continue;
    all.set(place, rate);
    // A state is a part of its country.
    if (place.startsWith("US-")) all.set("US", (all.get("US") ?? 0) + more);
  }
  return { ...services, [REQUESTS]: { demand: Object.fromEntries(all) } };
}

function optionsOf({ facts, policy, demand, locations }: Known, data: MeasuredData | undefined): Settings {
  const isAsked =
    demand !== undefined || data?.numbers.some(({ kind, service }) => kind === "demand" && service === REQUESTS);
  const dataCenters = Object.entries(facts.dataCenters ?? {}).map(([name, site]) => {
    const { requestsPerSecond, latitude, longitude, isDrained } = site;
    const isSomewhere = latitude !== undefined && longitude !== undefined;
    return [
      name,
      {
        capacity: requestsPerSecond === undefined || !isAsked ? {} : { [REQUESTS]: requestsPerSecond },
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
      ...(most !== undefined && isAsked && { capacity: { [REQUESTS]: most } }),
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

/** What is deployed is what was synthesized, and the target is that of the plan before: of no file that somebody writes. */
function refuseWhatIsKnown(file: string, settings: Settings): void {
  Problems.of("plan-routing", (problems) => {
    if (Object.hasOwn(settings, "current"))
      problems.conflict([file, "current"], "is what was synthesized: configure the routing in the program");
    if (Object.hasOwn(settings, "target"))
      problems.conflict([file, "target"], "is planned: bound it by rules and limits");
  });
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
