import { plainHostName } from "../lib/core/host-names";
import { isUnknown } from "../lib/core/validation-error";
import type { SiteService } from "../lib/data-center/edge";
import type { OnPremisesOptions, SiteOptions } from "../lib/data-center/on-premises";
import { healthCheckOf } from "../lib/load-balancing/backend-protocol";
import type { HealthCheck } from "../lib/load-balancing/health-check";
import { addressesOf } from "../lib/routing/endpoint";
import { completeHealthCheckProfile } from "../lib/routing/health-check-profile";
import type { HybridPlatformProps, PlatformDataCenterOptions, ServiceOptions } from "./hybrid-platform-props";

/** All that a platform says of a data centre, in the words of the data centre. */
export function siteOptionsOf(
  props: HybridPlatformProps,
  name: string,
  onPremises: OnPremisesOptions,
  dataCenter: PlatformDataCenterOptions,
): SiteOptions {
  const { privateRanges = [], ingress, privateIngress, links = {}, healthCheck } = dataCenter;
  const { hostName, path } = completeHealthCheckProfile(healthCheck, plainHostName(props.hostedZone.zoneName));
  return {
    ...onPremises,
    dataCenterName: name,
    privateRanges,
    ingress: [...addressesOf(ingress, "ipv4"), ...addressesOf(ingress, "ipv6")],
    privateIngress: privateIngress && {
      addresses: privateIngress.addresses,
      port: privateIngress.port ?? 80,
      tls: speaksTls(props, name),
    },
    links: endsOf(links),
    services: Object.fromEntries(
      Object.entries<ServiceOptions>(props.services).map(([service, options]) => [
        service,
        edgeServiceOf(props, options),
      ]),
    ),
    healthCheck: { hosts: [hostName], path },
  };
}

/** What is known of the links' ends: an ASN or address that only Terraform knows cannot be compared. */
function endsOf(links: PlatformDataCenterOptions["links"] = {}): NonNullable<SiteOptions["links"]> {
  const known = Object.entries(links).filter(([, { ends }]) => !isUnknown(ends.asn));
  return Object.fromEntries(
    known.map(
      ([
        link,
        {
          ends: { asn, peerAsn, peerAddresses },
        },
      ]) => {
        const addresses = isUnknown(peerAddresses) ? [] : peerAddresses?.filter((address) => !isUnknown(address));
        return [`links.${link}`, { asn, peerAsn: isUnknown(peerAsn) ? undefined : peerAsn, peerAddresses: addresses }];
      },
    ),
  );
}

/** Google speaks to a private ingress what it speaks to the service's pods. */
function speaksTls({ services }: HybridPlatformProps, dataCenter: string): boolean {
  return Object.values<ServiceOptions>(services).some(
    ({ dataCenters = [], protocol }) =>
      dataCenters.includes(dataCenter) && (protocol === "HTTPS" || protocol === "HTTP2"),
  );
}

const KINDS = { http: "HTTP", https: "HTTPS", http2: "HTTP2", grpc: "GRPC", tcp: "TCP" } as const;

function edgeServiceOf({ loadBalancer = {} }: HybridPlatformProps, service: ServiceOptions): SiteService {
  const {
    hostName,
    paths,
    containerPort = 8080,
    protocol = "HTTP",
    timeoutSeconds = 30,
    drainingSeconds = 300,
  } = service;
  const { rateLimit } = service.securityPolicy ?? loadBalancer.securityPolicy ?? {};
  return {
    host: plainHostName(hostName),
    paths,
    port: containerPort,
    protocol,
    timeoutSeconds,
    drainingSeconds,
    rateLimit: rateLimit && { requests: rateLimit.requestsPerClient, seconds: rateLimit.intervalSeconds ?? 60 },
    health: healthOf(healthCheckOf(service), containerPort),
  };
}

function healthOf(check: HealthCheck, servingPort: number): SiteService["health"] {
  const { httpHealthCheck, httpsHealthCheck, http2HealthCheck } = check.config("edge");
  const { host } = httpHealthCheck ?? httpsHealthCheck ?? http2HealthCheck ?? {};
  return { kind: KINDS[check.kind], port: check.port ?? servingPort, path: check.path, host };
}
