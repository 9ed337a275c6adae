/**
 * Where Google's global load balancers and their health checks come from. A firewall must let them in, and a data centre behind a
 * load balancer must know the way back.
 *
 * Source: https://cloud.google.com/load-balancing/docs/firewall-rules
 */
export const FRONT_END_RANGES = {
  ipv4: ["35.191.0.0/16", "130.211.0.0/22"],
  ipv6: ["2600:2d00:1:1::/64", "2600:2d00:1:b029::/64"],
} as const;

/**
 * The addresses of private.googleapis.com, which are reached inside Google's network only.
 *
 * Source: https://cloud.google.com/vpc/docs/configure-private-google-access
 */
export const PRIVATE_GOOGLE_APIS = {
  range: "199.36.153.8/30",
  addresses: ["199.36.153.8", "199.36.153.9", "199.36.153.10", "199.36.153.11"],
} as const;

/** The addresses of restricted.googleapis.com. Source: https://cloud.google.com/vpc-service-controls/docs/set-up-private-connectivity */
export const RESTRICTED_GOOGLE_APIS_RANGE = "199.36.153.4/30";

/** Where Cloud DNS forwards queries from. Source: https://cloud.google.com/dns/docs/zones/forwarding-zones */
export const CLOUD_DNS_RANGE = "35.199.192.0/19";

/** Where Identity-Aware Proxy comes from. Source: https://cloud.google.com/iap/docs/using-tcp-forwarding */
export const IAP_RANGE = "35.235.240.0/20";
