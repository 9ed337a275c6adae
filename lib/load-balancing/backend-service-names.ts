import { resourceName } from "../core/names";

/**
 * The name of a service's backend service, unique in the project: the autoneg controller looks it up.
 *
 * One that the controller attaches has another name. So a running service that changes to it gets a new backend service, and the
 * endpoint groups leave with the old one: Terraform, which leaves alone what the controller attaches, would never detach them.
 */
export function backendServiceName(loadBalancerName: string, serviceName: string, autoneg = false): string {
  return resourceName(63, loadBalancerName, serviceName, ...(autoneg ? [AUTONEG_SUFFIX] : []));
}

const AUTONEG_SUFFIX = "autoneg";
const EDGE_POLICY_SUFFIX = "edge";

/** The name of what allows and denies ranges before the cache of a backend service. */
export function edgePolicyName(backendServiceName: string): string {
  return resourceName(63, backendServiceName, EDGE_POLICY_SUFFIX);
}

/** The other services whose names would make the names of what belongs to this one. */
export function takenNames(
  serviceName: string,
  { autoneg, edgeSecurityPolicy }: { readonly autoneg?: boolean; readonly edgeSecurityPolicy?: unknown },
): readonly string[] {
  return [
    ...(autoneg === true ? [`${serviceName}-${AUTONEG_SUFFIX}`] : []),
    ...(edgeSecurityPolicy === undefined ? [] : [`${serviceName}-${EDGE_POLICY_SUFFIX}`]),
  ];
}
