import { isUnknown } from "../core/tokens";

/**
 * Google's preconfigured rule sets, after the OWASP Core Rule Sets 4.22 and 3.3, each with its permanent priority: adding one never
 * moves another. A new one takes a free number from 3000 to 3999. What 3.3 calls `nodejs` is `generic` in 4.22.
 *
 * Source: https://cloud.google.com/armor/docs/waf-rules
 */
const PRIORITIES = {
  "sqli-v33-stable": 3000,
  "xss-v33-stable": 3010,
  "lfi-v33-stable": 3020,
  "rfi-v33-stable": 3030,
  "rce-v33-stable": 3040,
  "methodenforcement-v33-stable": 3050,
  "scannerdetection-v33-stable": 3060,
  "protocolattack-v33-stable": 3070,
  "php-v33-stable": 3080,
  "sessionfixation-v33-stable": 3090,
  "java-v33-stable": 3100,
  "nodejs-v33-stable": 3110,
  "cve-canary": 3120,
  "json-sqli-canary": 3130,
  "sqli-v422-stable": 3140,
  "xss-v422-stable": 3150,
  "lfi-v422-stable": 3160,
  "rfi-v422-stable": 3170,
  "rce-v422-stable": 3180,
  "methodenforcement-v422-stable": 3190,
  "scannerdetection-v422-stable": 3200,
  "protocolattack-v422-stable": 3210,
  "php-v422-stable": 3220,
  "sessionfixation-v422-stable": 3230,
  "java-v422-stable": 3240,
  "generic-v422-stable": 3250,
} as const;

/** One of Google's preconfigured rule sets: `sqli-v422-stable` is against SQL injection. Google recommends CRS 4.22. */
export type WafRuleSet = keyof typeof PRIORITIES;

/** All rule sets that this version knows. */
export const WAF_RULE_SETS = Object.keys(PRIORITIES) as readonly WafRuleSet[];

/** The priority of a rule set in a policy. */
export function wafPriority(ruleSet: WafRuleSet): number {
  return PRIORITIES[ruleSet];
}

/** How the IDs of a set's signatures start, where it is of one version of the Core Rule Set: a set has no signature of another. */
export function signaturePrefix(ruleSet: WafRuleSet): string {
  if (ruleSet.includes("-v422-")) return "owasp-crs-v04";
  return ruleSet.includes("-v33-") ? "owasp-crs-v03" : "";
}

/** The level of each set's surest signature, where it is not 1: below it the set would find nothing. */
const LEAST_SENSITIVITY: Partial<Record<WafRuleSet, number>> = { "json-sqli-canary": 2 };

/** The condition of a rule set's rule, in the language of Cloud Armor. */
export function wafExpression(ruleSet: WafRuleSet, sensitivity: number, optOutRuleIds: readonly string[] = []): string {
  const { [ruleSet]: least = 1 } = LEAST_SENSITIVITY;
  // A token for the sensitivity is Terraform's to know, and stays what it is.
  const effective = isUnknown(sensitivity) ? sensitivity : Math.max(sensitivity, least);
  const ids = optOutRuleIds.map((id) => `'${id}'`).join(", ");
  const optOut = ids === "" ? "" : `, 'opt_out_rule_ids': [${ids}]`;
  return `evaluatePreconfiguredWaf('${ruleSet}', {'sensitivity': ${effective}${optOut}})`;
}
