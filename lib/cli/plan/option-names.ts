import { OPTIONS } from "../../core/options-table";

/** The options that decide arguments which replace a resource, where the library calls them otherwise than Terraform does. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_route53_health_check: { request_interval: "intervalSeconds" },
  google_compute_external_vpn_gateway: { interface: "peerAddresses", redundancy_type: "peerAddresses" },
  google_compute_interconnect_attachment: {
    edge_availability_domain: "edgeAvailabilityDomain",
    vlan_tag8021q: "vlan",
  },
  google_compute_network_endpoint: { ip_address: "addresses" },
  google_compute_router_interface: { ip_range: "linkLocalRange" },
  google_compute_vpn_tunnel: { shared_secret: "preSharedKey", vpn_gateway_interface: "gatewayInterface" },
  google_container_node_pool: {
    max_pods_per_node: "maxPodsPerNode",
    node_locations: "zones",
    placement_policy: "compactPlacement",
    "node_config.reservation_affinity": "reservation",
    "node_config.guest_accelerator": "accelerator",
    "node_config.local_nvme_ssd_block_config": "rawBlockLocalSsdCount",
    "node_config.ephemeral_storage_local_ssd_config": "ephemeralLocalSsdCount",
  },
};

/** What some option of the library is called. */
const KNOWN = new Set(
  Object.values(OPTIONS).flatMap((options) => Object.keys(options).map((property) => property.replace(/\?$/, ""))),
);

/** The option that decides an argument of Terraform; nothing where none is known to. */
export function optionName(type: string, argument: string): string | undefined {
  const own = Object.entries(RENAMED[type] ?? {}).find(
    ([path]) => argument === path || argument.startsWith(`${path}.`),
  );
  if (own !== undefined) return own[1];
  const last = argument.slice(argument.lastIndexOf(".") + 1);
  const option = last.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  // What Terraform names comes from keys, and from names of their own.
  return option !== "name" && KNOWN.has(option) ? option : undefined;
}
