import { checkNumber, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { JUDGED_BY } from "../analysis/known-rate";
import { type CountryCode, checkCountry } from "../countries";

/** Who may be served from where: for users of some countries, the countries that may serve them. */
export interface ResidencyRule {
  /** Where the users are. Whom Route 53 cannot place is in no country. */
  readonly usersIn: readonly CountryCode[];
  /** The countries of the data centres, and of the last resort's regions, that may serve them: `EUROPEAN_UNION`. */
  readonly servedFrom: readonly CountryCode[];
}

/**
 * The owner's own rules, judged at synthesis while all is well and under every failure that the analysis tries. A percentage that only
 * Terraform knows is judged at 100 and at 0, each by itself: what breaks a rule in any combination is refused. `largestStep` is judged by the review of a change.
 */
export interface RoutingRules {
  /**
   * Who may never be served from elsewhere, by a name for each rule. Also when all data centres of a place are down, however many
   * that takes. Each data centre needs its `country`.
   *
   * @default - everybody may be served from everywhere
   */
  readonly residency?: { readonly [name: string]: ResidencyRule };

  /**
   * How many sites must be left to serve the users of a country, by the country, under every failure: those of each of its states by
   * themselves, and those in none. Each healthy data centre that DNS sends them to, at once or when those before it are down, is a
   * site; and so is the last resort, whatever is behind it. The last resort is tried as down like a data centre, whether or not a
   * health check watches it. What stands behind a last resort without a health check is never answered and not a site: with 0 percent,
   * no data centre is.
   *
   * @default - any number
   */
  readonly minLiveSites?: { readonly [country in CountryCode]?: number };

  /**
   * How much of all demand one data centre may get at most, in percent: 1 to 100. Needs `analysis.demand`. The last resort is many
   * sites behind one address, and is not judged.
   *
   * @default - all of it
   */
  readonly maxPercentAtOneSite?: number;

  /**
   * How many of a place's users may move in one change at most, in percent: 1 to 100. They move when the set of addresses that they are
   * answered with while all is well becomes another one. Synthesis knows one version only, so `cdktf-hybrid-kubernetes review` judges it: by
   * the strictest of the deployed version, the new one and its flag.
   *
   * @default - all of them
   */
  readonly largestStep?: number;

  /**
   * The countries where the last resort serves from, for `residency`.
   *
   * @default - not known: it is required with `residency`
   */
  readonly lastResortCountries?: readonly CountryCode[];
}

/** What rules are checked against. */
export interface RulesContext {
  readonly dataCenters: { readonly [name: string]: { readonly country?: CountryCode } };
  readonly hasDemand: boolean;
}

/** Validates the rules of a routing, which are at the property `rules`. */
export function checkRoutingRules(problems: Problems, rules: RoutingRules, context: RulesContext): void {
  const below = problems.at("rules");
  const { residency = {}, minLiveSites = {}, maxPercentAtOneSite, largestStep, lastResortCountries } = rules;
  for (const [name, { usersIn, servedFrom }] of Object.entries(residency)) {
    checkCountries(below, ["residency", name, "usersIn"], usersIn);
    checkCountries(below, ["residency", name, "servedFrom"], servedFrom);
  }
  if (Object.keys(residency).length > 0) {
    const expected = "the countries of the last resort's regions: rules.residency judges by them";
    if (lastResortCountries === undefined) below.refuse("lastResortCountries", lastResortCountries, expected);
    checkDataCenterCountries(problems, context);
  }
  if (lastResortCountries !== undefined) checkCountries(below, ["lastResortCountries"], lastResortCountries);
  for (const [country, count] of Object.entries<number | undefined>(minLiveSites)) {
    checkCountry(below, ["minLiveSites", country], country);
    if (below.known(["minLiveSites", country], count, JUDGED_BY)) {
      checkWholeNumber(below, ["minLiveSites", country], count, [1], "of sites");
    }
  }
  if (below.known("largestStep", largestStep, JUDGED_BY)) {
    checkNumber(below, "largestStep", largestStep, [1, 100], "of percent");
  }
  if (maxPercentAtOneSite === undefined || !below.known("maxPercentAtOneSite", maxPercentAtOneSite, JUDGED_BY)) return;
  checkNumber(below, "maxPercentAtOneSite", maxPercentAtOneSite, [1, 100], "of percent");
  if (!context.hasDemand) below.conflict("maxPercentAtOneSite", "needs analysis.demand, which it is a part of");
}

function checkDataCenterCountries(problems: Problems, { dataCenters }: RulesContext): void {
  const expected = "the country where it stands, for rules.residency";
  for (const [name, { country }] of Object.entries(dataCenters)) {
    if (country === undefined) problems.refuse(["dataCenters", name, "country"], country, expected);
  }
}

/** Validates the countries of something that serves, by which rules judge it. */
export function checkCountries(
  problems: Problems,
  property: readonly string[],
  countries: readonly CountryCode[],
): void {
  if (!problems.known(property, countries, JUDGED_BY)) return;
  if (countries.length === 0) problems.refuse(property, countries, "at least one country");
  for (const country of countries) {
    if (problems.known(property, country, JUDGED_BY)) checkCountry(problems, property, country);
  }
}
