import {
  DedicatedInterconnectLink,
  type DedicatedInterconnectLinkProps,
  HaVpnLink,
  type HaVpnLinkProps,
  type LiteralSecretOptions,
  PartnerInterconnectLink,
  type PartnerInterconnectLinkProps,
  Secret,
  type SecretManagerOptions,
} from "../../../index";
import { oneTunnel, PLACE, VPN } from "../../links/support";
import { inStack, type Sample } from "./sample";

const VPN_LINK: HaVpnLinkProps = { ...PLACE, ...VPN };

const INTERCONNECT = (name: string) =>
  `https://www.googleapis.com/compute/v1/projects/acme-test/global/interconnects/${name}`;

const DEDICATED: DedicatedInterconnectLinkProps = {
  ...PLACE,
  region: "europe-west1",
  asn: 64_514,
  peerAsn: 65_001,
  bfd: {},
  attachments: {
    first: { interconnect: INTERCONNECT("one"), vlan: 100 },
    second: { interconnect: INTERCONNECT("two"), vlan: 100 },
  },
};

/** What carries tunnels of a VPN alone, whose gateway has private addresses. */
const ENCRYPTED: DedicatedInterconnectLinkProps = {
  ...DEDICATED,
  encryption: "IPSEC",
  attachments: {
    first: { interconnect: INTERCONNECT("one"), vlan: 100, gatewayRange: "10.255.0.0/29" },
    second: { interconnect: INTERCONNECT("two"), vlan: 100, gatewayRange: "10.255.0.8/29" },
  },
};

const PARTNER: PartnerInterconnectLinkProps = {
  ...PLACE,
  region: "europe-west1",
  attachments: { first: { edgeAvailabilityDomain: 1 }, second: { edgeAvailabilityDomain: 2 } },
};

export const linksSamples: readonly Sample[] = [
  inStack("HaVpnLinkProps", VPN_LINK, (stack, props) => new HaVpnLink(stack, "vpn", props)),
  inStack("DedicatedInterconnectLinkProps", DEDICATED, (stack, props) => {
    new DedicatedInterconnectLink(stack, "circuits", props);
  }),
  inStack("DedicatedInterconnectLinkProps", ENCRYPTED, (stack, props) => {
    new DedicatedInterconnectLink(stack, "circuits", props);
  }),
  inStack("PartnerInterconnectLinkProps", PARTNER, (stack, props) => {
    new PartnerInterconnectLink(stack, "circuits", props);
  }),
  inStack("SecretManagerOptions", { secret: "paris-key" } as SecretManagerOptions, (stack, props) => {
    new HaVpnLink(stack, "vpn", { ...PLACE, ...oneTunnel({ preSharedKey: Secret.fromSecretManager(props) }) });
  }),
  inStack("LiteralSecretOptions", { acceptInState: true } as LiteralSecretOptions, (stack, props) => {
    new HaVpnLink(stack, "vpn", { ...PLACE, ...oneTunnel({ preSharedKey: Secret.literal("for a trial", props) }) });
  }),
];
