import { checkNumber, checkShare, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { JUDGED_BY } from "../../routing/analysis/known-rate";
import { checkRoutingPolicy } from "../../routing/check-routing-policy";
import { locationOf } from "../../routing/location";
import { checkPlanOptions } from "../check-options";
import { LAST_RESORT_SITE } from "../world";
import type { AfterStepOptions } from "./after-options";

/** The services of which anything was observed, sorted. */
export function observedServices({ observed }: Pick<AfterStepOptions, "observed">): readonly string[] {
  const names = Object.values(observed).flatMap((sites) => Object.values(sites).flatMap((rates) => Object.keys(rates)));
  return [...new Set(names)].sort();
}

/** What is out of range after a step. */
export function checkAfter(problems: Problems, options: AfterStepOptions): void {
  const { policy, next, dataCenters, observed, reach = {}, tolerance, negligible, ttlSeconds } = options;
  const sites = Object.keys(dataCenters);
  checkRoutingPolicy(problems.at("policy"), policy, sites);
  if (next !== undefined) checkRoutingPolicy(problems.at("next"), next, sites);
  const services = observedServices(options);
  if (services.length === 0) problems.refuse("observed", observed, "what at least one place was served");
  const isSite = (name: string) => name === LAST_RESORT_SITE || sites.includes(name);
  const expected = [...sites, LAST_RESORT_SITE].join(", ");
  for (const [place, served] of Object.entries(observed)) {
    problems.check(["observed", place], place, isPlace, A_PLACE, "one-of");
    for (const [site, rates] of Object.entries(served)) {
      problems.check(["observed", place, site], site, isSite, expected, "one-of");
      for (const [service, rate] of Object.entries(rates)) {
        const path = ["observed", place, site, service];
        if (problems.known(path, rate, JUDGED_BY)) checkNumber(problems, path, rate, [0], "in the unit of the service");
      }
    }
  }
  for (const [place, part] of Object.entries(reach)) {
    problems.check(["reach", place], place, isPlace, A_PLACE, "one-of");
    if (problems.known(["reach", place], part, JUDGED_BY)) checkNumber(problems, ["reach", place], part, [0, 1]);
  }
  if (problems.known("tolerance", tolerance, JUDGED_BY)) checkShare(problems, "tolerance", tolerance);
  if (negligible !== undefined && problems.known("negligible", negligible, JUDGED_BY)) {
    checkNumber(problems, "negligible", negligible, [0, 1]);
  }
  if (ttlSeconds !== undefined && problems.known("ttlSeconds", ttlSeconds, "the way back says how long it takes"))
    checkWholeNumber(problems, "ttlSeconds", ttlSeconds, [1], "of seconds");
  const named = Object.fromEntries(services.map((service) => [service, { demand: {} }]));
  if (services.length > 0) checkPlanOptions(problems, { services: named, dataCenters, latency: {} });
}

const A_PLACE = 'a country, or a state of the United States: "FR", "US-CA"';

const isPlace = (code: string) => locationOf(code) !== undefined;
