import type { Block } from "../../../support/synthesize";
import { pathIn } from "../../../terraform/stand-in/uses";
import type { Call } from "./call";
import type { ApiHabit } from "./habits";

const PROVIDER = "https://github.com/hashicorp/terraform-provider-google";
const REFERENCE = "https://cloud.google.com/compute/docs/reference/rest/v1";

/** What the API says of itself, of a resource that nobody said it of. */
const filled = (of: string, what: (held: Block) => Block): ApiHabit => ({
  of: `compute/${of}`,
  source: `${REFERENCE}/${of}, defaults and what is output only`,
  answer: (held) => ({ ...what(held), ...held }),
});

/** An address of the blocks for documentation, always the same for one number. */
const ADDRESSES = {
  IPV4: (number: number) => `198.51.${100 + (number >> 8)}.${number & 255}`,
  IPV6: (number: number) => `2001:db8::${number.toString(16)}`,
};

const addressOf = ({ id, ipVersion, address }: Block): string =>
  address ?? ADDRESSES[ipVersion === "IPV6" ? "IPV6" : "IPV4"](Number(id));

export const HABITS_OF_COMPUTE: readonly ApiHabit[] = [
  filled("addresses", ({ id, ipVersion, purpose, prefixLength }) => ({
    address: purpose === "VPC_PEERING" ? "10.48.0.0" : addressOf({ id, ipVersion }),
    addressType: "EXTERNAL",
    networkTier: "PREMIUM",
    status: "RESERVED",
    prefixLength,
  })),
  filled("networks", () => ({
    routingConfig: { routingMode: "REGIONAL" },
    networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
    mtu: 1460,
  })),
  filled("subnetworks", ({ ipCidrRange }) => ({
    gatewayAddress: String(ipCidrRange).replace(/\d+\/\d+$/, "1"),
    purpose: "PRIVATE",
    stackType: "IPV4_ONLY",
    privateIpGoogleAccess: false,
    privateIpv6GoogleAccess: "DISABLE_GOOGLE_ACCESS",
    enableFlowLogs: false,
  })),
  filled("firewalls", () => ({ direction: "INGRESS", disabled: false, priority: 1000, logConfig: { enable: false } })),
  filled("healthChecks", () => ({ checkIntervalSec: 5, timeoutSec: 5, logConfig: { enable: false } })),
  filled("backendServices", () => ({
    affinityCookieTtlSec: 0,
    connectionDraining: { drainingTimeoutSec: 0 },
    iap: { enabled: false },
    logConfig: { enable: false },
    port: 80,
    portName: "http",
    sessionAffinity: "NONE",
    timeoutSec: 30,
  })),
  {
    // Of Google's own client the API says one blank.
    of: "compute/backendServices",
    source: `${PROVIDER}/issues/26385, 26975`,
    answer: (held) =>
      held.iap?.enabled ? { ...held, iap: { ...held.iap, oauth2ClientId: held.iap.oauth2ClientId || " " } } : held,
  },
  {
    of: "compute/backendServices",
    source: `${REFERENCE}/backendServices, backends[]`,
    answer: ({ backends, ...held }) => ({
      ...held,
      ...(backends && {
        backends: backends.map((one: Block) => ({ balancingMode: "UTILIZATION", capacityScaler: 1, ...one })),
      }),
    }),
  },
  filled("vpnTunnels", () => ({ status: "ESTABLISHED", detailedStatus: "Tunnel is up and running." })),
  {
    of: "compute/vpnTunnels",
    source: `${REFERENCE}/vpnTunnels: the secret is not told`,
    answer: (held) => ({ ...held, sharedSecret: "*************", sharedSecretHash: "of a secret" }),
  },
  {
    of: "compute/vpnGateways",
    source: `${REFERENCE}/vpnGateways, vpnInterfaces[].ipAddress`,
    answer: (held) => ({
      stackType: "IPV4_ONLY",
      gatewayIpVersion: "IPV4",
      ...held,
      vpnInterfaces: [0, 1].map((id) => ({
        id,
        ipAddress: `203.0.113.${100 + id}`,
        // The provider leaves a zero out.
        ...held.vpnInterfaces?.find((one: Block) => (one.id ?? 0) === id),
      })),
    }),
  },
  filled("interconnectAttachments", ({ type }) => ({
    state: type === "PARTNER" ? "PENDING_PARTNER" : "ACTIVE",
    operationalStatus: "OS_ACTIVE",
    ...(type === "PARTNER" && { pairingKey: "7e51371e-72a3-40b5-b844-2e3efefaee59/europe-west1/1" }),
    mtu: 1440,
    encryption: "NONE",
    stackType: "IPV4_ONLY",
    cloudRouterIpAddress: "169.254.60.1/29",
    customerRouterIpAddress: "169.254.60.2/29",
  })),
  {
    of: "compute/routers",
    source: `${REFERENCE}/routers, interfaces[].managementType, bgpPeers[]`,
    answer: (held) => ({
      ...held,
      ...(held.bgp && { bgp: { keepaliveInterval: 20, advertiseMode: "DEFAULT", ...held.bgp } }),
      interfaces: held.interfaces?.map((one: Block) => ({ managementType: "MANAGED_BY_USER", ...one })),
      bgpPeers: held.bgpPeers?.map((one: Block) => ({
        managementType: "MANAGED_BY_USER",
        enable: "TRUE",
        bfd: {
          sessionInitializationMode: "DISABLED",
          minTransmitInterval: 1000,
          minReceiveInterval: 1000,
          multiplier: 5,
        },
        ...one,
      })),
      nats: held.nats?.map((one: Block) => ({
        type: "PUBLIC",
        endpointTypes: ["ENDPOINT_TYPE_VM"],
        autoNetworkTier: "PREMIUM",
        ...one,
      })),
    }),
  },
  {
    of: "compute/securityPolicies",
    source: `${REFERENCE}/securityPolicies: "there must always be a default rule"`,
    answer: (held) => {
      const rules = (held.rules ?? []).map((one: Block) => ({ preview: false, ...one }));
      const isDefault = ({ priority }: Block) => priority === 2_147_483_647;
      return { type: "CLOUD_ARMOR", ...held, rules: rules.some(isDefault) ? rules : [...rules, DEFAULT_RULE] };
    },
  },
  {
    // A duration that the mask does not name stays, and belongs to a ban alone.
    of: "compute/patchRule",
    source: `${PROVIDER}/issues/26526: the mask of 6.50 never names it`,
    refuse: (call) => refusalOfBan(call),
  },
  {
    of: "compute/attachNetworkEndpoints",
    source: `${PROVIDER}/issues/24785: an instance, be it "", is refused outside of Google Cloud`,
    refuse: (call) => refusalOfInstance(call),
  },
  {
    of: "compute/detachNetworkEndpoints",
    source: `${PROVIDER}/issues/24785`,
    refuse: (call) => refusalOfInstance(call),
  },
  {
    // However it was told: "the API always returns the IP address".
    of: "compute/forwardingRules",
    source: `${REFERENCE}/globalForwardingRules, IPAddress`,
    answer: (held, store) => {
      const address = `compute/${pathIn(held.IPAddress)}`;
      return store.has(address) ? { ...held, IPAddress: addressOf(store.read(address)) } : held;
    },
  },
  filled("forwardingRules", () => ({ networkTier: "PREMIUM", ipVersion: "", labels: {} })),
  filled("targetHttpsProxies", () => ({ quicOverride: "NONE", tlsEarlyData: "DISABLED" })),
  filled("sslPolicies", () => ({ minTlsVersion: "TLS_1_0", profile: "COMPATIBLE", enabledFeatures: [] })),
];

const DEFAULT_RULE = {
  kind: "compute#securityPolicyRule",
  priority: 2_147_483_647,
  action: "allow",
  description: "default rule",
  preview: false,
  match: { versionedExpr: "SRC_IPS_V1", config: { srcIpRanges: ["*"] } },
};

function refusalOfBan({ query, told, store, path }: Call): string | undefined {
  const held = store.read(`compute/${path.slice(0, path.lastIndexOf("/"))}`).rules ?? [];
  const rule = held.find(({ priority }: Block) => priority === Number(query.get("priority")));
  const isNamed = query.get("updateMask")?.includes("ban_duration_sec") ?? false;
  const stays = !isNamed && rule?.rateLimitOptions?.banDurationSec !== undefined;
  return stays && told.action === "throttle" ? "ban_duration_sec is only for rate_based_ban" : undefined;
}

function refusalOfInstance({ told, store, path }: Call): string | undefined {
  const group = store.read(`compute/${path.slice(0, path.lastIndexOf("/"))}`);
  const isOutside = group.networkEndpointType === "NON_GCP_PRIVATE_IP_PORT";
  const given = (told.networkEndpoints ?? []).some((one: Block) => "instance" in one);
  if (isOutside && given) return "an endpoint outside of Google Cloud has no instance";
  return (told.networkEndpoints ?? []).length === 0 ? "at least one endpoint is needed" : undefined;
}
