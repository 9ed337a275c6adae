import { Token } from "cdktf";
import { clusterRefusal, clusterWith, later, variable, warningsOf } from "../../support/cluster";

const office = { office: "203.0.113.0/24" };

describe("the access to the control plane", () => {
  test("is by its DNS name and not by an address", () => {
    const cluster = clusterWith({});
    expect(cluster.control_plane_endpoints_config).toEqual({
      dns_endpoint_config: { allow_external_traffic: true },
      ip_endpoints_config: { enabled: false },
    });
    expect(cluster.private_cluster_config).toEqual({ enable_private_nodes: true, enable_private_endpoint: true });
    expect(cluster).not.toHaveProperty("master_authorized_networks_config");
  });

  test("can be by a private address, from every region, for named ranges alone", () => {
    const cluster = clusterWith({ ipEndpoint: { visibility: "PRIVATE", authorizedNetworks: office } });
    expect(cluster.control_plane_endpoints_config).toEqual({
      dns_endpoint_config: { allow_external_traffic: true },
      ip_endpoints_config: { enabled: true },
    });
    expect(cluster.private_cluster_config).toEqual({
      enable_private_nodes: true,
      enable_private_endpoint: true,
      master_global_access_config: { enabled: true },
    });
    expect(cluster.master_authorized_networks_config).toEqual({
      cidr_blocks: [{ display_name: "office", cidr_block: "203.0.113.0/24" }],
      gcp_public_cidrs_access_enabled: false,
      private_endpoint_enforcement_enabled: true,
    });
  });

  test("can be by a public address, with private nodes all the same", () => {
    const ipEndpoint = { visibility: "PUBLIC", authorizedNetworks: office, globalAccess: false } as const;
    expect(clusterWith({ dnsEndpoint: false, ipEndpoint })).toMatchObject({
      control_plane_endpoints_config: {
        dns_endpoint_config: { allow_external_traffic: false },
        ip_endpoints_config: { enabled: true },
      },
      private_cluster_config: {
        enable_private_nodes: true,
        enable_private_endpoint: false,
        master_global_access_config: { enabled: false },
      },
    });
  });

  test("is refused when it could not be reached", () => {
    expect(clusterRefusal({ dnsEndpoint: false })).toEqual([
      "dnsEndpoint: got false, expected true without ipEndpoint: nobody could reach the cluster",
    ]);
  });

  test("by an address is refused without authorized networks, and with an invalid range", () => {
    expect(clusterRefusal({ ipEndpoint: { visibility: "PRIVATE", authorizedNetworks: {} } })).toEqual([
      "ipEndpoint.authorizedNetworks: got {}, expected at least one range that may connect",
    ]);
    const visibility = "OPEN" as "PUBLIC";
    expect(clusterRefusal({ ipEndpoint: { visibility, authorizedNetworks: { office: "203.0.113.7/24" } } })).toEqual([
      'ipEndpoint.visibility: got "OPEN", expected "PRIVATE" or "PUBLIC"',
      'ipEndpoint.authorizedNetworks.office: got "203.0.113.7/24", expected an IPv4 range, written with its first address: "203.0.113.0/24"',
    ]);
  });

  test("warns when the whole internet is authorized", () => {
    expect(warningsOf({ ipEndpoint: { visibility: "PUBLIC", authorizedNetworks: { all: "0.0.0.0/0" } } })).toEqual([
      "ipEndpoint.authorizedNetworks.all: lets the whole internet reach the control plane",
    ]);
    expect(warningsOf({ ipEndpoint: { visibility: "PRIVATE", authorizedNetworks: { all: "0.0.0.0/0" } } })).toEqual([]);
  });

  test("takes a range that only Terraform knows", () => {
    const range = Token.asString(later("office"));
    const cluster = clusterWith({ ipEndpoint: { visibility: "PUBLIC", authorizedNetworks: { office: range } } });
    expect(cluster.master_authorized_networks_config.cidr_blocks[0].cidr_block).toBe(variable("office"));
  });
});
