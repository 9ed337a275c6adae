/** Route 53: countries to data centres, with health-checked fail-over. */
export { CaaRecord, type CaaRecordProps, CertificateAuthority } from "./caa-record";
export { CheckerRanges } from "./checker-ranges";
export {
  AlarmHealthCheck,
  type AlarmHealthCheckProps,
  CalculatedHealthCheck,
  type CalculatedHealthCheckProps,
} from "./combined-health-checks";
export { EndpointHealthCheck, type EndpointHealthCheckProps, type IHealthCheck } from "./endpoint-health-check";
export { GeoRouting, type GeoRoutingProps, type HostPolicy } from "./geo-routing";
export { HealthCheckAlarms, type HealthCheckAlarmsProps } from "./health-check-alarms";
export {
  type DelegatedZone,
  type DelegationOptions,
  HostedZone,
  type HostedZoneProps,
  type IHostedZone,
} from "./hosted-zone";
export { QueryLog, type QueryLogProps } from "./query-log";
export type { RoutingAnalysis, RoutingAnalysisOptions } from "./routing-analysis";
export { RoutingControls, type RoutingControlsProps } from "./routing-controls";
export { SimpleRecord, type SimpleRecordProps } from "./simple-record";
export type { DnsHealthCheck, DnsRecord, DnsZone, RecordPolicy } from "./simulation/dns-zone";
export { type MonthlyCost, monthlyCost } from "./simulation/monthly-cost";
export { readTerraform } from "./simulation/read-terraform";
export type { Answer } from "./simulation/scenario";
export { type Query, simulate } from "./simulation/simulate";
export { ZoneSigning, type ZoneSigningProps } from "./zone-signing";
