import {
  DedicatedInterconnectLink,
  type DedicatedInterconnectOptions,
  PartnerInterconnectLink,
  type PartnerInterconnectOptions,
} from "../../index";
import { addressesOf, type Block, refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownNumber } from "../support/tokens";
import { KEY, PLACE, replacedWith } from "./support";

const circuit = (name: string) => `projects/acme-test/global/interconnects/${name}`;
const DEDICATED: DedicatedInterconnectOptions = {
  region: "europe-west1",
  asn: 64_514,
  peerAsn: 65_001,
  attachments: {
    "par-1": { interconnect: circuit("par-1"), vlan: 100 },
    "par-2": { interconnect: circuit("par-2"), vlan: 101 },
  },
};
const PARTNER: PartnerInterconnectOptions = {
  region: "asia-southeast1",
  attachments: { first: { edgeAvailabilityDomain: 1 }, second: { edgeAvailabilityDomain: 2 } },
};

const dedicated = (options: object = {}) =>
  synthesizeStack((stack) => new DedicatedInterconnectLink(stack, "link", { ...PLACE, ...DEDICATED, ...options }));
const attached = (options: object = {}) =>
  dedicated({ attachments: { "par-1": { ...DEDICATED.attachments["par-1"], ...options } } });
const partner = (options: object = {}) =>
  synthesizeStack((stack) => new PartnerInterconnectLink(stack, "link", { ...PLACE, ...PARTNER, ...options }));
const first = (configuration: object, type: string) =>
  Object.entries(resourcesOf(configuration, type))[0] as [string, Block];
const ref = (type: string, id: string, attribute: string) => `$\{${type}.${id}.${attribute}}`;
const messages = ({ annotations = [] }: { annotations?: { message: string }[] }) =>
  annotations.map(({ message }) => message);

const NO_BFD = {
  session_initialization_mode: "DISABLED",
  min_transmit_interval: 1000,
  min_receive_interval: 1000,
  multiplier: 5,
};

describe("a link by Dedicated Interconnect", () => {
  test("has an attachment on each circuit, with an interface and a BGP session at the addresses that Google takes", () => {
    const configuration = dedicated();
    const [routerId] = first(configuration, "google_compute_router");
    const [attachmentId, attachment] = first(configuration, "google_compute_interconnect_attachment");
    const [interfaceId, bgpInterface] = first(configuration, "google_compute_router_interface");
    const [, peer] = first(configuration, "google_compute_router_peer");
    const common = { name: "acme-paris-vpn-par-1", region: "europe-west1" };
    const router = ref("google_compute_router", routerId, "name");
    const type = "google_compute_interconnect_attachment";
    expect(attachment).toEqual({
      ...common,
      type: "DEDICATED",
      router: ref("google_compute_router", routerId, "id"),
      interconnect: circuit("par-1"),
      vlan_tag8021q: 100,
      bandwidth: "BPS_10G",
      mtu: "1460",
      admin_enabled: true,
      encryption: "NONE",
    });
    expect(bgpInterface).toEqual({
      ...common,
      router,
      ip_range: ref(type, attachmentId, "cloud_router_ip_address"),
      interconnect_attachment: ref(type, attachmentId, "self_link"),
      lifecycle: replacedWith(type, attachmentId),
    });
    expect(peer).toEqual({
      ...common,
      router,
      interface: ref("google_compute_router_interface", interfaceId, "name"),
      peer_ip_address: `$\{element(split("/", ${type}.${attachmentId}.customer_router_ip_address), 0)}`,
      peer_asn: 65_001,
      advertised_route_priority: 100,
      bfd: NO_BFD,
      lifecycle: replacedWith("google_compute_router_interface", interfaceId),
    });
    expect(resourceOf(configuration, "google_compute_router").bgp.asn).toBe(64_514);
  });

  test("has other bandwidths, packets, addresses, priorities and keys", () => {
    const options = {
      bandwidth: "BPS_50G",
      linkLocalRange: "169.254.20.0/29",
      advertisedRoutePriority: 0,
      md5Key: KEY,
    };
    const configuration = attached(options);
    expect(resourceOf(configuration, "google_compute_interconnect_attachment")).toMatchObject({
      bandwidth: "BPS_50G",
      candidate_subnets: ["169.254.20.0/29"],
    });
    expect(resourceOf(configuration, "google_compute_router_peer")).toMatchObject({
      zero_advertised_route_priority: true,
      md5_authentication_key: { name: "acme-paris-vpn-par-1", key: "$" + "{var.paris_key}" },
    });
    const jumbo = Object.values(
      resourcesOf(dedicated({ mtuBytes: 8896, adminEnabled: false }), "google_compute_interconnect_attachment"),
    );
    expect(jumbo[0]).toMatchObject({ mtu: "8896", admin_enabled: false });
  });

  test("detects failed paths by BFD when the other side does", () => {
    const bfd = { session_initialization_mode: "ACTIVE", min_transmit_interval: 1000, min_receive_interval: 1000 };
    const peers = Object.values(resourcesOf(dedicated({ bfd: {} }), "google_compute_router_peer"));
    expect(peers.map((peer) => peer.bfd)).toEqual([
      { ...bfd, multiplier: 5 },
      { ...bfd, multiplier: 5 },
    ]);
  });

  test("writes BFD off without the option: left out, sessions that had it would keep it", () => {
    const peers = Object.values(resourcesOf(dedicated(), "google_compute_router_peer"));
    expect(peers.map((peer) => peer.bfd)).toEqual([NO_BFD, NO_BFD]);
  });

  test("changes no attachment when another goes", () => {
    const { "par-2": second } = DEDICATED.attachments;
    const one = addressesOf(dedicated({ attachments: { "par-2": second } }));
    expect(addressesOf(dedicated())).toEqual(expect.arrayContaining(one));
  });

  test("takes a VLAN that only Terraform knows", () => {
    expect(resourceOf(attached({ vlan: unknownNumber }), "google_compute_interconnect_attachment").vlan_tag8021q).toBe(
      7,
    );
  });

  test("warns when all goes over one circuit", () => {
    expect(messages(dedicated())).toEqual([]);
    expect(messages(attached())).toEqual([
      "attachments: acme-paris-vpn has attachments on one circuit only: for 99.9 %, Google asks for two, in two edge availability domains",
    ]);
  });
});

describe("a link by Partner Interconnect", () => {
  test("has an attachment in each edge availability domain, which the partner completes, and Google's ASN", () => {
    const configuration = partner();
    const [routerId] = first(configuration, "google_compute_router");
    const common = {
      region: "asia-southeast1",
      type: "PARTNER",
      router: ref("google_compute_router", routerId, "id"),
      mtu: "1460",
      admin_enabled: true,
      encryption: "NONE",
    };
    expect(Object.values(resourcesOf(configuration, "google_compute_interconnect_attachment"))).toEqual([
      { ...common, name: "acme-paris-vpn-first", edge_availability_domain: "AVAILABILITY_DOMAIN_1" },
      { ...common, name: "acme-paris-vpn-second", edge_availability_domain: "AVAILABILITY_DOMAIN_2" },
    ]);
    expect(resourceOf(configuration, "google_compute_router").bgp.asn).toBe(16_550);
    expect(configuration.resource).not.toHaveProperty("google_compute_router_peer");
  });

  test("warns when all goes through one domain", () => {
    expect(messages(partner())).toEqual([]);
    expect(messages(partner({ attachments: { first: { edgeAvailabilityDomain: 1 } } }))).toEqual([
      "attachments: acme-paris-vpn has attachments in one edge availability domain only: for 99.9 %, Google asks for both",
    ]);
  });
});

describe("a link by Interconnect refuses", () => {
  test.each<[string, object, string]>([
    [
      "a partner's ASN",
      { asn: 16_550 },
      "asn: got 16550, expected 64512 to 65534 or 4200000000 to 4294967294; 16550 is of partner interconnects",
    ],
    ["other packets", { mtuBytes: 1600 }, "mtuBytes: got 1600, expected 1440, 1460, 1500 or 8896"],
    [
      "large packets, encrypted",
      { encryption: "IPSEC", mtuBytes: 1460 },
      "mtuBytes: got 1460, expected 1440 with encryption",
    ],
    ["no attachment", { attachments: {} }, "attachments: got {}, expected at least one attachment, better two"],
    [
      "rare BFD",
      { bfd: { intervalMilliseconds: 500 } },
      "bfd.intervalMilliseconds: got 500, expected a whole number from 1000 to 30000",
    ],
    ["hasty BFD", { bfd: { multiplier: 3 } }, "bfd.multiplier: got 3, expected a whole number from 5 to 16"],
  ])("%s", (_, options, line) => {
    expect(refusalOf(() => dedicated(options))).toEqual([`stack/link: ${line}`]);
  });

  test("a VLAN, a bandwidth and a range that Google has not", () => {
    const given = { vlan: 4094, bandwidth: "BPS_3G", linkLocalRange: "169.254.20.0/30" };
    const [vlan, bandwidth, range] = refusalOf(() => attached(given));
    expect(vlan).toBe("stack/link: attachments.par-1.vlan: got 4094, expected a whole number from 2 to 4093");
    expect(bandwidth).toContain('attachments.par-1.bandwidth: got "BPS_3G", expected "BPS_50M", "BPS_100M",');
    expect(range).toContain("expected a /29 of 169.254.0.0/16");
  });

  test("a third domain", () => {
    expect(refusalOf(() => partner({ attachments: { first: { edgeAvailabilityDomain: 3 } } }))).toEqual([
      "stack/link: attachments.first.edgeAvailabilityDomain: got 3, expected 1 or 2",
    ]);
  });
});

test.each([
  ["dedicated", dedicated],
  ["partner", partner],
])("%s attachments can be encrypted, on a router for nothing else", (_, make) => {
  const configuration = make({ encryption: "IPSEC" });
  const { encrypted_interconnect_router, bgp } = resourceOf(configuration, "google_compute_router");
  expect(encrypted_interconnect_router).toBe(true);
  // No subnet: it would be learned over attachments that carry nothing but IPsec.
  expect(bgp).toEqual({ asn: expect.any(Number), keepalive_interval: 20 });
  expect(refusalOf(() => make({ encryption: "IPSEC", advertiseHealthChecks: true }))).toEqual([
    "stack/link: advertiseHealthChecks: got true, expected nothing with encryption: the link announces its VPN gateways, and the VPN over it the rest",
  ]);
  for (const attachment of Object.values(resourcesOf(configuration, "google_compute_interconnect_attachment"))) {
    expect(attachment).toMatchObject({ encryption: "IPSEC", mtu: "1440" });
  }
});

describe("the gateway of a VPN over encrypted attachments", () => {
  const ranges = { "par-1": "10.255.0.0/29", "par-2": "10.255.0.8/29" };
  const withRanges = (given: { readonly [name: string]: string | undefined }) =>
    Object.fromEntries(
      Object.entries(DEDICATED.attachments).map(([name, one]) => [name, { ...one, gatewayRange: given[name] }]),
    );

  test("takes its addresses from private ranges, one of each attachment", () => {
    const configuration = dedicated({ encryption: "IPSEC", attachments: withRanges(ranges) });
    const [id, address] = first(configuration, "google_compute_address");
    expect(address).toEqual({
      name: "acme-paris-vpn-par-1",
      region: "europe-west1",
      network: PLACE.networkId,
      address_type: "INTERNAL",
      purpose: "IPSEC_INTERCONNECT",
      address: "10.255.0.0",
      prefix_length: 29,
    });
    const [, attachment] = first(configuration, "google_compute_interconnect_attachment");
    expect(attachment.ipsec_internal_addresses).toEqual([ref("google_compute_address", id, "self_link")]);
  });

  test("refuses a range that only Terraform knows: its address and its size are two arguments", () => {
    const gatewayRange = "${var.range}";
    const attachments = withRanges({ "par-1": gatewayRange, "par-2": ranges["par-2"] });
    expect(refusalOf(() => dedicated({ encryption: "IPSEC", attachments }))).toEqual([
      "stack/link: attachments.par-1.gatewayRange: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });

  test("of a partner takes them in the same way", () => {
    const attachments = {
      first: { edgeAvailabilityDomain: 1, gatewayRange: ranges["par-1"] },
      second: { edgeAvailabilityDomain: 2, gatewayRange: ranges["par-2"] },
    } as const;
    const configuration = partner({ encryption: "IPSEC", attachments });
    expect(Object.keys(resourcesOf(configuration, "google_compute_address"))).toHaveLength(2);
  });

  test("refuses a range without encryption, of another size, and for one attachment alone", () => {
    const refused = (options: object) =>
      refusalOf(() => dedicated(options)).map((line) => line.replace(/^.*?link: /, ""));
    expect(refused({ attachments: withRanges(ranges) })[0]).toBe(
      'attachments.par-1.gatewayRange: got "10.255.0.0/29", expected nothing without encryption "IPSEC"',
    );
    const odd = withRanges({ "par-1": "10.255.0.0/24", "par-2": undefined });
    expect(refused({ encryption: "IPSEC", attachments: odd })).toEqual([
      'attachments.par-1.gatewayRange: got "10.255.0.0/24", expected a range from /26 to /29',
      "attachments.par-2.gatewayRange: got nothing, expected a range, as other attachments of the link have",
    ]);
  });
});
