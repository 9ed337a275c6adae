import { DataAwsRoute53Zone } from "@cdktf/provider-aws/lib/data-aws-route53-zone";
import type { TerraformStack } from "cdktf";
import { checkDown } from "../../lib/cli/down";
import { Problems } from "../../lib/core/problems";
import {
  CalculatedHealthCheck,
  EndpointHealthCheck,
  GeoRouting,
  type GeoRoutingProps,
  type IRoute53HealthCheck,
  RoutingControls,
  readTerraform,
} from "../../lib/route53";
import { analyzeFailures, inCountry, type RoutedDataCenter } from "../../lib/routing";
import { routingTables } from "../../lib/routing/analysis/routing-table";
import { answererName } from "../../lib/routing/analysis/words";
import { type Block, refusalOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownText } from "../support/tokens";

const BOTH = { ipv4: "203.0.113.10", ipv6: "2001:db8:1::10" };
const ARN = "arn:aws:route53-recovery-control::123456789012:controlpanel/0a1b/routingcontrol/2c3d";
const ALARM = { alarmName: "queue-is-long", alarmRegion: "eu-west-1" };
const ELSEWHERE: IRoute53HealthCheck = { healthCheckId: "elsewhere" };

const propsWith = (paris: Partial<RoutedDataCenter>, others: GeoRoutingProps["dataCenters"] = {}): GeoRoutingProps => ({
  zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
  routingName: "test",
  dataCenters: { paris: { ingress: BOTH, ...paris }, ...others },
  lastResort: { ipv4: "198.51.100.1", ipv6: "2001:db8:ffff::1" },
  policies: {
    platform: {
      hostNames: ["api.example.com"],
      countries: { FR: { serveFrom: ["paris", ...Object.keys(others)] } },
    },
  },
});

const make = (paris: Partial<RoutedDataCenter>, others?: GeoRoutingProps["dataCenters"]) =>
  synthesizeStack((stack) => new GeoRouting(stack, "routing", propsWith(paris, others)));

/** Health checks by what they are called in the console. */
const checksOf = (configuration: Block): Record<string, Block> =>
  Object.fromEntries(
    Object.values(resourcesOf(configuration, "aws_route53_health_check")).map((check) => [check.tags.Name, check]),
  );

/** What decides about the records of Paris: the name of the check, or its id where it is made elsewhere. */
function decidersOf(configuration: Block): Record<string, string> {
  const checks = resourcesOf(configuration, "aws_route53_health_check");
  const records = Object.values(resourcesOf(configuration, "aws_route53_record"));
  const checked = records.filter(({ health_check_id }) => health_check_id !== undefined);
  return Object.fromEntries(
    checked.map(({ records: [value], health_check_id: id }) => {
      const [, address = ""] = /^\$\{aws_route53_health_check\.(.+)\.id\}$/.exec(id) ?? [];
      return [value, checks[address]?.tags.Name ?? id];
    }),
  );
}

describe("a data centre", () => {
  test("is healthy while its address, an alarm, a switch and a check made elsewhere are", () => {
    const configuration = make({
      requiredHealthChecks: { queue: ALARM, switch: { routingControlArn: ARN }, other: ELSEWHERE },
    });
    expect(decidersOf(configuration)).toEqual({
      [BOTH.ipv4]: "test-paris-all-ipv4",
      [BOTH.ipv6]: "test-paris-all-ipv6",
    });
    const checks = checksOf(configuration);
    expect(checks["test-paris-queue"]).toMatchObject({
      type: "CLOUDWATCH_METRIC",
      cloudwatch_alarm_name: "queue-is-long",
      cloudwatch_alarm_region: "eu-west-1",
    });
    expect(checks["test-paris-switch"]).toMatchObject({
      type: "RECOVERY_CONTROL",
      routing_control_arn: ARN,
      // A record leads to it until it has changed.
      lifecycle: { create_before_destroy: true },
    });
    const all = checks["test-paris-all-ipv4"];
    expect(all).toMatchObject({ type: "CALCULATED", child_health_threshold: 4 });
    expect(all?.child_healthchecks).toEqual([
      expect.stringContaining("paris_ipv4"),
      expect.stringContaining("paris_required_queue"),
      expect.stringContaining("paris_required_switch"),
      "elsewhere",
    ]);
    expect(Object.keys(checks)).toHaveLength(6);
  });

  test.each<[string, RoutedDataCenter["requiredHealthChecks"], string]>([
    ["an alarm", { queue: ALARM }, "test-paris-queue"],
    ["a switch", { switch: { routingControlArn: ARN } }, "test-paris-switch"],
    ["a check made elsewhere", { other: ELSEWHERE }, "elsewhere"],
  ])("can be decided about by %s alone, for both families", (_, requiredHealthChecks, decider) => {
    const configuration = make({ healthCheck: false, requiredHealthChecks });
    expect(decidersOf(configuration)).toEqual({ [BOTH.ipv4]: decider, [BOTH.ipv6]: decider });
    expect(Object.keys(checksOf(configuration))).toEqual(decider === "elsewhere" ? [] : [decider]);
  });

  test("can be decided about by a calculated check alone", () => {
    const configuration = synthesizeStack((stack) => {
      const two = new CalculatedHealthCheck(stack, "two", {
        checkName: "two-of-three",
        children: [ELSEWHERE, { healthCheckId: "second" }, { healthCheckId: "third" }],
        healthyChildren: 2,
      });
      new GeoRouting(stack, "routing", propsWith({ healthCheck: false, requiredHealthChecks: { two } }));
    });
    expect(decidersOf(configuration)[BOTH.ipv4]).toBe("two-of-three");
  });

  test("takes a switch that is made beside it", () => {
    const configuration = synthesizeStack((stack) => {
      const controls = new RoutingControls(stack, "controls", { controlsName: "test", endpoints: ["paris"] });
      const requiredHealthChecks = { switch: controls.healthCheckOf("paris") };
      new GeoRouting(stack, "routing", propsWith({ healthCheck: false, requiredHealthChecks }));
    });
    expect(decidersOf(configuration)).toEqual({
      [BOTH.ipv4]: "test-paris-switch",
      [BOTH.ipv6]: "test-paris-switch",
    });
  });

  test("has one check for both families where that is wanted, of either", () => {
    for (const checkedFamily of ["ipv4", "ipv6"] as const) {
      const configuration = make({ healthCheck: { checkedFamily } });
      const decider = `test-paris-${checkedFamily}`;
      expect(decidersOf(configuration)).toEqual({ [BOTH.ipv4]: decider, [BOTH.ipv6]: decider });
      expect(Object.values(checksOf(configuration))).toMatchObject([{ ip_address: BOTH[checkedFamily] }]);
    }
  });

  test("is checked from the regions near its users", () => {
    const checkerRegions = ["eu-west-1", "us-east-1", "us-west-2"] as const;
    const checks = Object.values(checksOf(make({ healthCheck: { checkerRegions } })));
    expect(checks).toHaveLength(2);
    for (const { regions } of checks) expect(regions).toEqual(checkerRegions);
  });
});

describe("a data centre with several addresses", () => {
  const ingress = { ipv4: ["203.0.113.10", "203.0.113.11"] };
  const routingOf = (paris: Partial<RoutedDataCenter>) => {
    let healthChecks: GeoRouting["healthChecks"] = new Map();
    const configuration = synthesizeStack((stack) => {
      ({ healthChecks } = new GeoRouting(stack, "routing", {
        ...propsWith({ ingress, ...paris }),
        lastResort: { ipv4: "198.51.100.1" },
      }));
    });
    return { configuration, healthChecks };
  };

  test("has a check for each, by which each is found, and which has the address in its name", () => {
    const { configuration, healthChecks } = routingOf({});
    expect([...healthChecks.keys()]).toEqual(ingress.ipv4);
    expect(decidersOf(configuration)).toEqual({
      "203.0.113.10": "test-paris-ipv4-203-0-113-10",
      "203.0.113.11": "test-paris-ipv4-203-0-113-11",
    });
  });

  test("that is drained without a check of its own has one that is disabled, at the first", () => {
    const { configuration } = routingOf({
      healthCheck: false,
      requiredHealthChecks: { other: ELSEWHERE },
      drain: true,
    });
    expect(Object.values(checksOf(configuration))).toMatchObject([{ ip_address: "203.0.113.10", disabled: true }]);
    const decider = "test-paris-drained";
    expect(decidersOf(configuration)).toEqual({ "203.0.113.10": decider, "203.0.113.11": decider });
  });
});

describe("a health check whose name is another's as well", () => {
  const two = (one: string, other: string) => {
    const configuration = synthesizeStack((stack) => {
      const counted = (id: string, checkName: string) =>
        new CalculatedHealthCheck(stack, id, { checkName, children: [ELSEWHERE], healthyChildren: 1 });
      const decidedBy = (check: IRoute53HealthCheck) =>
        ({ healthCheck: false, requiredHealthChecks: { check } }) as const;
      const paris = decidedBy(counted("first", one));
      const lyon = {
        ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" },
        ...decidedBy(counted("second", other)),
      };
      new GeoRouting(stack, "routing", propsWith(paris, { lyon }));
    });
    return readTerraform(configuration).zone;
  };
  const question = { name: "api.example.com", type: "A" };
  const answersIn = (zone: ReturnType<typeof two>, down: readonly string[]) =>
    zone
      .whileDown(down)
      .shares(question, inCountry("FR"))
      .map(({ answerer }) => answererName(answerer));

  test("is called by its name in Terraform, too, and each is down by itself", () => {
    const zone = two("healthy", "healthy");
    const names = [...zone.signals.keys()].sort();
    expect(names).toEqual([
      "elsewhere",
      expect.stringMatching(/^healthy in aws_route53_health_check\.first_/),
      expect.stringMatching(/^healthy in aws_route53_health_check\.second_/),
    ]);
    expect(answersIn(zone, names.slice(1, 2))).toEqual(["lyon"]);
    expect(answersIn(zone, names.slice(2))).toEqual(["paris"]);
  });

  test("is not taken for the data centre of that name", () => {
    const zone = two("lyon", "healthy");
    expect([...zone.signals.keys()].sort()).toEqual([
      "elsewhere",
      "healthy",
      expect.stringMatching(/^lyon in aws_route53_health_check\.first_/),
    ]);
    expect(answersIn(zone, ["lyon"])).toEqual(["paris"]);
  });
});

describe("draining a data centre", () => {
  const drained = { disabled: true, invert_healthcheck: true };

  test("makes the check that decides unhealthy in place", () => {
    const requiredHealthChecks = { queue: ALARM };
    const before = make({ requiredHealthChecks });
    const after = make({ requiredHealthChecks, drain: true });
    expect(decidersOf(after)).toEqual(decidersOf(before));
    const checks = checksOf(after);
    expect(checks["test-paris-all-ipv4"]).toMatchObject(drained);
    expect(checks["test-paris-all-ipv6"]).toMatchObject(drained);
    expect(resourcesOf(after, "aws_route53_record")).toEqual(resourcesOf(before, "aws_route53_record"));
  });

  test("gives its records a check that is unhealthy, where the only one is not made here", () => {
    const configuration = make({ healthCheck: false, requiredHealthChecks: { other: ELSEWHERE }, drain: true });
    expect(decidersOf(configuration)).toEqual({
      [BOTH.ipv4]: "test-paris-drained",
      [BOTH.ipv6]: "test-paris-drained",
    });
    expect(checksOf(configuration)["test-paris-drained"]).toMatchObject(drained);
  });

  test.each<[string, Partial<RoutedDataCenter>]>([
    ["its own checks", {}],
    ["an alarm beside its own", { requiredHealthChecks: { queue: ALARM } }],
    ["an alarm alone", { healthCheck: false, requiredHealthChecks: { queue: ALARM } }],
    ["two alarms alone", { healthCheck: false, requiredHealthChecks: { queue: ALARM, disk: ALARM } }],
    ["one check for both families", { healthCheck: { checkedFamily: "ipv6" } }],
  ])("sends its users on, with %s", (_, paris) => {
    const { zone } = readTerraform(make({ ...paris, drain: true }));
    for (const question of zone.questions) {
      const shares = zone.whileDown([]).shares(question, inCountry("FR"));
      expect(shares).toMatchObject([{ answerer: { kind: "last-resort" }, share: 1 }]);
    }
  });
});

describe("in the simulation", () => {
  const servedBy = (configuration: Block, ...down: string[]) => {
    const { zone } = readTerraform(configuration);
    const [question] = zone.questions;
    if (question === undefined) throw new Error("there is no question");
    return zone
      .whileDown(down)
      .shares(question, inCountry("FR"))
      .map(({ answerer }) => Object.values(answerer).join(" "));
  };
  const FRANKFURT = { frankfurt: { ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" } } };

  test.each<[string, Partial<RoutedDataCenter>, string]>([
    ["an alarm", { requiredHealthChecks: { queue: ALARM } }, "queue-is-long"],
    ["an alarm that decides alone", { healthCheck: false, requiredHealthChecks: { queue: ALARM } }, "queue-is-long"],
    ["a switch", { requiredHealthChecks: { switch: { routingControlArn: ARN } } }, ARN],
    ["a check made elsewhere", { requiredHealthChecks: { other: ELSEWHERE } }, "elsewhere"],
    ["the data centre", { requiredHealthChecks: { queue: ALARM } }, "paris"],
  ])("%s can be down, and its data centre with it", (_, paris, down) => {
    const configuration = make(paris, FRANKFURT);
    expect(servedBy(configuration)).toEqual(["endpoint paris"]);
    expect(servedBy(configuration, down)).toEqual(["endpoint frankfurt"]);
  });

  test("a switch is known by the name of its routing control", () => {
    const configuration = synthesizeStack((stack) => {
      const controls = new RoutingControls(stack, "controls", { controlsName: "test", endpoints: ["paris"] });
      const requiredHealthChecks = { switch: controls.healthCheckOf("paris") };
      new GeoRouting(stack, "routing", propsWith({ requiredHealthChecks }, FRANKFURT));
    });
    expect([...readTerraform(configuration).zone.signals]).toEqual([["test-paris", "switch"]]);
    expect(servedBy(configuration, "test-paris")).toEqual(["endpoint frankfurt"]);
  });

  test("what two data centres share is an endpoint of its own: both go down with it", () => {
    const requiredHealthChecks = { queue: ALARM };
    const frankfurt = { ...FRANKFURT.frankfurt, requiredHealthChecks };
    const configuration = make({ requiredHealthChecks }, { frankfurt });
    expect([...readTerraform(configuration).zone.endpoints].sort()).toEqual(["frankfurt", "paris", "queue-is-long"]);
    expect(servedBy(configuration, "queue-is-long")).toEqual(["last-resort"]);
    expect(servedBy(configuration, "paris")).toEqual(["endpoint frankfurt"]);
  });

  test("what two data centres share may be made here: a check that counts others, or one of something else", () => {
    const calculated = (stack: TerraformStack) =>
      new CalculatedHealthCheck(stack, "shared", {
        checkName: "two-of-three",
        children: [ELSEWHERE, { healthCheckId: "second" }, { healthCheckId: "third" }],
        healthyChildren: 2,
      });
    const probing = (stack: TerraformStack) =>
      new EndpointHealthCheck(stack, "shared", {
        checkName: "two-of-three",
        address: "203.0.113.200",
        zone: { zoneId: "Z0123456789EXAMPLE", zoneName: "example.com" },
      });
    for (const check of [calculated, probing]) {
      const configuration = synthesizeStack((stack) => {
        const requiredHealthChecks = { shared: check(stack) };
        const frankfurt = { ...FRANKFURT.frankfurt, healthCheck: false as const, requiredHealthChecks };
        new GeoRouting(stack, "routing", propsWith({ healthCheck: false, requiredHealthChecks }, { frankfurt }));
      });
      expect(readTerraform(configuration).zone.endpoints).toContain("two-of-three");
      expect(servedBy(configuration, "two-of-three")).toEqual(["last-resort"]);
    }
  });

  test("a finding calls an alarm, a switch and a check what AWS calls them", () => {
    const requiredHealthChecks = { queue: ALARM };
    const frankfurt = { ...FRANKFURT.frankfurt, requiredHealthChecks };
    const { zone } = readTerraform(make({ requiredHealthChecks }, { frankfurt }));
    const options = { demand: { FR: 10 }, lastResortRequestsPerSecond: 5, simultaneousFailures: 1 } as const;
    expect(analyzeFailures(zone, options).map(({ message }) => message)).toEqual([
      expect.stringContaining("when alarm queue-is-long is in ALARM: last resort is asked for 10 requests per second"),
    ]);
  });

  test("the command line knows an alarm by its name, and what is not there by none", () => {
    const read = readTerraform(make({ requiredHealthChecks: { queue: ALARM } }));
    const check = (down: string) => () => Problems.of("routing", (problems) => checkDown(problems, [read], [down]));
    expect(check("queue-is-long")).not.toThrow();
    expect(refusalOf(check("disk-is-full"))).toEqual([
      'routing: --down: got "disk-is-full", expected an endpoint with a health check: paris, queue-is-long',
    ]);
  });

  test("a failover takes as long as the slowest check of an address that a calculated one counts", () => {
    const { zone } = readTerraform(make({ requiredHealthChecks: { queue: ALARM } }));
    // 3 failures, 10 seconds apart; 6 seconds until the last request has timed out; 60 to live.
    expect(zone.questions.map((question) => zone.failoverSeconds(question))).toEqual([96, 96]);
  });

  test("how long a failover takes is not known where an alarm decides alone", () => {
    const { zone } = readTerraform(make({ healthCheck: false, requiredHealthChecks: { queue: ALARM } }));
    expect(zone.questions.map((question) => zone.failoverSeconds(question))).toEqual([undefined, undefined]);
    expect(zone.questions.map((question) => zone.failoverUnknown(question))).toEqual([["paris"], ["paris"]]);
  });

  test("an alarm that decides alone about one data centre leaves the others to be judged", () => {
    const slow = {
      ingress: { ipv4: "203.0.113.20", ipv6: "2001:db8:2::10" },
      healthCheck: { protocol: "TCP" as const, failureThreshold: 5 },
    };
    const { zone } = readTerraform(
      make({ healthCheck: false, requiredHealthChecks: { queue: ALARM } }, { frankfurt: slow }),
    );
    // 5 failures, 10 seconds apart; 10 seconds until the last connection has timed out; 60 to live.
    expect(zone.questions.map((question) => zone.failoverSeconds(question))).toEqual([120, 120]);
    expect(zone.questions.map((question) => zone.failoverUnknown(question))).toEqual([["paris"], ["paris"]]);
    const NAMES = "api.example.com A, api.example.com AAAA";
    expect(
      analyzeFailures(zone, { failoverTargetSeconds: 60 }).map(({ severity, message }) => [severity, message]),
    ).toEqual(
      expect.arrayContaining([
        [
          "error",
          `${NAMES}: failover takes 120 seconds, and the target is 60; lower the time to live, or the health check's interval or failure threshold`,
        ],
        [
          "risk",
          `${NAMES}: how long failover takes from paris is not known here, and the target is 60 seconds; have an address of it checked as well, or see that what decides is as fast`,
        ],
      ]),
    );
    expect(analyzeFailures(zone, { failoverTargetSeconds: 1 }).map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringContaining("is not known here, and the target is 1 second; ")]),
    );
    expect(routingTables(zone)).toContain(
      "\nFailover: 120 s, from paris a time that is not known here, and what AWS and resolvers take beyond that.\n",
    );
  });
});

describe("refused", () => {
  const refusals = (paris: Partial<RoutedDataCenter>) => refusalOf(() => make(paris));
  const at = "stack/routing: dataCenters.paris";

  test.each<[string, Partial<RoutedDataCenter>, string]>([
    [
      "nothing that decides",
      { healthCheck: false },
      "healthCheck: something must decide whether the data centre is healthy: configure requiredHealthChecks beside false",
    ],
    [
      "two regions",
      { healthCheck: { checkerRegions: ["eu-west-1", "us-east-1"] } },
      'healthCheck.checkerRegions: got ["eu-west-1","us-east-1"], expected 3 or more, each once, of "ap-northeast-1", ' +
        '"ap-southeast-1", "ap-southeast-2", "eu-west-1", "sa-east-1", "us-east-1", "us-west-1" or "us-west-2"',
    ],
    [
      "one check for both, with two addresses in one family",
      {
        ingress: { ipv4: ["203.0.113.10", "203.0.113.11"], ipv6: "2001:db8:1::10" },
        healthCheck: { checkedFamily: "ipv4" },
      },
      'healthCheck.checkedFamily: got "ipv4", expected nothing, unless ingress has one address in each family',
    ],
    [
      "what is no ARN of a routing control",
      { requiredHealthChecks: { switch: { routingControlArn: "paris" } } },
      'requiredHealthChecks.switch.routingControlArn: got "paris", expected the ARN of a routing control',
    ],
    [
      "an alarm whose name is too long",
      { requiredHealthChecks: { queue: { ...ALARM, alarmName: "a".repeat(257) } } },
      `requiredHealthChecks.queue.alarmName: got "${"a".repeat(257)}", expected 1 to 256 characters`,
    ],
  ])("%s", (_, paris, line) => {
    expect(refusals(paris)).toEqual([`${at}.${line}`]);
  });

  test("a calculated check among several, which Route 53 does not count", () => {
    const program = () =>
      synthesizeStack((stack: TerraformStack) => {
        const both = new CalculatedHealthCheck(stack, "both", {
          checkName: "both",
          children: [ELSEWHERE],
          healthyChildren: 1,
        });
        new GeoRouting(stack, "routing", propsWith({ requiredHealthChecks: { both } }));
      });
    expect(refusalOf(program)).toEqual([
      `${at}.requiredHealthChecks.both: is calculated, and Route 53 counts no calculated checks together: ` +
        "require its children, or make it the only one, with healthCheck: false",
    ]);
  });

  test("a switch that there is not", () => {
    const program = () =>
      synthesizeStack((stack) => {
        new RoutingControls(stack, "controls", { controlsName: "test", endpoints: ["paris"] }).healthCheckOf("rome");
      });
    expect(refusalOf(program)).toEqual(['stack/controls: endpoint: got "rome", expected "paris"']);
  });
});

test("what only Terraform knows is taken", () => {
  const configuration = synthesizeStack((stack) => {
    const { id } = new DataAwsRoute53Zone(stack, "any", { name: "example.org" });
    const requiredHealthChecks = {
      other: { healthCheckId: id },
      switch: { routingControlArn: unknownText },
      queue: { alarmName: unknownText, alarmRegion: unknownText },
    };
    new GeoRouting(stack, "routing", propsWith({ requiredHealthChecks }));
  });
  expect(checksOf(configuration)["test-paris-all-ipv4"]?.child_health_threshold).toBe(4);
});

test("a health check that requests no name may do so beside a host name of users", () => {
  const named = (protocol: "HTTPS" | "TCP") =>
    synthesizeStack(
      (stack) =>
        new GeoRouting(stack, "routing", {
          ...propsWith({ healthCheck: { protocol, port: 443 } }),
          policies: { platform: { hostNames: ["health.example.com"], countries: { FR: { serveFrom: ["paris"] } } } },
        }),
    );
  expect(refusalOf(() => named("HTTPS"))).toHaveLength(1);
  expect(() => named("TCP")).not.toThrow();
});
