import { Route53HealthCheck, type Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import type { Problems } from "../core/problems";
import { validate } from "../core/validate";
import {
  type CompleteHealthCheckProfile,
  checkHealthCheckProfile,
  completeHealthCheckProfile,
  type HealthCheckProfile,
} from "../routing/health-check-profile";

/**
 * The places that Route 53 checks from: all of them.
 *
 * Written out, because the provider would otherwise report a difference at each plan.
 * Source: `HealthCheckRegion` of the Route 53 API.
 */
const CHECKER_REGIONS = [
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-west-1",
  "sa-east-1",
  "us-east-1",
  "us-west-1",
  "us-west-2",
];

/** What Route 53 can be told to decide by. */
export interface IHealthCheck {
  /** The id of the health check. */
  readonly healthCheckId: string;
}

export interface EndpointHealthCheckProps {
  /** What the check is called in the console. */
  readonly checkName: string;
  /** The address that is checked, IPv4 or IPv6. */
  readonly address: string;
  /** How it is asked. Over HTTP and HTTPS `hostName` must be given: there is no zone here that would have one. */
  readonly profile: HealthCheckProfile;
  /**
   * Whether the endpoint counts as dead whatever it answers. It is a change of a health check, so it needs AWS's control
   * plane: plan work with it, and do not rely on it in an emergency.
   *
   * @default false
   */
  readonly drain?: boolean;
}

/** Asks one address, from eight regions of the world, whether it is alive. */
export class EndpointHealthCheck extends Construct implements IHealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, { checkName, address, profile: given, drain }: EndpointHealthCheckProps) {
    super(scope, id);
    validate(this, (problems) => {
      checkProfile(problems.at("profile"), given);
    });
    const profile = completeHealthCheckProfile(given);
    this.healthCheck = new Route53HealthCheck(this, "Resource", {
      ...requestOf(profile),
      ipAddress: address,
      port: profile.port,
      requestInterval: profile.intervalSeconds,
      failureThreshold: profile.failureThreshold,
      regions: CHECKER_REGIONS,
      // A check that is disabled counts as good, and an inverted one that counts as good is dead.
      ...(drain && { disabled: true, invertHealthcheck: true }),
      tags: { Name: checkName },
      // Records must never point to a check that is gone: AWS deletes one in use, and then its status is anybody's guess.
      lifecycle: { createBeforeDestroy: true },
    });
    this.healthCheckId = this.healthCheck.id;
  }
}

function checkProfile(problems: Problems, profile: HealthCheckProfile): void {
  checkHealthCheckProfile(problems, profile);
  const { protocol = "HTTPS", hostName } = profile;
  const asks = hostName !== undefined || protocol === "TCP";
  problems.check("hostName", hostName, () => asks, "the host name to ask for, which TCP alone does without");
}

function requestOf({ protocol, hostName, path, searchString }: CompleteHealthCheckProfile): RequestConfig {
  if (protocol === "TCP") return { type: "TCP" };
  return {
    type: searchString === undefined ? protocol : `${protocol}_STR_MATCH`,
    fqdn: hostName,
    resourcePath: path,
    searchString,
    ...(protocol === "HTTPS" && { enableSni: true }),
  };
}

type RequestConfig = Pick<Route53HealthCheckConfig, "type" | "fqdn" | "resourcePath" | "searchString" | "enableSni">;
