import { SERVICE_ACCOUNT_DOMAIN } from "../../google/hosts";

/** A type of resource that this library makes, and that the provider can import by its name. */
export interface ImportableType {
  /** What the provider imports it by; what stands in braces is an argument. */
  readonly id: string;
  /** Its path in Google's API, where that is another one. */
  readonly path?: string;
  /** In words, one and several. */
  readonly words: readonly [one: string, several: string];
}

const GLOBAL = "projects/{project}/global";
const REGION = "projects/{project}/regions/{region}";
const MANAGER = "projects/{project}/locations";

/**
 * How each type is imported, and told from others of its type: two of one id are the same thing.
 *
 * Source: the section Import of each page in
 * https://github.com/hashicorp/terraform-provider-google/tree/v6.50.0/website/docs/r.
 */
export const IMPORTABLE: Readonly<Record<string, ImportableType>> = {
  google_compute_network: { id: `${GLOBAL}/networks/{name}`, words: ["VPC", "VPCs"] },
  google_compute_subnetwork: { id: `${REGION}/subnetworks/{name}`, words: ["subnet", "subnets"] },
  google_compute_router: { id: `${REGION}/routers/{name}`, words: ["Cloud Router", "Cloud Routers"] },
  google_compute_router_nat: { id: `${REGION}/routers/{router}/{name}`, words: ["Cloud NAT", "Cloud NATs"] },
  google_compute_router_interface: {
    id: "{project}/{region}/{router}/{name}",
    words: ["router interface", "router interfaces"],
  },
  google_compute_router_peer: { id: `${REGION}/routers/{router}/{name}`, words: ["BGP session", "BGP sessions"] },
  google_compute_firewall: { id: `${GLOBAL}/firewalls/{name}`, words: ["firewall rule", "firewall rules"] },
  google_compute_ha_vpn_gateway: { id: `${REGION}/vpnGateways/{name}`, words: ["VPN gateway", "VPN gateways"] },
  google_compute_external_vpn_gateway: {
    id: `${GLOBAL}/externalVpnGateways/{name}`,
    words: ["peer VPN gateway", "peer VPN gateways"],
  },
  google_compute_vpn_tunnel: { id: `${REGION}/vpnTunnels/{name}`, words: ["VPN tunnel", "VPN tunnels"] },
  google_compute_interconnect_attachment: {
    id: `${REGION}/interconnectAttachments/{name}`,
    words: ["VLAN attachment", "VLAN attachments"],
  },
  google_compute_global_address: { id: `${GLOBAL}/addresses/{name}`, words: ["global address", "global addresses"] },
  google_compute_address: { id: `${REGION}/addresses/{name}`, words: ["regional address", "regional addresses"] },
  google_compute_network_endpoint_group: {
    id: "projects/{project}/zones/{zone}/networkEndpointGroups/{name}",
    words: ["endpoint group", "endpoint groups"],
  },
  google_compute_health_check: {
    id: `${GLOBAL}/healthChecks/{name}`,
    words: ["health check of the load balancer", "health checks of the load balancer"],
  },
  google_compute_backend_service: {
    id: `${GLOBAL}/backendServices/{name}`,
    words: ["backend service", "backend services"],
  },
  google_compute_url_map: { id: `${GLOBAL}/urlMaps/{name}`, words: ["URL map", "URL maps"] },
  google_compute_target_http_proxy: {
    id: `${GLOBAL}/targetHttpProxies/{name}`,
    words: ["HTTP proxy", "HTTP proxies"],
  },
  google_compute_target_https_proxy: {
    id: `${GLOBAL}/targetHttpsProxies/{name}`,
    words: ["HTTPS proxy", "HTTPS proxies"],
  },
  google_compute_global_forwarding_rule: {
    id: `${GLOBAL}/forwardingRules/{name}`,
    words: ["forwarding rule", "forwarding rules"],
  },
  google_compute_ssl_policy: { id: `${GLOBAL}/sslPolicies/{name}`, words: ["SSL policy", "SSL policies"] },
  google_compute_security_policy: {
    id: `${GLOBAL}/securityPolicies/{name}`,
    words: ["Cloud Armor policy", "Cloud Armor policies"],
  },
  google_compute_managed_ssl_certificate: {
    id: `${GLOBAL}/sslCertificates/{name}`,
    words: ["managed SSL certificate", "managed SSL certificates"],
  },
  google_certificate_manager_certificate: {
    id: `${MANAGER}/{location}/certificates/{name}`,
    words: ["certificate", "certificates"],
  },
  google_certificate_manager_certificate_map: {
    id: `${MANAGER}/global/certificateMaps/{name}`,
    words: ["certificate map", "certificate maps"],
  },
  google_certificate_manager_certificate_map_entry: {
    id: `${MANAGER}/global/certificateMaps/{map}/certificateMapEntries/{name}`,
    words: ["entry of a certificate map", "entries of a certificate map"],
  },
  google_certificate_manager_dns_authorization: {
    id: `${MANAGER}/{location}/dnsAuthorizations/{name}`,
    words: ["DNS authorization", "DNS authorizations"],
  },
  google_container_cluster: { id: `${MANAGER}/{location}/clusters/{name}`, words: ["cluster", "clusters"] },
  google_container_node_pool: {
    id: "{project}/{location}/{cluster}/{name}",
    path: `${MANAGER}/{location}/clusters/{cluster}/nodePools/{name}`,
    words: ["node pool", "node pools"],
  },
  google_service_account: {
    id: `projects/{project}/serviceAccounts/{account_id}@{project}.${SERVICE_ACCOUNT_DOMAIN}`,
    words: ["service account", "service accounts"],
  },
  google_project_service: {
    id: "{project}/{service}",
    path: "projects/{project}/services/{service}",
    words: ["API of the project", "APIs of the project"],
  },
};

/** What an argument is where it is left out. Source: as above. */
const DEFAULTS: Readonly<Record<string, string>> = { location: "global" };

/**
 * Fills in a template.
 *
 * @param value what an argument is; a path stands for its last part
 * @returns nothing where an argument is not known
 */
export function filledIn(template: string, value: (argument: string) => string | undefined): string | undefined {
  let isWhole = true;
  const text = template.replaceAll(/\{(\w+)\}/g, (_, argument: string) => {
    const found = value(argument) ?? DEFAULTS[argument];
    if (found === undefined || found === "") isWhole = false;
    return found?.slice(found.lastIndexOf("/") + 1) ?? "";
  });
  return isWhole ? text : undefined;
}

/** What a resource is called by people: `VPC acme`, `node pool web`. */
export function called(type: string, settings: { readonly [argument: string]: unknown }): string {
  const name = [settings.name, settings.account_id, settings.service].find((one) => typeof one === "string");
  const words = IMPORTABLE[type]?.words[0] ?? type;
  return name === undefined ? words : `${words} ${name}`;
}
