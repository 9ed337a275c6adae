import { kindOfType } from "../kind-of-type";
import type { Settings } from "../output-folder";
import { shownValue } from "./blocks";
import type { ResourceChange } from "./resource-changes";

/** What people call a type, where its name in Terraform is not that. */
const NOUNS: Readonly<Record<string, string>> = {
  aws_route53_record: "record",
  aws_route53_health_check: "health check",
  google_compute_address: "reserved address",
  google_compute_global_address: "reserved address",
  google_compute_ha_vpn_gateway: "VPN gateway",
  google_compute_external_vpn_gateway: "peer VPN gateway",
  google_compute_interconnect_attachment: "VLAN attachment",
  google_compute_network_endpoint: "endpoint",
  google_compute_network_endpoint_group: "endpoint group",
  google_compute_router_nat: "NAT gateway",
  google_compute_router_peer: "BGP session",
  google_compute_subnetwork: "subnet",
  google_compute_vpn_tunnel: "VPN tunnel",
  google_container_cluster: "cluster",
  google_container_node_pool: "node pool",
};

/** How a person calls a resource: `node pool web`. One without a plain name is called by its name in Terraform. */
export function thing(address: string, settings: Settings): string {
  const type = address.split(".")[0] ?? "";
  return `${nounOf(type)} ${nameOf(type, settings) ?? address.slice(type.length + 1)}`;
}

/** The same of a resource that changes, without the values that its plan marks as secrets. */
export function changedThing({ address, planned }: Pick<ResourceChange, "address" | "planned">, settings: Settings) {
  return thing(address, planned?.withoutSecrets(settings) ?? settings);
}

export function nounOf(type: string): string {
  return NOUNS[type] ?? kindOfType(type);
}

function nameOf(type: string, settings: Settings): string | undefined {
  if (type === "aws_route53_record") {
    const parts = ["name", "type", "set_identifier"].map((argument) => shownValue(settings[argument]));
    return parts[0] === undefined ? undefined : parts.filter((part) => part !== undefined).join(" ");
  }
  if (type === "aws_route53_health_check") return shownValue((settings.tags as Settings | undefined)?.Name);
  if (type === "google_compute_network_endpoint") return shownValue(settings.ip_address);
  const name = shownValue(settings.name);
  // The groups of a service have one name in all zones.
  const zone = type === "google_compute_network_endpoint_group" ? shownValue(settings.zone) : undefined;
  return name && zone ? `${name} in ${zone}` : name;
}
