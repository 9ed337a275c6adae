import { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { Construct } from "constructs";
import { isRange, prefixLength } from "../core/address-ranges";
import { checkAbsent, checkRange } from "../core/checks";
import { resourceName } from "../core/names";
import type { Problems } from "../core/problems";
import { isUnknown } from "../core/tokens";

/** The addresses of the VPN gateway over an encrypted attachment. */
export interface GatewayRangeOptions {
  /**
   * A private range, /26 to /29, from which the interface of Google's VPN gateway over this attachment takes its address; for all
   * attachments of the link or for none. Only with `encryption`. No other part of the network may have it. A change replaces the attachment.
   *
   * @default - the gateway has public addresses
   */
  readonly gatewayRange?: string;
}

/** What the range is for, in Google's words. */
const PURPOSE = "IPSEC_INTERCONNECT";

/** Validates the ranges of the gateway over a link's attachments. */
export function checkGatewayRanges(
  problems: Problems,
  encryption: string,
  attachments: { readonly [name: string]: GatewayRangeOptions },
): void {
  const named = Object.entries(attachments);
  const given = named.filter(([, { gatewayRange }]) => gatewayRange !== undefined);
  for (const [name, { gatewayRange }] of given) {
    const below = problems.at(["attachments", name]);
    if (encryption === "NONE") {
      checkAbsent(below, "gatewayRange", gatewayRange, 'without encryption "IPSEC"');
      continue;
    }
    // Not a token: its address and its size are two arguments.
    if (!below.known("gatewayRange", gatewayRange)) continue;
    if (!checkRange(below, "gatewayRange", gatewayRange, "10.255.0.0/29")) continue;
    const isSized = (range: string) => prefixLength(range) >= 26 && prefixLength(range) <= 29;
    below.check("gatewayRange", gatewayRange as string, isSized, "a range from /26 to /29");
  }
  if (encryption === "NONE" || given.length === 0) return;
  for (const [name, { gatewayRange }] of named) {
    const expected = "a range, as other attachments of the link have";
    if (gatewayRange === undefined) problems.refuse(["attachments", name, "gatewayRange"], gatewayRange, expected);
  }
}

/** The ranges of a link's attachments, by their property. Those that no check can read are left out. */
export function gatewayRangesOf(attachments: {
  readonly [name: string]: GatewayRangeOptions;
}): ReadonlyMap<string, string> {
  const given = Object.entries(attachments).flatMap(([name, { gatewayRange: range }]) =>
    range === undefined || isUnknown(range) || !isRange(range)
      ? []
      : [[`attachments.${name}.gatewayRange`, range] as const],
  );
  return new Map(given);
}

/** Reserves the ranges of the attachments that have one, by their keys, under the names of the attachments. */
export function addGatewayRanges(
  scope: Construct,
  place: { readonly linkName: string; readonly region: string; readonly networkId: string },
  attachments: { readonly [name: string]: GatewayRangeOptions },
): ReadonlyMap<string, ComputeAddress> {
  const ranges = new Construct(scope, "gateway_range");
  const made = Object.entries(attachments).flatMap(([key, { gatewayRange }]) => {
    if (gatewayRange === undefined) return [];
    const [address = "", prefix] = gatewayRange.split("/");
    const reserved = new ComputeAddress(ranges, key, {
      name: resourceName(63, place.linkName, key),
      region: place.region,
      network: place.networkId,
      addressType: "INTERNAL",
      purpose: PURPOSE,
      address,
      prefixLength: Number(prefix),
    });
    return [[key, reserved] as const];
  });
  return new Map(made);
}

/** The range of one attachment, for the provider. */
export function ipsecAddresses(ranges: ReadonlyMap<string, ComputeAddress>, key: string): string[] | undefined {
  const range = ranges.get(key);
  return range && [range.selfLink];
}
