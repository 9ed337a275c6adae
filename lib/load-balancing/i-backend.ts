import type { ITerraformDependable } from "cdktf";
import { checkKnownList } from "../core/checks";
import { checkKey } from "../core/names";
import { ownValue } from "../core/own-value";
import { Problems } from "../core/problems";
import { checkZone } from "../google/zones";
import { backendNameOf, type GroupNameParts, groupName, MAX_GROUP_NAME_LENGTH } from "./endpoint-group-names";

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

  /**
   * The name of the endpoint groups, the same in each zone, where it is not that of groups which `ClusterBackend` makes: of those that
   * GKE has made, or others.
   *
   * @default - that of `ClusterBackend`, after the cluster, the service and the generation
   */
  readonly endpointGroupName?: string;
}

/** The endpoint groups of one service in a cluster that exist already: GKE has made them, or others. */
export interface ExistingEndpointGroups {
  /** Their name, the same in each zone: `gcloud compute network-endpoint-groups list` prints it. */
  readonly endpointGroupName: string;

  /**
   * The zones where they are.
   *
   * @default - those of the cluster
   */
  readonly zones?: readonly string[];

  /**
   * Whether Terraform makes groups of its own beside them: both are attached, so that the service can move over without an outage.
   *
   * @default false
   */
  readonly movingOver?: boolean;
}

/** The groups of services in one cluster that exist already, by service. */
export interface ExistingEndpointGroupsByService {
  readonly [serviceName: string]: ExistingEndpointGroups;
}

/** Whether a service's endpoint groups in a cluster are made here: those that exist are, unless it moves over, all that it has. */
export function hasOwnGroups(existing: ExistingEndpointGroupsByService | undefined, serviceName: string): boolean {
  const groups = ownValue(existing, serviceName);
  return groups === undefined || groups.movingOver === true;
}

/** Checks the zones that endpoint groups are in: there is one group in each. */
export function checkGroupZones(problems: Problems, zones: readonly string[], region?: string): void {
  if (!checkKnownList(problems, "zones", zones)) return;
  problems.check("zones", zones, ({ length }) => length > 0, "at least one zone");
  problems.check("zones", zones, (names) => new Set(names).size === names.length, "each zone once");
  for (const zone of zones) checkZone(problems, "zones", zone, region);
}

/** Checks the name of endpoint groups that exist: one that Google allows. */
export function checkGroupName(problems: Problems, name: string | undefined): void {
  if (name !== undefined && problems.known("endpointGroupName", name)) {
    checkKey(problems, "endpointGroupName", name, MAX_GROUP_NAME_LENGTH);
  }
}

/** A backend that another stack makes, by names alone. */
export function clusterBackendFromAttributes(attributes: ClusterBackendAttributes): IBackend {
  const { project, region, zones, endpointGroupName } = attributes;
  Problems.of("ClusterBackend.fromClusterBackendAttributes", (problems) => {
    checkGroupZones(problems, zones, region);
    checkGroupName(problems, endpointGroupName);
  });
  const name = endpointGroupName ?? groupName(attributes);
  return {
    backendName: endpointGroupName ?? backendNameOf(attributes),
    site: region,
    region,
    endpointGroupIds: zones.map((zone) => `projects/${project}/zones/${zone}/networkEndpointGroups/${name}`),
  };
}
