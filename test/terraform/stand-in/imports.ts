import type { Cloud } from "./cloud";
import type { Value, ValueObject } from "./values";

const GLOBAL = "projects/(?<project>[^/]+)/global";
const REGION = "projects/(?<project>[^/]+)/regions/(?<region>[^/]+)";

/**
 * Ids that the importers of the providers take, the first that each names.
 *
 * Source: `ParseImportId` in https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/google/services; of Route 53 the importers
 * of https://github.com/hashicorp/terraform-provider-aws/tree/v6.25.0/internal/service/route53.
 */
const FORMATS: Readonly<Record<string, RegExp>> = {
  google_compute_network: new RegExp(`^${GLOBAL}/networks/(?<name>[^/]+)$`),
  google_compute_subnetwork: new RegExp(`^${REGION}/subnetworks/(?<name>[^/]+)$`),
  google_compute_router: new RegExp(`^${REGION}/routers/(?<name>[^/]+)$`),
  google_compute_router_nat: new RegExp(`^${REGION}/routers/(?<router>[^/]+)/(?<name>[^/]+)$`),
  google_compute_router_peer: new RegExp(`^${REGION}/routers/(?<router>[^/]+)/(?<name>[^/]+)$`),
  google_compute_router_interface: /^(?<project>[^/]+)\/(?<region>[^/]+)\/(?<router>[^/]+)\/(?<name>[^/]+)$/,
  google_compute_firewall: new RegExp(`^${GLOBAL}/firewalls/(?<name>[^/]+)$`),
  google_compute_ha_vpn_gateway: new RegExp(`^${REGION}/vpnGateways/(?<name>[^/]+)$`),
  google_compute_external_vpn_gateway: new RegExp(`^${GLOBAL}/externalVpnGateways/(?<name>[^/]+)$`),
  google_compute_vpn_tunnel: new RegExp(`^${REGION}/vpnTunnels/(?<name>[^/]+)$`),
  google_compute_interconnect_attachment: new RegExp(`^${REGION}/interconnectAttachments/(?<name>[^/]+)$`),
  google_compute_global_address: new RegExp(`^${GLOBAL}/addresses/(?<name>[^/]+)$`),
  google_compute_network_endpoint_group:
    /^projects\/(?<project>[^/]+)\/zones\/(?<zone>[^/]+)\/networkEndpointGroups\/(?<name>[^/]+)$/,
  google_compute_health_check: new RegExp(`^${GLOBAL}/healthChecks/(?<name>[^/]+)$`),
  google_compute_backend_service: new RegExp(`^${GLOBAL}/backendServices/(?<name>[^/]+)$`),
  google_service_account: /^projects\/(?<project>[^/]+)\/serviceAccounts\/(?<email>[^/]+)$/,
  google_container_cluster: /^projects\/(?<project>[^/]+)\/locations\/(?<location>[^/]+)\/clusters\/(?<name>[^/]+)$/,
  google_container_node_pool: /^(?<project>[^/]+)\/(?<location>[^/]+)\/(?<cluster>[^/]+)\/(?<name>[^/]+)$/,
  aws_route53_health_check: /^(?<id>[^/]+)$/,
  aws_route53_record: /^(?<zone_id>Z[^_]+)_(?<name>.+?)_(?<type>[A-Z]+)(_(?<set_identifier>.+))?$/,
};

/**
 * What an import does not tell, or tells as the importer sets it. Source: as above; `shared_secret` is never read, and nothing in the API
 * is a cluster's `remove_default_node_pool`.
 */
const AFTERWARDS: Readonly<Record<string, ValueObject>> = {
  google_compute_network: { delete_default_routes_on_create: false },
  google_compute_vpn_tunnel: { shared_secret: null },
  google_container_cluster: { deletion_protection: true, remove_default_node_pool: null },
};

/** What a cloud has by an id for imports, as the state has it after the import. */
export function importedFrom(cloud: Cloud, type: string, id: string, provider: ValueObject): ValueObject | undefined {
  const wanted = FORMATS[type]?.exec(id)?.groups;
  if (wanted === undefined) return undefined;
  const found = cloud.all(type).find((held) =>
    Object.entries(wanted).every(([argument, value]) => {
      const there = held[argument] ?? provider[argument] ?? null;
      return value === undefined ? isNothing(there) : lastPart(there) === value;
    }),
  );
  return found && { ...found, ...AFTERWARDS[type] };
}

const lastPart = (value: Value) => String(value).split("/").at(-1);
const isNothing = (value: Value) => value === null || value === "";
