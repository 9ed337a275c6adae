import {
  ComputeSecurityPolicy,
  type ComputeSecurityPolicyRule,
} from "@cdktf/provider-google/lib/compute-security-policy";
import { Construct } from "constructs";
import { Address4, Address6 } from "ip-address";
import { checkWholeNumber, oneOf } from "../core/checks";
import type { Problems } from "../core/problems";
import { validateProps } from "../core/validate";
import { adviceOnCode, type CountryCode, isCountryCode } from "../routing/countries";
import { checkWaf, type WafOptions, wafConfig } from "./waf";

/** Google's limit of ranges in one rule. */
const RANGES_PER_RULE = 10;

/** Rules of one kind that there is place for, and so 200 ranges. */
const MAX_RANGES = 20 * RANGES_PER_RULE;

/** The first priority of each kind of rule; a lower number is evaluated first. */
const ALLOW = 1000;
const DENY = 2000;
const DENY_COUNTRIES = 2500;
const RATE_LIMIT = 4000;
/**
 * A ban is a rule of its own: the provider changes a rule field by field, and would leave the time of a ban in a limit that
 * no longer bans, which Google refuses.
 *
 * Source: resource_compute_security_policy.go of version 6.50, `PatchRule`
 */
const BAN = 4100;
const DEFAULT_RULE = 2_147_483_647;

/** The ranges and countries that Cloud Armor allows or denies. */
export interface RangeRules {
  /**
   * Ranges that are allowed before all other rules, IPv4 or IPv6: up to 200.
   *
   * @default - none
   */
  readonly allowRanges?: readonly string[];

  /**
   * Ranges that are denied with a 403: up to 200.
   *
   * @default - none
   */
  readonly denyRanges?: readonly string[];

  /**
   * Countries whose requests are denied with a 403, by ISO 3166-1 code, after `allowRanges`. Where a client is, Google
   * derives from its address: that of a proxy or a VPN counts.
   *
   * @default - none
   */
  readonly denyCountries?: readonly DeniableCountry[];
}

/** A country that Cloud Armor can deny: the four that Route 53 does not know, too. */
export type DeniableCountry = CountryCode | (typeof OTHER_COUNTRIES)[number];

const OTHER_COUNTRIES = ["BV", "CX", "EH", "HM"] as const;

/** A rate limit per client. */
export interface RateLimit {
  /** Requests per client address and `intervalSeconds`, 1 to 10000000. Those beyond it are denied with a 429. */
  readonly requestsPerClient: number;

  /**
   * The interval in which they are counted, in seconds.
   *
   * @default 60
   */
  readonly intervalSeconds?: 10 | 30 | 60 | 120 | 180 | 240 | 300 | 600 | 900 | 1200 | 1800 | 2700 | 3600;

  /**
   * How long a client over the limit is banned, 60 to 86400 seconds.
   *
   * @default - it is not banned: only requests over the limit are denied
   */
  readonly banSeconds?: number;
}

/** Options of a Cloud Armor policy. */
export interface SecurityPolicyOptions extends RangeRules {
  /**
   * The rate limit per client.
   *
   * @default - no limit
   */
  readonly rateLimit?: RateLimit;

  /**
   * The preconfigured rules.
   *
   * @default - none
   */
  readonly waf?: WafOptions;

  /**
   * Whether Google learns what traffic is normal and alerts on floods (Adaptive Protection).
   *
   * @default true
   */
  readonly adaptiveProtection?: boolean;
}

/** Options of a Cloud Armor policy before a service. */
export interface SecurityPolicyProps extends SecurityPolicyOptions {
  /** The policy's name: up to 63 lower-case letters, digits and hyphens. */
  readonly policyName: string;
}

/** Options of a Cloud Armor policy before the cache. */
export interface EdgeSecurityPolicyProps extends RangeRules {
  /** The policy's name: up to 63 lower-case letters, digits and hyphens. */
  readonly policyName: string;
}

/**
 * Cloud Armor before a service: ranges first, then Google's preconfigured rules, then the rate limit.
 *
 * Source: https://cloud.google.com/armor/docs/security-policy-overview
 */
export class SecurityPolicy extends Construct {
  public readonly policyId: string;
  /** The policy. */
  public readonly policy: ComputeSecurityPolicy;

  constructor(scope: Construct, id: string, props: SecurityPolicyProps) {
    super(scope, id);
    validateProps(this, "SecurityPolicyProps", props, checkSecurityPolicy);
    this.policy = new ComputeSecurityPolicy(this, "Resource", {
      name: props.policyName,
      type: "CLOUD_ARMOR",
      lifecycle: { createBeforeDestroy: true },
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: props.adaptiveProtection ?? true } },
      // Without it, the preconfigured rules read a JSON body as one long text.
      advancedOptionsConfig: { jsonParsing: "STANDARD" },
      rule: [...rangeRulesConfig(props), ...wafConfig(props.waf), ...rateLimitConfig(props.rateLimit), DEFAULT],
    });
    this.policyId = this.policy.id;
  }
}

/** Cloud Armor at Google's edge, before the cache of Cloud CDN: ranges only. */
export class EdgeSecurityPolicy extends Construct {
  public readonly policyId: string;
  /** The policy. */
  public readonly policy: ComputeSecurityPolicy;

  constructor(scope: Construct, id: string, props: EdgeSecurityPolicyProps) {
    super(scope, id);
    validateProps(this, "EdgeSecurityPolicyProps", props, checkRangeRules);
    this.policy = new ComputeSecurityPolicy(this, "Resource", {
      name: props.policyName,
      type: "CLOUD_ARMOR_EDGE",
      lifecycle: { createBeforeDestroy: true },
      rule: [...rangeRulesConfig(props), DEFAULT],
    });
    this.policyId = this.policy.id;
  }
}

function rangeRuleConfig(action: string, priority: number, srcIpRanges: readonly string[]): ComputeSecurityPolicyRule {
  // Written out, because the provider would otherwise report a difference at each plan.
  return {
    action,
    priority,
    preview: false,
    match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: [...srcIpRanges] } },
  };
}

const DEFAULT: ComputeSecurityPolicyRule = rangeRuleConfig("allow", DEFAULT_RULE, ["*"]);

function rangeRulesConfig({
  allowRanges = [],
  denyRanges = [],
  denyCountries = [],
}: RangeRules): ComputeSecurityPolicyRule[] {
  const inRules = (action: string, first: number, ranges: readonly string[]) =>
    Array.from({ length: Math.ceil(ranges.length / RANGES_PER_RULE) }, (_, rule) =>
      rangeRuleConfig(action, first + rule, ranges.slice(rule * RANGES_PER_RULE, (rule + 1) * RANGES_PER_RULE)),
    );
  return [
    ...inRules("allow", ALLOW, allowRanges),
    ...inRules("deny(403)", DENY, denyRanges),
    ...countriesConfig(denyCountries),
  ];
}

/** One rule for all countries, in their order in the alphabet: the order in which they are configured means nothing. */
function countriesConfig(countries: readonly DeniableCountry[]): ComputeSecurityPolicyRule[] {
  if (countries.length === 0) return [];
  const expression = `'[${[...countries].sort().join(",")}]'.contains(origin.region_code)`;
  return [{ action: "deny(403)", priority: DENY_COUNTRIES, preview: false, match: { expr: { expression } } }];
}

function rateLimitConfig(limit: RateLimit | undefined): ComputeSecurityPolicyRule[] {
  if (limit === undefined) return [];
  const { requestsPerClient, intervalSeconds = DEFAULT_INTERVAL_SECONDS, banSeconds } = limit;
  const rule =
    banSeconds === undefined
      ? rangeRuleConfig("throttle", RATE_LIMIT, ["*"])
      : rangeRuleConfig("rate_based_ban", BAN, ["*"]);
  const rateLimitOptions = {
    conformAction: "allow",
    exceedAction: "deny(429)",
    enforceOnKey: "IP",
    rateLimitThreshold: { count: requestsPerClient, intervalSec: intervalSeconds },
    banDurationSec: banSeconds,
  };
  return [{ ...rule, rateLimitOptions }];
}

const INTERVALS = [10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700, 3600];

/** Validates the options of Cloud Armor. */
export function checkSecurityPolicy(problems: Problems, options: SecurityPolicyOptions): void {
  checkRangeRules(problems, options);
  const { rateLimit, waf } = options;
  if (rateLimit !== undefined) {
    const below = problems.at("rateLimit");
    const { requestsPerClient, intervalSeconds = DEFAULT_INTERVAL_SECONDS, banSeconds } = rateLimit;
    checkWholeNumber(below, "requestsPerClient", requestsPerClient, [1, 10_000_000]);
    const isInterval = (seconds: number) => INTERVALS.includes(seconds);
    below.check("intervalSeconds", intervalSeconds, isInterval, `${oneOf(INTERVALS)} seconds`, "one-of");
    if (banSeconds !== undefined) checkWholeNumber(below, "banSeconds", banSeconds, [60, 86_400], "of seconds");
  }
  if (waf !== undefined) checkWaf(problems.at("waf"), waf);
}

/** The time in which requests of a client are counted unless another is configured. */
export const DEFAULT_INTERVAL_SECONDS = 60;

const RANGE = 'an address, or a range written with its first address: "203.0.113.0/24" or "2001:db8::/32"';

/** Whether this is an address, or a range that is written with its first address. */
function isAddressOrRange(text: string): boolean {
  const range = Address4.isValid(text) ? new Address4(text) : Address6.isValid(text) ? new Address6(text) : undefined;
  return range !== undefined && range.startAddress().bigInt() === range.bigInt();
}

/** Validates ranges that are allowed or denied. */
export function checkRangeRules(problems: Problems, options: RangeRules): void {
  const { allowRanges = [], denyRanges = [], denyCountries } = options;
  if (denyCountries !== undefined) checkCountries(problems, denyCountries);
  for (const [property, ranges] of Object.entries({ allowRanges, denyRanges })) {
    // Not a token as a whole: Cloud Armor takes ten ranges per rule, so their number decides which rules there are.
    if (!problems.known(property, ranges)) continue;
    problems.check(property, ranges.length, (count) => count <= MAX_RANGES, `up to ${MAX_RANGES} ranges`);
    for (const range of ranges) problems.check(property, range, isAddressOrRange, RANGE, "range");
  }
  const both = denyRanges.filter((range) => allowRanges.includes(range));
  const expected = "ranges that are not in allowRanges, which is evaluated first";
  problems.check("denyRanges", both, ({ length }) => length === 0, expected);
}

const COUNTRY = "a country code of ISO 3166-1 (two capital letters)";

function checkCountries(problems: Problems, countries: readonly string[]): void {
  // Not a token: the codes are sorted, and stand in one expression.
  if (!problems.known("denyCountries", countries)) return;
  problems.check("denyCountries", countries, (all) => new Set(all).size === all.length, "each country once");
  for (const country of countries) {
    const isKnown = (code: string) => isCountryCode(code) || OTHER_COUNTRIES.some((other) => other === code);
    if (problems.known("denyCountries", country))
      problems.check("denyCountries", country, isKnown, adviceOnCode(country, COUNTRY), "one-of");
  }
}
