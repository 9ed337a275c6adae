import type { ClusterNetworkOptions } from "../../../index";
import { clusterRefusal, clusterWith } from "../../support/cluster";

describe("the network of a cluster", () => {
  test("is native to the VPC, by the names of its ranges, with Dataplane V2", () => {
    expect(clusterWith({})).toMatchObject({
      networking_mode: "VPC_NATIVE",
      datapath_provider: "ADVANCED_DATAPATH",
      enable_intranode_visibility: true,
      ip_allocation_policy: {
        cluster_secondary_range_name: "pods",
        services_secondary_range_name: "services",
        stack_type: "IPV4",
      },
    });
  });

  test.each<[string, ClusterNetworkOptions, object]>([
    ["intranodeVisibility", { intranodeVisibility: false }, { enable_intranode_visibility: false }],
    ["defaultMaxPodsPerNode", { defaultMaxPodsPerNode: 64 }, { default_max_pods_per_node: 64 }],
    [
      "additionalPodRanges",
      { additionalPodRanges: ["pods-2"] },
      { ip_allocation_policy: { additional_pod_ranges_config: { pod_range_names: ["pods-2"] } } },
    ],
    ["stackType", { stackType: "IPV4_IPV6" }, { ip_allocation_policy: { stack_type: "IPV4_IPV6" } }],
    ["multiNetworking", { multiNetworking: true }, { enable_multi_networking: true }],
    ["gatewayApi", { gatewayApi: false }, { gateway_api_config: { channel: "CHANNEL_DISABLED" } }],
    [
      "cloudDns",
      { cloudDns: { scope: "VPC_SCOPE", domain: "paris.internal" } },
      {
        dns_config: {
          cluster_dns: "CLOUD_DNS",
          cluster_dns_scope: "VPC_SCOPE",
          cluster_dns_domain: "paris.internal",
        },
      },
    ],
  ])("takes %s as configured", (_, options, expected) => {
    expect(clusterWith(options)).toMatchObject(expected);
  });

  test("leaves the cluster's DNS to GKE unless Cloud DNS is asked for", () => {
    expect(clusterWith({})).not.toHaveProperty("dns_config");
  });

  test("always subsets internal load balancers, because turning it off would replace the cluster", () => {
    expect(clusterWith({}).enable_l4_ilb_subsetting).toBe(true);
  });

  test("refuses limits that Google does", () => {
    const options: ClusterNetworkOptions = {
      defaultMaxPodsPerNode: 257,
      stackType: "IPV6" as "IPV4",
      additionalPodRanges: [],
      cloudDns: { scope: "WORLD" as "VPC_SCOPE" },
    };
    expect(clusterRefusal(options)).toEqual([
      "defaultMaxPodsPerNode: got 257, expected a whole number from 8 to 256",
      'stackType: got "IPV6", expected "IPV4" or "IPV4_IPV6"',
      "additionalPodRanges: got [], expected at least one range",
      'cloudDns.scope: got "WORLD", expected "CLUSTER_SCOPE" or "VPC_SCOPE"',
    ]);
  });

  test("refuses a domain that all clusters of a VPC would share", () => {
    for (const domain of [undefined, "cluster.local"]) {
      expect(clusterRefusal({ cloudDns: { scope: "VPC_SCOPE", domain } })).toEqual([
        `cloudDns.domain: got ${domain ? `"${domain}"` : "nothing"}, expected a domain of the cluster's own in the scope of a VPC`,
      ]);
    }
  });
});
