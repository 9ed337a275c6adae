import { counted } from "../../core/counted";
import type { Settings } from "../output-folder";
import { bandwidthText } from "./bandwidth";
import { blocksOf, shownValue } from "./blocks";
import { allNodes, nodeCapacity, nodesText } from "./nodes";
import type { ResourceChange } from "./resource-changes";
import { referencesIn } from "./resources";

/**
 * What a VPN tunnel carries, in both directions together.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/vpn/quotas#limits
 */
const PER_TUNNEL = "up to 250,000 packets per second";

/** The resources that are in a stack beside the one that is lost. */
type Beside = ReadonlyMap<string, Settings>;

/** What is lost with a resource that is replaced or removed, in words; nothing where its name says it all. */
export function lossOf({ address, type, planned, ...change }: ResourceChange, beside: Beside): string | undefined {
  const shown = (settings: Settings = {}) => planned?.withoutSecrets(settings) ?? settings;
  const [before, known] = [shown(change.before), shown(planned?.before)];
  switch (type) {
    case "google_container_node_pool": {
      const capacity = nodeCapacity(before);
      return capacity && nodesText(capacity);
    }
    case "google_container_cluster":
      return clusterLoss(beside, address);
    case "google_compute_address":
    case "google_compute_global_address":
      return addressLoss(shownValue(before.address) ?? shownValue(known.address));
    case "google_compute_vpn_tunnel":
      return PER_TUNNEL;
    case "google_compute_interconnect_attachment":
      return attachmentLoss(before, known);
    case "google_compute_ha_vpn_gateway":
      return gatewayLoss(known);
    case "google_compute_router_nat":
      return before.nat_ip_allocate_option === "AUTO_ONLY" ? AUTOMATIC_ADDRESSES : undefined;
    case "google_compute_network_endpoint_group":
      return endpointLoss(beside, address);
    case "google_compute_subnetwork":
      return shownValue(before.ip_cidr_range);
    default:
      return undefined;
  }
}

/** A cluster goes with all that runs in it: its pools are resources of their own, and Google deletes their nodes with it. */
function clusterLoss(beside: Beside, address: string): string {
  const pools = [...beside].filter(
    ([other, settings]) =>
      other.startsWith("google_container_node_pool.") && referencesIn(settings.cluster).includes(address),
  );
  const nodes = allNodes(pools.map(([, settings]) => settings));
  return pools.length === 0 ? "all that runs in it" : `all that runs in it, on ${nodesText(nodes)}`;
}

function addressLoss(address: string | undefined): string {
  return `${address ?? "the address itself"} is released, and may be anybody's then`;
}

/** Google chooses the addresses of a gateway, and chooses others for another one. */
function gatewayLoss(known: Settings): string {
  const addresses = blocksOf(known, "vpn_interfaces").flatMap(({ ip_address: address }) => shownValue(address) ?? []);
  const what = addresses.length === 0 ? "its public addresses" : addresses.join(", ");
  return `${what} are released: a new gateway has other addresses, which the far side needs`;
}

function attachmentLoss(before: Settings, known: Settings): string | undefined {
  const isPartner = (before.type ?? known.type) === "PARTNER";
  const key = isPartner ? ["its pairing key is void: the service provider needs that of a new one"] : [];
  const parts = [bandwidthText(before.bandwidth ?? known.bandwidth) ?? [], key].flat();
  return parts.length === 0 ? undefined : parts.join("; ");
}

const AUTOMATIC_ADDRESSES =
  "the addresses from which its region calls others are released: whoever lets these in needs the new ones";

function endpointLoss(beside: Beside, address: string): string | undefined {
  const inGroup = ([other, settings]: readonly [string, Settings]) =>
    other.startsWith("google_compute_network_endpoint") &&
    referencesIn(settings.network_endpoint_group).includes(address);
  const count = [...beside]
    .filter(inGroup)
    .reduce((sum, [, settings]) => sum + Math.max(1, blocksOf(settings, "network_endpoints").length), 0);
  return count === 0 ? undefined : counted(count, "endpoint");
}
