import { Problems } from "../../lib/core/problems";
import {
  AlarmHealthCheck,
  CalculatedHealthCheck,
  CheckerRanges,
  EndpointHealthCheck,
  HealthCheckAlarms,
  type IRoute53HealthCheck,
  RoutingControls,
} from "../../lib/route53";
import type { HealthCheckProfile } from "../../lib/routing";
import { checkHealthCheckProfile } from "../../lib/routing/health-check-profile";
import { refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";

const one: IRoute53HealthCheck = { healthCheckId: "one" };
const two: IRoute53HealthCheck = { healthCheckId: "two" };

describe("a check of an endpoint", () => {
  const make = (profile: HealthCheckProfile) =>
    resourceOf(
      synthesizeStack(
        (stack) =>
          new EndpointHealthCheck(stack, "check", {
            checkName: "paris",
            address: "203.0.113.10",
            zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
            profile,
          }),
      ),
      "aws_route53_health_check",
    );

  test("probes over HTTP on port 80", () => {
    expect(make({ protocol: "HTTP" })).toMatchObject({ type: "HTTP", port: 80, fqdn: "health.example.com" });
  });

  test("looks for a text in the answer", () => {
    const check = make({ searchString: "ready" });
    expect(check).toMatchObject({ type: "HTTPS_STR_MATCH", search_string: "ready", enable_sni: true });
  });

  test("fills in what the user left open", () => {
    expect(make({})).toMatchObject({
      type: "HTTPS",
      resource_path: "/healthz",
      port: 443,
      request_interval: 10,
      failure_threshold: 3,
    });
  });

  test("connects over TCP, and requests nothing", () => {
    const check = make({ protocol: "TCP", port: 8443 });
    expect(check).toMatchObject({ type: "TCP", port: 8443 });
    for (const property of ["fqdn", "resource_path", "enable_sni"]) expect(check).not.toHaveProperty(property);
  });

  test("is refused with a private address, and with a profile that Route 53 would refuse", () => {
    const zone = { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" };
    const props = { checkName: "paris", address: "10.0.0.1", zone, profile: { failureThreshold: 0 } };
    expect(refusalOf(() => synthesizeStack((stack) => new EndpointHealthCheck(stack, "check", props)))).toEqual([
      "stack/check: profile.failureThreshold: got 0, expected a whole number from 1 to 10",
      'stack/check: address: got "10.0.0.1", expected a public address: "203.0.113.10" or "2001:db8::10"',
    ]);
  });

  test.each<[HealthCheckProfile, string]>([
    [
      { protocol: "TCP", searchString: "x" },
      'searchString: got "x", expected nothing with TCP, which has no answer to search in',
    ],
    [{ searchString: "x".repeat(256) }, `searchString: got "${"x".repeat(256)}", expected 1 to 255 characters`],
    [{ failureThreshold: 11 }, "failureThreshold: got 11, expected a whole number from 1 to 10"],
    [{ path: "healthz" }, 'path: got "healthz", expected up to 255 characters, "/" first'],
    [{ port: 0 }, "port: got 0, expected a whole number from 1 to 65535"],
  ])("refuses %j", (profile, line) => {
    const check = () => Problems.of("test", (problems) => checkHealthCheckProfile(problems, profile));
    expect(refusalOf(check)).toEqual([`test: ${line}`]);
  });
});

describe("a calculated check", () => {
  const make = (children: readonly IRoute53HealthCheck[], healthyChildren: number) =>
    synthesizeStack(
      (stack) => new CalculatedHealthCheck(stack, "check", { checkName: "paris", children, healthyChildren }),
    );

  test("counts its children", () => {
    expect(resourceOf(make([one, two], 1), "aws_route53_health_check")).toEqual({
      type: "CALCULATED",
      child_healthchecks: ["one", "two"],
      child_health_threshold: 1,
      tags: { Name: "paris" },
      lifecycle: { create_before_destroy: true },
    });
  });

  test.each([0, 3, 1.5])("refuses to want %p of two", (healthyChildren) => {
    expect(refusalOf(() => make([one, two], healthyChildren))).toEqual([
      `stack/check: healthyChildren: got ${healthyChildren}, expected a whole number from 1 to 2`,
    ]);
  });

  test("takes a number that only Terraform knows", () => {
    expect(resourceOf(make([one, two], unknownNumber), "aws_route53_health_check").child_health_threshold).toBe(7);
  });

  test("refuses another calculated one among its children", () => {
    const program = () =>
      synthesizeStack((stack) => {
        const inner = new CalculatedHealthCheck(stack, "inner", {
          checkName: "inner",
          children: [one],
          healthyChildren: 1,
        });
        new CalculatedHealthCheck(stack, "outer", { checkName: "outer", children: [inner], healthyChildren: 1 });
      });
    expect(refusalOf(program)).toEqual([
      "stack/outer: children: one of them is calculated itself, which Route 53 refuses: count its children",
    ]);
  });
});

test("an alarm's check keeps the last status while there is no data", () => {
  const props = { checkName: "queue", alarmName: "queue-is-long", alarmRegion: "eu-west-1" };
  expect(
    resourceOf(
      synthesizeStack((stack) => new AlarmHealthCheck(stack, "check", props)),
      "aws_route53_health_check",
    ),
  ).toMatchObject({
    type: "CLOUDWATCH_METRIC",
    cloudwatch_alarm_name: "queue-is-long",
    cloudwatch_alarm_region: "eu-west-1",
    insufficient_data_health_status: "LastKnownStatus",
    lifecycle: { create_before_destroy: true },
  });
});

test("alarms notify when a check becomes unhealthy and when it is healthy again, from us-east-1", () => {
  const configuration = synthesizeStack(
    (stack) => new HealthCheckAlarms(stack, "alarms", { alarmsName: "production", healthChecks: { paris: one } }),
  );
  const [[topic] = []] = Object.entries(resourcesOf(configuration, "aws_sns_topic"));
  expect(resourceOf(configuration, "aws_cloudwatch_metric_alarm")).toEqual({
    alarm_name: "production-paris-unhealthy",
    namespace: "AWS/Route53",
    metric_name: "HealthCheckStatus",
    dimensions: { HealthCheckId: "one" },
    statistic: "Minimum",
    comparison_operator: "LessThanThreshold",
    threshold: 1,
    period: 60,
    evaluation_periods: 1,
    treat_missing_data: "breaching",
    alarm_actions: [`\${aws_sns_topic.${topic}.arn}`],
    ok_actions: [`\${aws_sns_topic.${topic}.arn}`],
    region: "us-east-1",
  });
});

test("alarms refuse a start of their names that a topic or an alarm cannot have", () => {
  const make = (alarmsName: string) =>
    refusalOf(() =>
      synthesizeStack((stack) => new HealthCheckAlarms(stack, "alarms", { alarmsName, healthChecks: { paris: one } })),
    );
  const words = "expected 1 to 64 lower-case letters, digits and hyphens, a letter first and no hyphen last";
  expect(make("of production")).toEqual([`stack/alarms: alarmsName: got "of production", ${words}`]);
  expect(make("a".repeat(65))[0]).toContain(words);
});

test("an alarm's check refuses a status that Route 53 does not have", () => {
  const props = { checkName: "queue", alarmName: "queue-is-long", alarmRegion: "eu-west-1" };
  const insufficientData = "healthy" as "Healthy";
  expect(
    refusalOf(() => synthesizeStack((stack) => new AlarmHealthCheck(stack, "check", { ...props, insufficientData }))),
  ).toEqual(['stack/check: insufficientData: got "healthy", expected "Healthy", "Unhealthy" or "LastKnownStatus"']);
});

test("the checkers' ranges are AWS's own list", () => {
  const configuration = synthesizeStack((stack) => new CheckerRanges(stack, "checkers"));
  expect(Object.values(configuration.data.aws_ip_ranges)[0]).toMatchObject({ services: ["ROUTE53_HEALTHCHECKS"] });
});

describe("switches for an emergency", () => {
  const make = (endpoints: string[], leastOn?: number) =>
    synthesizeStack(
      (stack) => new RoutingControls(stack, "controls", { controlsName: "production", endpoints, leastOn }),
    );

  test("have a health check each, and a rule that one stays on", () => {
    const configuration = make(["frankfurt", "paris"]);
    expect(Object.values(resourcesOf(configuration, "aws_route53recoverycontrolconfig_routing_control"))).toHaveLength(
      2,
    );
    expect(Object.values(resourcesOf(configuration, "aws_route53_health_check"))).toMatchObject([
      { type: "RECOVERY_CONTROL", tags: { Name: "production-frankfurt-switch" } },
      { type: "RECOVERY_CONTROL", tags: { Name: "production-paris-switch" } },
    ]);
    const rule = resourceOf(configuration, "aws_route53recoverycontrolconfig_safety_rule");
    expect(rule.rule_config).toEqual({ type: "ATLEAST", threshold: 1, inverted: false });
    expect(rule.asserted_controls).toHaveLength(2);
  });

  test("cannot want more on than there are", () => {
    expect(refusalOf(() => make(["paris"], 2))).toEqual([
      "stack/controls: leastOn: got 2, expected a whole number from 0 to 1",
    ]);
  });
});
