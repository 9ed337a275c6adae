import type { ComputeAddress } from "@cdktf/provider-google/lib/compute-address";
import { ComputeInterconnectAttachment } from "@cdktf/provider-google/lib/compute-interconnect-attachment";
import type { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { Construct } from "constructs";
import { underNames } from "../core/named";
import { resourceName } from "../core/names";
import { validateProps, warn } from "../core/validate";
import { addRouter, advertisedRangesOf, PARTNER_ASN } from "./bgp";
import { addGatewayRanges, gatewayRangesOf, ipsecAddresses } from "./gateway-ranges";
import { checkLinkBindOptions, type ILink, type LinkBindOptions } from "./i-link";
import { checkPartnerOptions, mtuOf, type PartnerInterconnectOptions, warnOfPartner } from "./interconnect-options";

export interface PartnerInterconnectLinkProps extends PartnerInterconnectOptions, LinkBindOptions {}

/**
 * A link to a data centre over a partner's circuits: attachments that wait until the partner completes them with their
 * pairing keys. Google then makes the BGP sessions by itself.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/interconnect/concepts/partner-overview
 */
export class PartnerInterconnectLink extends Construct implements ILink {
  public readonly router: ComputeRouter;
  /** The attachments, by name. */
  public readonly attachments: ReadonlyMap<string, ComputeInterconnectAttachment>;
  /** The reserved ranges of the gateways that reach each other over the attachments, by the attachments' names. */
  public readonly gatewayRanges: ReadonlyMap<string, ComputeAddress>;
  public readonly attachmentIds: readonly string[];
  public readonly advertisedRanges: readonly string[];
  public readonly carriesTunnelsOnly: boolean;
  public readonly handover: Readonly<Record<string, unknown>>;
  /** Who has a pairing key can connect to the network. */
  public readonly isHandoverSensitive = true;

  constructor(scope: Construct, id: string, props: PartnerInterconnectLinkProps) {
    super(scope, id);
    validateProps(this, "PartnerInterconnectLinkProps", props, (problems) => {
      if (checkLinkBindOptions(problems, props)) checkPartnerOptions(problems, props);
    });
    warn(this, (warnings) => warnOfPartner(warnings, props.linkName, props));
    const { linkName, region, adminEnabled = true } = props;
    this.router = addRouter(this, { ...props, asn: PARTNER_ASN, routerName: resourceName(63, linkName) });
    this.advertisedRanges = [...advertisedRangesOf(props), ...gatewayRangesOf(props.attachments).values()];
    this.carriesTunnelsOnly = props.encryption === "IPSEC";
    const attachments = new Construct(this, "attachment");
    const { named } = underNames(props.attachments);
    this.gatewayRanges = addGatewayRanges(this, props, named);
    this.attachments = new Map(
      Object.entries(named).map(([key, { edgeAvailabilityDomain }]) => {
        const attachment = new ComputeInterconnectAttachment(attachments, key, {
          name: resourceName(63, linkName, key),
          region,
          type: "PARTNER",
          router: this.router.id,
          edgeAvailabilityDomain: `AVAILABILITY_DOMAIN_${edgeAvailabilityDomain}`,
          mtu: String(mtuOf(props)),
          adminEnabled,
          encryption: props.encryption ?? "NONE",
          ipsecInternalAddresses: ipsecAddresses(this.gatewayRanges, key),
        });
        return [key, attachment];
      }),
    );
    this.attachmentIds = [...this.attachments]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([, attachment]) => attachment.id);
    const keys = [...this.attachments].map(([key, { pairingKey }]) => [key, { pairing_key: pairingKey }]);
    this.handover = { google_asn: PARTNER_ASN, attachments: Object.fromEntries(keys) };
  }
}
