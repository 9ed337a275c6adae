import { textsIn, type Value, type ValueObject, valuesAt } from "./values";

/**
 * A reference that is no path: by a name, or in the middle of a text. What is referred to cannot be deleted.
 *
 * Not here are names within one resource, as of a URL map's host rules for its path matchers, which change in one request
 * (https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps), and labels that select, as in the filters of alert policies and
 * dashboards: nobody refuses to delete what they match, and a filter that matches nothing is none
 * (https://cloud.google.com/monitoring/api/v3/filters).
 *
 * References by path, such as `projects/P/global/backendServices/B`, are found without being listed here.
 */
export interface Use {
  /** Where it was seen. */
  readonly source: string;
  /** The type of the resource that refers to another. */
  readonly user: string;
  /** Where in the user the reference is. */
  readonly at: string;
  /** The type that is referred to. */
  readonly used: string;
  /** The attribute that it is referred to by. */
  readonly by: string;
  /** What both must have in common for the name to be the same one. */
  readonly within?: readonly string[];
}

const PROVIDER = "https://github.com/hashicorp/terraform-provider-google";

export const USES: readonly Use[] = [
  {
    // "The router resource … is already being used by …/vpnTunnels/…"
    source: "https://github.com/terraform-google-modules/terraform-google-vpn/issues/23",
    user: "google_compute_vpn_tunnel",
    at: "router",
    used: "google_compute_router",
    by: "name",
    within: ["region"],
  },
  {
    // The API's general rule, RESOURCE_IN_USE_BY_ANOTHER_RESOURCE: for this pair no report of it was found.
    source: "https://cloud.google.com/network-connectivity/docs/vpn/how-to/deleting-vpns",
    user: "google_compute_router_interface",
    at: "vpn_tunnel",
    used: "google_compute_vpn_tunnel",
    by: "name",
    within: ["region"],
  },
  {
    // "BGP Peer … has IP address … different from interface IP address": the peer must go before its interface does.
    source: "https://github.com/hashicorp/terraform/issues/29594",
    user: "google_compute_router_peer",
    at: "interface",
    used: "google_compute_router_interface",
    by: "name",
    within: ["region", "router"],
  },
  {
    // "To delete a certificate map, you must first delete all certificate map entries."
    source: "https://cloud.google.com/certificate-manager/docs/maps#delete-map",
    user: "google_certificate_manager_certificate_map_entry",
    at: "map",
    used: "google_certificate_manager_certificate_map",
    by: "name",
  },
  {
    // "containerNotEmpty": a zone is deleted once it has no records but its own.
    source: "https://cloud.google.com/dns/docs/zones#delete-zone",
    user: "google_dns_record_set",
    at: "managed_zone",
    used: "google_dns_managed_zone",
    by: "name",
  },
  {
    // The provider words the refusal: "please delete alert policies first".
    source: `${PROVIDER}/issues/10176`,
    user: "google_monitoring_alert_policy",
    at: "conditions",
    used: "google_monitoring_uptime_check_config",
    by: "uptime_check_id",
  },
  {
    // "Cannot delete metric …. That metric is still used in an alerting policy."
    source: "https://github.com/pulumi/pulumi-google-native/issues/848",
    user: "google_monitoring_alert_policy",
    at: "conditions",
    used: "google_logging_metric",
    by: "name",
  },
  {
    // The argument `force_delete`: channels that an alert policy refers to "will fail to be deleted".
    source: `${PROVIDER}/blob/v6.50.0/google/services/monitoring/resource_monitoring_notification_channel.go`,
    user: "google_monitoring_alert_policy",
    at: "notification_channels",
    used: "google_monitoring_notification_channel",
    by: "id",
  },
];

/**
 * Collections whose members are named by their path: what refers to them breaks when they are not there, and none of
 * them is deleted while something refers to it.
 *
 * Sources: https://cloud.google.com/load-balancing/docs/use-ssl-policies and
 * https://cloud.google.com/certificate-manager/docs/maps say "detach first" of policies and maps;
 * https://github.com/hashicorp/terraform-provider-google/issues/3748, 6376 and 4543 are of certificates, backend services
 * and endpoint groups. The others follow the same rule of the Compute Engine API.
 */
const COLLECTIONS = [
  ["networks", "subnetworks", "routers", "addresses", "clusters"],
  ["networkEndpointGroups", "healthChecks", "backendServices", "securityPolicies", "urlMaps"],
  ["targetHttpProxies", "targetHttpsProxies", "sslPolicies", "managedSslCertificates"],
  ["certificateMaps", "certificates", "dnsAuthorizations"],
  ["vpnGateways", "externalVpnGateways", "interconnectAttachments"],
].flat();

const REFERENCE = new RegExp(
  `projects/[^/]+/(global|(regions|zones|locations)/[^/]+)/(${COLLECTIONS.join("|")})/[^/]+$`,
);

/** The path of a member of these collections, at the end of a text. */
export const pathIn = (text: string): string | undefined => REFERENCE.exec(text)?.[0];

/** Whether one resource refers to the other in one of these ways. */
export function refers(user: string, held: ValueObject, used: string, target: ValueObject): boolean {
  return USES.filter((use) => use.user === user && use.used === used).some(
    ({ at, by, within = [] }) =>
      within.every((attribute) => held[attribute] === target[attribute]) && names(held, at, target[by] ?? null),
  );
}

function names(held: ValueObject, at: string, value: Value): boolean {
  if (typeof value !== "string") return false;
  const word = new RegExp(`(?<![\\w-])${value.replace(/[^\w-]/g, "\\$&")}(?![\\w-])`);
  return valuesAt(held, at).some(({ value: found }) => textsIn(found).some((text) => word.test(text)));
}
