import type { ITerraformDependable } from "cdktf";
import { checkKnownList } from "../core/checks";
import { Problems } from "../core/problems";
import { checkZone } from "../google/zones";
import { backendNameOf, type GroupNameParts, groupName } from "./endpoint-group-names";

/** The endpoint groups of one service at one site: a cluster or a data centre. */
export interface IBackend {
  /** The name of the cluster or data centre. */
  readonly backendName: string;
  /** What a user drains or prefers: the region of a cluster, the name of a data centre. */
  readonly site: string;
  /** The region where requests leave Google's network for it. */
  readonly region: string;
  /** The endpoint groups, one per zone: `projects/P/zones/Z/networkEndpointGroups/N`. */
  readonly endpointGroupIds: readonly string[];
  /**
   * The endpoints in the groups, where Terraform makes them: the load balancer waits for them.
   *
   * @default - none: GKE puts them there
   */
  readonly endpoints?: readonly ITerraformDependable[];
  /**
   * The target request rate per endpoint, in requests per second.
   *
   * @default - `maxRatePerEndpoint` of the service
   */
  readonly maxRatePerEndpoint?: number;
}

/** What identifies a backend that another stack makes. */
export interface ClusterBackendAttributes extends GroupNameParts {
  /** The Google Cloud project. */
  readonly project: string;
  /** The region of the cluster. */
  readonly region: string;
  /** The zones of the cluster. */
  readonly zones: readonly string[];
}

/** Checks the zones that endpoint groups are in: there is one group in each. */
export function checkGroupZones(problems: Problems, zones: readonly string[], region?: string): void {
  if (!checkKnownList(problems, "zones", zones)) return;
  problems.check("zones", zones, ({ length }) => length > 0, "at least one zone");
  problems.check("zones", zones, (names) => new Set(names).size === names.length, "each zone once");
  for (const zone of zones) checkZone(problems, "zones", zone, region);
}

/** A backend that another stack makes, by names alone. */
export function clusterBackendFromAttributes(attributes: ClusterBackendAttributes): IBackend {
  const { project, region, zones } = attributes;
  Problems.of("ClusterBackend.fromClusterBackendAttributes", (problems) => checkGroupZones(problems, zones, region));
  const name = groupName(attributes);
  return {
    backendName: backendNameOf(attributes),
    site: region,
    region,
    endpointGroupIds: zones.map((zone) => `projects/${project}/zones/${zone}/networkEndpointGroups/${name}`),
  };
}
