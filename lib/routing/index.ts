/** The routing policy: who is served from where. Pure TypeScript, without cdktf. */
export { COUNTRY_CODES, type CountryCode, countryName, isCountryCode } from "./countries";
export type { AddressFamily, Endpoint } from "./endpoint";
export type { HealthCheckProfile } from "./health-check-profile";
export type { RoutedDataCenter } from "./routed-data-center";
export type { CountryRoute, RoutingPolicy } from "./routing-policy";
