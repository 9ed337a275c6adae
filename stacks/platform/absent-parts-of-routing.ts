import { checkAbsent } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { hasDns, hasLoadBalancer } from "./platform";
import { placesServedFrom } from "./served-from";
import type { ServiceOptions } from "./services";

/** Validates that the routing has a hosted zone, a last resort, and data centres with addresses. */
export function checkRoutingParts(problems: Problems, props: HybridPlatformProps): void {
  if (hasDns(props)) {
    checkLastResort(problems, props);
    checkServedFrom(problems, props);
  } else checkUnrouted(problems, props);
}

/** Without DNS, nothing is routed. */
function checkUnrouted(problems: Problems, props: HybridPlatformProps): void {
  const { services, hostedZone, routing, ttlSeconds, anycastAddresses, lastResort, analysis } = props;
  const without = services === undefined ? "without services, whose host names DNS answers" : "without hostedZone";
  const all = { hostedZone, routing, ttlSeconds, anycastAddresses, lastResort, analysis };
  for (const [property, value] of Object.entries(all)) checkAbsent(problems, property, value, without);
  for (const [name, service] of Object.entries<ServiceOptions>(services ?? {})) {
    checkAbsent(problems, ["services", name, "routing"], service.routing, without);
  }
}

/** The last resort is the platform's own load balancer, or has addresses and a capacity of its own. */
function checkLastResort(problems: Problems, props: HybridPlatformProps): void {
  const { lastResort = {}, anycastAddresses } = props;
  if (hasLoadBalancer(props)) {
    const beside = "beside a load balancer of the platform";
    for (const property of ["ipv4", "ipv6"] as const) {
      const reason = `${beside}, which is the last resort: its addresses are anycastAddresses`;
      checkAbsent(problems, ["lastResort", property], lastResort[property], reason);
    }
    const countries = `${beside}, whose countries are those of clusters and dataCenters`;
    checkAbsent(problems, "lastResort.countries", lastResort.countries, countries);
    const same = capacityOfClusters(props);
    if (same === undefined) return;
    const rates = `beside ${same}, which says the same of clusters`;
    checkAbsent(problems, "lastResort.requestsPerSecond", lastResort.requestsPerSecond, rates);
    return;
  }
  const advice = "with loadBalancer: false: the addresses of the last resort are lastResort.ipv4 and lastResort.ipv6";
  checkAbsent(problems, "anycastAddresses", anycastAddresses, advice);
  if (lastResort.ipv4 === undefined) {
    const who = "what answers whom no data centre serves, with loadBalancer: false";
    problems.refuse("lastResort.ipv4", lastResort.ipv4, `the address of ${who}`);
  }
}

/** The option that says already what clusters can take. */
function capacityOfClusters({ analysis, clusters = {} }: HybridPlatformProps): string | undefined {
  if (analysis?.requestsPerSecondPerNode !== undefined) return "analysis.requestsPerSecondPerNode";
  const [region] = Object.keys(clusters).filter((name) => clusters[name]?.existing?.requestsPerSecond !== undefined);
  return region && `clusters.${region}.existing.requestsPerSecond`;
}

/** DNS sends users to public addresses alone. */
function checkServedFrom(problems: Problems, props: HybridPlatformProps): void {
  const places = placesServedFrom(props);
  for (const [name, { ingress }] of Object.entries<DataCenterOptions>(props.dataCenters ?? {})) {
    const where = places.get(name);
    if (where === undefined || ingress !== undefined) continue;
    const expected = `an object with ipv4, the addresses that users are sent to: ${where} serves from it`;
    problems.refuse(["dataCenters", name, "ingress"], undefined, expected);
  }
}
