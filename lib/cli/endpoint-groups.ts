import { regionOfZone } from "../google/zones";
import { resources, type TerraformConfiguration } from "./output-folder";

/** A group of endpoints behind a load balancer. */
export interface EndpointGroup {
  readonly name: string;
  readonly region: string;
  /** Whether its endpoints are a data centre's addresses, and not the pods of a cluster. */
  readonly isDataCenter: boolean;
  /** The name of that data centre. */
  readonly dataCenter?: string;
}

/** What a backend's `group` refers to: a resource of the same stack, or one that is named by its path. */
export function endpointGroupOf(configuration: TerraformConfiguration, group: string): EndpointGroup {
  const address = /^\$\{google_compute_network_endpoint_group\.([^.]+)\.id\}$/.exec(group)?.[1];
  const resource = resources(configuration, "google_compute_network_endpoint_group")[address ?? ""];
  const [, zone = "", name = ""] = resource
    ? [group, String(resource.zone), String(resource.name)]
    : (/zones\/([^/]+)\/networkEndpointGroups\/([^/]+)$/.exec(group) ?? []);
  const isDataCenter = resource?.network_endpoint_type === "NON_GCP_PRIVATE_IP_PORT";
  // Its name may be cut; its description has the data centre's whole.
  const [, dataCenter = name] = /^The ingress of the data centre (.+)$/.exec(String(resource?.description)) ?? [];
  return { name, region: regionOfZone(zone) ?? zone, isDataCenter, ...(isDataCenter && { dataCenter }) };
}
