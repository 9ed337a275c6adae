import { checkNumber, checkShare, checkWholeNumber } from "../core/checks";
import { checkKey } from "../core/names";
import type { Problems, PropertyPath } from "../core/problems";
import { checkDemand } from "../routing/analysis/demand";
import { JUDGED_BY } from "../routing/analysis/known-rate";
import { checkRoutingPolicy, checkTiers } from "../routing/check-routing-policy";
import { checkCoordinates } from "../routing/coordinates";
import { locationOf } from "../routing/location";
import { checkEach } from "./latency-by-distance";
import type { PlanLimits, RatePerService, RoutingPlanOptions } from "./planning-options";
import { LAST_RESORT_SITE } from "./world";

/** Names of data centres are labels of DNS names. */
const MAX_NAME_LENGTH = 32;

/** What is expected where nothing was measured. */
const WITHOUT_LATENCY = "where it is, since there is no latency";

/** An empty set says that nothing is down, which always counts, and would look like a failure that is covered. */
const NO_NAME = "at least one name of what is down; no sets at all, [], plan for no failure";

/** A share of which nothing may be left. */
const PART: readonly [number, number] = [0, 1];

/** What is out of range for a plan. All of it must be known: nothing can be planned from what only Terraform knows. */
export function checkPlanOptions(problems: Problems, options: RoutingPlanOptions): void {
  const { services, dataCenters, lastResort = {}, failures = [], rules = {}, limits = {} } = options;
  const sites = Object.keys(dataCenters);
  if (Object.keys(services).length === 0) problems.refuse("services", services, "at least one service");
  for (const [name, { demand, weight }] of Object.entries(services)) {
    checkDemand(problems, ["services", name, "demand"], demand);
    checkMoreThanNothing(problems, ["services", name, "weight"], weight);
  }
  for (const [name, dataCenter] of Object.entries(dataCenters)) {
    const below = problems.at(["dataCenters", name]);
    checkKey(below, "", name, MAX_NAME_LENGTH);
    if (name === LAST_RESORT_SITE) below.refuse("", name, "another name: that is the last resort's", "name");
    checkRates(below, "capacity", dataCenter.capacity, options);
    checkRates(below, "servedWell", dataCenter.servedWell, options);
    if (dataCenter.location !== undefined) checkCoordinates(below.at("location"), dataCenter.location);
    if (below.known("headroom", dataCenter.headroom, JUDGED_BY)) {
      checkNumber(below, "headroom", dataCenter.headroom, [0, 0.9]);
    }
  }
  const below = problems.at("lastResort");
  checkRates(below, "capacity", lastResort.capacity, options);
  checkRates(below, "minNodesCapacity", lastResort.minNodesCapacity, options);
  checkKnownShare(below, "targetUtilization", lastResort.targetUtilization);
  checkEach(below.at("locations"), lastResort.locations ?? []);
  if (lastResort.fallBackTo !== undefined) checkTiers(below, "fallBackTo", lastResort.fallBackTo, sites);
  for (const property of ["current", "target"] as const) {
    checkRoutingPolicy(problems.at(property), options[property] ?? {}, sites);
  }
  checkLatency(problems, options);
  const named = problems.known("failures", options.failures, JUDGED_BY) ? failures : [];
  named.forEach((names, index) => {
    if (!problems.known(["failures", String(index)], names, JUDGED_BY)) return;
    if (names.length === 0) problems.refuse(["failures", String(index)], names, NO_NAME, "shape");
    names.forEach((name, place) => {
      checkSite(problems, ["failures", String(index), String(place)], name, [...sites, LAST_RESORT_SITE]);
    });
  });
  for (const [place, { allowed = [] }] of Object.entries(rules)) {
    checkPlace(problems, ["rules", place], place, options);
    allowed.forEach((name, index) => {
      checkSite(problems, ["rules", place, "allowed", String(index)], name, sites);
    });
  }
  checkLimits(problems.at("limits"), limits);
}

function checkLatency(problems: Problems, { latency, dataCenters, lastResort }: RoutingPlanOptions): void {
  if (latency === undefined) {
    const isSomewhere = (lastResort?.locations?.length ?? 0) > 0;
    const nowhere = Object.keys(dataCenters).filter((name) => dataCenters[name]?.location === undefined);
    for (const name of nowhere) problems.refuse(["dataCenters", name, "location"], undefined, WITHOUT_LATENCY);
    if (!isSomewhere) problems.refuse("lastResort.locations", lastResort?.locations, WITHOUT_LATENCY);
    return;
  }
  for (const [place, times] of Object.entries(latency)) {
    problems.check(["latency", place], place, isPlace, A_PLACE, "one-of");
    for (const [site, milliseconds] of Object.entries(times)) {
      const property = ["latency", place, site];
      checkSite(problems, property, site, [...Object.keys(dataCenters), LAST_RESORT_SITE]);
      if (problems.known(property, milliseconds, JUDGED_BY)) {
        checkNumber(problems, property, milliseconds, [0], "of milliseconds");
      }
    }
  }
}

function checkLimits(problems: Problems, limits: PlanLimits): void {
  checkKnownShare(problems, "largestStep", limits.largestStep);
  checkKnownShare(problems, "largestStepOfCapacity", limits.largestStepOfCapacity);
  if (problems.known("leastGain", limits.leastGain, JUDGED_BY))
    checkNumber(problems, "leastGain", limits.leastGain, PART);
  const times = {
    fastEnoughMilliseconds: limits.fastEnoughMilliseconds,
    slowerMilliseconds: limits.slowerMilliseconds,
    failoverMilliseconds: limits.failoverMilliseconds,
  };
  for (const [property, time] of Object.entries(times)) {
    if (problems.known(property, time, JUDGED_BY)) checkNumber(problems, property, time, [0], "of milliseconds");
  }
  if (problems.known("worthOfMillisecond", limits.worthOfMillisecond, JUDGED_BY)) {
    checkNumber(problems, "worthOfMillisecond", limits.worthOfMillisecond, PART);
  }
  // Route 53 has at most a hundred records of one name and type, one of them for everyone else.
  if (problems.known("places", limits.places, JUDGED_BY)) {
    checkWholeNumber(problems, "places", limits.places, [1, 99], "of places");
  }
}

function checkRates(
  problems: Problems,
  property: string,
  rates: RatePerService | undefined,
  { services }: RoutingPlanOptions,
): void {
  for (const [service, rate] of Object.entries(rates ?? {})) {
    const path = [property, service];
    const isService = (name: string) => Object.hasOwn(services, name);
    problems.check(path, service, isService, `a service: ${Object.keys(services).join(", ")}`, "one-of");
    if (problems.known(path, rate, JUDGED_BY)) checkNumber(problems, path, rate, [0], "in the unit of the service");
  }
}

function checkSite(problems: Problems, property: PropertyPath, name: string, sites: readonly string[]): void {
  problems.check(property, name, (site) => sites.includes(site), sites.join(", ") || "(there are none)", "one-of");
}

function checkPlace(problems: Problems, property: PropertyPath, place: string, { current }: RoutingPlanOptions): void {
  const waves = Object.keys(current?.waves ?? {});
  const isKnown = (name: string) => isPlace(name) || waves.includes(name);
  problems.check(property, place, isKnown, [A_PLACE, ...waves].join(", or the wave "), "one-of");
}

const A_PLACE = 'a country, or a state of the United States: "FR", "US-CA"';

function isPlace(code: string): boolean {
  return locationOf(code) !== undefined;
}

function checkKnownShare(problems: Problems, property: string, share: number | undefined): void {
  if (problems.known(property, share, JUDGED_BY)) checkShare(problems, property, share);
}

function checkMoreThanNothing(problems: Problems, property: PropertyPath, number: number | undefined): void {
  if (number === undefined || !problems.known(property, number, JUDGED_BY)) return;
  problems.check(property, number, (some) => Number.isFinite(some) && some > 0, "a number of more than 0", "number");
}
