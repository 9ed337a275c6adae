import { isRange } from "../core/address-ranges";
import { checkAbsent, checkOneOf, checkWholeNumber } from "../core/checks";
import { checkNamed, checkNamedKey, type NamedOptions } from "../core/named";
import type { Problems, Warnings } from "../core/problems";
import { isUnknown } from "../core/tokens";
import { checkRegion } from "../google/zones";
import { type BfdOptions, checkBfd } from "./bfd";
import {
  type AdvertisementOptions,
  checkAdvertisement,
  checkAsn,
  checkPeerAsn,
  checkSession,
  type SessionOptions,
} from "./bgp";
import { checkGatewayRanges, type GatewayRangeOptions } from "./gateway-ranges";
import { checkDistinct, checkLinkLocalRange } from "./link-local";

/** How much an attachment carries: 50 Mbit/s to 100 Gbit/s. */
export type AttachmentBandwidth = (typeof BANDWIDTHS)[number];

const BANDWIDTHS = [
  "BPS_50M",
  "BPS_100M",
  "BPS_200M",
  "BPS_300M",
  "BPS_400M",
  "BPS_500M",
  "BPS_1G",
  "BPS_2G",
  "BPS_5G",
  "BPS_10G",
  "BPS_20G",
  "BPS_50G",
  "BPS_100G",
] as const;

const MTUS: readonly number[] = [1440, 1460, 1500, 8896];

/** Options of a link over Dedicated or Partner Interconnect. */
export interface InterconnectOptions extends AdvertisementOptions {
  /** The region where the attachments end: of a cluster near the data centre. A change replaces the link. */
  readonly region: string;

  /**
   * The largest packet: 1440, 1460, 1500 or 8896 bytes.
   *
   * @default 1460 - as the network's own: one that is larger is cut on the way; 1440 with encryption, which takes no other
   */
  readonly mtuBytes?: 1440 | 1460 | 1500 | 8896;

  /**
   * Whether attachments carry traffic.
   *
   * @default true
   */
  readonly adminEnabled?: boolean;

  /**
   * Whether attachments carry nothing but the tunnels of an HA VPN (`IPSEC`): a link by `Link.haVpn` then names this one as
   * `overInterconnect`. A change makes the attachments anew.
   *
   * @default "NONE"
   */
  readonly encryption?: "NONE" | "IPSEC";
}

/** One VLAN attachment to a circuit of your own. */
export interface DedicatedAttachmentOptions extends SessionOptions, GatewayRangeOptions, NamedOptions {
  /**
   * The circuit: `projects/P/global/interconnects/I`. Two attachments need two, in two edge availability domains. A change
   * replaces the attachment.
   */
  readonly interconnect: string;

  /** The VLAN, 2 to 4093, free on this circuit. A change replaces the attachment. */
  readonly vlan: number;

  /**
   * How much it carries.
   *
   * @default "BPS_10G"
   */
  readonly bandwidth?: AttachmentBandwidth;

  /**
   * The /29 of 169.254.0.0/16 for BGP. A change replaces the attachment.
   *
   * @default - Google takes one that is free
   */
  readonly linkLocalRange?: string;
}

/** A link over circuits that you have with Google. */
export interface DedicatedInterconnectOptions extends InterconnectOptions {
  /** The ASN of Google's side: 64512 to 65534, or 4200000000 to 4294967294. */
  readonly asn: number;

  /** The ASN of the data centre. */
  readonly peerAsn: number;

  /**
   * BFD, which detects failed paths sooner. The other side must have it as well.
   *
   * @default - none: a failed path is detected after three keepalives
   */
  readonly bfd?: BfdOptions;

  /** The attachments, by name: two or more, on different circuits. */
  readonly attachments: { readonly [name: string]: DedicatedAttachmentOptions };
}

/** One VLAN attachment that a partner completes. */
export interface PartnerAttachmentOptions extends GatewayRangeOptions, NamedOptions {
  /** In which of Google's two edge availability domains the partner is to connect. A change replaces the attachment. */
  readonly edgeAvailabilityDomain: 1 | 2;
}

/**
 * A link over a partner's circuits. The partner decides VLAN and bandwidth; Google makes the BGP sessions itself, and gives
 * the router the ASN 16550.
 */
export interface PartnerInterconnectOptions extends InterconnectOptions {
  /** The attachments, by name: one in each edge availability domain. */
  readonly attachments: { readonly [name: string]: PartnerAttachmentOptions };
}

/** The largest packet of encrypted attachments. */
const ENCRYPTED_MTU = 1440;

/** The largest packet of a link's attachments. */
export function mtuOf({ mtuBytes, encryption }: Pick<InterconnectOptions, "mtuBytes" | "encryption">): number {
  return mtuBytes ?? (encryption === "IPSEC" ? ENCRYPTED_MTU : 1460);
}

/** Validates the options of a link over Dedicated Interconnect. */
export function checkDedicatedOptions(problems: Problems, options: DedicatedInterconnectOptions): void {
  checkInterconnect(problems, options, options.attachments);
  checkAsn(problems, options.asn);
  checkPeerAsn(problems, options.peerAsn, options.asn);
  if (options.bfd !== undefined) checkBfd(problems.at("bfd"), options.bfd);
  for (const [name, attachment] of Object.entries(options.attachments)) {
    const { vlan, bandwidth = "BPS_10G", linkLocalRange: range } = attachment;
    const below = problems.at(`attachments.${name}`);
    checkSession(below, attachment);
    checkWholeNumber(below, "vlan", vlan, [2, 4093]);
    checkOneOf(below, "bandwidth", bandwidth, BANDWIDTHS);
    if (range !== undefined) checkLinkLocalRange(below, "linkLocalRange", range, 29);
  }
  checkDistinct(problems, givenRangesOf(options));
}

/** The link-local ranges of the options, by their property. Those that no check can read are left out. */
export function givenRangesOf({ attachments }: DedicatedInterconnectOptions): ReadonlyMap<string, string> {
  const given = Object.entries(attachments).flatMap(([name, { linkLocalRange: range }]) =>
    range === undefined || isUnknown(range) || !isRange(range)
      ? []
      : [[`attachments.${name}.linkLocalRange`, range] as const],
  );
  return new Map(given);
}

/** Validates the options of a link over Partner Interconnect. */
export function checkPartnerOptions(problems: Problems, options: PartnerInterconnectOptions): void {
  checkInterconnect(problems, options, options.attachments);
  for (const [name, { edgeAvailabilityDomain: domain }] of Object.entries(options.attachments)) {
    const property = `attachments.${name}.edgeAvailabilityDomain`;
    if (problems.known(property, domain)) checkOneOf(problems, property, domain, [1, 2]);
  }
}

/** Warns of what is legal and has one point of failure. */
export function warnOfDedicated(
  warnings: Warnings,
  linkName: string,
  { attachments }: DedicatedInterconnectOptions,
): void {
  const circuits = new Set(Object.values(attachments).map(({ interconnect }) => interconnect));
  if (circuits.size >= 2) return;
  const advice = "for 99.9 %, Google asks for two, in two edge availability domains";
  warnings.warn("attachments", `${linkName} has attachments on one circuit only: ${advice}`);
}

/** Warns of what is legal and has one point of failure. */
export function warnOfPartner(warnings: Warnings, linkName: string, { attachments }: PartnerInterconnectOptions): void {
  const domains = new Set(Object.values(attachments).map(({ edgeAvailabilityDomain }) => edgeAvailabilityDomain));
  if (domains.size >= 2) return;
  const advice = "for 99.9 %, Google asks for both";
  warnings.warn("attachments", `${linkName} has attachments in one edge availability domain only: ${advice}`);
}

const GATEWAYS_ONLY = "with encryption: the link announces its VPN gateways, and the VPN over it the rest";

function checkInterconnect(
  problems: Problems,
  options: InterconnectOptions,
  attachments: { readonly [key: string]: NamedOptions & GatewayRangeOptions },
): void {
  const { region, encryption = "NONE" } = options;
  const mtuBytes = mtuOf(options);
  checkRegion(problems, "region", region);
  checkAdvertisement(problems, options);
  checkOneOf(problems, "mtuBytes", mtuBytes, MTUS);
  if (encryption !== "NONE") {
    problems.check("mtuBytes", mtuBytes, (bytes) => bytes === ENCRYPTED_MTU, `${ENCRYPTED_MTU} with encryption`);
  }
  checkOneOf(problems, "encryption", encryption, ["NONE", "IPSEC"]);
  if (encryption === "IPSEC") {
    for (const option of ["advertisedRanges", "advertiseHealthChecks"] as const) {
      checkAbsent(problems, option, options[option], GATEWAYS_ONLY);
    }
  }
  const keys = Object.keys(attachments);
  if (keys.length === 0) problems.refuse("attachments", {}, "at least one attachment, better two");
  checkNamed(problems, "attachments", attachments);
  if (!isUnknown(encryption)) checkGatewayRanges(problems, encryption, attachments);
  for (const [key, { name }] of Object.entries(attachments)) checkNamedKey(problems, ["attachments", key], name, 24);
}
