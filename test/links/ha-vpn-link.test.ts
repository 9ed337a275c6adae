import { HaVpnLink, type HaVpnOptions, type TunnelOptions } from "../../index";
import { addressesOf, refusalOf, resourceOf, resourcesOf, synthesizeStack } from "../support/synthesize";
import { unknownNumber, unknownText } from "../support/tokens";
import { KEY, oneTunnel, PLACE, replacedWith, VPN } from "./support";

const make = (options: HaVpnOptions = VPN) =>
  synthesizeStack((stack) => new HaVpnLink(stack, "link", { ...PLACE, ...options }));
const place = { name: "acme-paris-vpn", region: "europe-west1", network: PLACE.networkId };
const ref = (type: string, id: string, attribute: string) => `$\{${type}.${id}.${attribute}}`;
const only = (configuration: object, type: string) => Object.keys(resourcesOf(configuration, type))[0] as string;
const sessionOf = (options: object) => resourceOf(make(oneTunnel(options)), "google_compute_router_peer");

describe("a link by HA VPN", () => {
  test("has a gateway at each side, and knows the other side's addresses in their order", () => {
    const configuration = make();
    expect(resourceOf(configuration, "google_compute_ha_vpn_gateway")).toEqual(place);
    expect(resourceOf(configuration, "google_compute_external_vpn_gateway")).toEqual({
      name: "acme-paris-vpn",
      redundancy_type: "TWO_IPS_REDUNDANCY",
      interface: [
        { id: 0, ip_address: "203.0.113.1" },
        { id: 1, ip_address: "203.0.113.2" },
      ],
    });
  });

  test("has a router of its own that advertises all subnets and the ranges of health checks", () => {
    expect(resourceOf(make(), "google_compute_router")).toEqual({
      ...place,
      bgp: {
        asn: 64_514,
        keepalive_interval: 20,
        advertise_mode: "CUSTOM",
        advertised_groups: ["ALL_SUBNETS"],
        advertised_ip_ranges: [{ range: "35.191.0.0/16" }, { range: "130.211.0.0/22" }],
      },
    });
  });

  test("advertises other ranges, and keeps the health checks' to itself", () => {
    const { bgp } = resourceOf(
      make({ ...VPN, advertiseHealthChecks: false, advertisedRanges: ["35.199.192.0/19"], keepaliveSeconds: 40 }),
      "google_compute_router",
    );
    expect(bgp).toMatchObject({ keepalive_interval: 40, advertised_ip_ranges: [{ range: "35.199.192.0/19" }] });
  });

  test("has tunnels by IKEv2, each with an interface and a BGP session in its configured range", () => {
    const configuration = make();
    const router = ref("google_compute_router", only(configuration, "google_compute_router"), "name");
    const common = { name: "acme-paris-vpn-edge-2", region: "europe-west1", router };
    const [tunnelId] = Object.keys(resourcesOf(configuration, "google_compute_vpn_tunnel")).slice(1);
    const [interfaceId] = Object.keys(resourcesOf(configuration, "google_compute_router_interface")).slice(1);
    const gateway = only(configuration, "google_compute_ha_vpn_gateway");
    const peerGateway = only(configuration, "google_compute_external_vpn_gateway");
    expect(resourcesOf(configuration, "google_compute_vpn_tunnel")[tunnelId as string]).toEqual({
      ...common,
      vpn_gateway: ref("google_compute_ha_vpn_gateway", gateway, "id"),
      vpn_gateway_interface: 1,
      peer_external_gateway: ref("google_compute_external_vpn_gateway", peerGateway, "id"),
      peer_external_gateway_interface: 1,
      shared_secret: "$" + "{var.paris_key}",
      ike_version: 2,
      lifecycle: replacedWith("google_compute_router", only(configuration, "google_compute_router")),
    });
    expect(Object.values(resourcesOf(configuration, "google_compute_router_interface"))[1]).toEqual({
      ...common,
      ip_range: "169.254.10.5/30",
      vpn_tunnel: ref("google_compute_vpn_tunnel", tunnelId as string, "name"),
      lifecycle: replacedWith("google_compute_vpn_tunnel", tunnelId as string),
    });
    expect(Object.values(resourcesOf(configuration, "google_compute_router_peer"))[1]).toEqual({
      ...common,
      interface: ref("google_compute_router_interface", interfaceId as string, "name"),
      peer_ip_address: "169.254.10.6",
      peer_asn: 65_001,
      advertised_route_priority: 100,
      lifecycle: replacedWith("google_compute_router_interface", interfaceId as string),
    });
  });

  test("takes the second address of a range whose first one the other side has", () => {
    const ofEdge2 = (options: Partial<TunnelOptions>) => {
      const tunnels = { ...VPN.tunnels, "edge-2": { ...(VPN.tunnels["edge-2"] as TunnelOptions), ...options } };
      const configuration = make({ ...VPN, tunnels });
      const [, bgpInterface] = Object.values(resourcesOf(configuration, "google_compute_router_interface"));
      const [, peer] = Object.values(resourcesOf(configuration, "google_compute_router_peer"));
      return [bgpInterface?.ip_range, peer?.peer_ip_address];
    };
    expect(ofEdge2({ cloudRouterAddress: "SECOND" })).toEqual(["169.254.10.6/30", "169.254.10.5"]);
    expect(ofEdge2({ cloudRouterAddress: "FIRST" })).toEqual(["169.254.10.5/30", "169.254.10.6"]);
    expect(ofEdge2({})).toEqual(["169.254.10.5/30", "169.254.10.6"]);
  });

  test.each([
    ["1", ["203.0.113.1"], "SINGLE_IP_INTERNALLY_REDUNDANT"],
    ["4", ["203.0.113.1", "203.0.113.2", "203.0.113.3", "203.0.113.4"], "FOUR_IPS_REDUNDANCY"],
  ])("describes to Google how far a gateway with %s addresses can fail", (_, peerAddresses, redundancy) => {
    const tunnels = { "edge-1": { gatewayInterface: 0, peerAddress: "203.0.113.1", preSharedKey: KEY } } as const;
    const configuration = make({ ...VPN, peerAddresses, tunnels });
    expect(resourceOf(configuration, "google_compute_external_vpn_gateway").redundancy_type).toBe(redundancy);
  });

  test("prefers one tunnel over another by priority, of which 0 is one", () => {
    expect(sessionOf({ advertisedRoutePriority: 200 })).toMatchObject({ advertised_route_priority: 200 });
    expect(sessionOf({ advertisedRoutePriority: 0 })).toMatchObject({ zero_advertised_route_priority: true });
  });

  test("signs a session with a key when the other side asks for it", () => {
    expect(sessionOf({})).not.toHaveProperty("md5_authentication_key");
    const key = { name: "acme-paris-vpn-edge-1", key: "$" + "{var.paris_key}" };
    expect(sessionOf({ md5Key: KEY }).md5_authentication_key).toEqual(key);
  });

  test("takes ASNs that only Terraform knows", () => {
    const configuration = make({ ...VPN, asn: unknownNumber, peerAsn: unknownNumber, region: unknownText });
    expect(resourceOf(configuration, "google_compute_router").bgp.asn).toBe(7);
  });

  test("changes nothing of a tunnel when another comes or goes", () => {
    const { "edge-2": second } = VPN.tunnels;
    const two = make({ ...VPN, tunnels: { "edge-2": second as never, "edge-1": VPN.tunnels["edge-1"] as never } });
    const one = make({ ...VPN, tunnels: { "edge-2": second as never } });
    expect(addressesOf(two)).toEqual(addressesOf(make()));
    for (const type of ["google_compute_vpn_tunnel", "google_compute_router_interface", "google_compute_router_peer"]) {
      expect(resourcesOf(two, type)).toMatchObject(resourcesOf(one, type));
    }
  });

  test("warns of what Google does not promise 99.99 % for", () => {
    const messagesOf = (options: HaVpnOptions) =>
      make(options).annotations?.map(({ message }: { message: string }) => message) ?? [];
    expect(messagesOf(VPN)).toEqual([]);
    expect(messagesOf({ ...VPN, tunnels: { "edge-1": VPN.tunnels["edge-1"] as never } })).toEqual([
      "tunnels: acme-paris-vpn has tunnels on one interface of Google's gateway only: for 99.99 %, Google asks for tunnels on both",
      "tunnels: acme-paris-vpn has no tunnel to 203.0.113.2",
    ]);
  });
});

describe("a link by HA VPN refuses", () => {
  test.each<[string, object, string]>([
    [
      "a public ASN of Google's side",
      { asn: 16_550 },
      "asn: got 16550, expected 64512 to 65534 or 4200000000 to 4294967294; 16550 is of partner interconnects",
    ],
    ["an ASN out of bounds", { peerAsn: 0 }, "peerAsn: got 0, expected a whole number from 1 to 4294967294"],
    [
      "an ASN that no network may have",
      { peerAsn: 23_456 },
      "peerAsn: got 23456, expected a private ASN or your own, which is not reserved: AS_TRANS, ASNs for documentation, the last of two bytes",
    ],
    [
      "one ASN for both sides",
      { peerAsn: 64_514 },
      "peerAsn: got 64514, expected another ASN than Google's side: Cloud Router speaks no iBGP",
    ],
    ["BFD", { bfd: {} }, "bfd: got {}, expected nothing over HA VPN: BFD is for Interconnect"],
    ["rare signs of life", { keepaliveSeconds: 10 }, "keepaliveSeconds: got 10, expected a whole number from 20 to 60"],
    [
      "a range twice",
      { advertisedRanges: ["35.191.0.0/16"] },
      'advertisedRanges: got ["35.191.0.0/16"], expected each range once',
    ],
    [
      "a private peer",
      { peerAddresses: ["10.0.0.1"] },
      'peerAddresses: got "10.0.0.1", expected public IPv4 addresses: "203.0.113.1"',
    ],
    ["no tunnel", { tunnels: {} }, "tunnels: got {}, expected at least one tunnel, better two"],
    [
      "an unknown region",
      { region: "paris" },
      'region: got "paris", expected a region of Google Cloud: "europe-west1"',
    ],
  ])("%s", (_, options, line) => {
    expect(refusalOf(() => make({ ...oneTunnel(), ...options }))).toEqual([`stack/link: ${line}`]);
  });

  test("three peers", () => {
    const peerAddresses = ["203.0.113.1", "203.0.113.2", "203.0.113.3"];
    expect(refusalOf(() => make({ ...VPN, peerAddresses }))).toEqual([
      "stack/link: peerAddresses: got 3, expected 1, 2 or 4 addresses",
    ]);
  });

  test.each<[string, object, string]>([
    [
      "a priority out of bounds",
      { advertisedRoutePriority: 65_536 },
      "advertisedRoutePriority: got 65536, expected a whole number from 0 to 65535",
    ],
    ["a third interface", { gatewayInterface: 2 }, "gatewayInterface: got 2, expected 0 or 1"],
    [
      "a peer of nobody",
      { peerAddress: "203.0.113.9" },
      'peerAddress: got "203.0.113.9", expected one of peerAddresses',
    ],
    [
      "a range that is too large",
      { linkLocalRange: "169.254.10.0/29" },
      'linkLocalRange: got "169.254.10.0/29", expected a /30 of 169.254.0.0/16, written with its first address: "169.254.10.0/30"',
    ],
    [
      "the metadata server's range",
      { linkLocalRange: "169.254.169.252/30" },
      'linkLocalRange: got "169.254.169.252/30", expected a range without 169.254.169.252/30, which is reserved',
    ],
  ])("a tunnel with %s", (_, options, line) => {
    expect(refusalOf(() => make(oneTunnel(options)))).toEqual([`stack/link: tunnels.edge-1.${line}`]);
  });

  test("two tunnels with one range", () => {
    const tunnels = Object.fromEntries(
      Object.entries(VPN.tunnels).map(([key, tunnel]) => [key, { ...tunnel, linkLocalRange: "169.254.10.0/30" }]),
    );
    expect(refusalOf(() => make({ ...VPN, tunnels }))).toEqual([
      'stack/link: tunnels.edge-2.linkLocalRange: got "169.254.10.0/30", expected a range of its own: tunnels.edge-1.linkLocalRange has 169.254.10.0/30; give one of them another',
    ]);
  });
});
