/** The routing policy: who is served from where. Pure TypeScript, without cdktf. */
export {
  CONTINENT_CODES,
  COUNTRY_CODES,
  type ContinentCode,
  type CountryCode,
  continentName,
  continentOf,
  countryName,
  isCountryCode,
  SUBDIVISION_CODES,
  type SubdivisionCode,
} from "./countries";
export type { AddressFamily, Endpoint } from "./endpoint";
export type { HealthCheckProfile } from "./health-check-profile";
export { inCountry, inSubdivision, type Location, locationName, locationOf, NOWHERE } from "./location";
export type { Migration } from "./migration";
export type { RoutedDataCenter } from "./routed-data-center";
export type { Route, RoutingPolicy, Tier } from "./routing-policy";
export type { DnsHealthCheck, DnsRecord, DnsZone, RecordPolicy } from "./simulation/dns-zone";
export { analyzeFailures, type FailureAnalysisOptions, type Finding } from "./simulation/failure-analysis";
export { type MonthlyCost, monthlyCost } from "./simulation/monthly-cost";
export { readTerraform } from "./simulation/read-terraform";
export { type RoutingChange, routingChanges } from "./simulation/routing-diff";
export { routingTables } from "./simulation/routing-table";
export type { Answer } from "./simulation/scenario";
export { type Query, simulate } from "./simulation/simulate";
