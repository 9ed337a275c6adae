import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { TerraformStack } from "cdktf";
import { plainHostName } from "../../lib/core/host-names";
import type { Problems } from "../../lib/core/problems";
import { isUnknown } from "../../lib/core/tokens";
import { writeFolder } from "../../lib/core/write-folder";
import type { SiteService } from "../../lib/data-center/edge";
import { HTTP_PORT, HTTPS_PORT } from "../../lib/data-center/edge-ports";
import type { OnPremisesOptions, SiteOptions } from "../../lib/data-center/on-premises";
import { checkSite } from "../../lib/data-center/plan-site";
import { checkKnown } from "../../lib/data-center/refusals";
import { siteFiles } from "../../lib/data-center/site-files";
import type { SitePlan } from "../../lib/data-center/site-plan";
import { healthCheckOf } from "../../lib/load-balancing/backend-protocol";
import { DEFAULT_INGRESS_PORT } from "../../lib/load-balancing/data-center-backend";
import type { HealthCheck } from "../../lib/load-balancing/health-check";
import { DEFAULT_INTERVAL_SECONDS } from "../../lib/load-balancing/security-policy";
import { completeTimeouts } from "../../lib/load-balancing/service-timeouts";
import { addressesOf } from "../../lib/routing/endpoint";
import {
  completeHealthCheckProfile,
  type HealthCheckProfile,
  healthCheckHostName,
} from "../../lib/routing/health-check-profile";
import { profileOf } from "../../lib/routing/routed-data-center";
import type { DataCenterOptions } from "./data-centers";
import type { HybridPlatformProps } from "./hybrid-platform-props";
import { hasDns, loadBalancerOf, type Platform } from "./platform";
import type { ServiceOptions } from "./services";

/** The folder below cdktf's own, beside its `stacks`. */
const DATA_CENTERS_FOLDER = "data-centers";

const TEMPLATES = join("formula", "hybrid-kubernetes", "files");

/** The plans of data centres, by name. */
export type SitePlans = ReadonlyMap<string, SitePlan>;

/** Writes the files of all planned data centres when the stack is synthesized. */
export function writeDataCenters(stack: TerraformStack, environment: string, plans: SitePlans): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      // What is no more must not stay: the folder is delivered as it is.
      writeFolder(join(session.outdir, DATA_CENTERS_FOLDER, environment), filesOf(plans));
    },
  };
}

/** The files of all data centres, each with the templates, which are delivered with it. */
function filesOf(plans: SitePlans): ReadonlyMap<string, string | Buffer> {
  const templates = plans.size === 0 ? [] : templatesIn(templateFolder());
  const all = [...plans].flatMap(([name, plan]) =>
    [...siteFiles(plan), ...templates].map(([path, content]) => [`${name}/${path}`, content] as const),
  );
  return new Map(all);
}

function templatesIn(folder: string): readonly (readonly [string, Buffer])[] {
  return readdirSync(folder).map((name) => [`templates/${name}`, readFileSync(join(folder, name))] as const);
}

/** Where the templates are: below the root of the package, which is further up from what is built than from the sources. */
function templateFolder(): string {
  const above = ["../..", "../../.."].map((up) => join(__dirname, up, TEMPLATES));
  const found = above.find((folder) => existsSync(folder));
  // Such as after a bundler that took the code alone. Without templates, servers would be delivered half of what they need.
  if (found === undefined)
    throw new Error(`${TEMPLATES} is missing: it is part of the npm package and lies beside its code`);
  return found;
}

/**
 * Plans and validates the data centres with `onPremises`, each by itself.
 *
 * @returns their plans: of thousands of servers, each takes a while, so they are made once
 */
export function checkOnPremises(problems: Problems, { props }: Platform): SitePlans {
  const plans = new Map<string, SitePlan>();
  const own = Object.entries<DataCenterOptions>(props.dataCenters ?? {}).flatMap(([name, dataCenter]) =>
    dataCenter.onPremises === undefined ? [] : [[name, dataCenter, dataCenter.onPremises] as const],
  );
  const areServicesKnown = own.length === 0 || checkServicesKnown(problems, props);
  for (const [name, dataCenter, onPremises] of own) {
    const around = problems.at(["dataCenters", name]);
    if (!checkDataCenterKnown(around, dataCenter) || !areServicesKnown) continue;
    if (hasDns(props) && dataCenter.ingress !== undefined) {
      checkRoute53Reaches(around.at("healthCheck"), onPremises, profileOf(dataCenter));
    }
    const plan = checkSite(around.at("onPremises"), siteOptionsOf(props, name, onPremises, dataCenter), around);
    if (plan !== undefined) plans.set(name, plan);
  }
  return plans;
}

/** The other options of a data centre must be known too: they are written into its files. */
function checkDataCenterKnown(problems: Problems, dataCenter: DataCenterOptions): boolean {
  const { ingress, privateRanges, privateIngress: { addresses, port } = {} } = dataCenter;
  const { hostName, path } = profileOf(dataCenter) ?? {};
  const all = { ingress, privateRanges, privateIngress: { addresses, port }, healthCheck: { hostName, path } };
  return checkKnown(problems, "", all);
}

function checkServicesKnown(problems: Problems, { services = {}, hostedZone, ...props }: HybridPlatformProps): boolean {
  const all = Object.entries<ServiceOptions>(services).map(([name, service]) => {
    const { hostName, paths, containerPort, protocol, timeoutSeconds, drainingSeconds } = service;
    const securityPolicy = { rateLimit: service.securityPolicy?.rateLimit };
    const options = { hostName, paths, containerPort, protocol, timeoutSeconds, drainingSeconds, securityPolicy };
    return checkKnown(problems, ["services", name], options);
  });
  const rest = [
    checkKnown(problems, "hostedZone.zoneName", hostedZone?.zoneName),
    checkKnown(problems, "loadBalancer.securityPolicy.rateLimit", loadBalancerOf(props).securityPolicy?.rateLimit),
  ];
  return [...all, ...rest].every(Boolean);
}

/**
 * Validates that edge servers answer the health check that Route 53 makes of their addresses: they listen on port 80, and with
 * a certificate on 443. A check that nothing answers would keep the data centre unhealthy for ever.
 */
function checkRoute53Reaches(problems: Problems, { edge }: OnPremisesOptions, profile?: HealthCheckProfile): void {
  if (edge === undefined || profile === undefined) return;
  const { protocol, port, searchString } = completeHealthCheckProfile(profile);
  if (isUnknown(protocol) || isUnknown(port)) return;
  const listening = edge.certificate === undefined ? [HTTP_PORT] : [HTTP_PORT, HTTPS_PORT];
  const isAnswered =
    protocol === "TCP" ? listening.includes(port) : port === (protocol === "HTTPS" ? HTTPS_PORT : HTTP_PORT);
  if (!isAnswered || !listening.includes(port)) {
    const http = `HTTP on port ${HTTP_PORT}`;
    const ports = edge.certificate === undefined ? http : `${http} and HTTPS on port ${HTTPS_PORT}`;
    const hint = edge.certificate === undefined ? '; configure onPremises.edge.certificate, or protocol: "HTTP"' : "";
    problems.conflict("", `edge servers answer ${ports}, not ${protocol} on port ${port}${hint}`);
  }
  if (searchString !== undefined && !isUnknown(searchString) && !"ok".includes(searchString)) {
    problems.conflict("searchString", 'edge servers answer "ok", in which this text is not');
  }
}

/** The options of a data centre with all of the platform's that concern it. */
function siteOptionsOf(
  props: HybridPlatformProps,
  name: string,
  onPremises: OnPremisesOptions,
  dataCenter: DataCenterOptions,
): SiteOptions {
  const { privateRanges = [], ingress, privateIngress, links = {} } = dataCenter;
  const profile = profileOf(dataCenter) ?? {};
  const { hostedZone, services = {} } = props;
  const hosts = hostedZone === undefined ? [] : [healthCheckHostName(profile, plainHostName(hostedZone.zoneName))];
  return {
    ...onPremises,
    dataCenterName: name,
    privateRanges,
    ingress: ingress === undefined ? [] : [...addressesOf(ingress, "ipv4"), ...addressesOf(ingress, "ipv6")],
    privateIngress: privateIngress && {
      addresses: privateIngress.addresses,
      port: privateIngress.port ?? DEFAULT_INGRESS_PORT,
      tls: speaksTls(props, name),
    },
    links: endsOf(links),
    services: Object.fromEntries(
      Object.entries<ServiceOptions>(services).map(([key, service]) => [key, edgeServiceOf(props, service)]),
    ),
    healthCheck: { hosts, path: completeHealthCheckProfile(profile).path },
  };
}

/** What is known of the links' ends: an ASN or address that only Terraform knows cannot be compared. */
function endsOf(links: NonNullable<DataCenterOptions["links"]>): NonNullable<SiteOptions["links"]> {
  const known = Object.entries(links).filter(([, { kind }]) => !isUnknown(kind.ends.asn));
  return Object.fromEntries(
    known.map(([key, { kind }]) => {
      const { asn, peerAsn, peerAddresses } = kind.ends;
      const addresses = isUnknown(peerAddresses) ? [] : peerAddresses?.filter((address) => !isUnknown(address));
      return [`links.${key}`, { asn, peerAsn: isUnknown(peerAsn) ? undefined : peerAsn, peerAddresses: addresses }];
    }),
  );
}

/** Google speaks to a private ingress what it speaks to the service's pods. */
function speaksTls({ services = {} }: HybridPlatformProps, dataCenter: string): boolean {
  return Object.values<ServiceOptions>(services).some(
    ({ dataCenters = [], protocol }) =>
      dataCenters.includes(dataCenter) && (protocol === "HTTPS" || protocol === "HTTP2"),
  );
}

const KINDS = { http: "HTTP", https: "HTTPS", http2: "HTTP2", grpc: "GRPC", tcp: "TCP" } as const;

function edgeServiceOf(props: HybridPlatformProps, service: ServiceOptions): SiteService {
  const { hostName, paths, containerPort = 8080, protocol = "HTTP" } = service;
  const { rateLimit } = service.securityPolicy ?? loadBalancerOf(props).securityPolicy ?? {};
  return {
    host: plainHostName(hostName),
    paths,
    port: containerPort,
    protocol,
    ...completeTimeouts(service),
    rateLimit: rateLimit && {
      requests: rateLimit.requestsPerClient,
      seconds: rateLimit.intervalSeconds ?? DEFAULT_INTERVAL_SECONDS,
    },
    health: healthOf(healthCheckOf(service), containerPort),
  };
}

function healthOf(check: HealthCheck, servingPort: number): SiteService["health"] {
  return { kind: KINDS[check.kind], port: check.port ?? servingPort, path: check.path, host: check.host };
}
