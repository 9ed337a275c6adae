import { ComputeExternalVpnGateway } from "@cdktf/provider-google/lib/compute-external-vpn-gateway";
import { ComputeHaVpnGateway } from "@cdktf/provider-google/lib/compute-ha-vpn-gateway";
import type { ComputeRouter } from "@cdktf/provider-google/lib/compute-router";
import { ComputeRouterInterface } from "@cdktf/provider-google/lib/compute-router-interface";
import { ComputeRouterPeer } from "@cdktf/provider-google/lib/compute-router-peer";
import { ComputeVpnTunnel } from "@cdktf/provider-google/lib/compute-vpn-tunnel";
import { Construct } from "constructs";
import { underNames } from "../core/named";
import { resourceName } from "../core/names";
import { replacedWith } from "../core/replaced-with";
import { validateProps, warn } from "../core/validate";
import { addRouter, advertisedRangesOf, sessionConfig } from "./bgp";
import {
  checkHaVpnOptions,
  type GatewayInterface,
  type HaVpnOptions,
  peerOfTunnel,
  REDUNDANCY,
  type TunnelOptions,
  tunnelRange,
  warnOfHaVpn,
} from "./ha-vpn-options";
import type { ILink, LinkBindOptions } from "./i-link";
import { checkLinkBindOptions } from "./i-link";
import { hostsOf } from "./link-local";

export interface HaVpnLinkProps extends HaVpnOptions, LinkBindOptions {}

/**
 * A link to a data centre by HA VPN: two gateways, tunnels between them, and a BGP session in each.
 *
 * Source: https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies
 */
export class HaVpnLink extends Construct implements ILink {
  /** Google's gateway. */
  public readonly gateway: ComputeHaVpnGateway;
  /** What Google knows of the data centre's gateway. */
  public readonly peerGateway: ComputeExternalVpnGateway;
  public readonly router: ComputeRouter;
  /** The tunnels, by name. */
  public readonly tunnels: ReadonlyMap<string, ComputeVpnTunnel>;
  /** The BGP sessions, by the name of their tunnel. */
  public readonly peers: ReadonlyMap<string, ComputeRouterPeer>;
  public readonly attachmentIds: readonly string[] = [];
  public readonly advertisedRanges: readonly string[];
  public readonly handover: Readonly<Record<string, unknown>>;
  public readonly isHandoverSensitive = false;

  constructor(scope: Construct, id: string, props: HaVpnLinkProps) {
    super(scope, id);
    validateProps(this, "HaVpnLinkProps", props, (problems) => {
      if (checkLinkBindOptions(problems, props)) checkHaVpnOptions(problems, props.linkName, props);
    });
    warn(this, (warnings) => warnOfHaVpn(warnings, props.linkName, props));
    const { linkName, region, networkId: network, peerAddresses } = props;
    const name = resourceName(63, linkName);
    this.gateway = new ComputeHaVpnGateway(this, "Resource", {
      name,
      region,
      network,
      vpnInterfaces: props.attachmentIds?.map((interconnectAttachment, number) => ({
        id: number,
        interconnectAttachment,
      })),
    });
    this.peerGateway = new ComputeExternalVpnGateway(this, "peer_gateway", {
      name,
      redundancyType: REDUNDANCY[peerAddresses.length],
      interface: peerAddresses.map((ipAddress, number) => ({ id: number, ipAddress })),
    });
    this.router = addRouter(this, { ...props, routerName: name });
    this.advertisedRanges = advertisedRangesOf(props);
    const tunnels = new Construct(this, "tunnel");
    const made = Object.entries(underNames(props.tunnels).named).map(([key, tunnel]) => {
      return [key, this.addTunnel(new Construct(tunnels, key), key, tunnel, props)] as const;
    });
    this.tunnels = new Map(made.map(([key, { tunnel }]) => [key, tunnel]));
    this.peers = new Map(made.map(([key, { peer }]) => [key, peer]));
    this.handover = {
      google_asn: props.asn,
      peer_asn: props.peerAsn,
      tunnels: Object.fromEntries(made.map(([key, { handover }]) => [key, handover])),
    };
  }

  private addTunnel(scope: Construct, key: string, options: TunnelOptions, props: HaVpnLinkProps) {
    const { linkName, region, peerAddresses, peerAsn } = props;
    const { gatewayInterface } = options;
    const name = resourceName(63, linkName, key);
    const [first, second] = hostsOf(tunnelRange(linkName, key, options));
    const isSecond = options.cloudRouterAddress === "SECOND";
    const [cloudRouterAddress, peerBgpAddress] = isSecond ? [second, first] : [first, second];
    const peerAddress = peerOfTunnel(options, peerAddresses);
    const tunnel = new ComputeVpnTunnel(scope, "Resource", {
      name,
      region,
      vpnGateway: this.gateway.id,
      vpnGatewayInterface: gatewayInterface,
      peerExternalGateway: this.peerGateway.id,
      peerExternalGatewayInterface: peerAddresses.indexOf(peerAddress),
      sharedSecret: options.preSharedKey.bind(this),
      router: this.router.name,
      ikeVersion: 2,
      // Google neither deletes a tunnel under its interface nor changes an interface under its session, and none of them can be created
      // first: an interface of a tunnel, and a tunnel to an interface of a gateway, exist once.
      lifecycle: replacedWith(this.router),
    });
    const bgpInterface = new ComputeRouterInterface(scope, "interface", {
      name,
      region,
      router: this.router.name,
      ipRange: `${cloudRouterAddress}/30`,
      vpnTunnel: tunnel.name,
      lifecycle: replacedWith(tunnel),
    });
    const peer = new ComputeRouterPeer(scope, "peer", {
      name,
      region,
      router: this.router.name,
      interface: bgpInterface.name,
      peerIpAddress: peerBgpAddress,
      peerAsn,
      lifecycle: replacedWith(bgpInterface),
      ...sessionConfig(this, name, options),
    });
    const handover = {
      google_address: this.addressOf(gatewayInterface),
      peer_address: peerAddress,
      google_bgp_address: cloudRouterAddress,
      peer_bgp_address: peerBgpAddress,
      ike_version: 2,
    };
    return { tunnel, peer, handover };
  }

  /** The public address of an interface of Google's gateway, found by the interface's own number and not by its position. */
  private addressOf(number: GatewayInterface): string {
    const gateway = `${this.gateway.terraformResourceType}.${this.gateway.friendlyUniqueId}`;
    return `$\{one([for each in ${gateway}.vpn_interfaces : each.ip_address if each.id == ${number}])}`;
  }
}
