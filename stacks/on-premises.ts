import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { TerraformStack } from "cdktf";
import { plainHostName } from "../lib/core/host-names";
import { isUnknown, type Problems } from "../lib/core/validation-error";
import { AddressRange } from "../lib/data-center/address-range";
import type { SiteService } from "../lib/data-center/edge";
import type { SiteOptions } from "../lib/data-center/on-premises";
import { checkSite, planSite } from "../lib/data-center/plan-site";
import { checkKnown } from "../lib/data-center/refusals";
import { siteFiles } from "../lib/data-center/site-files";
import { HealthCheck } from "../lib/load-balancing/health-check";
import { addressesOf } from "../lib/routing/endpoint";
import { completeHealthCheckProfile } from "../lib/routing/health-check-profile";
import type { HybridPlatformProps, PlatformDataCenterOptions, ServiceOptions } from "./hybrid-platform-props";

/** The folder below cdktf's own, beside its `stacks`. */
export const DATA_CENTERS_FOLDER = "data-centers";

const TEMPLATES = join("formula", "hybrid-kubernetes", "files");

/** Checks the data centres whose inside is ours, each and together. */
export function checkOnPremises(problems: Problems, props: HybridPlatformProps): void {
  const ranges: { readonly property: string; readonly range: AddressRange }[] = [];
  for (const [name, dataCenter] of Object.entries<PlatformDataCenterOptions>(props.dataCenters ?? {})) {
    if (dataCenter.onPremises === undefined || !isKnown(problems, props, name, dataCenter)) continue;
    const around = problems.at(`dataCenters.${name}`);
    checkSite(around.at("onPremises"), siteOptionsOf(props, name, dataCenter) as SiteOptions, around);
    const { ranges: { ipv6 } = {}, edge } = dataCenter.onPremises;
    const property = `dataCenters.${name}.onPremises`;
    const named = [
      [`${property}.ranges.ipv6`, ipv6] as const,
      ...(edge?.publicRanges ?? []).map((given, index) => [`${property}.edge.publicRanges.${index}`, given] as const),
    ];
    for (const [path, given] of named) {
      const range = AddressRange.parse(given);
      if (range === undefined) continue;
      const other = ranges.find((one) => one.range.overlaps(range));
      const allowed = `a range that shares no address with ${other?.property}, ${other?.range}`;
      problems.check(path, given, () => other === undefined, allowed);
      ranges.push({ property: path, range });
    }
  }
}

/** Writes the files of all data centres whose inside is ours, when the stack is synthesized. */
export function writeDataCenters(stack: TerraformStack, environment: string, props: HybridPlatformProps): void {
  const { synthesizer } = stack;
  stack.synthesizer = {
    synthesize: (session) => {
      synthesizer.synthesize(session);
      const folder = join(session.outdir, DATA_CENTERS_FOLDER, environment);
      // What is no more must not stay: the folder is delivered as it is.
      rmSync(folder, { recursive: true, force: true });
      for (const [name, dataCenter] of Object.entries<PlatformDataCenterOptions>(props.dataCenters ?? {})) {
        const options = siteOptionsOf(props, name, dataCenter);
        if (options !== undefined) writeSite(join(folder, name), options);
      }
    },
  };
}

function writeSite(folder: string, options: SiteOptions): void {
  const files = siteFiles(planSite(options));
  for (const below of new Set([...files.keys()].map((path) => dirname(path)))) {
    mkdirSync(join(folder, below), { recursive: true });
  }
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  const templates = templateFolder();
  if (templates !== undefined) cpSync(templates, join(folder, "templates"), { recursive: true });
}

/** Where the templates are: in the root of the package, which is one level up from the sources and two from what is built. */
function templateFolder(): string | undefined {
  const candidates = [join(__dirname, ".."), join(__dirname, "..", "..")].map((root) => join(root, TEMPLATES));
  return candidates.find((candidate) => existsSync(candidate));
}

/** What is said of the data centre elsewhere must be known too: it is written into its files. */
function isKnown(
  problems: Problems,
  props: HybridPlatformProps,
  name: string,
  dataCenter: PlatformDataCenterOptions,
): boolean {
  const { ingress, privateRanges, privateIngress } = dataCenter;
  const sound = [
    ...Object.entries({ ingress, privateRanges, privateIngress }).map(([property, value]) =>
      checkKnown(problems, `dataCenters.${name}.${property}`, value),
    ),
    ...Object.entries<ServiceOptions>(props.services).flatMap(([service, options]) => {
      const { hostName, paths, containerPort, protocol, timeoutSeconds, drainingSeconds } = options;
      const all = { hostName, paths, containerPort, protocol, timeoutSeconds, drainingSeconds };
      return Object.entries(all).map(([property, value]) =>
        checkKnown(problems, `services.${service}.${property}`, value),
      );
    }),
    checkKnown(problems, "hostedZone.zoneName", props.hostedZone.zoneName),
  ];
  return sound.every(Boolean);
}

/** What is known of a data centre, or `undefined` when its inside is not ours. */
function siteOptionsOf(
  props: HybridPlatformProps,
  name: string,
  dataCenter: PlatformDataCenterOptions,
): SiteOptions | undefined {
  const { onPremises, privateRanges = [], ingress, privateIngress, links = {}, healthCheck } = dataCenter;
  if (onPremises === undefined) return undefined;
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
    health: healthOf(service.healthCheck ?? HealthCheck.http(), containerPort),
  };
}

function healthOf(check: HealthCheck, servingPort: number): SiteService["health"] {
  const { httpHealthCheck, httpsHealthCheck, http2HealthCheck, grpcHealthCheck } = check.config("edge");
  const http = httpHealthCheck ?? httpsHealthCheck ?? http2HealthCheck;
  const kind = httpHealthCheck
    ? "HTTP"
    : httpsHealthCheck
      ? "HTTPS"
      : http2HealthCheck
        ? "HTTP2"
        : grpcHealthCheck
          ? "GRPC"
          : "TCP";
  return { kind, port: check.port ?? servingPort, path: http?.requestPath, host: http?.host };
}
