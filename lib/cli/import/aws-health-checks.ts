import type { Settings } from "../output-folder";
import { type Existing, type FoundThings, isRecord, textOf } from "./existing";

/** Whether a file is what `aws route53 list-health-checks --output json` prints. */
export function areHealthChecks(content: unknown): boolean {
  return isRecord(content) && Array.isArray(content.HealthChecks);
}

/** The properties of a health check's configuration, by the provider's arguments. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  type: "Type",
  ip_address: "IPAddress",
  port: "Port",
  resource_path: "ResourcePath",
  fqdn: "FullyQualifiedDomainName",
  search_string: "SearchString",
  request_interval: "RequestInterval",
  failure_threshold: "FailureThreshold",
  measure_latency: "MeasureLatency",
  invert_healthcheck: "Inverted",
  disabled: "Disabled",
  enable_sni: "EnableSNI",
  regions: "Regions",
  child_health_threshold: "HealthThreshold",
  child_healthchecks: "ChildHealthChecks",
  routing_control_arn: "RoutingControlArn",
};

/** The health checks of an AWS account. One that an AWS service made is left out: it is not anybody else's to change. */
export function readHealthChecks(content: unknown): FoundThings {
  const all = (content as { readonly HealthChecks: readonly unknown[] }).HealthChecks.filter(isRecord);
  const isService = (check: Settings) => isRecord(check.LinkedService);
  return {
    things: all.filter((check) => !isService(check)).flatMap(existingOf),
    leftOut: all.filter(isService).map(({ Id }) => `health check ${String(Id)}: a service of AWS made it`),
  };
}

function existingOf({ Id, HealthCheckConfig }: Settings): readonly Existing[] {
  const id = textOf(Id);
  if (id === undefined || !isRecord(HealthCheckConfig)) return [];
  const settings = Object.entries(ARGUMENTS).map(([argument, property]) => [argument, HealthCheckConfig[property]]);
  const alarm = isRecord(HealthCheckConfig.AlarmIdentifier) ? HealthCheckConfig.AlarmIdentifier : {};
  return [
    {
      type: "aws_route53_health_check",
      id,
      settings: {
        ...Object.fromEntries(settings),
        cloudwatch_alarm_name: alarm.Name,
        cloudwatch_alarm_region: alarm.Region,
      },
    },
  ];
}
