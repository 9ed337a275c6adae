import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { App, TerraformStack } from "cdktf";
import { CalculatedHealthCheck, EndpointHealthCheck, GeoRouting, type GeoRoutingProps } from "../../lib/route53";
import { COUNTRY_CODES, type RequiredHealthCheck } from "../../lib/routing";
import { fc } from "../support/property";
import { jumps, routingDiff } from "../support/review";
import { rightAnswers } from "../support/route53-rules";
import type { Block } from "../support/synthesize";

const paris = { ingress: { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" } };
const frankfurt = { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } };
const platform = {
  hostNames: ["api.example.com"],
  countries: { FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["frankfurt"], percent: 25 } },
};
const PROPS: GeoRoutingProps = {
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris, frankfurt },
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
  policies: { platform },
};

/** What is synthesized, in a folder. */
function folderOf(
  change: Partial<GeoRoutingProps> | ((stack: TerraformStack) => Partial<GeoRoutingProps>),
  more: (routing: GeoRouting) => void = () => undefined,
): string {
  const outdir = mkdtempSync(join(tmpdir(), "review-"));
  const app = new App({ outdir, skipValidation: true });
  const stack = new TerraformStack(app, "dns");
  more(new GeoRouting(stack, "routing", { ...PROPS, ...(typeof change === "function" ? change(stack) : change) }));
  app.synth();
  return outdir;
}

const before = folderOf({});
/** The lines of the difference, without the hashes of names in Terraform. */
const diff = (after: string, from = before) =>
  routingDiff(from, after, "text")
    .replace("### dns\n\n", "")
    .replaceAll(/_[0-9A-F]{8}\b/g, "")
    .trimEnd()
    .split("\n");
const withParis = (change: Partial<GeoRoutingProps["dataCenters"][string]>) =>
  folderOf({ dataCenters: { ...PROPS.dataCenters, paris: { ...paris, ...change } } });
const CHECKS = "health check routing_health_paris_ipv4, routing_health_paris_ipv6";

describe("the review names each edit that moves a user:", () => {
  test("another address of a data centre, for those whose failover it is as well", () => {
    const after = withParis({ ingress: { ...paris.ingress, ipv4: "203.0.113.99" } });
    expect(diff(after)).toEqual([
      "health check routing_health_paris_ipv4: ip address 203.0.113.10 → 203.0.113.99",
      "FR (France), for api.example.com (A): paris 203.0.113.10 → 203.0.113.99",
      "Nothing changes for anybody else.",
    ]);
    expect(jumps(before, after, 99)).toEqual([expect.stringContaining("FR (France)")]);
  });

  test("another address of the last resort, for everybody", () => {
    const after = folderOf({ lastResort: { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::1" } });
    expect(diff(after)).toEqual([
      "everyone, for api.example.com (A): last resort 198.51.100.1 → 198.51.100.9",
      "Nothing changes for anybody else.",
    ]);
    expect(jumps(before, after, 99)).toHaveLength(1);
  });

  test("a longer time to live", () => {
    expect(diff(folderOf({ ttlSeconds: 3600 }))).toEqual([
      "failover takes 96 s → 3636 s: api.example.com (A), api.example.com (AAAA)",
      "everyone: time to live 60 s → 3600 s",
      "Nothing changes for anybody else.",
    ]);
  });

  test("a health check that notices later, and requests another path", () => {
    const after = withParis({ healthCheck: { intervalSeconds: 30, failureThreshold: 10, path: "/live" } });
    expect(diff(after)).toEqual([
      "failover takes 96 s → 366 s: api.example.com (A), api.example.com (AAAA)",
      `${CHECKS}: failure threshold 3 → 10`,
      `${CHECKS}: request interval 10 → 30`,
      `${CHECKS}: resource path /healthz → /live`,
      "Nothing else changes.",
    ]);
    expect(jumps(before, after, 1)).toEqual([]);
  });

  const ARN = "arn:aws:route53-recovery-control::123456789012:controlpanel/0a1b/routingcontrol/2c3d";
  const ON = "frankfurt 0 % → 100 %, paris 100 % → 0 %";

  test.each<[string, RequiredHealthCheck, string]>([
    ["an alarm", { alarmName: "queue-is-long", alarmRegion: "eu-west-1" }, "alarm queue-is-long is in ALARM"],
    ["a switch", { routingControlArn: ARN }, `switch ${ARN} is Off`],
    ["a check made elsewhere", { healthCheckId: "elsewhere" }, "health check elsewhere is unhealthy"],
  ])("%s that a data centre requires now, and what it does to users", (_, check, when) => {
    const after = withParis({ requiredHealthChecks: { other: check } });
    expect(diff(after)).toContain(`FR (France): when ${when}: ${ON}`);
    expect(diff(before, after)).toContain(`FR (France): when ${when}: frankfurt 100 % → 0 %, paris 0 % → 100 %`);
    expect(jumps(before, after, 1)).toEqual([]);
  });

  test("a check of something else that a data centre requires now, made beside it", () => {
    const requiring = folderOf((stack) => {
      const database = new EndpointHealthCheck(stack, "database", {
        checkName: "database",
        address: "203.0.113.200",
        zone: PROPS.zone,
      });
      const dataCenters = { paris: { ...paris, requiredHealthChecks: { database } }, frankfurt };
      return { dataCenters };
    });
    expect(diff(requiring)).toContain(`FR (France): when health check database is unhealthy: ${ON}`);
  });

  test("a calculated check in place of its own, and what each of those does that it counts", () => {
    const calculated = folderOf((stack) => {
      const any = new CalculatedHealthCheck(stack, "any", {
        checkName: "any-of-two",
        children: [{ healthCheckId: "one" }, { healthCheckId: "two" }],
        healthyChildren: 2,
      });
      return { dataCenters: { paris: { ...paris, healthCheck: false, requiredHealthChecks: { any } }, frankfurt } };
    });
    const lines = diff(calculated).filter((line) => line.startsWith("FR (France)"));
    expect(lines).toEqual([
      `FR (France): when health check any-of-two is unhealthy: ${ON}, when health check one is unhealthy: ${ON}, when health check two is unhealthy: ${ON}`,
    ]);
  });

  test("another protocol", () => {
    const lines = diff(withParis({ healthCheck: { protocol: "TCP" } }));
    expect(lines).toContain(`${CHECKS}: type HTTPS → TCP`);
    expect(lines).toContain("failover takes 96 s → 100 s: api.example.com (A), api.example.com (AAAA)");
  });

  test("a drained data centre, and what the failure of the other does now", () => {
    const lines = diff(withParis({ drain: true }));
    expect(lines).toContain(
      "FR (France): frankfurt 0 % → 100 %, paris 100 % → 0 %, order of failover paris → frankfurt → last resort becomes frankfurt → last resort, when frankfurt is down: paris 100 % → 0 %, last resort 0 % → 100 %",
    );
    expect(lines).toContain(`${CHECKS}: disabled none → true`);
  });

  test("aliases that do not evaluate their target's health any more", () => {
    const after = folderOf({}, ({ records }) => {
      for (const record of records.values())
        record.aliasInput && record.addOverride("alias.evaluate_target_health", false);
    });
    const lines = diff(after);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^record .*, api\.example\.com A, .* and 4 others: evaluate target health true → false$/);
    expect(lines[1]).toBe("Nothing else changes.");
  });

  test("one record more than are named", () => {
    const after = folderOf({}, ({ records }) => {
      const aliases = [...records.values()].filter(({ aliasInput }) => aliasInput !== undefined);
      const byName = new Map(aliases.map((record) => [`${record.nameInput} ${record.typeInput}`, record]));
      for (const record of [...byName.values()].slice(0, 5)) record.addOverride("alias.evaluate_target_health", false);
    });
    expect(diff(after)[0]).toMatch(/ and 1 other: evaluate target health true → false$/);
  });

  test("a failure that sends users elsewhere, though nothing changes while all is well", () => {
    const [old, young] = [["paris", "frankfurt"], ["paris"]].map((serveFrom) =>
      folderOf({ policies: { platform: { ...platform, countries: { FR: { serveFrom } } } } }),
    ) as [string, string];
    expect(diff(young, old)).toContain(
      "FR (France): order of failover paris → frankfurt → last resort becomes paris → last resort, when paris is down: frankfurt 100 % → 0 %, last resort 0 % → 100 %",
    );
    expect(jumps(old, young, 1)).toEqual([]);
  });

  test("a data centre with another name, whose addresses stay, and which is no step", () => {
    const policies = { platform: { ...platform, countries: { FR: { serveFrom: ["lutetia", "frankfurt"] } } } };
    const old = folderOf({ policies: { platform: { ...platform, countries: { FR: platform.countries.FR } } } });
    const after = folderOf({ dataCenters: { lutetia: paris, frankfurt }, policies });
    expect(diff(after, old).join("\n")).toContain("FR (France): lutetia 0 % → 100 %, paris 100 % → 0 %");
    expect(jumps(old, after, 1)).toEqual([]);
  });
});

describe("a host name", () => {
  const everywhere = Object.fromEntries(COUNTRY_CODES.map((code) => [code, { serveFrom: ["paris"] }]));
  const countries = { ...everywhere, FR: { serveFrom: ["frankfurt"] } };
  const hosts = (...hostNames: string[]) => folderOf({ policies: { platform: { hostNames, countries } } });
  const one = hosts("api.example.com");
  const two = hosts("api.example.com", "video.example.com");

  test("that is new adds a line for itself and one for each way in which its users are served, and is no step", () => {
    expect(diff(two, one)).toEqual([
      "new: video.example.com (A), video.example.com (AAAA)",
      "  addresses in no known place: last resort",
      "  everyone but addresses in no known place, FR (France): paris → last resort",
      "  FR (France): frankfurt → last resort",
      "Nothing else changes.",
    ]);
    expect(jumps(one, two, 1)).toEqual([]);
  });

  test("that is gone is a line, and no step", () => {
    expect(diff(one, two)).toEqual(["gone: video.example.com (A), video.example.com (AAAA)", "Nothing else changes."]);
    expect(jumps(two, one, 1)).toEqual([]);
  });

  test("never adds more than six lines", () => {
    const many = COUNTRY_CODES.slice(0, 60).map(
      (code, index) => [code, { serveFrom: ["paris"], percent: 1 + (index % 100) }] as const,
    );
    const video = { hostNames: ["video.example.com"], countries: Object.fromEntries(many) };
    const after = folderOf({ policies: { platform: { hostNames: ["api.example.com"], countries }, video } });
    const lines = diff(after, one);
    expect(lines).toHaveLength(7);
    expect(lines.slice(-2)).toEqual(["  and others: see routing", "Nothing else changes."]);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(250);
    const markdown = routingDiff(one, after, "markdown");
    expect(markdown).toContain("- new: video.example.com (A), video.example.com (AAAA)\n  - ");
  });
});

describe("nothing changes for anybody", () => {
  const NAMES = ["paris", "frankfurt"] as const;
  const props = fc.record({
    percent: fc.constantFrom(1, 2, 100),
    serveFrom: fc.constantFrom<readonly (string | readonly string[])[]>(
      ["paris"],
      ["paris", "frankfurt"],
      [[...NAMES]],
    ),
    address: fc.constantFrom("203.0.113.10", "203.0.113.99"),
    second: fc.constantFrom(undefined, "203.0.113.11"),
    lastResort: fc.constantFrom("198.51.100.1", "198.51.100.2"),
    ttlSeconds: fc.constantFrom(60, 61),
    failureThreshold: fc.constantFrom(3, 4),
    path: fc.constantFrom("/healthz", "/live"),
    drain: fc.constantFrom(false, true),
    requestsPerSecond: fc.constantFrom(1000, 1001, 2000),
  });
  const KEYS = [
    "percent",
    "serveFrom",
    "address",
    "second",
    "lastResort",
    "ttlSeconds",
    "failureThreshold",
    "path",
    "drain",
    "requestsPerSecond",
  ];
  type Drawn = typeof props extends fc.Arbitrary<infer Value> ? Value : never;
  const made = ({ percent, serveFrom, address, second, lastResort, ttlSeconds, ...of }: Drawn) => {
    const ipv4 = second === undefined ? address : [address, second];
    const { failureThreshold, path, drain, requestsPerSecond } = of;
    return folderOf({
      ttlSeconds,
      dataCenters: {
        paris: { ingress: { ipv4 }, healthCheck: { failureThreshold, path }, drain, requestsPerSecond },
        frankfurt: { ingress: { ipv4: "203.0.113.20" }, requestsPerSecond: 1000 },
      },
      lastResort: { ipv4: lastResort },
      policies: { platform: { hostNames: ["api.example.com"], countries: { FR: { serveFrom, percent } } } },
    });
  };
  /** What an independent evaluator says of a configuration: all answers under each failure, and all checks. */
  const facts = (folder: string) => {
    const terraform = JSON.parse(readFileSync(join(folder, "stacks", "dns", "cdk.tf.json"), "utf8"));
    const [first, second, other] = ["203.0.113.10", "203.0.113.11", "203.0.113.99"];
    // Each address, and a data centre with both of its own.
    const failures = [[], [first], [other], [second], ["203.0.113.20"], [first, second], [other, second]];
    const answers = [{ continent: "EU", country: "FR" }, {}].flatMap((from) =>
      failures.map((down) => {
        const question = { name: "api.example.com", type: "A", from };
        // The same answer by two ways is one: both weights of a share lead to the last resort while its data centres are drained.
        const all = new Map<string, number>();
        for (const { values, ttl, probability } of rightAnswers(terraform, question, new Set(down))) {
          const answer = `${values} ${ttl}`;
          all.set(answer, (all.get(answer) ?? 0) + probability);
        }
        return [...all].map(([answer, probability]) => `${answer} ${probability.toFixed(9)}`).sort();
      }),
    );
    const checks = Object.values<Block>(terraform.resource.aws_route53_health_check).map((check) =>
      ["type", "resource_path", "failure_threshold", "request_interval", "disabled", "ip_address"].map(
        (name) => check[name],
      ),
    );
    return { answers, checks: checks.map(String).sort() };
  };

  test("is only said when truly nothing does, and then it is", () => {
    fc.assert(
      fc.property(props, props, fc.subarray(KEYS, { maxLength: 2 }), (one, two, same) => {
        // Most of two drawn configurations is the same, so that what differs is alone.
        const other = {
          ...one,
          ...Object.fromEntries(Object.entries(two).filter(([key]) => same.includes(key))),
        } as Drawn;
        const [old, young] = [made(one), made(other)];
        const isSilent = diff(young, old).join() === "Nothing changes for anybody.";
        expect([isSilent, one, other]).toEqual([isDeepStrictEqual(facts(old), facts(young)), one, other]);
      }),
      { numRuns: Number(process.env.REVIEWS ?? 20) },
    );
  });
});
