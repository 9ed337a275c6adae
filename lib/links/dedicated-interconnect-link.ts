import type { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeInterconnectAttachment } from "@cdktf/provider-google/lib/compute-interconnect-attachment";
import type { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeRouterInterface } from "@cdktf/provider-google/lib/compute-router-interface";
import { ComputeRouterPeer } from "@cdktf/provider-google/lib/compute-router-peer";
import { Fn } from "cdktf";
import { Construct } from "constructs";
import { underNames } from "../core/named";
import { resourceName } from "../core/names";
import { replacedWith } from "../core/replaced-with";
import { validateProps, warn } from "../core/validate";
import { bfdConfig } from "./bfd";
import { addRouter, advertisedRangesOf, sessionConfig } from "./bgp";
import { addGatewayRanges, gatewayRangesOf, ipsecAddresses } from "./gateway-ranges";
import { checkLinkBindOptions, type ILink, type LinkBindOptions } from "./i-link";
import {
  checkDedicatedOptions,
  type DedicatedAttachmentOptions,
  type DedicatedInterconnectOptions,
  mtuOf,
  warnOfDedicated,
} from "./interconnect-options";

export interface DedicatedInterconnectLinkProps extends DedicatedInterconnectOptions, LinkBindOptions {}

/**
 * A link to a data centre over circuits of your own: VLAN attachments, and a BGP session in each. The circuits exist
 * already; which edge availability domain an attachment is in follows from its circuit.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/interconnect/concepts/dedicated-overview
 */
export class DedicatedInterconnectLink extends Construct implements ILink {
  public readonly router: ComputeRouter;
  /** The attachments, by name. */
  public readonly attachments: ReadonlyMap<string, ComputeInterconnectAttachment>;
  /** The BGP sessions, by the name of their attachment. */
  public readonly peers: ReadonlyMap<string, ComputeRouterPeer>;
  /** The reserved ranges of the gateways that reach each other over the attachments, by the attachments' names. */
  public readonly gatewayRanges: ReadonlyMap<string, ComputeAddress>;
  public readonly attachmentIds: readonly string[];
  public readonly advertisedRanges: readonly string[];
  public readonly carriesTunnelsOnly: boolean;
  public readonly handover: Readonly<Record<string, unknown>>;
  public readonly isHandoverSensitive = false;

  constructor(scope: Construct, id: string, props: DedicatedInterconnectLinkProps) {
    super(scope, id);
    validateProps(this, "DedicatedInterconnectLinkProps", props, (problems) => {
      if (checkLinkBindOptions(problems, props)) checkDedicatedOptions(problems, props);
    });
    warn(this, (warnings) => warnOfDedicated(warnings, props.linkName, props));
    this.router = addRouter(this, { ...props, routerName: resourceName(63, props.linkName) });
    this.advertisedRanges = [...advertisedRangesOf(props), ...gatewayRangesOf(props.attachments).values()];
    this.carriesTunnelsOnly = props.encryption === "IPSEC";
    const attachments = new Construct(this, "attachment");
    const { named } = underNames(props.attachments);
    this.gatewayRanges = addGatewayRanges(this, props, named);
    const made = Object.entries(named).map(([key, attachment]) => {
      const addresses = ipsecAddresses(this.gatewayRanges, key);
      return [key, this.addAttachment(new Construct(attachments, key), key, attachment, props, addresses)] as const;
    });
    this.attachments = new Map(made.map(([key, { attachment }]) => [key, attachment]));
    this.attachmentIds = [...this.attachments]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, attachment]) => attachment.id);
    this.peers = new Map(made.map(([key, { peer }]) => [key, peer]));
    this.handover = {
      google_asn: props.asn,
      peer_asn: props.peerAsn,
      attachments: Object.fromEntries(made.map(([key, { handover }]) => [key, handover])),
    };
  }

  private addAttachment(
    scope: Construct,
    key: string,
    options: DedicatedAttachmentOptions,
    props: DedicatedInterconnectLinkProps,
    ipsecInternalAddresses: string[] | undefined,
  ) {
    const { linkName, region, adminEnabled = true, peerAsn, bfd } = props;
    const { interconnect, vlan, bandwidth = "BPS_10G", linkLocalRange } = options;
    const name = resourceName(63, linkName, key);
    const attachment = new ComputeInterconnectAttachment(scope, "Resource", {
      name,
      region,
      type: "DEDICATED",
      router: this.router.id,
      interconnect,
      vlanTag8021Q: vlan,
      bandwidth,
      mtu: String(mtuOf(props)),
      adminEnabled,
      encryption: props.encryption ?? "NONE",
      ipsecInternalAddresses,
      candidateSubnets: linkLocalRange === undefined ? undefined : [linkLocalRange],
    });
    const { cloudRouterIpAddress, customerRouterIpAddress } = attachment;
    const bgpInterface = new ComputeRouterInterface(scope, "interface", {
      name,
      region,
      router: this.router.name,
      ipRange: cloudRouterIpAddress,
      interconnectAttachment: attachment.selfLink,
      lifecycle: replacedWith(attachment),
    });
    const peer = new ComputeRouterPeer(scope, "peer", {
      name,
      region,
      router: this.router.name,
      interface: bgpInterface.name,
      // Google writes it with its prefix: 169.254.10.2/29.
      peerIpAddress: Fn.element(Fn.split("/", customerRouterIpAddress), 0),
      peerAsn,
      lifecycle: replacedWith(bgpInterface),
      bfd: bfdConfig(bfd),
      ...sessionConfig(this, name, options),
    });
    const handover = {
      interconnect,
      vlan,
      mtu: mtuOf(props),
      google_bgp_address: cloudRouterIpAddress,
      peer_bgp_address: customerRouterIpAddress,
    };
    return { attachment, peer, handover };
  }
}
