import { type HaVpnOptions, Secret } from "../../index";

/** Where links of tests are. */
export const PLACE = { linkName: "acme-paris-vpn", networkId: "projects/acme-test/global/networks/acme" };

export const KEY = Secret.fromVariable("paris_key");

/** A link with what Google promises 99.99 % for. */
export const VPN: HaVpnOptions = {
  region: "europe-west1",
  asn: 64_514,
  peerAsn: 65_001,
  peerAddresses: ["203.0.113.1", "203.0.113.2"],
  tunnels: {
    "edge-1": {
      gatewayInterface: 0,
      peerAddress: "203.0.113.1",
      preSharedKey: KEY,
      linkLocalRange: "169.254.10.0/30",
    },
    "edge-2": { gatewayInterface: 1, peerAddress: "203.0.113.2", preSharedKey: KEY, linkLocalRange: "169.254.10.4/30" },
  },
};

/** One tunnel to one address, with what `options` say. */
export const oneTunnel = (options: object = {}): HaVpnOptions => ({
  ...VPN,
  peerAddresses: ["203.0.113.1"],
  tunnels: { "edge-1": { gatewayInterface: 0, preSharedKey: KEY, ...options } },
});

/** What replaces a resource together with another, and leaves it alone when the other changes in place. */
export const replacedWith = (type: string, id: string) => ({ replace_triggered_by: [`${type}.${id}.id`] });
