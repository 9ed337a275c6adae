import { ref, Token } from "cdktf";
import { EdgeSecurityPolicy, SecurityPolicy, type SecurityPolicyOptions } from "../../lib/load-balancing";
import { WAF_RULE_SETS, wafPriority } from "../../lib/load-balancing/waf-rules";
import { fc } from "../support/property";
import { type Block, refusalOf, resourceOf, resourcesOf } from "../support/synthesize";
import { balancer, reference, service, stackWith } from "./support";

const DEFAULT_RULE = {
  action: "allow",
  priority: 2147483647,
  preview: false,
  match: { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["*"] } },
};

function policyWith(options: SecurityPolicyOptions): Block {
  const stack = stackWith((scope) => {
    new SecurityPolicy(scope, "policy", { policyName: "acme", ...options });
  });
  return resourceOf(stack, "google_compute_security_policy");
}

const rulesWith = (options: SecurityPolicyOptions): Block[] => policyWith(options).rule;
const refused = (options: SecurityPolicyOptions) =>
  refusalOf(() => policyWith(options)).map((line) => line.replace("stack/policy: ", ""));

describe("Cloud Armor", () => {
  test("is before every service from the first day, with adaptive protection and no limits", () => {
    const stack = balancer({ api: service() });
    expect(resourceOf(stack, "google_compute_security_policy")).toEqual({
      name: "acme",
      type: "CLOUD_ARMOR",
      lifecycle: { create_before_destroy: true },
      adaptive_protection_config: { layer_7_ddos_defense_config: { enable: true } },
      advanced_options_config: { json_parsing: "STANDARD" },
      rule: [DEFAULT_RULE],
    });
    expect(policyWith({ adaptiveProtection: false }).adaptive_protection_config).toEqual({
      layer_7_ddos_defense_config: { enable: false },
    });
  });

  test("lets ranges through and refuses ranges, ten a rule", () => {
    const denyRanges = Array.from({ length: 12 }, (_, index) => `198.51.100.${index}`);
    const rules = rulesWith({ allowRanges: ["203.0.113.0/24", "2001:db8::/32"], denyRanges });
    expect(rules.map(({ action, priority }) => [action, priority])).toEqual([
      ["allow", 1000],
      ["deny(403)", 2000],
      ["deny(403)", 2001],
      ["allow", 2147483647],
    ]);
    expect(rules[0]?.match.config.src_ip_ranges).toEqual(["203.0.113.0/24", "2001:db8::/32"]);
    expect(rules.slice(1, 3).flatMap(({ match }) => match.config.src_ip_ranges)).toEqual(denyRanges);
  });

  test("limits the requests of a client, and bans it when asked to", () => {
    const [limit] = rulesWith({ rateLimit: { requestsPerClient: 600 } });
    expect(limit).toEqual({
      action: "throttle",
      priority: 4000,
      preview: false,
      match: DEFAULT_RULE.match,
      rate_limit_options: {
        conform_action: "allow",
        exceed_action: "deny(429)",
        enforce_on_key: "IP",
        rate_limit_threshold: { count: 600, interval_sec: 60 },
      },
    });
    const [ban] = rulesWith({ rateLimit: { requestsPerClient: 600, intervalSeconds: 120, banSeconds: 300 } });
    expect(ban?.action).toBe("rate_based_ban");
    expect(ban?.priority).toBe(4100);
    expect(ban?.rate_limit_options).toMatchObject({
      ban_duration_sec: 300,
      rate_limit_threshold: { count: 600, interval_sec: 120 },
    });
  });

  test("has Google's preconfigured rules, each at its permanent priority, first only in the log if asked to", () => {
    const waf = { ruleSets: ["xss-v33-stable", "sqli-v33-stable"], sensitivity: 2, preview: true } as const;
    const [xss, sqli] = rulesWith({ waf });
    expect(xss).toEqual({
      action: "deny(403)",
      priority: 3010,
      preview: true,
      match: { expr: { expression: "evaluatePreconfiguredWaf('xss-v33-stable', {'sensitivity': 2})" } },
    });
    expect(sqli?.priority).toBe(3000);
    expect(new Set(WAF_RULE_SETS.map(wafPriority)).size).toBe(WAF_RULE_SETS.length);
  });

  test.each(WAF_RULE_SETS)("evaluates %s at a sensitivity that has signatures, at least", (ruleSet) => {
    const expressionAt = (sensitivity?: 1 | 2 | 3 | 4) =>
      rulesWith({ waf: { ruleSets: [ruleSet], sensitivity } })[0]?.match.expr.expression;
    const expected = (sensitivity: number) => `evaluatePreconfiguredWaf('${ruleSet}', {'sensitivity': ${sensitivity}})`;
    // The one signature of json-sqli-canary, 942550, is of level 2; all other sets have some of level 1.
    const least = ruleSet === "json-sqli-canary" ? 2 : 1;
    expect(expressionAt()).toBe(expected(least));
    expect(expressionAt(1)).toBe(expected(least));
    expect(expressionAt(2)).toBe(expected(2));
    expect(expressionAt(4)).toBe(expected(4));
  });

  test("is replaced for a service by a policy of its own", () => {
    const securityPolicy = { rateLimit: { requestsPerClient: 10 } };
    const stack = balancer({ api: service(), login: service({ paths: ["/login"], securityPolicy }) });
    const policies = Object.values(resourcesOf(stack, "google_compute_security_policy"));
    expect(policies.map(({ name, rule }) => [name, rule.length])).toEqual([
      ["acme-login", 2],
      ["acme", 1],
    ]);
    const services = Object.values(resourcesOf(stack, "google_compute_backend_service"));
    expect(services.map(({ name, security_policy }) => [name, /_login_/.test(security_policy)])).toEqual([
      ["acme-api", false],
      ["acme-login", true],
    ]);
  });

  test("has a policy at Google's edge, before the cache", () => {
    const stack = balancer({ api: service({ cdn: {}, edgeSecurityPolicy: { denyRanges: ["192.0.2.0/24"] } }) });
    const edge = Object.values(resourcesOf(stack, "google_compute_security_policy")).find(
      ({ name }) => name === "acme-api-edge",
    );
    expect(edge).toEqual({
      name: "acme-api-edge",
      type: "CLOUD_ARMOR_EDGE",
      lifecycle: { create_before_destroy: true },
      rule: [
        {
          action: "deny(403)",
          priority: 2000,
          preview: false,
          match: { versioned_expr: "SRC_IPS_V1", config: { src_ip_ranges: ["192.0.2.0/24"] } },
        },
        DEFAULT_RULE,
      ],
    });
    expect(resourceOf(stack, "google_compute_backend_service").edge_security_policy).toContain("edge_security_policy");
  });

  test("evaluates ranges first, whatever their number: no two rules have the same priority", () => {
    const counts = fc.record({
      allow: fc.integer({ min: 0, max: 200 }),
      deny: fc.integer({ min: 0, max: 200 }),
      ruleSets: fc.uniqueArray(fc.constantFrom(...WAF_RULE_SETS)),
      limited: fc.boolean(),
    });
    fc.assert(
      fc.property(counts, ({ allow, deny, ruleSets, limited }) => {
        const ranges = (net: number, length: number) => Array.from({ length }, (_, host) => `10.${net}.0.${host}`);
        const rules = rulesWith({
          allowRanges: ranges(1, allow),
          denyRanges: ranges(2, deny),
          waf: { ruleSets },
          rateLimit: limited ? { requestsPerClient: 1 } : undefined,
        });
        expect(new Set(rules.map(({ priority }) => priority)).size).toBe(rules.length);
        const kind = ({ priority }: Block) => Math.min(Math.floor(priority / 1000), 5);
        expect(rules.map(kind)).toEqual(rules.map(kind).sort());
        expect(rules.every(({ match }) => (match.config?.src_ip_ranges.length ?? 0) <= 10)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  test("refuses what Cloud Armor does not accept, in words", () => {
    expect(
      refused({
        allowRanges: ["203.0.113.0/33", "203.0.113.1"],
        denyRanges: ["203.0.113.1"],
        rateLimit: { requestsPerClient: 0, intervalSeconds: 61 as 60, banSeconds: 5 },
        waf: { ruleSets: ["sqli" as "sqli-v33-stable", "xss-v33-stable", "xss-v33-stable"], sensitivity: 5 as 4 },
      }),
    ).toEqual([
      'allowRanges: got "203.0.113.0/33", expected an address, or a range written with its first address: "203.0.113.0/24" or "2001:db8::/32"',
      'denyRanges: got ["203.0.113.1"], expected ranges that are not in allowRanges, which is evaluated first',
      "rateLimit.requestsPerClient: got 0, expected a whole number from 1 to 10000000",
      "rateLimit.intervalSeconds: got 61, expected 10, 30, 60, 120, 180, 240, 300, 600, 900, 1200, 1800, 2700 or 3600 seconds",
      "rateLimit.banSeconds: got 5, expected a whole number of seconds from 60 to 86400",
      'waf.ruleSets: got "sqli", expected "sqli-v33-stable", "xss-v33-stable", "lfi-v33-stable", "rfi-v33-stable", "rce-v33-stable", "methodenforcement-v33-stable", "scannerdetection-v33-stable", "protocolattack-v33-stable", "php-v33-stable", "sessionfixation-v33-stable", "java-v33-stable", "nodejs-v33-stable", "cve-canary" or "json-sqli-canary"',
      'waf.ruleSets: got ["sqli","xss-v33-stable","xss-v33-stable"], expected each rule set once',
      "waf.sensitivity: got 5, expected a whole number from 1 to 4",
    ]);
    const many = Array.from({ length: 201 }, (_, index) => `10.0.0.${index}`);
    expect(refused({ denyRanges: many })).toEqual(["denyRanges: got 201, expected up to 200 ranges"]);
    expect(refused({ denyRanges: Token.asList(ref("var.ranges")) })[0]).toContain("denyRanges: got a token");
    expect(
      refusalOf(() =>
        stackWith((stack) => {
          new EdgeSecurityPolicy(stack, "edge", { policyName: "acme", denyRanges: ["nowhere"] });
        }),
      )[0],
    ).toContain('denyRanges: got "nowhere"');
  });

  test("takes a token for one range", () => {
    const [rule] = rulesWith({ denyRanges: [Token.asString(ref("var.range"))] });
    expect(rule?.match.config.src_ip_ranges).toEqual([reference("var.range")]);
  });
});
