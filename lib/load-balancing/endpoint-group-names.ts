import { resourceName } from "../core/names";

/** Google's limit for the names of endpoint groups. */
export const MAX_GROUP_NAME_LENGTH = 63;

/** What decides the names of a backend's endpoint groups. */
export interface GroupNameParts {
  /** The cluster's name: up to 40 lower-case letters, digits and hyphens. */
  readonly clusterName: string;
  /** The service's name: up to 22, so that both fit into the group's name. */
  readonly serviceName: string;
  /**
   * Which groups these are, 1 or more: those of another generation stand beside them, with `-g2` after the name.
   *
   * An endpoint group cannot be changed, and one that a load balancer uses cannot be deleted: to replace groups without an
   * outage, make the next generation, move over, and then leave the old one out.
   *
   * @default 1
   */
  readonly generation?: number;
}

/** The value of `cloud.google.com/neg` with which a service's pods fill the groups of that service and cluster. */
export function negAnnotation(servicePort: number, parts: GroupNameParts): string {
  return JSON.stringify({ exposed_ports: { [servicePort]: { name: groupName(parts) } } });
}

/** The name of the endpoint groups of a service in one cluster: the same in each zone. */
export function groupName({ clusterName, serviceName, generation = 1 }: GroupNameParts): string {
  return resourceName(MAX_GROUP_NAME_LENGTH, clusterName, serviceName, ...suffix(generation));
}

/** What a backend of a cluster is called. */
export function backendNameOf({ clusterName, generation = 1 }: GroupNameParts): string {
  return [clusterName, ...suffix(generation)].join("-");
}

function suffix(generation: number): readonly string[] {
  return generation === 1 ? [] : [`g${generation}`];
}
