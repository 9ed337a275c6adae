import { type ExistingEndpointGroupsByService, hasOwnGroups } from "../../lib/load-balancing/i-backend";

/** The cluster of a region, as far as something may be made in its subnet. */
interface Region {
  readonly existing?: { readonly endpointGroups?: ExistingEndpointGroupsByService };
  readonly subnet?: object;
  readonly ranges?: object;
  readonly nodePools?: object;
}

/**
 * Whether nothing is made in a region of a VPC that was there before, so that no subnet need be known: a cluster that exists, without
 * further pools, with endpoint groups for all that Terraform attaches.
 *
 * @param attached the services whose groups Terraform attaches
 */
export function isOnlyReferredTo(region: Region, attached: readonly string[]): boolean {
  const { existing, subnet, ranges, nodePools = {} } = region;
  if (existing === undefined || subnet !== undefined || ranges !== undefined) return false;
  return Object.keys(nodePools).length === 0 && attached.every((name) => !hasOwnGroups(existing.endpointGroups, name));
}
