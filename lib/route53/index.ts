/** Route 53: countries to data centres, with health-checked fail-over. */
export { EndpointHealthCheck, type EndpointHealthCheckProps } from "./endpoint-health-check";
export { GeoRouting, type GeoRoutingProps, type HostPolicy } from "./geo-routing";
export type { IHostedZone } from "./hosted-zone";
export type { RoutingAnalysisOptions } from "./routing-analysis";
