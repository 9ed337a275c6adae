import { Testing } from "cdktf";
import { HybridPlatform, type HybridPlatformProps, Link, LinksStack, type TunnelOptions } from "../../index";
import { oneTunnel, VPN } from "../links/support";
import { SMALL_PLATFORM } from "../support/platform";
import { addressesOf, type Block, refusalOf, resourceOf, synthesize } from "../support/synthesize";

const PARTNER = Link.partnerInterconnect({
  region: "europe-west1",
  attachments: { first: { edgeAvailabilityDomain: 1 }, second: { edgeAvailabilityDomain: 2 } },
});
const platform = (links: Record<string, Link>, props: Partial<HybridPlatformProps> = {}) =>
  synthesize((app) => {
    const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateRanges: ["10.128.0.0/12"], links };
    new HybridPlatform(app, "acme", { ...SMALL_PLATFORM, dataCenters: { paris }, ...props });
  });
const stackOf = (links: Record<string, Link>) => platform(links).stacks["acme-links"] as Block;

describe("the links stack", () => {
  test("is there only when a data centre has a link", () => {
    expect(Object.keys(platform({}).stacks)).not.toContain("acme-links");
    expect(Object.keys(platform({ vpn: Link.haVpn(VPN) }).stacks)).toContain("acme-links");
  });

  test("waits for the network, and the edge for it when a service is served over a link", () => {
    const { manifest } = platform({ vpn: Link.haVpn(VPN) });
    expect(manifest.stacks["acme-links"].dependencies).toEqual(["acme-network"]);
    expect(manifest.stacks["acme-edge"].dependencies).not.toContain("acme-links");
    const privateIngress = { addresses: ["10.128.0.10"], zone: "europe-west1-b", maxRatePerEndpoint: 2000 };
    const paris = { ...SMALL_PLATFORM.dataCenters.paris, privateIngress, links: { vpn: Link.haVpn(VPN) } };
    const services = { api: { ...SMALL_PLATFORM.services.api, dataCenters: ["paris"] } };
    const served = platform({}, { dataCenters: { paris }, services }).manifest;
    expect(served.stacks["acme-edge"].dependencies).toContain("acme-links");
  });

  test("names the network, and reads nothing of it", () => {
    const stack = stackOf({ vpn: Link.haVpn(VPN) });
    expect(stack).not.toHaveProperty("data");
    expect(resourceOf(stack, "google_compute_ha_vpn_gateway")).toMatchObject({
      name: "acme-paris-vpn",
      network: "projects/acme-test/global/networks/acme",
    });
  });

  test("has addresses of the users' names", () => {
    expect(addressesOf(stackOf({ vpn: Link.haVpn(oneTunnel()) }))).toEqual([
      "google_compute_external_vpn_gateway.link_paris_vpn_peer_gateway",
      "google_compute_ha_vpn_gateway.link_paris_vpn",
      "google_compute_router.link_paris_vpn_router",
      "google_compute_router_interface.link_paris_vpn_tunnel_edge-1_interface",
      "google_compute_router_peer.link_paris_vpn_tunnel_edge-1_peer",
      "google_compute_vpn_tunnel.link_paris_vpn_tunnel_edge-1",
    ]);
  });

  test("hands over what the other side's network team must know", () => {
    const { value, sensitive } = stackOf({ vpn: Link.haVpn(VPN) }).output.link_paris_vpn;
    expect(sensitive).toBeUndefined();
    expect(value).toMatchObject({ google_asn: 64_514, peer_asn: 65_001, learned_by_google: ["10.128.0.0/12"] });
    expect(value.learned_by_data_center).toEqual(expect.arrayContaining(["35.191.0.0/16", "130.211.0.0/22"]));
    expect(value.tunnels["edge-2"]).toEqual({
      google_address:
        "$" +
        "{one([for each in google_compute_ha_vpn_gateway.link_paris_vpn.vpn_interfaces : each.ip_address if each.id == 1])}",
      peer_address: "203.0.113.2",
      google_bgp_address: "169.254.10.5",
      peer_bgp_address: "169.254.10.6",
      ike_version: 2,
    });
  });

  test("hands over pairing keys as a sensitive output", () => {
    const { value, sensitive } = stackOf({ partner: PARTNER }).output.link_paris_partner;
    expect(sensitive).toBe(true);
    const pairingKey = "$" + "{google_compute_interconnect_attachment.link_paris_partner_attachment_first.pairing_key}";
    expect(value.attachments.first).toEqual({ pairing_key: pairingKey });
  });

  test("changes no address of a link when another comes", () => {
    const vpn = Link.haVpn(VPN);
    const both = addressesOf(stackOf({ partner: PARTNER, vpn }));
    expect(both).toEqual(expect.arrayContaining(addressesOf(stackOf({ vpn }))));
  });
});

describe("a VPN over an interconnect", () => {
  const encrypted = Link.partnerInterconnect({
    region: "europe-west1",
    encryption: "IPSEC",
    // Not in the order of their names, which decides.
    attachments: { second: { edgeAvailabilityDomain: 2 }, first: { edgeAvailabilityDomain: 1 } },
  });
  const over = (overInterconnect: string) =>
    Link.haVpn({ ...VPN, overInterconnect, peerAddresses: ["10.128.0.1", "10.128.0.2"], tunnels: privateTunnels });
  const privateTunnels = {
    "edge-1": { ...(VPN.tunnels["edge-1"] as TunnelOptions), peerAddress: "10.128.0.1" },
    "edge-2": { ...(VPN.tunnels["edge-2"] as TunnelOptions), peerAddress: "10.128.0.2" },
  };

  test("has its gateway's interfaces on the attachments, whichever link was named first", () => {
    const stack = stackOf({ a: over("circuit"), circuit: encrypted });
    const id = (name: string) => `\${google_compute_interconnect_attachment.link_paris_circuit_attachment_${name}.id}`;
    expect(resourceOf(stack, "google_compute_ha_vpn_gateway").vpn_interfaces).toEqual([
      { id: 0, interconnect_attachment: id("first") },
      { id: 1, interconnect_attachment: id("second") },
    ]);
  });

  test("leaves nothing but its gateways to be learned over the attachments", () => {
    const { output } = stackOf({ a: over("circuit"), circuit: encrypted });
    expect(output.link_paris_circuit.value).toMatchObject({ learned_by_google: [], learned_by_data_center: [] });
    expect(output.link_paris_a.value.learned_by_data_center).toContain("35.191.0.0/16");
  });

  test("needs one that is there, in its region, and encrypted", () => {
    const plain = PARTNER;
    expect(refusalOf(() => platform({ vpn: over("plain"), plain, circuit: encrypted }))).toEqual([
      'acme: dataCenters.paris.links.vpn.overInterconnect: got "plain", expected a link of this data centre and region by interconnect, with encryption "IPSEC" and two attachments: circuit',
    ]);
  });
});

describe("the links of a stack that is made by itself are refused", () => {
  test("under the names of the stack", () => {
    const links = { paris: { Far: Link.haVpn({ ...VPN, asn: 1 }) } };
    const props = { google: { project: "acme-test" }, linksName: "acme", networkName: "acme", links };
    expect(refusalOf(() => new LinksStack(Testing.app(), "links", props))).toEqual([
      'links: links.paris.Far: got "Far", expected 1 to 24 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      "links: links.paris.Far.asn: got 1, expected 64512 to 65534 or 4200000000 to 4294967294; 16550 is of partner interconnects",
    ]);
  });
});

describe("the links of a platform are refused", () => {
  test("outside its regions, with an invalid name, and with the words of each link", () => {
    const far = Link.haVpn({ ...VPN, region: "us-east1", asn: 1 });
    expect(refusalOf(() => platform({ Far: far }))).toEqual([
      'acme: dataCenters.paris.links.Far: got "Far", expected 1 to 24 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      'acme: dataCenters.paris.links.Far.region: got "us-east1", expected a region with a cluster: europe-west1',
      "acme: dataCenters.paris.links.Far.asn: got 1, expected 64512 to 65534 or 4200000000 to 4294967294; 16550 is of partner interconnects",
    ]);
  });

  test("with names that make one", () => {
    const a = { ...SMALL_PLATFORM.dataCenters.paris, links: { "b-c": Link.haVpn(VPN) } };
    const b = { ingress: { ipv4: "203.0.113.77", ipv6: "2001:db8:7::7" }, links: { c: Link.haVpn(VPN) } };
    const make = () =>
      new HybridPlatform(Testing.app(), "acme", { ...SMALL_PLATFORM, dataCenters: { a, "a-b": b }, routing: {} });
    expect(refusalOf(make)).toContain(
      'acme: dataCenters.a-b.links.c: got "acme-a-b-c", expected a name that does not make acme-a-b-c, as a.links.b-c does',
    );
  });

  test("with more of them in a region than Google has routers", () => {
    const links = Object.fromEntries(["a", "b", "c", "d", "e"].map((key) => [key, PARTNER]));
    expect(refusalOf(() => platform(links))).toEqual([
      'acme: dataCenters.paris.links.e.region: got "europe-west1", expected a region with fewer than 4 links: Google allows five Cloud Routers per network and region, and Cloud NAT has one',
    ]);
  });

  test("with one link-local range in two links of a network", () => {
    const linkLocalRange = "169.254.10.0/30";
    const links = { one: Link.haVpn(oneTunnel({ linkLocalRange })), two: Link.haVpn(oneTunnel({ linkLocalRange })) };
    expect(refusalOf(() => platform(links))).toEqual([
      'acme: dataCenters.paris.links.two.tunnels.edge-1.linkLocalRange: got "169.254.10.0/30", expected a range of its own: paris.links.one.tunnels.edge-1.linkLocalRange has 169.254.10.0/30; give one of them another',
    ]);
  });
});
