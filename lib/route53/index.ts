/** Route 53: countries to data centres, with health-checked failover. */

export type { PropertyNames } from "../core/property-names";
export { AcmeChallengePolicy, type AcmeChallengePolicyProps } from "./acme-challenge-policy";
export { AlarmHealthCheck, type AlarmHealthCheckProps } from "./alarm-health-check";
export { CaaRecord, type CaaRecordProps, CertificateAuthority } from "./caa-record";
export { CalculatedHealthCheck, type CalculatedHealthCheckProps } from "./calculated-health-check";
export { CheckerRanges } from "./checker-ranges";
export type { AwsEncryptionKey, AwsEncryptionKeyOptions, AwsEncryptionOptions } from "./encryption-key";
export { EndpointHealthCheck, type EndpointHealthCheckProps } from "./endpoint-health-check";
export { GeoRouting } from "./geo-routing";
export type { GeoRoutingProps, HostPolicy } from "./geo-routing-options";
export { HealthCheckAlarms, type HealthCheckAlarmsProps } from "./health-check-alarms";
export {
  type DelegatedZone,
  type DelegationOptions,
  HostedZone,
  type HostedZoneProps,
} from "./hosted-zone";
export type { HostedZoneAttributes, IHostedZone } from "./i-hosted-zone";
export type { QueryLog } from "./query-log";
export type { IRoute53HealthCheck } from "./route53-health-check";
export type { AdditionalZone } from "./routed-zones";
export type { RoutingAnalysis, RoutingAnalysisOptions } from "./routing-analysis";
export { RoutingControls, type RoutingControlsProps } from "./routing-controls";
export { SimpleRecord, type SimpleRecordProps } from "./simple-record";
export type { DnsHealthCheck, DnsRecord, RecordPolicy } from "./simulation/dns-record";
export { type MonthlyCost, monthlyCost } from "./simulation/monthly-cost";
export { type ReadResult, readTerraform } from "./simulation/read-terraform";
export type { Answer } from "./simulation/scenario";
export { type Query, simulate } from "./simulation/simulate";
export type { SimulatedZone } from "./simulation/simulated-zone";
export type { UnreadableRecord } from "./simulation/unreadable";
export type { ZoneSigning } from "./zone-signing";
