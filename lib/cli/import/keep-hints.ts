import type { Settings } from "../output-folder";
import type { Configured } from "./configured";
import { type Existing, lastPart, textOf } from "./existing";
import { called, IMPORTABLE } from "./importable-types";
import type { References } from "./references";

/** How a thing stays that no resource of the program is called like. */
type Hint = (settings: Settings, rival: string | undefined) => string;

const stays = () => "it stays as it is, beside the platform";
const name = (settings: Settings) => JSON.stringify(settings.name ?? "");
const region = (settings: Settings) =>
  JSON.stringify(textOf(settings.region) ?? textOf(settings.location)?.replace(/-[a-z]$/, "") ?? "");

const OF_LOAD_BALANCER: Hint = () =>
  "its name is made of the platform's and cannot be given: it stays as it is until the platform's own has taken its users over";

const OF_LINK: Hint = (_, rival) =>
  `a name of a link is made of the platform's, the data centre's and the link's key${rival === undefined ? "" : `, as ${rival} is`}: give the link this name by its keys, or leave it beside the platform`;

const HINTS: Readonly<Record<string, Hint>> = {
  google_compute_network: (settings) => `keep it by network: { existing: { networkName: ${name(settings)} } }`,
  google_compute_subnetwork: (settings) =>
    `keep it by clusters: { ${region(settings)}: { subnet: { subnetName: ${name(settings)} } } }, beside network.existing`,
  google_container_cluster: (settings) =>
    `keep it by clusters: { ${region(settings)}: { existing: { clusterName: ${name(settings)} } } }`,
  google_container_node_pool: (settings) =>
    `keep it by ${name(settings)} as a key of nodePools, or as the name of one, where its cluster is the platform's`,
  google_compute_router: stays,
  google_compute_router_nat: stays,
  google_compute_firewall: stays,
  google_compute_ha_vpn_gateway: OF_LINK,
  google_compute_external_vpn_gateway: OF_LINK,
  google_compute_vpn_tunnel: OF_LINK,
  google_compute_interconnect_attachment: OF_LINK,
  google_compute_router_interface: OF_LINK,
  google_compute_router_peer: OF_LINK,
  google_compute_global_address: (settings) =>
    `its name is made of the platform's and cannot be given: to keep ${textOf(settings.address) ?? "the address"}, keep its load balancer by loadBalancer: false and lastResort`,
  google_compute_backend_service: OF_LOAD_BALANCER,
  google_compute_url_map: OF_LOAD_BALANCER,
  google_compute_target_http_proxy: OF_LOAD_BALANCER,
  google_compute_target_https_proxy: OF_LOAD_BALANCER,
  google_compute_global_forwarding_rule: OF_LOAD_BALANCER,
  google_compute_network_endpoint_group: OF_LOAD_BALANCER,
  google_compute_health_check: OF_LOAD_BALANCER,
  google_compute_ssl_policy: OF_LOAD_BALANCER,
  google_compute_security_policy: OF_LOAD_BALANCER,
  aws_route53_health_check: () => "no data centre of the platform has its address, port and path",
};

/** A thing that no resource of the program becomes, and how to keep it, where the program does not refer to it: a sentence. */
export function inPlaceOf(existing: Existing, created: readonly Configured[], references: References): string {
  const { type, settings, id } = existing;
  const what = settings.name === undefined && id !== undefined ? `${called(type, {})} ${id}` : called(type, settings);
  const asItIs = references.sentence(existing);
  if (asItIs !== undefined) return `${place(settings, what)}: ${asItIs}`;
  const hint = HINTS[type] ?? (type in IMPORTABLE ? stays : notMade);
  const rivals = created.filter((one) => one.type === type && isOfSamePlace(one.settings, settings));
  const rival = rivals.length === 1 && hint !== stays ? textOf(rivals[0]?.settings.name) : undefined;
  const its = rival === undefined ? "" : `the platform's is called ${rival}: `;
  return `${place(settings, what)}: ${its}${hint(settings, rival)}`;
}

/** How a thing stays that the program would replace: another one of its name cannot be made beside it. */
export function insteadOf({ type, settings }: Existing): string {
  const hint = REFERENCED.includes(type) ? HINTS[type]?.(settings, undefined) : undefined;
  return hint ?? "its name is taken while it is there";
}

/** What the platform can have without making it. */
const REFERENCED = ["google_compute_network", "google_compute_subnetwork", "google_container_cluster"];

const notMade = () => "the program has none of this type";

function place(settings: Settings, what: string): string {
  const where = textOf(settings.region) ?? textOf(settings.location) ?? textOf(settings.zone);
  return where === undefined || where === "global" ? what : `${what} in ${lastPart(where)}`;
}

function isOfSamePlace(one: Settings, other: Settings): boolean {
  return ["region", "location", "zone"].every((argument) => {
    const [a, b] = [textOf(one[argument]), textOf(other[argument])];
    return a === undefined || b === undefined || lastPart(a) === lastPart(b);
  });
}
