import { distanceKm } from "../google/region-distance";
import { endpointGroupOf } from "./endpoint-groups";
import { resources, type Settings, type SynthesizedStack, type TerraformConfiguration } from "./output-folder";

/** The backends of one service at one site: a region's clusters, or a data centre. */
export interface Site {
  /** The region, or the name of the data centre's endpoint group. */
  readonly name: string;
  readonly region: string;
  readonly isDataCenter: boolean;
  readonly maxRatePerEndpoint: unknown;
  /** How much of the rate counts, 0 to 1: 0 is drained. */
  readonly capacity: number;
  readonly preferred: boolean;
}

/** A site that takes another's load. */
export interface Taker {
  readonly site: Site;
  /** How far it is from the site whose load it takes, when both are known. */
  readonly km: number | undefined;
}

/** A service, and who takes the load of each of its sites, the first taker first. */
export interface ServiceTakers {
  readonly stack: string;
  /** The name of the backend service. */
  readonly service: string;
  readonly sites: readonly SiteTakers[];
}

export interface SiteTakers {
  readonly site: Site;
  /** Who takes all of its load when it is drained or unhealthy. */
  readonly whenGone: readonly Taker[];
  /** Who takes what is beyond its rate. */
  readonly whenFull: readonly Taker[];
}

/**
 * Who takes whose load, computed from what would be deployed.
 *
 * Google fills preferred backends first, and then, among equals, the closest region that is healthy and has room. What is
 * close is measured here in kilometres, by Google in latency from the user.
 * Source: https://cloud.google.com/load-balancing/docs/service-lb-policy
 */
export function takersOf(stacks: readonly SynthesizedStack[]): readonly ServiceTakers[] {
  return stacks.flatMap(({ name: stack, configuration }) =>
    Object.values(resources(configuration, "google_compute_backend_service"))
      .sort((one, other) => (String(one.name) < String(other.name) ? -1 : 1))
      .map((service) => {
        const sites = sitesOf(configuration, service);
        return { stack, service: String(service.name), sites: sites.map((site) => takersOfSite(site, sites)) };
      }),
  );
}

function takersOfSite(site: Site, sites: readonly Site[]): SiteTakers {
  const others = sites
    .filter((other) => other !== site && other.capacity > 0)
    .map((other) => ({ site: other, km: distanceKm(site.region, other.region) }))
    .sort(compare);
  // A site that is not preferred fills up only once all preferred sites are full.
  const whenFull = site.preferred ? others : others.filter((taker) => !taker.site.preferred);
  return { site, whenGone: others, whenFull: site.capacity > 0 ? whenFull : [] };
}

function compare(one: Taker, other: Taker): number {
  const byPreference = Number(other.site.preferred) - Number(one.site.preferred);
  const byDistance = (one.km ?? Number.POSITIVE_INFINITY) - (other.km ?? Number.POSITIVE_INFINITY);
  return byPreference || byDistance || (one.site.name < other.site.name ? -1 : 1);
}

/** The groups of a region are one site: Google chooses the region first, and a zone inside it. */
function sitesOf(configuration: TerraformConfiguration, service: Settings): readonly Site[] {
  const sites = new Map<string, Site>();
  for (const backend of (service.backend ?? []) as readonly Settings[]) {
    const { name, region, isDataCenter } = endpointGroupOf(configuration, String(backend.group));
    const label = isDataCenter ? name : region;
    const capacity = Math.max(Number(backend.capacity_scaler ?? 1), sites.get(label)?.capacity ?? 0);
    sites.set(label, {
      name: label,
      region,
      isDataCenter,
      maxRatePerEndpoint: backend.max_rate_per_endpoint,
      capacity,
      preferred: backend.preference === "PREFERRED",
    });
  }
  return [...sites.values()];
}
