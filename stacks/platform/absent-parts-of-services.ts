import { checkAbsent } from "../../lib/core/checks";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { hasLoadBalancer } from "./platform";
import type { ServiceOptions } from "./services";

/** What edge servers of a data centre with `onPremises` read of a service. */
const OF_EDGE_SERVERS: readonly string[] = [
  "paths",
  "containerPort",
  "protocol",
  "healthCheck",
  "timeoutSeconds",
  "drainingSeconds",
  "securityPolicy",
];

/** What every service has, wherever it is served. */
const OF_EVERYWHERE: readonly string[] = ["name", "hostName", "routing"];

/** Validates that each service has something that serves it, and no option for a part that is absent. */
export function checkServiceParts(problems: Problems, props: HybridPlatformProps): void {
  const { services = {}, hostedZone } = props;
  const hasServers = Object.values(props.dataCenters ?? {}).some(({ onPremises }) => onPremises !== undefined);
  if (hasLoadBalancer(props)) checkBackends(problems, props);
  else if (hostedZone === undefined && props.services !== undefined && !hasServers) {
    const expected = "an object with zoneId, zoneName: with loadBalancer: false, nothing else is made of services";
    problems.refuse("hostedZone", hostedZone, expected);
  }
  for (const [name, service] of Object.entries<ServiceOptions>(services)) {
    const below = problems.at(["services", name]);
    if (hasLoadBalancer(props)) checkRate(below, props, service);
    else checkUnbalanced(below, service, hasServers);
    const isUsed = props.clusters !== undefined || hasServers;
    if (!isUsed)
      checkAbsent(below, "containerPort", service.containerPort, "without clusters, whose pods listen on it");
  }
}

/** Without clusters, data centres alone are behind the load balancer. */
function checkBackends(problems: Problems, { services = {}, clusters, loadBalancer }: HybridPlatformProps): void {
  if (clusters !== undefined) return;
  const all = Object.entries<ServiceOptions>(services);
  const isServed = ({ dataCenters = [] }: ServiceOptions) => isUnknown(dataCenters) || dataCenters.length > 0;
  if (all.length > 0 && !all.some(([, service]) => isServed(service))) {
    const expected = "false: there are no clusters to be behind a load balancer, and no service has dataCenters";
    problems.refuse("loadBalancer", loadBalancer, expected);
    return;
  }
  for (const [name, service] of all) {
    const below = problems.at(["services", name]);
    checkAbsent(below, "autoneg", service.autoneg, "without clusters, in which the autoneg controller runs");
    if (!isServed(service)) {
      below.refuse("dataCenters", service.dataCenters, "a data centre: without clusters, nothing else serves it");
    }
  }
}

/** Google's load balancer must know how much to send to a pod. */
function checkRate(
  problems: Problems,
  { clusters }: HybridPlatformProps,
  { maxRatePerEndpoint }: ServiceOptions,
): void {
  if (clusters === undefined || maxRatePerEndpoint !== undefined) return;
  problems.refuse("maxRatePerEndpoint", maxRatePerEndpoint, "a number: clusters are behind the load balancer", "shape");
}

/** What the load balancer alone would do. */
function checkUnbalanced(problems: Problems, service: ServiceOptions, hasServers: boolean): void {
  const known = hasServers ? [...OF_EVERYWHERE, ...OF_EDGE_SERVERS] : OF_EVERYWHERE;
  const others = hasServers ? "" : ", and without onPremises of a data centre";
  for (const [property, value] of Object.entries(service)) {
    if (!known.includes(property)) checkAbsent(problems, property, value, `with loadBalancer: false${others}`);
  }
}
