import type { App } from "cdktf";
import {
  type ClusterOptions,
  type DataCenterIngressOptions,
  type DedicatedAttachmentOptions,
  type DedicatedInterconnectOptions,
  type HaVpnOptions,
  HybridPlatform,
  type HybridPlatformProps,
  Link,
  type NetworkStack,
  PlatformStack,
  Secret,
  type ServiceOptions,
  type TunnelOptions,
} from "../../index";
import { Certificates, ClusterBackend, GlobalLoadBalancer, type LoadBalancedService } from "../../lib/load-balancing";
import { GlobalNetwork } from "../../lib/network";
import { HostedZone } from "../../lib/route53";
import { type WholePlatformProps, whole } from "../support/whole-platform";

const GOOGLE = { project: "acme-prod" };
const ZONE = { zoneId: "Z0123456789EXAMPLE01", zoneName: "example.com" };

/** What of the link to Paris is changed. */
export interface VpnEdit {
  readonly addresses?: readonly [string, string];
  readonly linkLocalRange?: string;
  readonly key?: string;
  readonly region?: string;
  readonly options?: Partial<HaVpnOptions>;
  /** Of the first tunnel. */
  readonly first?: Partial<TunnelOptions>;
  /** Its name; `null` where there is none. */
  readonly firstKey?: string | null;
  /** Tunnels beside the two, or in place of them. */
  readonly tunnels?: Readonly<Record<string, TunnelOptions>>;
}

export const secret = (key: string) => Secret.literal(key, { acceptInState: true });

export function vpnToParis(edit: VpnEdit = {}): Link {
  const { addresses: [first, second] = ["203.0.113.11", "203.0.113.12"], linkLocalRange = "169.254.77.40/30" } = edit;
  const { firstKey = "edge-1" } = edit;
  const preSharedKey = secret(edit.key ?? "first");
  return Link.haVpn({
    region: edit.region ?? "europe-west1",
    asn: 64_512,
    peerAsn: 65_001,
    peerAddresses: [first, second],
    ...edit.options,
    tunnels: {
      ...(firstKey !== null && {
        [firstKey]: { gatewayInterface: 0, peerAddress: first, preSharedKey, linkLocalRange, ...edit.first },
      }),
      "edge-2": { gatewayInterface: 1, peerAddress: second, preSharedKey },
      ...edit.tunnels,
    },
  });
}

export function circuitsToFrankfurt(
  linkLocalRange: string,
  options: Partial<DedicatedInterconnectOptions> = {},
  first: Partial<DedicatedAttachmentOptions> = {},
  firstKey = "fra-1",
): Link {
  return Link.dedicatedInterconnect({
    region: "europe-west1",
    asn: 64_512,
    peerAsn: 65_002,
    ...options,
    attachments: {
      [firstKey]: { interconnect: interconnect("fra-1"), vlan: 100, linkLocalRange, ...first },
      "fra-2": { interconnect: interconnect("fra-2"), vlan: 100 },
      ...options.attachments,
    },
  });
}

export const interconnect = (name: string) => `projects/acme-circuits/global/interconnects/${name}`;

const pool = { machineType: "n2-standard-8", autoscaling: { totalMinNodeCount: 1, totalMaxNodeCount: 9 } };
const members = ["group:staff@example.com"];

export const SERVICES: Readonly<Record<string, ServiceOptions>> = {
  api: { hostName: "api.example.com", maxRatePerEndpoint: 200, dataCenters: ["paris", "frankfurt"] },
  login: { hostName: "api.example.com", paths: ["/login", "/oauth/*"], maxRatePerEndpoint: 50 },
  video: {
    hostName: "video.example.com",
    maxRatePerEndpoint: 20,
    securityPolicy: { denyRanges: ["198.51.100.0/24"], rateLimit: { requestsPerClient: 100 } },
    edgeSecurityPolicy: { denyRanges: ["192.0.2.0/24"] },
    cdn: {},
  },
  staff: { hostName: "staff.example.com", maxRatePerEndpoint: 20, iap: { members } },
  bot: { hostName: "bot.example.com", maxRatePerEndpoint: 5, autoneg: true },
};

export const PARIS_INGRESS: DataCenterIngressOptions = {
  addresses: ["10.128.0.10", "10.128.0.11"],
  zone: "europe-west1-b",
  maxRatePerEndpoint: 2000,
};

export const DATA_CENTERS: NonNullable<HybridPlatformProps["dataCenters"]> = {
  paris: {
    ingress: { ipv4: "203.0.113.10" },
    privateIngress: PARIS_INGRESS,
    links: { vpn: vpnToParis() },
  },
  frankfurt: {
    ingress: { ipv4: "203.0.113.20" },
    privateIngress: { addresses: ["10.136.0.10"], zone: "europe-west1-c", maxRatePerEndpoint: 2000 },
    links: { circuits: circuitsToFrankfurt("169.254.88.0/29") },
  },
};

export const EUROPE: ClusterOptions = { zones: ["europe-west1-b"], nodePools: { web: pool } };

/** A small platform with one of everything that a load balancer and a link can have. */
export const PLATFORM: WholePlatformProps = {
  google: GOOGLE,
  network: { nodes: "10.0.0.0/12", pods: "10.64.0.0/10", services: "10.32.0.0/13" },
  clusters: { "europe-west1": EUROPE },
  dataCenters: DATA_CENTERS,
  hostedZone: ZONE,
  services: SERVICES,
  routing: { countries: { FR: { serveFrom: ["paris", "frankfurt"] }, DE: { serveFrom: ["frankfurt"] } } },
  monitoring: { notificationChannels: ["projects/acme-prod/notificationChannels/1"] },
};

export type OwnServices = Readonly<Record<string, Omit<LoadBalancedService, "backends">>>;

export const OWN_SERVICES: OwnServices = {
  web: { hostName: "web.example.com", maxRatePerEndpoint: 10, securityPolicy: { denyRanges: ["192.0.2.0/24"] } },
  shop: { hostName: "shop.example.com", maxRatePerEndpoint: 10 },
  cart: { hostName: "shop.example.com", paths: ["/cart/*"], maxRatePerEndpoint: 10 },
};

/** A load balancer with the endpoint groups of its services in one stack. */
class OwnStack extends PlatformStack {
  constructor(scope: App, network: NetworkStack, services: OwnServices) {
    super(scope, "own", { google: GOOGLE });
    this.addDependency(network);
    this.useGoogle();
    this.useAws();
    const subnet = GlobalNetwork.fromGlobalNetworkAttributes({ ...GOOGLE, networkName: "production" }).subnet(
      "europe-west1",
    );
    const withBackends = Object.entries(services).map(([serviceName, service]): [string, LoadBalancedService] => {
      const group = { clusterName: "own", serviceName, servicePort: 80, zones: ["europe-west1-b"], subnet };
      return [serviceName, { ...service, backends: [new ClusterBackend(this, `group_${serviceName}`, group)] }];
    });
    const certificates = Certificates.dnsAuthorized({ zone: HostedZone.fromHostedZoneAttributes(ZONE) });
    const lb = { loadBalancerName: "own", certificates, services: Object.fromEntries(withBackends) };
    new GlobalLoadBalancer(this, "load_balancer", lb);
  }
}

/** The platform, and beside it a stack of the user's own. */
export function runningPlatform(changed: Partial<HybridPlatformProps> = {}, own: OwnServices = OWN_SERVICES) {
  return (app: App): void => {
    const { network } = whole(new HybridPlatform(app, "production", { ...PLATFORM, ...changed }));
    new OwnStack(app, network, own);
  };
}
