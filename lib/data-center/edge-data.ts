import { familyOf, hostRange } from "./address-range";
import { type Data, type DataObject, secret, valuesOf } from "./data";
import type { SiteService } from "./edge";
import { HTTP_PORT, HTTPS_PORT } from "./edge-ports";
import { type EdgeAddress, edgeAddresses, edgeRanges } from "./shared-routes";
import type { SitePlan } from "./site-plan";

/** How long an edge server believes an answer of the cluster's DNS: kubeadm's own, 30 seconds, is too long for a pod that went. */
const DNS_HOLD_SECONDS = 5;

const DEFAULT_HEALTHY_SERVICES = 1;
const DEFAULT_SLOTS = 64;
const DNS_PORT = 53;

/** How long requests may take to end, where no service says it. */
const DEFAULT_DRAINING_SECONDS = 300;

/** The bit of a packet's mark by which an edge server knows its own connections. Calico and kube-proxy, which are not here, use others. */
const OWN_CONNECTION = 0x100;

/** The first of the ports that packets are handed over at: above those that Linux gives to clients. */
const FIRST_HAND_OVER_PORT = 61_000;

const DEFAULT_HAND_OVER_PACKETS = 100_000;

/** How many packets per second an edge server hands over to others. */
function handOverPackets({ options }: SitePlan): number {
  return options.edge?.handOverPacketsPerSecond ?? DEFAULT_HAND_OVER_PACKETS;
}

/** Whether an edge server hands over packets of connections that others have. */
export function handsOver(plan: SitePlan): boolean {
  return handOverPackets(plan) > 0;
}

/** What the edge servers of a data centre have in common. */
export function edgeData(plan: SitePlan): Data {
  const { options, ranges } = plan;
  const { edge, healthCheck = { hosts: [], path: "/healthz" } } = options;
  const addresses = edgeAddresses(plan);
  const hasTls = edge?.certificate !== undefined;
  const binds = [
    ...addresses.map((address) => bind(address, options.privateIngress)),
    ...addresses.filter(({ scope }) => hasTls && scope === "public").map((address) => publicBind(address, HTTPS_PORT)),
  ];
  return {
    virtual_ips: addresses.map(({ address, range, scope }) => ({
      family: familyOf(address),
      address,
      prefix: hostRange(address),
      range: String(range),
      scope,
    })),
    ranges: edgeRanges(ranges).map((range) => ({ family: range.family, prefix: String(range) })),
    binds: binds.map((one, index) => ({ ...one, hand_over_port: FIRST_HAND_OVER_PORT + index })),
    hand_over: handsOver(plan) ? { mark: OWN_CONNECTION, packets_per_second: handOverPackets(plan) } : null,
    draining_seconds: edge?.drainingSeconds ?? longestDraining(plan),
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

function bind(address: EdgeAddress, own: SitePlan["options"]["privateIngress"]): DataObject {
  if (address.scope === "public" || own === undefined) return publicBind(address, HTTP_PORT);
  return {
    family: familyOf(address.address),
    address: address.address,
    port: own.port,
    tls: own.tls,
    scope: "private",
  };
}

function publicBind({ address }: EdgeAddress, port: number): DataObject {
  return { family: familyOf(address), address, port, tls: port === HTTPS_PORT, scope: "public" };
}

function longestDraining(plan: SitePlan): number {
  const all = ownServices(plan).map(([, { drainingSeconds }]) => drainingSeconds);
  return all.length === 0 ? DEFAULT_DRAINING_SECONDS : Math.max(...all);
}

function ownServices({ options }: SitePlan): readonly (readonly [string, SiteService])[] {
  const { edge, services = {} } = options;
  const wanted = edge?.services ?? Object.keys(services);
  return Object.entries(services).filter(([name]) => wanted.includes(name));
}

/** The services in the order in which they are asked: the longest path of a host first, what has no paths last. */
function servicesOf(plan: SitePlan): readonly Data[] {
  return [...ownServices(plan)]
    .sort(([name, service], [otherName, other]) => {
      if (service.host !== other.host) return service.host < other.host ? -1 : 1;
      return longestPath(other) - longestPath(service) || (name < otherName ? -1 : 1);
    })
    .map(([name, service]) => serviceData(name, service, plan.options));
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
