import { familyOf, hostRange } from "./address-range";
import { type Data, secret, valuesOf } from "./data";
import type { SiteService } from "./edge";
import { type EdgeAddress, edgeAddresses, edgeRanges } from "./shared-routes";
import type { SitePlan } from "./site-plan";

/** How long an edge server believes an answer of the cluster's DNS: kubeadm's own, 30 seconds, is too long for a pod that went. */
const DNS_HOLD_SECONDS = 5;

const DEFAULT_HEALTHY_SERVICES = 1;
const DEFAULT_SLOTS = 64;
const HTTP_PORT = 80;
const HTTPS_PORT = 443;
const DNS_PORT = 53;

/** What the edge servers of a data centre have in common. */
export function edgeData(plan: SitePlan): Data {
  const { options, ranges } = plan;
  const { edge, healthCheck = { hosts: [], path: "/healthz" } } = options;
  const addresses = edgeAddresses(plan);
  const hasTls = edge?.certificate !== undefined;
  return {
    virtual_ips: addresses.map(({ address, range, scope }) => ({
      family: familyOf(address),
      address,
      prefix: hostRange(address),
      range: String(range),
      scope,
    })),
    ranges: edgeRanges(ranges).map((range) => ({ family: range.family, prefix: String(range) })),
    binds: [
      ...addresses.map((address) => bind(address, options.privateIngress)),
      ...addresses
        .filter(({ scope }) => hasTls && scope === "public")
        .map((address) => publicBind(address, HTTPS_PORT)),
    ],
    tls: hasTls ? { certificate: secret(edge?.certificate), http2: true } : null,
    dns: {
      servers: valuesOf(ranges.dns).map(([, address]) => ({ address, port: DNS_PORT })),
      hold_seconds: DNS_HOLD_SECONDS,
    },
    health: {
      hosts: [...healthCheck.hosts],
      path: healthCheck.path,
      healthy_services: edge?.healthyServices ?? DEFAULT_HEALTHY_SERVICES,
    },
    client_address_header: "X-Forwarded-For",
    services: servicesOf(plan),
  };
}

function bind(address: EdgeAddress, own: SitePlan["options"]["privateIngress"]): Data {
  if (address.scope === "public" || own === undefined) return publicBind(address, HTTP_PORT);
  return {
    family: familyOf(address.address),
    address: address.address,
    port: own.port,
    tls: own.tls,
    scope: "private",
  };
}

function publicBind({ address }: EdgeAddress, port: number): Data {
  return { family: familyOf(address), address, port, tls: port === HTTPS_PORT, scope: "public" };
}

/** The services in the order in which they are asked: the longest path of a host first, what has no paths last. */
function servicesOf({ options }: SitePlan): readonly Data[] {
  const { edge, services = {} } = options;
  const wanted = edge?.services ?? Object.keys(services);
  const own = Object.entries(services).filter(([name]) => wanted.includes(name));
  return own
    .sort(([name, service], [otherName, other]) => {
      if (service.host !== other.host) return service.host < other.host ? -1 : 1;
      return longestPath(other) - longestPath(service) || (name < otherName ? -1 : 1);
    })
    .map(([name, service]) => serviceData(name, service, options));
}

function longestPath({ paths = [] }: SiteService): number {
  return Math.max(0, ...paths.map((path) => path.length));
}

function serviceData(name: string, service: SiteService, { edge }: SitePlan["options"]): Data {
  const { host, paths, port, protocol, timeoutSeconds, drainingSeconds, rateLimit, health } = service;
  return {
    name,
    host,
    paths:
      paths === undefined ? null : [...paths].sort((one, other) => other.length - one.length || (one < other ? -1 : 1)),
    dns_name: edge?.dnsNames?.[name] ?? `${name}.default.svc.cluster.local`,
    port,
    protocol,
    slots: edge?.maxPodsPerService ?? DEFAULT_SLOTS,
    timeout_seconds: timeoutSeconds,
    draining_seconds: drainingSeconds,
    rate_limit: rateLimit === undefined ? null : { requests: rateLimit.requests, seconds: rateLimit.seconds },
    health: { kind: health.kind, port: health.port, path: health.path ?? null, host: health.host ?? null },
  };
}
