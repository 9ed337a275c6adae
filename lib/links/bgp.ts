import { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import type { ComputeRouterPeerConfig } from "@cdktf/provider-google/lib/compute-router-peer";
import type { Construct } from "constructs";
import { isPrivateAsn, isReservedAsn, LAST_ASN, PRIVATE_ASNS, USABLE_ASN } from "../core/asns";
import { checkRange, checkWholeNumber } from "../core/checks";
import type { Problems } from "../core/problems";
import { CLOUD_DNS_RANGE, FRONT_END_RANGES } from "../google/front-ends";
import type { Secret } from "./secret";

/** The ASN that Google asks of routers with attachments of a partner. */
export const PARTNER_ASN = 16550;

/** What Google advertises to the other side by BGP. */
export interface AdvertisementOptions {
  /**
   * IPv4 ranges that Google advertises beside all subnets: `35.199.192.0/19` for DNS queries that are forwarded.
   *
   * @default - none
   */
  readonly advertisedRanges?: readonly string[];

  /**
   * Whether Google advertises the ranges of its load balancers and health checks, 35.191.0.0/16 and 130.211.0.0/22. Only
   * one network may do so towards a data centre.
   *
   * @default true - without them, the answers of a data centre behind the load balancer find no way back
   */
  readonly advertiseHealthChecks?: boolean;

  /**
   * The interval between keepalives of each side, 20 to 60 seconds. A peer counts as down after three times that.
   *
   * @default 20
   */
  readonly keepaliveSeconds?: number;
}

/** Options of a BGP session. */
export interface SessionOptions {
  /**
   * The MED of routes that Google advertises here, 0 to 65535: the lowest wins. Two equal ones share the load; a higher one
   * is in reserve.
   *
   * @default 100
   */
  readonly advertisedRoutePriority?: number;

  /**
   * The key that both routers sign with (MD5), if the other side asks for one.
   *
   * @default - none: a tunnel's packets are authentic anyway
   */
  readonly md5Key?: Secret;
}

export interface RouterOptions extends AdvertisementOptions {
  readonly routerName: string;
  readonly region: string;
  readonly networkId: string;
  readonly asn: number;
  readonly encryption?: "NONE" | "IPSEC";
}

/** The ranges that a router advertises beside the subnets: none of its own choice where it announces nothing but VPN gateways. */
export function advertisedRangesOf(
  options: AdvertisementOptions & Pick<RouterOptions, "encryption">,
): readonly string[] {
  const { advertisedRanges = [], advertiseHealthChecks = true, encryption } = options;
  if (encryption === "IPSEC") return [];
  return [...(advertiseHealthChecks ? FRONT_END_RANGES.ipv4 : []), ...advertisedRanges];
}

/** The Cloud Router of a link. Each link has its own: what happens to one leaves all others alone. */
export function addRouter(scope: Construct, options: RouterOptions): ComputeRouter {
  return new ComputeRouter(scope, "router", {
    name: options.routerName,
    encryptedInterconnectRouter: options.encryption === "IPSEC" ? true : undefined,
    region: options.region,
    network: options.networkId,
    bgp: {
      asn: options.asn,
      keepaliveInterval: options.keepaliveSeconds ?? 20,
      ...(options.encryption === "IPSEC" ? {} : advertisementConfig(options)),
    },
  });
}

/**
 * What a router advertises. One of encrypted attachments has none of it and announces its VPN gateways: subnets that it announced
 * would be learned at the same cost over the attachments, which carry nothing but IPsec, and half of the traffic dropped.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/interconnect/concepts/ha-vpn-interconnect
 */
function advertisementConfig(options: RouterOptions) {
  return {
    advertiseMode: "CUSTOM",
    advertisedGroups: ["ALL_SUBNETS"],
    advertisedIpRanges: advertisedRangesOf(options).map((range) => ({ range })),
  };
}

/** The options of a BGP session, for the provider. */
export function sessionConfig(
  scope: Construct,
  name: string,
  { advertisedRoutePriority = 100, md5Key }: SessionOptions,
): Pick<ComputeRouterPeerConfig, "advertisedRoutePriority" | "zeroAdvertisedRoutePriority" | "md5AuthenticationKey"> {
  return {
    advertisedRoutePriority,
    // The provider cannot tell 0 from nothing.
    ...(advertisedRoutePriority === 0 && { zeroAdvertisedRoutePriority: true }),
    ...(md5Key && { md5AuthenticationKey: { name, key: md5Key.bind(scope) } }),
  };
}

/**
 * Checks the ASN of Google's side: a private one.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/router/concepts/overview
 */
export function checkAsn(problems: Problems, asn: number): void {
  const allowed = `${PRIVATE_ASNS}; ${PARTNER_ASN} is of partner interconnects`;
  problems.check("asn", asn, (number) => Number.isInteger(number) && isPrivateAsn(number), allowed, "number");
}

/** Checks the ASN of the other side, which may be public. */
export function checkPeerAsn(problems: Problems, peerAsn: number, asn: number): void {
  if (!checkWholeNumber(problems, "peerAsn", peerAsn, [1, LAST_ASN])) return;
  if (!problems.check("peerAsn", peerAsn, (number) => !isReservedAsn(number), USABLE_ASN, "number")) return;
  const expected = "another ASN than Google's side: Cloud Router speaks no iBGP";
  problems.check("peerAsn", peerAsn, (number) => number !== asn, expected);
}

/** Validates what Google advertises to the other side. */
export function checkAdvertisement(problems: Problems, options: AdvertisementOptions): void {
  const { advertisedRanges = [], advertiseHealthChecks = true, keepaliveSeconds = 20 } = options;
  problems.known("advertiseHealthChecks", advertiseHealthChecks);
  checkWholeNumber(problems, "keepaliveSeconds", keepaliveSeconds, [20, 60]);
  if (!problems.known("advertisedRanges", advertisedRanges)) return;
  for (const range of advertisedRanges) checkRange(problems, "advertisedRanges", range, CLOUD_DNS_RANGE);
  const isEachOnce = (ranges: readonly string[]) => {
    const all = advertisedRangesOf({ ...options, advertisedRanges: ranges });
    return new Set(all).size === all.length;
  };
  problems.check("advertisedRanges", advertisedRanges, isEachOnce, "each range once");
}

/** Validates the options of a BGP session. */
export function checkSession(problems: Problems, { advertisedRoutePriority = 100 }: SessionOptions): void {
  if (!problems.known("advertisedRoutePriority", advertisedRoutePriority)) return;
  checkWholeNumber(problems, "advertisedRoutePriority", advertisedRoutePriority, [0, 65_535]);
}
