/** Links between the network and your own data centres. */

export type { BfdOptions } from "./bfd";
export type { AdvertisementOptions, SessionOptions } from "./bgp";
export { DedicatedInterconnectLink, type DedicatedInterconnectLinkProps } from "./dedicated-interconnect-link";
export type { GatewayRangeOptions } from "./gateway-ranges";
export { HaVpnLink, type HaVpnLinkProps } from "./ha-vpn-link";
export type { CloudRouterAddress, GatewayInterface, HaVpnOptions, TunnelOptions } from "./ha-vpn-options";
export type { ILink, LinkBindOptions } from "./i-link";
export type {
  AttachmentBandwidth,
  DedicatedAttachmentOptions,
  DedicatedInterconnectOptions,
  InterconnectOptions,
  PartnerAttachmentOptions,
  PartnerInterconnectOptions,
} from "./interconnect-options";
export { Link, type LinksByDataCenter } from "./link";
export { PartnerInterconnectLink, type PartnerInterconnectLinkProps } from "./partner-interconnect-link";
export { type LiteralSecretOptions, Secret, type SecretManagerOptions } from "./secret";
