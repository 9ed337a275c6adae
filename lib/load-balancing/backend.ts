import type { ComputeBackendServiceBackend } from "@cdktf/provider-google/lib/compute-backend-service";
import { checkAbsent, checkRate, checkWholeNumber } from "../core/checks";
import { ownValue } from "../core/own-value";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";
import type { IBackend } from "./i-backend";

/** How much of its capacity a site gives to the load balancer. */
export interface TrafficOptions {
  /**
   * Whether the site gets no new requests. Requests under way end within the service's `drainingSeconds`.
   *
   * @default false
   */
  readonly drain?: boolean;

  /**
   * The share of its rate that the load balancer uses, in percent, 1 to 100: to take a site out of service, or bring it
   * back, step by step. For 0, use `drain`.
   *
   * @default 100
   */
  readonly capacityPercent?: number;

  /**
   * Whether it is filled before all sites that are not preferred, wherever the user is.
   *
   * Only for a site that is to take load before others, such as clusters before a data centre of the same service.
   * Without it, the closest site is filled first.
   *
   * @default false
   */
  readonly preferred?: boolean;
}

/** The traffic of each site that is not at its defaults, by region or by the data centre's name. */
export interface TrafficBySite {
  readonly [site: string]: TrafficOptions;
}

/**
 * Backends as a backend service has them. Endpoint groups are balanced by rate: the provider's default, by the load of
 * machines, is not for them.
 */
export function backendConfig(
  backends: readonly IBackend[],
  maxRatePerEndpoint: number,
  traffic: TrafficBySite,
): ComputeBackendServiceBackend[] {
  return backends.flatMap((backend) => {
    const { drain = false, capacityPercent = 100, preferred = false } = ownValue(traffic, backend.site) ?? {};
    return backend.endpointGroupIds.map((group) => ({
      group,
      balancingMode: "RATE",
      maxRatePerEndpoint: backend.maxRatePerEndpoint ?? maxRatePerEndpoint,
      capacityScaler: drain ? 0 : capacityPercent / 100,
      preference: preferred ? "PREFERRED" : undefined,
    }));
  });
}

/** Validates the backends of one service. */
export function checkBackends(problems: Problems, backends: readonly IBackend[], traffic: TrafficBySite): void {
  if (!problems.known("backends", backends)) return;
  problems.check("backends", backends, ({ length }) => length > 0, "at least one backend");
  const seen = new Set<string>();
  for (const { region, backendName, endpointGroupIds, maxRatePerEndpoint } of backends) {
    const key = `${region}/${backendName}`;
    if (seen.has(key)) problems.refuse("backends", key, "each region and cluster once");
    seen.add(key);
    problems.known([backendName, "endpointGroupIds"], endpointGroupIds);
    if (endpointGroupIds.length === 0) problems.refuse("backends", key, "a backend with at least one zone");
    checkRate(problems, [backendName, "maxRatePerEndpoint"], maxRatePerEndpoint);
  }
  checkLastSite(
    problems,
    backends.map(({ site }) => site),
    traffic,
  );
}

/** Validates that at least one site of a service still takes requests. */
function checkLastSite(problems: Problems, sites: readonly string[], traffic: TrafficBySite): void {
  const drained = sites.filter((site) => ownValue(traffic, site)?.drain === true);
  if (sites.length === 0 || drained.length < sites.length) return;
  const expected = "drain in fewer sites: with drain in all of them, nothing takes the requests of this service";
  problems.refuse("", [...new Set(drained)], expected);
}

/** Validates the traffic options of one site. */
export function checkTraffic(problems: Problems, { drain, capacityPercent, preferred }: TrafficOptions): void {
  problems.known("drain", drain);
  problems.known("preferred", preferred);
  if (capacityPercent === undefined || !problems.known("capacityPercent", capacityPercent)) return;
  checkWholeNumber(problems, "capacityPercent", capacityPercent, [1, 100]);
  if (drain === true)
    checkAbsent(problems, "capacityPercent", capacityPercent, "beside drain: true, which is 0 percent");
}

/**
 * Validates that all endpoint groups are in one project: Google attaches a group only to a backend service of the group's own project.
 *
 * Source: https://cloud.google.com/load-balancing/docs/https/setting-up-global-ext-alb-xproject
 *
 * @param own the project of the load balancer, where it is known
 */
export function checkOneProject(
  problems: Problems,
  services: { readonly [name: string]: { readonly backends: readonly IBackend[] } },
  own?: string,
): void {
  let project = own === undefined || isUnknown(own) ? undefined : own;
  for (const [name, { backends }] of Object.entries(services)) {
    if (isUnknown(backends)) continue;
    for (const id of backends.flatMap(({ endpointGroupIds }) =>
      isUnknown(endpointGroupIds) ? [] : endpointGroupIds,
    )) {
      const other = isUnknown(id) ? undefined : /^projects\/([^/]+)\//.exec(id)?.[1];
      if (other === undefined) continue;
      project ??= other;
      if (other !== project)
        problems.refuse([name, "backends"], id, `endpoint groups of ${project}, the load balancer's project`);
    }
  }
}
