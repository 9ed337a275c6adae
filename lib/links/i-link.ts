import type { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import type { IConstruct } from "constructs";
import { checkKey } from "../core/names";
import type { Problems } from "../core/problems";

/** The name of a link, its network, and what carries it: what whoever makes the link decides. */
export interface LinkBindOptions {
  /**
   * The link's name, which the names of its resources start with: up to 63 lower-case letters, digits and hyphens. A change
   * replaces the link.
   */
  readonly linkName: string;

  /** The network: `projects/P/global/networks/N`. A change replaces the link. */
  readonly networkId: string;

  /**
   * The encrypted attachments that carry the tunnels of a VPN: the first for interface 0 of its gateway, the second for 1. A
   * change replaces the gateway and its tunnels.
   *
   * @default - the Internet carries them
   */
  readonly attachmentIds?: readonly string[];
}

/** A link of a network to a data centre. */
export interface ILink extends IConstruct {
  /** The Cloud Router. */
  readonly router: ComputeRouter;
  /** The attachments of an interconnect, in the order of their names; none of a VPN. */
  readonly attachmentIds: readonly string[];
  /** What Google advertises beside its subnets, or of what carries tunnels only, the private ranges of its VPN gateways. */
  readonly advertisedRanges: readonly string[];
  /**
   * Whether it carries nothing but the tunnels of a VPN: each side then announces its VPN gateways here, and the rest over the VPN.
   *
   * @default false
   */
  readonly carriesTunnelsOnly?: boolean;
  /** What the network team of the other side must know. */
  readonly handover: Readonly<Record<string, unknown>>;
  /** Whether the handover is for this team alone. */
  readonly isHandoverSensitive: boolean;
}

/** Validates the name of a link. */
export function checkLinkBindOptions(problems: Problems, { linkName, attachmentIds }: LinkBindOptions): boolean {
  problems.known("attachmentIds", attachmentIds);
  if (!problems.known("linkName", linkName)) return false;
  checkKey(problems, "linkName", linkName, 63);
  return true;
}
