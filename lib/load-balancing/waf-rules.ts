import { isUnknown } from "../core/tokens";

/**
 * Google's preconfigured rule sets, after the OWASP Core Rule Set 3.3, each with its permanent priority: adding one never
 * moves another. A new one takes a free number from 3000 to 3999.
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
} as const;

/** One of Google's preconfigured rule sets: `sqli-v33-stable` is against SQL injection. */
export type WafRuleSet = keyof typeof PRIORITIES;

/** All rule sets that this version knows. */
export const WAF_RULE_SETS = Object.keys(PRIORITIES) as readonly WafRuleSet[];

/** The priority of a rule set in a policy. */
export function wafPriority(ruleSet: WafRuleSet): number {
  return PRIORITIES[ruleSet];
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
