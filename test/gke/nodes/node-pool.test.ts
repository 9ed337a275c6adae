import { Token } from "cdktf";
import type { NodePoolOptions, NodeTaint, RegionalClusterOptions } from "../../../index";
import { later, POOL, poolRefusal, poolWarnings, poolWith, variable } from "../../support/cluster";

const KEY = "projects/acme-keys/locations/europe-west4/keyRings/gke/cryptoKeys/disks";

describe("a node pool", () => {
  test("is written in full", () => {
    expect(poolWith({})).toEqual({
      name: "pool",
      project: "acme-test",
      cluster: expect.stringMatching(/^\$\{google_container_cluster\..*\.id\}$/),
      location: "europe-west4",
      node_locations: ["europe-west4-a", "europe-west4-b", "europe-west4-c"],
      initial_node_count: 1,
      autoscaling: { total_min_node_count: 3, total_max_node_count: 60, location_policy: "BALANCED" },
      management: { auto_repair: true, auto_upgrade: true },
      upgrade_settings: { strategy: "SURGE", max_surge: 1, max_unavailable: 0 },
      network_config: { enable_private_nodes: true },
      node_config: {
        machine_type: "n2-standard-8",
        guest_accelerator: [{ type: "", count: 0 }],
        image_type: "COS_CONTAINERD",
        disk_type: "pd-balanced",
        disk_size_gb: 100,
        spot: false,
        service_account: expect.stringMatching(/^\$\{google_service_account\..*\.email\}$/),
        oauth_scopes: ["https://www.googleapis.com/auth/cloud-platform"],
        metadata: { "disable-legacy-endpoints": "true" },
        workload_metadata_config: { mode: "GKE_METADATA" },
        gvnic: { enabled: true },
        shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
        kubelet_config: { insecure_kubelet_readonly_port_enabled: "FALSE", cpu_cfs_quota: true },
      },
      lifecycle: {
        ignore_changes: [
          "initial_node_count",
          "node_config[0].ephemeral_storage_local_ssd_config",
          "node_config[0].local_nvme_ssd_block_config",
        ],
      },
      depends_on: [expect.stringContaining("node_account_gke"), expect.stringContaining("node_account_images")],
    });
  });

  test("follows a cluster that is replaced, because it names the cluster's id", () => {
    expect(poolWith({}).cluster).toMatch(/^\$\{google_container_cluster\..*\.id\}$/);
  });

  test("scales in all its zones together, from none when nothing waits", () => {
    const { autoscaling, initial_node_count } = poolWith({
      autoscaling: { totalMinNodeCount: 0, totalMaxNodeCount: 9 },
    });
    expect(autoscaling).toEqual({ total_min_node_count: 0, total_max_node_count: 9, location_policy: "BALANCED" });
    expect(initial_node_count).toBe(0);
  });

  test.each([
    [3, 60, 1],
    [4, 60, 2],
    [0, 1, 0],
    [1, 2, 0],
    [7, 8, 2],
  ])("with %d to %d nodes in three zones starts with %d a zone, never more than the most", (min, max, expected) => {
    const autoscaling = { totalMinNodeCount: min, totalMaxNodeCount: max };
    expect(poolWith({ autoscaling }).initial_node_count).toBe(expected);
  });

  test.each<[string, Partial<NodePoolOptions>, object]>([
    ["zones", { zones: ["europe-west4-b"] }, { node_locations: ["europe-west4-b"] }],
    ["maxPodsPerNode", { maxPodsPerNode: 32 }, { max_pods_per_node: 32 }],
    ["podRange", { podRange: "more" }, { network_config: { enable_private_nodes: true, pod_range: "more" } }],
    ["networkTags", { networkTags: ["web"] }, { node_config: { tags: ["web"] } }],
    ["gvnic", { gvnic: false }, { node_config: { gvnic: { enabled: false } } }],
    ["fastSocket", { fastSocket: true }, { node_config: { fast_socket: { enabled: true } } }],
    ["diskType", { diskType: "pd-ssd" }, { node_config: { disk_type: "pd-ssd" } }],
    ["diskSizeGb", { diskSizeGb: 200 }, { node_config: { disk_size_gb: 200 } }],
    ["bootDiskKmsKeyName", { bootDiskKmsKeyName: KEY }, { node_config: { boot_disk_kms_key: KEY } }],
    ["imageType", { imageType: "UBUNTU_CONTAINERD" }, { node_config: { image_type: "UBUNTU_CONTAINERD" } }],
    [
      "secureBoot",
      { secureBoot: false },
      { node_config: { shielded_instance_config: { enable_secure_boot: false, enable_integrity_monitoring: true } } },
    ],
    [
      "confidentialNodes",
      { confidentialNodes: "SEV_SNP" },
      { node_config: { confidential_nodes: { enabled: true, confidential_instance_type: "SEV_SNP" } } },
    ],
    ["minCpuPlatform", { minCpuPlatform: "Intel Ice Lake" }, { node_config: { min_cpu_platform: "Intel Ice Lake" } }],
    [
      "sysctls",
      { sysctls: { "net.core.somaxconn": "4096" } },
      { node_config: { linux_node_config: { sysctls: { "net.core.somaxconn": "4096" } } } },
    ],
    [
      "cgroupMode",
      { cgroupMode: "CGROUP_MODE_V2" },
      { node_config: { linux_node_config: { cgroup_mode: "CGROUP_MODE_V2" } } },
    ],
    [
      "cpuManagerPolicy",
      { cpuManagerPolicy: "static" },
      { node_config: { kubelet_config: { cpu_manager_policy: "static", cpu_cfs_quota: true } } },
    ],
    ["cpuCfsQuota", { cpuCfsQuota: false }, { node_config: { kubelet_config: { cpu_cfs_quota: false } } }],
    ["podPidsLimit", { podPidsLimit: 4096 }, { node_config: { kubelet_config: { pod_pids_limit: 4096 } } }],
    [
      "kubeletReadOnlyPort",
      { kubeletReadOnlyPort: true },
      { node_config: { kubelet_config: { insecure_kubelet_readonly_port_enabled: "TRUE" } } },
    ],
    [
      "nodeLabels",
      { nodeLabels: { "example.com/team": "video" } },
      { node_config: { labels: { "example.com/team": "video" } } },
    ],
    ["resourceLabels", { resourceLabels: { team: "video" } }, { node_config: { resource_labels: { team: "video" } } }],
    [
      "taints",
      { taints: [{ key: "team", value: "video", effect: "NO_EXECUTE" }] },
      { node_config: { taint: [{ key: "team", value: "video", effect: "NO_EXECUTE" }] } },
    ],
    [
      "serviceAccount",
      { serviceAccount: "web@acme-test.iam.gserviceaccount.com" },
      { node_config: { service_account: "web@acme-test.iam.gserviceaccount.com" } },
    ],
    [
      "locationPolicy",
      { autoscaling: { ...POOL.autoscaling, locationPolicy: "ANY" } },
      { autoscaling: { location_policy: "ANY" } },
    ],
  ])("takes %s as configured", (_, options, expected) => {
    expect(poolWith(options)).toMatchObject(expected);
  });

  test("never switches CPU limits or private nodes off by leaving them out", () => {
    const { node_config, network_config } = poolWith({ podRange: "more", podPidsLimit: 4096 });
    expect(node_config.kubelet_config.cpu_cfs_quota).toBe(true);
    expect(network_config.enable_private_nodes).toBe(true);
  });

  test("takes a Hyperdisk where the machine takes no other", () => {
    for (const machineType of ["n4-standard-8", "c4-standard-8", "h4d-standard-192"]) {
      expect(poolWith({ machineType }).node_config.disk_type).toBe("hyperdisk-balanced");
    }
    expect(poolRefusal({ machineType: "n4-standard-8", diskType: "pd-ssd" })).toEqual([
      'diskType: got "pd-ssd", expected a Hyperdisk, such as "hyperdisk-balanced": n4-standard-8 takes no other',
    ]);
  });

  test("has interfaces in further networks, in a cluster with several", () => {
    const additionalNetworks = [{ network: "gpu-1", subnetwork: "gpu-1-europe-west4" }];
    expect(poolWith({ additionalNetworks }, { multiNetworking: true }).network_config).toEqual({
      enable_private_nodes: true,
      additional_node_network_configs: [{ network: "gpu-1", subnetwork: "gpu-1-europe-west4" }],
    });
    expect(poolRefusal({ additionalNetworks })).toEqual([
      'additionalNetworks: got [{"network":"gpu-1","subnetwork":"gpu-1-europe-west4"}], expected nothing in a cluster without multiNetworking',
    ]);
  });

  test("is refused with numbers and names that Google refuses", () => {
    const options: Partial<NodePoolOptions> = {
      autoscaling: { totalMinNodeCount: 5, totalMaxNodeCount: 4, locationPolicy: "NEAR" as "ANY" },
      zones: ["europe-west4-a", "europe-west4-a"],
      serviceAccount: "123-compute@developer.gserviceaccount.com",
      diskSizeGb: 9,
      bootDiskKmsKeyName: "key",
      maxPodsPerNode: 7,
      networkTags: ["Web"],
      gvnic: false,
      fastSocket: true,
      imageType: "WINDOWS" as "COS_CONTAINERD",
      confidentialNodes: "SGX" as "SEV",
      cgroupMode: "V2" as "CGROUP_MODE_V2",
      cpuManagerPolicy: "dynamic" as "static",
      podPidsLimit: 1000,
    };
    expect(poolRefusal(options)).toEqual([
      "autoscaling.totalMinNodeCount: got 5, expected at most totalMaxNodeCount, which is 4",
      'autoscaling.locationPolicy: got "NEAR", expected "BALANCED" or "ANY"',
      'zones: got ["europe-west4-a","europe-west4-a"], expected each zone once',
      'serviceAccount: got "123-compute@developer.gserviceaccount.com", expected the address of a service account, not Google\'s default one: nodes@project.iam.gserviceaccount.com',
      "diskSizeGb: got 9, expected a whole number, 10 or more",
      'bootDiskKmsKeyName: got "key", expected a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"',
      "maxPodsPerNode: got 7, expected a whole number from 8 to 256",
      'networkTags: got ["Web"], expected 1 to 63 lower-case letters, digits and hyphens each, a letter first and no hyphen last',
      "fastSocket: got true, expected false when gvnic is",
      'imageType: got "WINDOWS", expected "COS_CONTAINERD" or "UBUNTU_CONTAINERD"',
      'confidentialNodes: got "SGX", expected "SEV", "SEV_SNP" or "TDX"',
      'cgroupMode: got "V2", expected "CGROUP_MODE_V1" or "CGROUP_MODE_V2"',
      'cpuManagerPolicy: got "dynamic", expected "none" or "static"',
      "podPidsLimit: got 1000, expected a whole number from 1024 to 4194304",
    ]);
  });

  test("is refused with labels and taints that Kubernetes refuses", () => {
    const options: Partial<NodePoolOptions> = {
      nodeLabels: { "a/b/c": "x", team: "not a label" },
      taints: [
        { key: "team", value: "video", effect: "NoSchedule" as "NO_SCHEDULE" },
        { key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" },
      ],
      resourceLabels: { Team: "x" },
    };
    expect(poolRefusal(options)).toEqual([
      'nodeLabels.a/b/c: got "a/b/c", expected a Kubernetes label key, such as "team" or "example.com/team"',
      'nodeLabels.team: got "not a label", expected up to 63 letters, digits, hyphens, underscores and dots, with a letter or digit first and last',
      'taints.team.effect: got "NoSchedule", expected "NO_SCHEDULE", "PREFER_NO_SCHEDULE" or "NO_EXECUTE"',
      'taints.nvidia.com/gpu: got "nvidia.com/gpu", expected another key: nodes with a GPU have this taint, and others need none',
      'resourceLabels.Team: got "Team", expected up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first',
    ]);
  });

  test("is refused with labels and taints in the domains of Kubernetes itself", () => {
    const expected = "expected a key outside kubernetes.io and k8s.io, which are of Kubernetes itself";
    expect(
      poolRefusal({
        nodeLabels: { "kubernetes.io/role": "web", "node.k8s.io/x": "y", "notkubernetes.io/x": "y", "k8s.io": "y" },
        taints: [{ key: "node.kubernetes.io/unreachable", value: "true", effect: "NO_EXECUTE" }],
        resourceLabels: { "goog-gke-node": "x" },
      }),
    ).toEqual([
      `nodeLabels.kubernetes.io/role: got "kubernetes.io/role", ${expected}`,
      `nodeLabels.node.k8s.io/x: got "node.k8s.io/x", ${expected}`,
      `taints.node.kubernetes.io/unreachable: got "node.kubernetes.io/unreachable", ${expected}`,
      'resourceLabels.goog-gke-node: got "goog-gke-node", expected a key that does not start with "goog-", as Google\'s own do',
    ]);
  });

  test.each(["t2a-standard-8", "c4a-standard-8", "n4a-standard-8"])(
    "of %s keeps GKE's own taint of Arm nodes when its taints change",
    (machineType) => {
      const arm = { key: "kubernetes.io/arch", value: "arm64", effect: "NO_SCHEDULE" };
      const team: NodeTaint = { key: "team", value: "video", effect: "NO_EXECUTE" };
      expect(poolWith({ machineType }).node_config.taint).toEqual([arm]);
      expect(poolWith({ machineType, taints: [team] }).node_config.taint).toEqual([arm, team]);
    },
  );

  test("is refused with one taint twice, and takes a key with two effects", () => {
    const taint = (value: string, effect: NodeTaint["effect"]): NodeTaint => ({ key: "team", value, effect });
    expect(poolRefusal({ taints: [taint("a", "NO_EXECUTE"), taint("b", "NO_EXECUTE")] })).toEqual([
      'taints.team: got "NO_EXECUTE", expected each key once with an effect',
    ]);
    expect(poolWith({ taints: [taint("a", "NO_EXECUTE"), taint("a", "NO_SCHEDULE")] }).node_config.taint).toHaveLength(
      2,
    );
  });

  test("is refused with a taint that only Terraform knows", () => {
    const taint = Token.asAny("${var.taint}") as unknown as NodeTaint;
    expect(poolRefusal({ taints: [{ key: "team", value: "video", effect: "NO_SCHEDULE" }, taint] })).toEqual([
      "taints.1: got a token, expected a value that is known at synthesis: an object with key, value, effect",
    ]);
  });

  test("takes what only Terraform knows", () => {
    const pool = poolWith({
      autoscaling: { totalMinNodeCount: Token.asNumber(later("min")), totalMaxNodeCount: Token.asNumber(later("max")) },
      machineType: Token.asString(later("machine")),
      networkTags: Token.asList(later("tags")),
      serviceAccount: Token.asString(later("account")),
      diskSizeGb: Token.asNumber(later("disk")),
    });
    expect(pool).toMatchObject({
      autoscaling: { total_min_node_count: variable("min"), total_max_node_count: variable("max") },
      initial_node_count: 1,
      node_config: {
        machine_type: variable("machine"),
        tags: variable("tags"),
        service_account: variable("account"),
        disk_size_gb: variable("disk"),
      },
    });
  });
});

describe("the upgrades of a pool", () => {
  const settings = (options: Partial<NodePoolOptions>) => poolWith(options).upgrade_settings;

  test("bring a new node before an old one goes", () => {
    expect(settings({})).toEqual({ strategy: "SURGE", max_surge: 1, max_unavailable: 0 });
  });

  test("can be quicker", () => {
    expect(settings({ upgrade: { strategy: "SURGE", maxSurge: 5, maxUnavailable: 2 } })).toEqual({
      strategy: "SURGE",
      max_surge: 5,
      max_unavailable: 2,
    });
  });

  test("can be blue-green, by share or by number", () => {
    expect(settings({ upgrade: { strategy: "BLUE_GREEN", batchPercentage: 0.25 } })).toEqual({
      strategy: "BLUE_GREEN",
      blue_green_settings: {
        node_pool_soak_duration: "3600s",
        standard_rollout_policy: { batch_percentage: 0.25, batch_soak_duration: "0s" },
      },
    });
    const upgrade = {
      strategy: "BLUE_GREEN",
      batchNodeCount: 2,
      batchSoakSeconds: 60,
      nodePoolSoakSeconds: 0,
    } as const;
    expect(settings({ upgrade }).blue_green_settings).toEqual({
      node_pool_soak_duration: "0s",
      standard_rollout_policy: { batch_node_count: 2, batch_soak_duration: "60s" },
    });
  });

  test.each<[Partial<NodePoolOptions>, string]>([
    [
      { upgrade: { strategy: "SURGE", maxSurge: 0, maxUnavailable: 0 } },
      "upgrade.maxUnavailable: got 0, expected 1 or more when maxSurge is 0",
    ],
    [
      { upgrade: { strategy: "SURGE", maxSurge: -1, maxUnavailable: 1 } },
      "upgrade.maxSurge: got -1, expected a whole number, 0 or more",
    ],
    [
      { upgrade: { strategy: "BLUE_GREEN" } },
      "upgrade.batchNodeCount: got nothing, expected exactly one of batchNodeCount and batchPercentage",
    ],
    [
      { upgrade: { strategy: "BLUE_GREEN", batchNodeCount: 1, batchPercentage: 0.5 } },
      "upgrade.batchNodeCount: got 1, expected exactly one of batchNodeCount and batchPercentage",
    ],
    [
      { upgrade: { strategy: "BLUE_GREEN", batchPercentage: 25 } },
      "upgrade.batchPercentage: got 25, expected a share, more than 0 and up to 1",
    ],
    [
      { upgrade: { strategy: "BLUE_GREEN", batchNodeCount: 1, nodePoolSoakSeconds: 604_801 } },
      "upgrade.nodePoolSoakSeconds: got 604801, expected a whole number from 0 to 604800",
    ],
    [
      { upgrade: { strategy: "RECREATE" as "SURGE", maxSurge: 1, maxUnavailable: 0 } },
      'upgrade.strategy: got "RECREATE", expected "SURGE" or "BLUE_GREEN"',
    ],
  ])("are refused: %j", (options, expected) => {
    expect(poolRefusal(options)).toEqual([expected]);
  });

  test("cannot be turned off in a release channel", () => {
    expect(poolRefusal({ autoUpgrade: false }, { releaseChannel: "STABLE" })).toEqual([
      'autoUpgrade: got false, expected true in the release channel STABLE; for false the cluster\'s is "UNSPECIFIED"',
    ]);
    const without: RegionalClusterOptions = { releaseChannel: "UNSPECIFIED" };
    expect(poolWith({ autoUpgrade: false, autoRepair: false }, without).management).toEqual({
      auto_repair: false,
      auto_upgrade: false,
    });
  });
});

describe("the local SSDs of a pool", () => {
  test("hold ephemeral storage or are raw", () => {
    expect(poolWith({ ephemeralLocalSsdCount: 2, rawBlockLocalSsdCount: 1 }).node_config).toMatchObject({
      ephemeral_storage_local_ssd_config: { local_ssd_count: 2 },
      local_nvme_ssd_block_config: { local_ssd_count: 1 },
    });
  });

  test("are absent by default", () => {
    const { node_config } = poolWith({});
    expect(node_config).not.toHaveProperty("ephemeral_storage_local_ssd_config");
    expect(node_config).not.toHaveProperty("local_nvme_ssd_block_config");
  });

  test("are watched where a count is configured, and else are GKE's: machines that always have some report them", () => {
    const ignored = (options: Partial<NodePoolOptions>) => poolWith(options).lifecycle.ignore_changes;
    const ephemeral = "node_config[0].ephemeral_storage_local_ssd_config";
    const raw = "node_config[0].local_nvme_ssd_block_config";
    expect(ignored({})).toEqual(["initial_node_count", ephemeral, raw]);
    expect(ignored({ ephemeralLocalSsdCount: 2 })).toEqual(["initial_node_count", raw]);
    expect(ignored({ rawBlockLocalSsdCount: 0 })).toEqual(["initial_node_count", ephemeral]);
    expect(ignored({ ephemeralLocalSsdCount: 0, rawBlockLocalSsdCount: 2 })).toEqual(["initial_node_count"]);
  });

  test.each(["c3-standard-8-lssd", "c4a-highmem-16-lssd", "z3-highmem-88", "h4d-highmem-192-lssd"])(
    "of a %s cannot be none: GKE takes 0 for all of them",
    (machineType) => {
      const allowed = `1 or more, or nothing: ${machineType} always has local SSDs`;
      expect(poolRefusal({ machineType, ephemeralLocalSsdCount: 0 })).toEqual([
        `ephemeralLocalSsdCount: got 0, expected ${allowed}`,
      ]);
      expect(poolWith({ machineType, ephemeralLocalSsdCount: 0, rawBlockLocalSsdCount: 1 }).node_config).toMatchObject({
        local_nvme_ssd_block_config: { local_ssd_count: 1 },
      });
    },
  );

  test("are refused when they are no number", () => {
    expect(poolRefusal({ ephemeralLocalSsdCount: 1.5 })).toEqual([
      "ephemeralLocalSsdCount: got 1.5, expected a whole number, 0 or more",
    ]);
  });
});

test("a pool in a zone that its cluster is not in warns that the load balancer does not know it", () => {
  expect(poolWarnings({ zones: ["europe-west4-b", "europe-west4-c"] }, { zones: ["europe-west4-b"] })).toEqual([
    "zones: europe-west4-c: not among the cluster's zones, where the load balancer's endpoint groups are",
  ]);
});

test("a pool of plain machines warns of nothing", () => {
  expect(poolWarnings({})).toEqual([]);
});
