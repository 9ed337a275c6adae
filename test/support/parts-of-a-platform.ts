import { Certificates, type HybridPlatformProps, Link } from "../../index";
import { VPN } from "../links/support";
import { SMALL_PLATFORM } from "./platform";

/** What a platform may have or not, each alone. */
export const PARTS = [
  "clusters",
  "services",
  "hostedZone",
  "dataCenters",
  "links",
  "monitoring",
  "noLoadBalancer",
] as const;

export type Parts = ReadonlySet<(typeof PARTS)[number]>;

/** Every set of parts. */
export const COMBINATIONS: readonly Parts[] = Array.from(
  { length: 2 ** PARTS.length },
  (_, bits) => new Set(PARTS.filter((_, index) => (bits & (1 << index)) !== 0)),
);

export const OTHER_LOAD_BALANCER = { ipv4: "198.51.100.9", ipv6: "2001:db8:ffff::9" };

/** A platform of these parts, each with what it needs and nothing else. */
export function platformOf(parts: Parts): HybridPlatformProps {
  const { google, network, clusters, dataCenters, hostedZone, services, anycastAddresses, routing } = SMALL_PLATFORM;
  const has = (part: (typeof PARTS)[number]) => parts.has(part);
  const isRouted = has("services") && has("hostedZone");
  const isBalanced = has("services") && !has("noLoadBalancer");
  const hostName = services.api.hostName;
  const sites = {
    ...(has("dataCenters") ? dataCenters : {}),
    ...(has("links") ? { berlin: { links: { vpn: Link.haVpn(VPN) } } } : {}),
  };
  return {
    ...(has("clusters") ? { google, network, clusters } : {}),
    ...(has("services") ? { services: { api: isBalanced && has("clusters") ? services.api : { hostName } } } : {}),
    ...(has("hostedZone") ? { hostedZone } : {}),
    ...(Object.keys(sites).length > 0 ? { dataCenters: sites } : {}),
    ...(has("monitoring")
      ? { monitoring: { notificationChannels: ["projects/acme-test/notificationChannels/1"] } }
      : {}),
    ...(has("noLoadBalancer") ? { loadBalancer: false } : {}),
    ...(isBalanced && !has("hostedZone") ? { loadBalancer: { certificates: Certificates.classic() } } : {}),
    ...(isRouted && isBalanced ? { anycastAddresses } : {}),
    ...(isRouted && !isBalanced ? { lastResort: OTHER_LOAD_BALANCER } : {}),
    ...(isRouted && has("dataCenters") ? { routing } : {}),
  };
}
