import { Address4 } from "ip-address";
import { isPublicIpv4 } from "../core/addresses";
import { checkAbsent, checkOneOf } from "../core/checks";
import { checkNamed, checkNamedKey, type NamedOptions } from "../core/named";
import type { Problems, Warnings } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { checkRegion } from "../google/zones";
import {
  type AdvertisementOptions,
  checkAdvertisement,
  checkAsn,
  checkPeerAsn,
  checkSession,
  type SessionOptions,
} from "./bgp";
import { checkDistinct, checkLinkLocalRange, linkLocalRange } from "./link-local";
import type { Secret } from "./secret";

/** One of the two interfaces of Google's gateway. */
export type GatewayInterface = 0 | 1;

/** One of the two addresses of a /30. */
export type CloudRouterAddress = (typeof ADDRESSES)[number];

const ADDRESSES = ["FIRST", "SECOND"] as const;

/** One tunnel of a link. */
export interface TunnelOptions extends SessionOptions, NamedOptions {
  /** The interface of Google's gateway where it starts. A change replaces the tunnel. */
  readonly gatewayInterface: GatewayInterface;

  /**
   * The address of the other side's gateway where it ends. A change replaces the tunnel.
   *
   * @default - the only one of `peerAddresses`
   */
  readonly peerAddress?: string;

  /** The key that both sides know. A change replaces the tunnel. */
  readonly preSharedKey: Secret;

  /**
   * The /30 of 169.254.0.0/16 for BGP. A change replaces the BGP session.
   *
   * @default - one that follows from the names of the link and the tunnel, and stays
   */
  readonly linkLocalRange?: string;

  /**
   * Which of the two addresses of the /30 Cloud Router has; the other side has the other one. `SECOND` where the other side
   * gives the range and takes its first address, as AWS and some firewalls do. A change replaces the BGP session.
   *
   * @default "FIRST"
   */
  readonly cloudRouterAddress?: CloudRouterAddress;
}

/** A link over the Internet, encrypted by IPsec with IKEv2. */
export interface HaVpnOptions extends AdvertisementOptions {
  /** The region where the tunnels end: of a cluster near the data centre. A change replaces the link. */
  readonly region: string;

  /** The ASN of Google's side: 64512 to 65534, or 4200000000 to 4294967294. */
  readonly asn: number;

  /** The ASN of the data centre. */
  readonly peerAsn: number;

  /**
   * The public IPv4 addresses of the data centre's VPN gateway: 1, 2 or 4. Over an interconnect they may be private. A change
   * replaces all tunnels.
   */
  readonly peerAddresses: readonly string[];

  /** The tunnels, by name: two or more, over both interfaces of Google's gateway. */
  readonly tunnels: { readonly [name: string]: TunnelOptions };

  /**
   * The data centre's link by interconnect that carries the tunnels, by its name: one with `encryption: "IPSEC"` and two
   * attachments, of which the first by name is for interface 0 of Google's gateway. A change makes the gateway anew.
   *
   * @default - the Internet carries them
   */
  readonly overInterconnect?: string;

  /** BFD is for Interconnect: Cloud Router does not offer it over HA VPN. */
  readonly bfd?: never;
}

/** How many addresses a peer may have, and Google's words for that. */
export const REDUNDANCY: Readonly<Record<number, string>> = {
  1: "SINGLE_IP_INTERNALLY_REDUNDANT",
  2: "TWO_IPS_REDUNDANCY",
  4: "FOUR_IPS_REDUNDANCY",
};

/** Validates the options of a link over HA VPN. */
export function checkHaVpnOptions(problems: Problems, linkName: string, options: HaVpnOptions): void {
  checkRegion(problems, "region", options.region);
  checkAsn(problems, options.asn);
  checkPeerAsn(problems, options.peerAsn, options.asn);
  checkAdvertisement(problems, options);
  checkAbsent(problems, "bfd", options.bfd, "over HA VPN: BFD is for Interconnect");
  const addressesAreKnown = checkPeerAddresses(problems, options.peerAddresses, options.overInterconnect !== undefined);
  const tunnels = Object.entries(options.tunnels);
  if (tunnels.length === 0) problems.refuse("tunnels", options.tunnels, "at least one tunnel, better two");
  if (!checkNamed(problems, "tunnels", options.tunnels)) return;
  for (const [name, tunnel] of tunnels) {
    const below = problems.at(`tunnels.${name}`);
    checkNamedKey(problems, ["tunnels", name], tunnel.name, 24);
    checkSession(below, tunnel);
    if (below.known("gatewayInterface", tunnel.gatewayInterface)) {
      checkOneOf(below, "gatewayInterface", tunnel.gatewayInterface, [0, 1]);
    }
    checkOneOf(below, "cloudRouterAddress", tunnel.cloudRouterAddress, ADDRESSES);
    if (addressesAreKnown) checkPeerAddress(below, tunnel, options.peerAddresses);
    if (tunnel.linkLocalRange !== undefined) checkLinkLocalRange(below, "linkLocalRange", tunnel.linkLocalRange, 30);
  }
  checkDistinct(problems, linkLocalRangesOf(linkName, options));
}

/** The link-local range of each tunnel, by its property. Those that no check can read are left out. */
export function linkLocalRangesOf(linkName: string, { tunnels }: HaVpnOptions): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tunnels)
      .map(
        ([key, tunnel]) =>
          [`tunnels.${key}.linkLocalRange`, tunnelRange(linkName, tunnel.name ?? key, tunnel)] as const,
      )
      .filter(([, range]) => !isUnknown(range) && Address4.isValid(range)),
  );
}

/** The link-local range of one tunnel. */
export function tunnelRange(linkName: string, name: string, { linkLocalRange: own }: TunnelOptions): string {
  return own ?? linkLocalRange(linkName, name);
}

/** Warns of what is legal and not what Google promises 99.99 % for. */
export function warnOfHaVpn(warnings: Warnings, linkName: string, { tunnels, peerAddresses }: HaVpnOptions): void {
  const all = Object.values(tunnels);
  const interfaces = new Set(all.map(({ gatewayInterface }) => gatewayInterface));
  const unused = peerAddresses.filter((address) =>
    all.every((tunnel) => peerOfTunnel(tunnel, peerAddresses) !== address),
  );
  if (interfaces.size < 2) {
    const advice = "for 99.99 %, Google asks for tunnels on both";
    warnings.warn("tunnels", `${linkName} has tunnels on one interface of Google's gateway only: ${advice}`);
  }
  for (const address of unused) warnings.warn("tunnels", `${linkName} has no tunnel to ${address}`);
}

/** The address where a tunnel ends. */
export function peerOfTunnel(tunnel: TunnelOptions, peerAddresses: readonly string[]): string {
  return tunnel.peerAddress ?? (peerAddresses[0] as string);
}

function checkPeerAddresses(problems: Problems, addresses: readonly string[], mayBePrivate: boolean): boolean {
  if (!problems.known("peerAddresses", addresses)) return false;
  const { length } = addresses;
  const isAllowed = (count: number) => REDUNDANCY[count] !== undefined;
  const sound = problems.check("peerAddresses", length, isAllowed, "1, 2 or 4 addresses");
  problems.check("peerAddresses", addresses, (all) => new Set(all).size === length, "each address once");
  const isAddress = (text: string) => isPublicIpv4(text) || (mayBePrivate && Address4.isValid(text));
  for (const address of addresses) {
    problems.check("peerAddresses", address, isAddress, 'public IPv4 addresses: "203.0.113.1"', "address");
  }
  return sound;
}

function checkPeerAddress(problems: Problems, { peerAddress }: TunnelOptions, addresses: readonly string[]): void {
  const isOne = (address: string | undefined) =>
    address === undefined ? addresses.length === 1 : addresses.includes(address);
  problems.check("peerAddress", peerAddress, isOne, "one of peerAddresses", "one-of");
}
