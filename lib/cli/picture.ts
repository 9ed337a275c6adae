import { ALL_LOCATIONS, type Location, locationName, NOWHERE } from "../routing/location";
import { Behaviours, percent } from "../routing/simulation/behaviour";
import type { DnsZone } from "../routing/simulation/dns-zone";
import { Endpoints, LAST_RESORT } from "../routing/simulation/endpoints";
import { readTerraform } from "../routing/simulation/read-terraform";
import type { Settings, SynthesizedStack, TerraformConfiguration } from "./output-folder";

/** More places than these on one arrow are a number. */
const NAMED_PLACES = 4;

/** The other names in the picture, and words that Mermaid keeps for itself. */
const RESERVED = ["users", "dns", "last_resort", "default", "end", "graph", "subgraph"];

/**
 * A platform as a picture in Mermaid, drawn from what was synthesized: who sends whose users where, and who comes next.
 *
 * @param environment the environment: its stacks' names start with it
 */
export function picture(stacks: readonly SynthesizedStack[], environment: string): string {
  const configurationOf = (part: string) => stacks.find(({ name }) => name === `${environment}-${part}`)?.configuration;
  const dns = configurationOf("dns");
  if (dns === undefined) throw new Error(`there is no stack "${environment}-dns": give --environment`);
  const regions = regionsOf(configurationOf("edge") ?? {});
  return [
    "flowchart LR",
    '  users([Users]) -- "which address?" --> dns["Route 53"]',
    ...routes(readTerraform(dns), new Set([...RESERVED, ...regions.map(plainId)])),
    ...regions.map((region) => `  ${plainId(LAST_RESORT)} --> ${plainId(region)}["GKE ${region}"]`),
  ].join("\n");
}

function routes(zone: DnsZone, taken: ReadonlySet<string>): readonly string[] {
  const endpoints = new Endpoints(zone);
  // A data centre may be called as anything else in the picture is. No name ends in a hyphen, so with a last underscore it
  // is its own.
  const idOf = (endpoint: string) => {
    const id = plainId(endpoint);
    return endpoints.watched.has(endpoint) && taken.has(id) ? `${id}_` : id;
  };
  const titleOf = (endpoint: string) => {
    if (endpoint === LAST_RESORT) return "one anycast address<br>Google's load balancer";
    return endpoints.watched.has(endpoint) ? `${endpoint}<br>your data centre` : endpoint;
  };
  const behaviours = new Behaviours(zone, endpoints);
  const direct = new Map<string, Set<string>>();
  const next = new Set<string>();
  for (const root of zone.roots()) {
    for (const location of ALL_LOCATIONS) {
      const { shares, chain } = behaviours.of(root, location);
      const tiers = chain.split(" → ");
      if (tiers.length === 1 && location !== NOWHERE) continue;
      for (const [endpoint, share] of shares) {
        if (endpoint === LAST_RESORT && location !== NOWHERE) continue;
        const who = location === NOWHERE ? "everyone else" : `${placeOf(location)} ${percent(share)}`;
        direct.set(endpoint, new Set([...(direct.get(endpoint) ?? []), who]));
      }
      tiers.slice(1).forEach((tier, index) => {
        for (const dead of tiers[index]?.split(" + ") ?? []) {
          for (const heir of tier.split(" + ")) next.add(`  ${idOf(dead)} -. "when dead" .-> ${idOf(heir)}`);
        }
      });
    }
  }
  return [
    ...[...direct].map(
      ([endpoint, who]) => `  dns -- "${listed([...who])}" --> ${idOf(endpoint)}["${titleOf(endpoint)}"]`,
    ),
    ...next,
  ];
}

/** The regions that a load balancer's backends are in. */
function regionsOf({ resource = {} }: TerraformConfiguration): readonly string[] {
  const services = Object.values<Settings>(resource.google_compute_backend_service ?? {});
  const groups = services.flatMap(({ backend = [] }) => (backend as Settings[]).map(({ group }) => String(group)));
  const regions = groups.flatMap((group) => /\/zones\/(.+)-[a-z]\/networkEndpointGroups\//.exec(group)?.[1] ?? []);
  return [...new Set(regions)];
}

function placeOf(location: Location): string {
  return location.subdivision ?? location.country ?? locationName(location);
}

function listed(places: readonly string[]): string {
  const others = places.length - NAMED_PLACES;
  return [...places.slice(0, NAMED_PLACES), ...(others > 0 ? [`and ${others} more`] : [])].join("<br>");
}

/** Mermaid's names are letters, digits and underscores. */
function plainId(endpoint: string): string {
  return endpoint.replaceAll(/[^A-Za-z0-9]/g, "_");
}
