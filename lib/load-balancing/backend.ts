import type { ComputeBackendServiceBackend } from "@cdktf/provider-google/lib/compute-backend-service";
import type { ITerraformDependable } from "cdktf";
import { checkAbsent, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";

/** The endpoint groups of one service in one place: a cluster or a data centre. */
export interface IBackend {
  /** The name of the cluster or data centre. */
  readonly backendName: string;
  /** What a user drains or prefers: the region of a cluster, the name of a data centre. */
  readonly place: string;
  /** The region where requests leave Google's network for it. */
  readonly region: string;
  /** The endpoint groups, one per zone: `projects/P/zones/Z/networkEndpointGroups/N`. */
  readonly endpointGroupIds: readonly string[];
  /**
   * The endpoints in the groups, where Terraform makes them: the load balancer waits for them.
   *
   * @default - none: GKE puts them there
   */
  readonly endpoints?: readonly ITerraformDependable[];
  /**
   * The target request rate per endpoint, in requests per second.
   *
   * @default - `maxRatePerEndpoint` of the service
   */
  readonly maxRatePerEndpoint?: number;
}

/** How much of its capacity a place gives to the load balancer. */
export interface TrafficOptions {
  /**
   * Whether the place gets no new requests. Requests under way end within the service's `drainingSeconds`.
   *
   * @default false
   */
  readonly drain?: boolean;

  /**
   * The share of its rate that the load balancer uses, in percent, 1 to 100: to take a place out of service, or bring it
   * back, step by step. For 0, use `drain`.
   *
   * @default 100
   */
  readonly capacityPercent?: number;

  /**
   * Whether it is filled before all places that are not preferred, wherever the user is.
   *
   * Only for a place that is to take load before others, such as clusters before a data centre of the same service.
   * Without it, the closest place is filled first.
   *
   * @default false
   */
  readonly preferred?: boolean;
}

/** The traffic of each place that is not at its defaults, by region or by the data centre's name. */
export interface TrafficByPlace {
  readonly [place: string]: TrafficOptions;
}

/**
 * Backends as a backend service has them. Endpoint groups are balanced by rate: the provider's default, by the load of
 * machines, is not for them.
 */
export function backendBlocks(
  backends: readonly IBackend[],
  maxRatePerEndpoint: number,
  traffic: TrafficByPlace,
): ComputeBackendServiceBackend[] {
  return backends.flatMap((backend) => {
    const { drain = false, capacityPercent = 100, preferred = false } = traffic[backend.place] ?? {};
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
export function checkBackends(problems: Problems, backends: readonly IBackend[], traffic: TrafficByPlace): void {
  problems.check("backends", backends.length, (count) => count > 0, "at least one backend");
  const seen = new Set<string>();
  for (const { region, backendName, endpointGroupIds, maxRatePerEndpoint } of backends) {
    const key = `${region}/${backendName}`;
    if (seen.has(key)) problems.refuse("backends", key, "each region and cluster once");
    seen.add(key);
    if (endpointGroupIds.length === 0) problems.refuse("backends", key, "a backend with at least one zone");
    if (maxRatePerEndpoint !== undefined) checkRate(problems.at(backendName), maxRatePerEndpoint);
  }
  checkLastPlace(
    problems,
    backends.map(({ place }) => place),
    traffic,
  );
}

/** Validates that at least one place of a service still takes requests. */
export function checkLastPlace(problems: Problems, places: readonly string[], traffic: TrafficByPlace): void {
  const drained = places.filter((place) => traffic[place]?.drain === true);
  if (places.length === 0 || drained.length < places.length) return;
  const expected = "drain in fewer places: with drain in all of them, nothing takes the requests of this service";
  problems.refuse("", [...new Set(drained)], expected);
}

/** Validates the traffic options of one place. */
export function checkTraffic(problems: Problems, { drain, capacityPercent, preferred }: TrafficOptions): void {
  problems.known("drain", drain);
  problems.known("preferred", preferred);
  if (capacityPercent === undefined || !problems.known("capacityPercent", capacityPercent)) return;
  checkWholeNumber(problems, "capacityPercent", capacityPercent, [1, 100]);
  if (drain === true)
    checkAbsent(problems, "capacityPercent", capacityPercent, "beside drain: true, which is 0 percent");
}

/** Validates the target request rate per endpoint. */
export function checkRate(problems: Problems, maxRatePerEndpoint: number): void {
  problems.check("maxRatePerEndpoint", maxRatePerEndpoint, (rate) => rate > 0, "more than 0 requests per second");
}
