import type { ComputeSecurityPolicyRule } from "@cdktf/provider-google/lib/compute-security-policy";
import { checkAbsent, checkOneOf, checkWholeNumber } from "../core/checks";
import type { Problems, PropertyPath } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { signaturePrefix, WAF_RULE_SETS, type WafRuleSet, wafExpression, wafPriority } from "./waf-rules";

/** Google's preconfigured rules against common attacks. */
export interface WafOptions {
  /** The rule sets: `["sqli-v422-stable", "xss-v422-stable"]`. */
  readonly ruleSets: readonly WafRuleSet[];

  /**
   * The sensitivity level: 1 matches only clear attacks; 4 matches the most, with the most false positives.
   * `json-sqli-canary` matches nothing below 2, and begins there; `cve-canary` matches plain attacks on Log4j at 1 and disguised
   * ones at 3.
   *
   * @default 1
   */
  readonly sensitivity?: 1 | 2 | 3 | 4;

  /**
   * Whether matches are only logged: how to begin with each new rule set.
   *
   * @default false
   */
  readonly preview?: boolean;

  /**
   * Signatures that are not evaluated, because they match what your service needs, by their IDs in the log:
   * `["owasp-crs-v042200-id942421-sqli"]`. Each belongs to one rule set, whose other signatures stay.
   *
   * @default - none: each rule set is evaluated as a whole
   */
  readonly optOutRuleIds?: { readonly [ruleSet in WafRuleSet]?: readonly string[] };

  /**
   * Request fields that signatures do not inspect, such as a cookie with JSON in it.
   *
   * @default - none
   */
  readonly exclusions?: readonly WafExclusion[];

  /**
   * Requests whose path starts with one of these are not evaluated by any rule set: up to 4, such as `["/uploads/"]`.
   *
   * @default - none
   */
  readonly exceptPaths?: readonly string[];
}

/**
 * Request fields that the signatures of a rule set do not inspect. At least one kind of field.
 *
 * Source: https://cloud.google.com/armor/docs/rule-tuning
 */
export interface WafExclusion {
  /** The rule set: one of `ruleSets`. */
  readonly ruleSet: WafRuleSet;

  /**
   * The signatures that do not inspect the fields.
   *
   * @default - all of the rule set
   */
  readonly ruleIds?: readonly string[];

  /**
   * Headers, by name.
   *
   * @default - none
   */
  readonly requestHeaders?: readonly WafFieldMatch[];

  /**
   * Cookies, by name.
   *
   * @default - none
   */
  readonly requestCookies?: readonly WafFieldMatch[];

  /**
   * Parameters, by name, in the query and in the body of a POST.
   *
   * @default - none
   */
  readonly requestQueryParams?: readonly WafFieldMatch[];

  /**
   * URIs, without their query.
   *
   * @default - none
   */
  readonly requestUris?: readonly WafFieldMatch[];
}

/** Which fields of a kind are meant. */
export interface WafFieldMatch {
  /** How `value` is compared. */
  readonly operator: (typeof OPERATORS)[number];

  /**
   * The name, or the URI, or a part of it.
   *
   * @default - required, but for `EQUALS_ANY`, which has none
   */
  readonly value?: string;
}

const OPERATORS = ["EQUALS", "STARTS_WITH", "ENDS_WITH", "CONTAINS", "EQUALS_ANY"] as const;

const FIELDS = ["requestHeaders", "requestCookies", "requestQueryParams", "requestUris"] as const;

/** An expression has up to five subexpressions, of which the rule set is one. */
const MAX_PATHS = 4;

/**
 * A rule with exclusions is another rule than without: the provider changes a rule field by field and clears none, so that
 * exclusions that are gone from the code would stay in force.
 *
 * Source: resource_compute_security_policy.go of version 6.50, `PatchRule`
 */
const WITH_EXCLUSIONS = 5;

/** The rules of the rule sets, for the provider. */
export function wafConfig(waf: WafOptions = { ruleSets: [] }): ComputeSecurityPolicyRule[] {
  const { ruleSets, preview = false, exclusions = [] } = waf;
  return ruleSets.map((ruleSet) => {
    const excluded = exclusions.filter((exclusion) => exclusion.ruleSet === ruleSet);
    return {
      action: "deny(403)",
      priority: wafPriority(ruleSet) + (excluded.length > 0 ? WITH_EXCLUSIONS : 0),
      preview,
      match: { expr: { expression: expressionOf(waf, ruleSet) } },
      preconfiguredWafConfig: excluded.length > 0 ? { exclusion: excluded.map(exclusionConfig) } : undefined,
    };
  });
}

function expressionOf(
  { sensitivity = 1, optOutRuleIds = {}, exceptPaths = [] }: WafOptions,
  ruleSet: WafRuleSet,
): string {
  const evaluated = wafExpression(ruleSet, sensitivity, optOutRuleIds[ruleSet]);
  return [evaluated, ...exceptPaths.map((path) => `!request.path.startsWith('${path}')`)].join(" && ");
}

function exclusionConfig(exclusion: WafExclusion) {
  const [requestHeader, requestCookie, requestQueryParam, requestUri] = FIELDS.map((field) =>
    exclusion[field]?.map(({ operator, value }) => ({ operator, value })),
  );
  const targetRuleIds = exclusion.ruleIds && [...exclusion.ruleIds];
  return {
    targetRuleSet: exclusion.ruleSet,
    targetRuleIds,
    requestHeader,
    requestCookie,
    requestQueryParam,
    requestUri,
  };
}

/** Validates the rule sets and what is left out of them. */
export function checkWaf(problems: Problems, waf: WafOptions): void {
  const { ruleSets, optOutRuleIds = {}, exclusions = [], exceptPaths } = waf;
  checkWholeNumber(problems, "sensitivity", waf.sensitivity ?? 1, [1, 4]);
  if (exceptPaths !== undefined) checkPaths(problems, exceptPaths);
  if (!problems.known("ruleSets", ruleSets)) return;
  for (const name of ruleSets) checkOneOf(problems, "ruleSets", name, WAF_RULE_SETS);
  problems.check("ruleSets", ruleSets, (all) => new Set(all).size === all.length, "each rule set once");
  for (const [ruleSet, ids] of Object.entries(optOutRuleIds) as [WafRuleSet, readonly string[]][]) {
    const property = ["optOutRuleIds", ruleSet];
    checkIsEvaluated(problems, property, ruleSet, ruleSets);
    checkRuleIds(problems, property, ids, ruleSet);
  }
  if (!problems.known("exclusions", exclusions)) return;
  for (const [index, exclusion] of exclusions.entries()) {
    checkExclusion(problems.at(["exclusions", `${index}`]), exclusion, ruleSets);
  }
}

function checkPaths(problems: Problems, paths: readonly string[]): void {
  // Not a token as a whole: each path is a part of the expression.
  if (!problems.known("exceptPaths", paths)) return;
  problems.check("exceptPaths", paths.length, (count) => count <= MAX_PATHS, `up to ${MAX_PATHS} paths`);
  const isPath = (path: string) => /^\/[^'\\\s?#]*$/.test(path);
  const expected = 'paths that start with a slash, without quotation marks: "/uploads/"';
  for (const path of paths) problems.check("exceptPaths", path, isPath, expected, "format");
}

function checkExclusion(problems: Problems, exclusion: WafExclusion, ruleSets: readonly string[]): void {
  checkIsEvaluated(problems, "ruleSet", exclusion.ruleSet, ruleSets);
  checkRuleIds(problems, "ruleIds", exclusion.ruleIds, exclusion.ruleSet);
  const given = FIELDS.filter((field) => exclusion[field] !== undefined);
  if (given.length === 0) problems.refuse("", exclusion, `at least one of ${FIELDS.join(", ")}`);
  for (const field of given) {
    const matches = exclusion[field] ?? [];
    problems.check(field, matches, ({ length }) => length > 0, "at least one field, or leave it out");
    if (!problems.known(field, matches)) continue;
    for (const [index, match] of matches.entries()) checkMatch(problems.at([field, `${index}`]), match);
  }
}

function checkMatch(problems: Problems, { operator, value }: WafFieldMatch): void {
  checkOneOf(problems, "operator", operator, OPERATORS);
  if (operator === "EQUALS_ANY") checkAbsent(problems, "value", value, "beside EQUALS_ANY");
  else problems.check("value", value, (text) => text !== undefined, `a text to compare: ${operator} needs one`);
}

function checkIsEvaluated(
  problems: Problems,
  property: PropertyPath,
  ruleSet: WafRuleSet,
  ruleSets: readonly string[],
): void {
  if (!checkOneOf(problems, property, ruleSet, WAF_RULE_SETS)) return;
  problems.check(property, ruleSet, (name) => ruleSets.includes(name), "one of ruleSets: no other is evaluated");
}

function checkRuleIds(
  problems: Problems,
  property: PropertyPath,
  ids: readonly string[] | undefined,
  ruleSet: WafRuleSet,
): void {
  if (ids === undefined || !problems.known(property, ids)) return;
  problems.check(property, ids, ({ length }) => length > 0, "at least one signature, or leave it out");
  const isRuleId = (id: string) => /^[a-z][a-z0-9-]*-id[0-9]+-[a-z]+$/.test(id);
  const expected = 'the ID of a signature, as in the log: "owasp-crs-v042200-id942421-sqli"';
  const prefix = isUnknown(ruleSet) ? "" : signaturePrefix(ruleSet);
  for (const id of ids) {
    if (!problems.check(property, id, isRuleId, expected, "format")) continue;
    problems.check(property, id, (one) => one.startsWith(prefix), `a signature of ${ruleSet}: ${prefix}…`);
  }
}
