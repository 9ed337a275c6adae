import { Address4 } from "ip-address";
import { textsIn, type Value, type ValueObject } from "./values";

/** What may exist once: a second one that has all of this in common is refused, whatever its name is. */
export interface Once {
  /** Where it was seen. */
  readonly source: string;
  readonly type: string;
  /** The attributes that two of them may not have in common. */
  readonly by: readonly string[];
}

const PROVIDER = "https://github.com/hashicorp/terraform-provider-google";

export const ONCE: readonly Once[] = [
  {
    // "A tunnel with same peer external VPN gateway interface … already exists"
    source: `${PROVIDER}/issues/16619`,
    type: "google_compute_vpn_tunnel",
    by: ["vpn_gateway", "vpn_gateway_interface", "peer_external_gateway", "peer_external_gateway_interface"],
  },
  {
    // "BGP peer … associated with multiple interfaces": two interfaces of a router with one range
    source: "https://github.com/terraform-google-modules/terraform-google-vpn/issues/74",
    type: "google_compute_router_interface",
    by: ["region", "router", "ip_range"],
  },
  {
    // The VLAN tells the attachments of a circuit apart.
    source:
      "https://cloud.google.com/network-connectivity/docs/interconnect/how-to/dedicated/creating-vlan-attachments",
    type: "google_compute_interconnect_attachment",
    by: ["interconnect", "vlan_tag8021q"],
  },
];

/** Why there cannot be this beside the others of its type, if there cannot. */
export function refusalOfSecond(type: string, value: ValueObject, others: readonly ValueObject[]): string | undefined {
  const taken = ONCE.filter((once) => once.type === type && once.by.every((attribute) => isGiven(value[attribute])));
  for (const { by } of taken) {
    const other = others.find((one) => by.every((attribute) => one[attribute] === value[attribute]));
    if (other) return `one with the same ${by.join(", ")} already exists: "${other.id}"`;
  }
  return type === "google_compute_subnetwork" ? refusalOfRange(value, others) : undefined;
}

const isGiven = (value: Value | undefined) => value !== null && value !== undefined && value !== "";

/**
 * No two subnets of a network share an address.
 *
 * Source: https://github.com/terraform-google-modules/terraform-google-network/issues/20, "conflicts with existing subnetwork"
 */
function refusalOfRange(value: ValueObject, others: readonly ValueObject[]): string | undefined {
  for (const other of others.filter(({ network }) => network === value.network)) {
    const taken = rangesOf(other);
    const shared = rangesOf(value).find((range) => taken.some((one) => range.isInSubnet(one) || one.isInSubnet(range)));
    if (shared) return `${shared.address} conflicts with existing subnetwork "${other.id}"`;
  }
  return undefined;
}

const rangesOf = ({ ip_cidr_range, secondary_ip_range }: ValueObject): Address4[] =>
  textsIn([ip_cidr_range ?? null, secondary_ip_range ?? null])
    .filter((text) => text.includes("/") && Address4.isValid(text))
    .map((text) => new Address4(text));
