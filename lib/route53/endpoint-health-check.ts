import { Route53HealthCheck, type Route53HealthCheckConfig } from "@cdktf/provider-aws/lib/route53-health-check";
import { Construct } from "constructs";
import { isPublicIpv4, isPublicIpv6 } from "../core/addresses";
import { plainHostName } from "../core/host-names";
import type { HostedZoneAttributes } from "../core/hosted-zone";
import { validateProps } from "../core/validate";
import {
  type CompleteHealthCheckProfile,
  checkHealthCheckProfile,
  completeHealthCheckProfile,
  type HealthCheckProfile,
  healthCheckHostName,
} from "../routing/health-check-profile";
import type { IRoute53HealthCheck } from "./route53-health-check";

const ADDRESS = 'a public address: "203.0.113.10" or "2001:db8::10"';

/** What makes any check unhealthy: one that is disabled counts as healthy, and an inverted one that counts as healthy is unhealthy. */
export const DRAINED = { disabled: true, invertHealthcheck: true } as const;

/** Options of a health check of one address. */
export interface EndpointHealthCheckProps {
  /** What the check is called in the console. */
  readonly checkName: string;
  /** The address that is checked, IPv4 or IPv6. */
  readonly address: string;
  /** The hosted zone, whose name the default host name ends with. */
  readonly zone: HostedZoneAttributes;
  /**
   * How it is checked.
   *
   * @default - HTTPS on port 443, `/healthz` of the host `health.` in the zone, every 10 seconds, unhealthy after 3 failures
   */
  readonly profile?: HealthCheckProfile;
  /**
   * Whether the endpoint counts as unhealthy whatever it answers. It is a change of a health check, so it needs AWS's control
   * plane: plan work with it, and do not rely on it in an emergency.
   *
   * @default false
   */
  readonly drain?: boolean;
}

/** Checks one address from several regions of the world. */
export class EndpointHealthCheck extends Construct implements IRoute53HealthCheck {
  public readonly healthCheckId: string;
  /** The health check. */
  public readonly healthCheck: Route53HealthCheck;

  constructor(scope: Construct, id: string, props: EndpointHealthCheckProps) {
    super(scope, id);
    validateProps(this, "EndpointHealthCheckProps", props, (problems) => {
      checkHealthCheckProfile(problems.at("profile"), props.profile ?? {});
      problems.check("address", props.address, (one) => isPublicIpv4(one) || isPublicIpv6(one), ADDRESS, "address");
    });
    const { checkName, address, zone, profile: options = {}, drain } = props;
    const hostName = healthCheckHostName(options, plainHostName(zone.zoneName));
    const profile = completeHealthCheckProfile({ ...options, hostName });
    this.healthCheck = new Route53HealthCheck(this, "Resource", {
      ...requestOf(profile),
      ipAddress: address,
      port: profile.port,
      requestInterval: profile.intervalSeconds,
      failureThreshold: profile.failureThreshold,
      // Written out, because the provider would otherwise report a difference at each plan.
      regions: [...profile.checkerRegions],
      ...(drain && DRAINED),
      tags: { Name: checkName },
      // Records must never point to a check that is gone: AWS deletes one in use, and then its status is anybody's guess.
      lifecycle: { createBeforeDestroy: true },
    });
    this.healthCheckId = this.healthCheck.id;
  }
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
