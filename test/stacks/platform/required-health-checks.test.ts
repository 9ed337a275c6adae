import type { HybridPlatformProps } from "../../../index";
import { HybridPlatform } from "../../../index";
import type { RoutedDataCenter } from "../../../lib/routing";
import { SMALL_PLATFORM } from "../../support/platform";
import { type Block, refusalOf, resourcesOf, synthesize } from "../../support/synthesize";

const ARN = "arn:aws:route53-recovery-control::123456789012:controlpanel/0a1b/routingcontrol/2c3d";

const platformWith = (paris: object): HybridPlatformProps => ({
  ...SMALL_PLATFORM,
  dataCenters: { paris: { ...SMALL_PLATFORM.dataCenters.paris, ...paris } },
});

const checksOf = (paris: Partial<RoutedDataCenter>): readonly Block[] => {
  const { stacks } = synthesize((app) => new HybridPlatform(app, "test", platformWith(paris)), true);
  return Object.values(resourcesOf(stacks["test-dns"] ?? {}, "aws_route53_health_check"));
};

test("a data centre of a platform takes alarms, switches and checks made elsewhere, by their names", () => {
  const requiredHealthChecks = {
    queue: { alarmName: "queue-is-long", alarmRegion: "eu-west-1" },
    switch: { routingControlArn: ARN },
    other: { healthCheckId: "elsewhere" },
  };
  const types = checksOf({ requiredHealthChecks }).map(({ type }) => type);
  expect(types.sort()).toEqual(
    ["HTTPS", "HTTPS", "CALCULATED", "CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"].sort(),
  );
  const alone = checksOf({ healthCheck: false, requiredHealthChecks: { switch: { routingControlArn: ARN } } });
  expect(alone).toMatchObject([{ type: "RECOVERY_CONTROL", routing_control_arn: ARN }]);
});

test("a misspelt property of what a data centre requires is refused with the words of the kind that it is", () => {
  const queue = { alarmName: "queue-is-long", alarmRegon: "eu-west-1" };
  const switchOf = { routingControlArm: ARN };
  const program = (requiredHealthChecks: object) => () =>
    synthesize((app) => new HybridPlatform(app, "test", platformWith({ requiredHealthChecks })), true);
  expect(refusalOf(program({ queue }))).toEqual([
    "test: dataCenters.paris.requiredHealthChecks.queue.alarmRegon: is not a property of FollowedAlarm: did you mean alarmRegion?",
    "test: dataCenters.paris.requiredHealthChecks.queue.alarmRegion: got nothing, expected a string",
  ]);
  expect(refusalOf(program({ switch: switchOf }))).toEqual([
    "test: dataCenters.paris.requiredHealthChecks.switch.routingControlArm: is not a property of FollowedRoutingControl: did you mean routingControlArn?",
    "test: dataCenters.paris.requiredHealthChecks.switch.routingControlArn: got nothing, expected a string",
  ]);
});

test("the id of a check made elsewhere has up to 64 characters", () => {
  const program = (length: number) => () =>
    synthesize(
      (app) =>
        new HybridPlatform(
          app,
          "test",
          platformWith({ requiredHealthChecks: { other: { healthCheckId: "a".repeat(length) } } }),
        ),
      true,
    );
  expect(program(64)).not.toThrow();
  expect(refusalOf(program(65))).toEqual([
    `test: dataCenters.paris.requiredHealthChecks.other.healthCheckId: got "${"a".repeat(65)}", expected the id of a health check, up to 64 characters`,
  ]);
});

test("what a platform's data centre requires is refused in the platform's own words", () => {
  const program = () =>
    synthesize((app) => new HybridPlatform(app, "test", platformWith({ healthCheck: false })), true);
  expect(refusalOf(program)).toEqual([
    "test: dataCenters.paris.healthCheck: something must decide whether the data centre is healthy: configure requiredHealthChecks beside false",
  ]);
});
