import { checkKey } from "../core/names";
import type { Problems } from "../core/validation-error";
import { checkEndpoint, checkFamilies, type Endpoint } from "./endpoint";
import { checkHealthCheckProfile, type HealthCheckProfile } from "./health-check-profile";

/** A data centre as a place to send users to. */
export interface RoutedDataCenter {
  /** The public addresses of its ingress: what users are sent to. */
  readonly ingress: Endpoint;

  /**
   * How Route 53 asks whether it is alive.
   *
   * @default - HTTPS on port 443, `/healthz` of the host `health.` in the zone, every 10 seconds, dead after 3 failures
   */
  readonly healthCheck?: HealthCheckProfile;
}

/** Names of data centres are labels of DNS names; shorter than DNS demands, so that a chain of them fits into one. */
const MAX_NAME_LENGTH = 32;

/**
 * Checks data centres, and that they and the last resort have the same address families.
 *
 * @param lastResort by the property that holds it; empty when it has both families for certain
 */
export function checkRoutedDataCenters(
  problems: Problems,
  dataCenters: { readonly [name: string]: RoutedDataCenter },
  lastResort: { readonly [property: string]: Endpoint },
): void {
  const below = problems.at("dataCenters");
  const ingresses: Record<string, Endpoint> = {};
  for (const [name, { ingress, healthCheck = {} }] of Object.entries(dataCenters)) {
    checkKey(below, name, name, MAX_NAME_LENGTH);
    checkEndpoint(below.at(`${name}.ingress`), ingress);
    checkHealthCheckProfile(below.at(`${name}.healthCheck`), healthCheck);
    ingresses[`dataCenters.${name}.ingress`] = ingress;
  }
  for (const [property, endpoint] of Object.entries(lastResort)) checkEndpoint(problems.at(property), endpoint);
  checkFamilies(problems, ingresses, lastResort);
}
