import { ref, Token } from "cdktf";
import {
  EdgeSecurityPolicy,
  SecurityPolicy,
  type SecurityPolicyOptions,
  type WafOptions,
} from "../../lib/load-balancing";
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

  test("denies countries by one rule, after the ranges that are allowed, whatever their order", () => {
    const rules = rulesWith({ allowRanges: ["203.0.113.0/24"], denyCountries: ["FR", "EH", "DE"] });
    expect(rules.slice(0, 2).map(({ priority }) => priority)).toEqual([1000, 2500]);
    expect(rules[1]).toEqual({
      action: "deny(403)",
      priority: 2500,
      preview: false,
      match: { expr: { expression: "'[DE,EH,FR]'.contains(origin.region_code)" } },
    });
    expect(rulesWith({ denyCountries: ["DE", "FR", "EH"] })[0]).toEqual(rules[1]);
    expect(rulesWith({ denyCountries: [] })).toEqual([DEFAULT_RULE]);
  });

  test("refuses an invalid country, one that is there twice, and a list that is not known yet", () => {
    expect(refused({ denyCountries: ["UK" as "GB", "FR", "fr" as "FR", "FR", "EU" as "FR"] })).toEqual([
      'denyCountries: got ["UK","FR","fr","FR","EU"], expected each country once',
      'denyCountries: got "UK", expected a country code of ISO 3166-1 (two capital letters); for United Kingdom write "GB"',
      'denyCountries: got "fr", expected a country code of ISO 3166-1 (two capital letters); for France write "FR"',
      'denyCountries: got "EU", expected a country code of ISO 3166-1 (two capital letters)',
    ]);
    expect(refused({ denyCountries: Token.asList(ref("var.countries")) as never })[0]).toContain("got a token");
    expect(refused({ denyCountries: [Token.asString(ref("var.country")) as "FR"] })[0]).toContain("got a token");
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

  test("leaves out signatures, fields and paths that are false positives", () => {
    const [sqli, xss] = rulesWith({
      waf: {
        ruleSets: ["sqli-v33-stable", "xss-v33-stable"],
        optOutRuleIds: { "sqli-v33-stable": ["owasp-crs-v030301-id942421-sqli", "owasp-crs-v030301-id942432-sqli"] },
        exclusions: [
          {
            ruleSet: "xss-v33-stable",
            ruleIds: ["owasp-crs-v030301-id941150-xss"],
            requestCookies: [{ operator: "STARTS_WITH", value: "session" }],
            requestHeaders: [{ operator: "EQUALS", value: "x-state" }],
          },
          { ruleSet: "xss-v33-stable", requestQueryParams: [{ operator: "EQUALS_ANY" }] },
          { ruleSet: "xss-v33-stable", requestUris: [{ operator: "CONTAINS", value: "/editor" }] },
        ],
        exceptPaths: ["/uploads/", "/editor"],
      },
    });
    const elsewhere = " && !request.path.startsWith('/uploads/') && !request.path.startsWith('/editor')";
    expect(sqli).toEqual({
      action: "deny(403)",
      priority: 3000,
      preview: false,
      match: {
        expr: {
          expression: `evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1, 'opt_out_rule_ids': ['owasp-crs-v030301-id942421-sqli', 'owasp-crs-v030301-id942432-sqli']})${elsewhere}`,
        },
      },
    });
    expect(xss).toEqual({
      action: "deny(403)",
      priority: 3015,
      preview: false,
      match: { expr: { expression: `evaluatePreconfiguredWaf('xss-v33-stable', {'sensitivity': 1})${elsewhere}` } },
      preconfigured_waf_config: {
        exclusion: [
          {
            target_rule_set: "xss-v33-stable",
            target_rule_ids: ["owasp-crs-v030301-id941150-xss"],
            request_header: [{ operator: "EQUALS", value: "x-state" }],
            request_cookie: [{ operator: "STARTS_WITH", value: "session" }],
          },
          { target_rule_set: "xss-v33-stable", request_query_param: [{ operator: "EQUALS_ANY" }] },
          { target_rule_set: "xss-v33-stable", request_uri: [{ operator: "CONTAINS", value: "/editor" }] },
        ],
      },
    });
  });

  test("is another rule with exclusions than without: the provider clears no field of a rule", () => {
    const exclusions = [{ ruleSet: "cve-canary", requestUris: [{ operator: "EQUALS_ANY" }] }] as const;
    const priority = (waf: WafOptions) => rulesWith({ waf })[0]?.priority;
    expect(priority({ ruleSets: ["cve-canary"] })).toBe(3120);
    expect(priority({ ruleSets: ["cve-canary"], exclusions })).toBe(3125);
    expect(WAF_RULE_SETS.map(wafPriority).every((number) => number % 10 === 0)).toBe(true);
  });

  test("has the sets of CRS 4.22, and refuses a signature of another version", () => {
    const ruleSets = ["sqli-v422-stable", "generic-v422-stable"] as const;
    expect(
      rulesWith({ waf: { ruleSets } })
        .map(({ priority }) => priority)
        .slice(0, 2),
    ).toEqual([3140, 3250]);
    const optOutRuleIds = { "sqli-v422-stable": ["owasp-crs-v030301-id942421-sqli"] };
    expect(refused({ waf: { ruleSets, optOutRuleIds } })).toEqual([
      'waf.optOutRuleIds.sqli-v422-stable: got "owasp-crs-v030301-id942421-sqli", expected a signature of sqli-v422-stable: owasp-crs-v04…',
    ]);
    const own = { "sqli-v422-stable": ["owasp-crs-v042200-id942421-sqli"] };
    expect(rulesWith({ waf: { ruleSets, optOutRuleIds: own } })[0]?.match.expr.expression).toBe(
      "evaluatePreconfiguredWaf('sqli-v422-stable', {'sensitivity': 1, 'opt_out_rule_ids': ['owasp-crs-v042200-id942421-sqli']})",
    );
  });

  test("refuses to leave out what is not evaluated, or what it cannot find", () => {
    const any = [{ operator: "EQUALS_ANY" }] as const;
    expect(
      refused({
        waf: {
          ruleSets: ["sqli-v33-stable"],
          optOutRuleIds: { "xss-v33-stable": ["941150"], "sqli-v33-stable": [] },
          exclusions: [
            { ruleSet: "sqli-v33-stable" },
            { ruleSet: "cve-canary", requestUris: any },
            { ruleSet: "sqli-v33-stable", ruleIds: ["id'x"], requestCookies: [{ operator: "EQUALS" }] },
            { ruleSet: "sqli-v33-stable", requestHeaders: [{ operator: "EQUALS_ANY", value: "x" }], requestUris: [] },
          ],
          exceptPaths: ["uploads", "/it's", "/a", "/b", "/c"],
        },
      }),
    ).toEqual([
      "waf.exceptPaths: got 5, expected up to 4 paths",
      'waf.exceptPaths: got "uploads", expected paths that start with a slash, without quotation marks: "/uploads/"',
      'waf.exceptPaths: got "/it\'s", expected paths that start with a slash, without quotation marks: "/uploads/"',
      'waf.optOutRuleIds.xss-v33-stable: got "xss-v33-stable", expected one of ruleSets: no other is evaluated',
      'waf.optOutRuleIds.xss-v33-stable: got "941150", expected the ID of a signature, as in the log: "owasp-crs-v042200-id942421-sqli"',
      "waf.optOutRuleIds.sqli-v33-stable: got [], expected at least one signature, or leave it out",
      'waf.exclusions.0: got {"ruleSet":"sqli-v33-stable"}, expected at least one of requestHeaders, requestCookies, requestQueryParams, requestUris',
      'waf.exclusions.1.ruleSet: got "cve-canary", expected one of ruleSets: no other is evaluated',
      'waf.exclusions.2.ruleIds: got "id\'x", expected the ID of a signature, as in the log: "owasp-crs-v042200-id942421-sqli"',
      "waf.exclusions.2.requestCookies.0.value: got nothing, expected a text to compare: EQUALS needs one",
      'waf.exclusions.3.requestHeaders.0.value: got "x", expected nothing beside EQUALS_ANY',
      "waf.exclusions.3.requestUris: got [], expected at least one field, or leave it out",
    ]);
    expect(refused({ waf: { ruleSets: ["cve-canary"], exceptPaths: Token.asList(ref("var.p")) } })[0]).toContain(
      "waf.exceptPaths: got a token",
    );
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
      "waf.sensitivity: got 5, expected a whole number from 1 to 4",
      'waf.ruleSets: got "sqli", expected "sqli-v33-stable", "xss-v33-stable", "lfi-v33-stable", "rfi-v33-stable", "rce-v33-stable", "methodenforcement-v33-stable", "scannerdetection-v33-stable", "protocolattack-v33-stable", "php-v33-stable", "sessionfixation-v33-stable", "java-v33-stable", "nodejs-v33-stable", "cve-canary", "json-sqli-canary", "sqli-v422-stable", "xss-v422-stable", "lfi-v422-stable", "rfi-v422-stable", "rce-v422-stable", "methodenforcement-v422-stable", "scannerdetection-v422-stable", "protocolattack-v422-stable", "php-v422-stable", "sessionfixation-v422-stable", "java-v422-stable" or "generic-v422-stable"',
      'waf.ruleSets: got ["sqli","xss-v33-stable","xss-v33-stable"], expected each rule set once',
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
