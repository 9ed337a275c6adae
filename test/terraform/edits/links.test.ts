import { type DataCenterIngressOptions, Link } from "../../../index";
import { circuitsToFrankfurt, interconnect, PARIS_INGRESS, PLATFORM, secret, vpnToParis } from "../running-platform";
import { dataCenter, renamed, reversed, service, together, without } from "./changing";
import type { Edit, Edits } from "./edited-platform";
import { testOfEdits } from "./test-of-edits";

type VpnEdit = Parameters<typeof vpnToParis>[0];
type CircuitsEdit = Parameters<typeof circuitsToFrankfurt>[1];
type FirstAttachment = Parameters<typeof circuitsToFrankfurt>[2];

const vpn = (edit: VpnEdit) => dataCenter("paris", { links: { vpn: vpnToParis(edit) } });
const circuits = (edit?: CircuitsEdit, first?: FirstAttachment) =>
  dataCenter("frankfurt", { links: { circuits: circuitsToFrankfurt("169.254.88.0/29", edit, first) } });
const OTHER_VPN = vpnToParis({ addresses: ["203.0.113.21", "203.0.113.22"], linkLocalRange: "169.254.5.8/30" });
const preSharedKey = secret("first");
const ingress = (changed: Partial<DataCenterIngressOptions>) =>
  dataCenter("paris", { privateIngress: { ...PARIS_INGRESS, ...changed } });

const ROME = {
  ingress: { ipv4: "203.0.113.30" },
  links: {
    partner: Link.partnerInterconnect({
      region: "europe-west1",
      attachments: { first: { edgeAvailabilityDomain: 1 }, second: { edgeAvailabilityDomain: 2 } },
    }),
  },
};

const dataCenters =
  (change: (all: NonNullable<typeof PLATFORM.dataCenters>) => NonNullable<typeof PLATFORM.dataCenters>): Edit =>
  (now) => ({ dataCenters: change(now.dataCenters ?? {}) });

const EDITS: Edits = {
  "there is a data centre more, over a partner's circuits": dataCenters((all) => ({ ...all, rome: ROME })),
  "it is called otherwise, and the data centres are in another order": dataCenters((all) =>
    reversed(renamed(all, "rome", "milan")),
  ),
  "it has a third attachment, and one that is called otherwise": dataCenter("milan", {
    links: {
      partner: Link.partnerInterconnect({
        region: "europe-west1",
        mtuBytes: 1500,
        attachments: {
          one: { edgeAvailabilityDomain: 1 },
          second: { edgeAvailabilityDomain: 2 },
          third: { edgeAvailabilityDomain: 1 },
        },
      }),
    },
  }),
  "the new data centre is taken away": dataCenters((all) => without(all, "milan")),
  "a link has two more tunnels": vpn({
    tunnels: {
      "edge-3": { gatewayInterface: 0, peerAddress: "203.0.113.12", preSharedKey },
      "edge-4": { gatewayInterface: 1, peerAddress: "203.0.113.11", preSharedKey },
    },
  }),
  "it has these no more": vpn({}),
  "the session of one is preferred": vpn({ first: { advertisedRoutePriority: 0 } }),
  "the other side has the first address of a tunnel's range": vpn({ first: { cloudRouterAddress: "SECOND" } }),
  // docs/data-center-links.md: Google has one tunnel between two interfaces, so that the old one must be gone.
  "a tunnel is called otherwise": {
    edit: dataCenter("paris", { links: { vpn: vpnToParis({ firstKey: "edge-one" }) } }),
    refusedAtFirst: /one with the same\s+vpn_gateway, vpn_gateway_interface,[\s\S]+ already\s+exists/,
  },
  "that tunnel is taken away": vpn({ firstKey: null }),
  "it comes under its old name": vpn({}),
  "a tunnel's link-local range is another": vpn({ linkLocalRange: "169.254.99.8/30" }),
  "the other side's gateway has another address": vpn({ addresses: ["203.0.113.11", "203.0.113.99"] }),
  "the key of both tunnels is another": vpn({ key: "second" }),
  "the key of one tunnel is another": vpn({ key: "second", first: { preSharedKey: secret("third") } }),
  "Google's side has another ASN": vpn({ options: { asn: 64_999 } }),
  "the other side has another ASN, and learns of another range": vpn({
    options: { peerAsn: 65_099, advertisedRanges: ["35.199.192.0/19"], keepaliveSeconds: 40 },
  }),
  "sessions are signed": vpn({ first: { md5Key: secret("signed") } }),
  "a link is called otherwise": dataCenter("paris", { links: { tunnels: vpnToParis() } }),
  "there are two links": dataCenter("paris", { links: { tunnels: vpnToParis(), vpn: OTHER_VPN } }),
  "the first of them is taken away": dataCenter("paris", { links: { vpn: OTHER_VPN } }),
  "an attachment's link-local range is another": circuits({}, { linkLocalRange: "169.254.99.0/29" }),
  "failed paths are detected at once, and the circuits carry more": circuits(
    { bfd: { multiplier: 6 }, mtuBytes: 1500 },
    { bandwidth: "BPS_20G" },
  ),
  "that is left to the keepalives again": circuits({}),
  // The VLAN of a circuit is of one attachment.
  "an attachment is called otherwise": {
    edit: dataCenter("frankfurt", { links: { circuits: circuitsToFrankfurt("169.254.88.0/29", {}, {}, "fra-one") } }),
    refusedAtFirst: /one with the same\s+interconnect, vlan_tag8021q already\s+exists/,
  },
  "that attachment is taken away, and another one comes": circuits({}, { vlan: 101 }),
  "an attachment has another VLAN, and there is a third one": circuits(
    { attachments: { "fra-3": { interconnect: interconnect("fra-2"), vlan: 300 } } },
    { vlan: 200 },
  ),
  "all circuits are drained": circuits({ adminEnabled: false }),
  "a data centre's ingress has one address less and one more, at another port": ingress({
    addresses: ["10.128.0.10", "10.128.0.12"],
    port: 8080,
  }),
  "its addresses are in another order, and take less": ingress({
    addresses: ["10.128.0.12", "10.128.0.10"],
    maxRatePerEndpoint: 100,
  }),
  "requests leave for it in another zone": ingress({ zone: "europe-west1-d" }),
  "half of it is used": ingress({ capacityPercent: 50 }),
  "it takes no requests": ingress({ drain: true }),
  "a data centre is called otherwise": together(
    dataCenters((all) => renamed(all, "paris", "lyon")),
    service("api", { dataCenters: ["lyon", "frankfurt"] }),
    () => ({ routing: { countries: { FR: { serveFrom: ["lyon", "frankfurt"] }, DE: { serveFrom: ["frankfurt"] } } } }),
  ),
  "a data centre is taken away": together(
    dataCenters((all) => without(all, "frankfurt")),
    service("api", { dataCenters: ["lyon"] }),
    () => ({ routing: { countries: { FR: { serveFrom: ["lyon"] } } } }),
  ),
};

testOfEdits("the data centres and links", PLATFORM, EDITS);
