/** The routing policy and the analysis of its failures: who is served from where. Pure TypeScript, without cdktf. */

export type { Demand } from "./analysis/demand";
export { analyzeFailures } from "./analysis/failure-analysis";
export type { FailureAnalysisOptions } from "./analysis/failure-analysis-options";
export type { BrokenRule, Finding, Overload } from "./analysis/finding";
export { type RoutingChange, type RoutingChanges, routingChanges } from "./analysis/routing-diff";
export { routingTables } from "./analysis/routing-table";
export type {
  Answerer,
  Answers,
  DanglingAlias,
  EndpointPart,
  Outage,
  Places,
  Question,
  Reply,
  Share,
  SignalKind,
} from "./answers";
export type { Coordinates } from "./coordinates";
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
export {
  compareWithGeoLocations,
  type GeoLocation,
  type GeoLocationDifferences,
  type GeoLocationsPage,
} from "./geo-locations";
export type { HealthCheckProfile } from "./health-check-profile";
export type { LastResort, LastResortFailover } from "./last-resort";
export { inCountry, inSubdivision, type Location, locationName, locationOf, NOWHERE } from "./location";
export type { Migration } from "./migration";
export type {
  FollowedAlarm,
  FollowedRoutingControl,
  IRoute53HealthCheck,
  RequiredHealthCheck,
} from "./required-health-check";
export type { RoutedDataCenter } from "./routed-data-center";
export type { Route, RoutingPolicy, Tier, Wave } from "./routing-policy";
export { EUROPEAN_ECONOMIC_AREA, EUROPEAN_UNION } from "./rules/country-groups";
export type { JudgedRules } from "./rules/judge-rules";
export type { ResidencyRule, RoutingRules } from "./rules/routing-rules";
