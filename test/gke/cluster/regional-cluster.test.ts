import { Token } from "cdktf";
import {
  Accelerator,
  GlobalNetwork,
  NodePool,
  type NodePoolOptions,
  RegionalCluster,
  type RegionalClusterOptions,
} from "../../../index";
import {
  CLUSTER,
  clusterRefusal,
  clusterWith,
  later,
  POOL,
  REGION,
  synthesizeCluster,
  synthesizeGoogle,
  variable,
  warningsOf,
} from "../../support/cluster";
import { addressesOf, type Block, refusalOf, resourceOf, resourcesOf } from "../../support/synthesize";

describe("a regional cluster", () => {
  test("is written in full, with nothing left to Google's defaults that matters", () => {
    expect(clusterWith({})).toEqual({
      name: "test",
      project: "acme-test",
      location: "europe-west4",
      node_locations: ["europe-west4-a", "europe-west4-b", "europe-west4-c"],
      deletion_protection: true,
      remove_default_node_pool: true,
      initial_node_count: 1,
      node_config: {
        service_account: expect.stringMatching(/^\$\{google_service_account\..*\.email\}$/),
        shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      },
      lifecycle: { ignore_changes: ["node_config"] },
      depends_on: [expect.stringContaining("node_account_gke"), expect.stringContaining("node_account_images")],
      network: "projects/acme-test/global/networks/test",
      subnetwork: "projects/acme-test/regions/europe-west4/subnetworks/test-europe-west4",
      networking_mode: "VPC_NATIVE",
      datapath_provider: "ADVANCED_DATAPATH",
      enable_intranode_visibility: true,
      enable_l4_ilb_subsetting: true,
      enable_multi_networking: false,
      ip_allocation_policy: {
        cluster_secondary_range_name: "pods",
        services_secondary_range_name: "services",
        stack_type: "IPV4",
      },
      private_cluster_config: { enable_private_nodes: true, enable_private_endpoint: true },
      control_plane_endpoints_config: {
        dns_endpoint_config: { allow_external_traffic: true },
        ip_endpoints_config: { enabled: false },
      },
      gateway_api_config: { channel: "CHANNEL_STANDARD" },
      addons_config: {
        http_load_balancing: { disabled: false },
        horizontal_pod_autoscaling: { disabled: false },
        dns_cache_config: { enabled: true },
        gce_persistent_disk_csi_driver_config: { enabled: true },
        gcp_filestore_csi_driver_config: { enabled: false },
        gcs_fuse_csi_driver_config: { enabled: true },
        gke_backup_agent_config: { enabled: false },
      },
      cluster_autoscaling: { enabled: false, autoscaling_profile: "BALANCED" },
      release_channel: { channel: "REGULAR" },
      maintenance_policy: { daily_maintenance_window: { start_time: "03:00" } },
      logging_config: {
        enable_components: ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER"],
      },
      vertical_pod_autoscaling: { enabled: false },
      monitoring_config: {
        enable_components: [
          "SYSTEM_COMPONENTS",
          "APISERVER",
          "CONTROLLER_MANAGER",
          "SCHEDULER",
          "STORAGE",
          "HPA",
          "POD",
          "DAEMONSET",
          "DEPLOYMENT",
          "STATEFULSET",
          "CADVISOR",
          "KUBELET",
        ],
        managed_prometheus: { enabled: true },
      },
      cost_management_config: { enabled: true },
      notification_config: { pubsub: { enabled: false } },
      workload_identity_config: { workload_pool: "acme-test.svc.id.goog" },
      enable_shielded_nodes: true,
      enable_legacy_abac: false,
      master_auth: { client_certificate_config: { issue_client_certificate: false } },
      database_encryption: { state: "DECRYPTED" },
      security_posture_config: { mode: "BASIC", vulnerability_mode: "VULNERABILITY_DISABLED" },
      binary_authorization: { evaluation_mode: "PROJECT_SINGLETON_POLICY_ENFORCE" },
      anonymous_authentication_config: { mode: "LIMITED" },
      rbac_binding_config: {
        enable_insecure_binding_system_authenticated: false,
        enable_insecure_binding_system_unauthenticated: false,
      },
      service_external_ips_config: { enabled: false },
      node_pool_defaults: { node_config_defaults: { insecure_kubelet_readonly_port_enabled: "FALSE" } },
      node_pool_auto_config: { node_kubelet_config: { insecure_kubelet_readonly_port_enabled: "FALSE" } },
    });
  });

  test("is regional, in the first three zones of its region or in those of its options", () => {
    const { location, node_locations } = clusterWith({ zones: ["europe-west4-b"] });
    expect({ location, node_locations }).toEqual({ location: "europe-west4", node_locations: ["europe-west4-b"] });
  });

  test("drops the default pool, which meanwhile has the cluster's own account, and never looks at it again", () => {
    const { remove_default_node_pool, initial_node_count, node_config, lifecycle } = clusterWith({});
    expect({ remove_default_node_pool, initial_node_count }).toEqual({
      remove_default_node_pool: true,
      initial_node_count: 1,
    });
    expect(node_config.service_account).toMatch(/google_service_account/);
    expect(lifecycle).toEqual({ ignore_changes: ["node_config"] });
  });

  test("has one key for the boot disks of all nodes, those of the pool that lives for minutes too", () => {
    const keyOf = (name: string) => `projects/acme/locations/europe-west4/keyRings/gke/cryptoKeys/${name}`;
    const autoProvisioning = { cpuCores: { max: 100 }, memoryGb: { max: 400 } };
    const stack = synthesizeCluster({ bootDiskKmsKeyName: keyOf("nodes"), autoProvisioning }, (cluster) => {
      cluster.addNodePool("web", POOL);
      cluster.addNodePool("own", { ...POOL, bootDiskKmsKeyName: keyOf("own") });
    });
    const cluster = resourceOf(stack, "google_container_cluster");
    expect(cluster.node_config.boot_disk_kms_key).toBe(keyOf("nodes"));
    expect(cluster.cluster_autoscaling.auto_provisioning_defaults.boot_disk_kms_key).toBe(keyOf("nodes"));
    const pools = Object.values(resourcesOf(stack, "google_container_node_pool"));
    expect(pools.map(({ node_config }) => node_config.boot_disk_kms_key)).toEqual([keyOf("own"), keyOf("nodes")]);
    expect(clusterRefusal({ bootDiskKmsKeyName: "nodes" })[0]).toContain('bootDiskKmsKeyName: got "nodes"');
  });

  test("has a first pool with the key of its first pool that has one, unless it has one itself", () => {
    const keyOf = (name: string) => `projects/acme/locations/europe-west4/keyRings/gke/cryptoKeys/${name}`;
    const firstKey = (options: RegionalClusterOptions) =>
      resourceOf(
        synthesizeCluster(options, (cluster) => {
          cluster.addNodePool("plain", POOL);
          cluster.addNodePool("web", { ...POOL, bootDiskKmsKeyName: keyOf("web") });
          cluster.addNodePool("batch", { ...POOL, bootDiskKmsKeyName: keyOf("batch") });
        }),
        "google_container_cluster",
      ).node_config;
    expect(firstKey({})).toMatchObject({ boot_disk_kms_key: keyOf("web"), service_account: expect.any(String) });
    expect(firstKey({ bootDiskKmsKeyName: keyOf("nodes") }).boot_disk_kms_key).toBe(keyOf("nodes"));
    expect(clusterWith({}).node_config).not.toHaveProperty("boot_disk_kms_key");
  });

  test("has a first pool that satisfies what an organization demands of all nodes", () => {
    const firstPool = {
      machineType: "n2d-standard-2",
      confidentialNodes: "SEV",
      networkTags: ["nodes"],
      resourceLabels: { team: "video" },
    } as const;
    expect(clusterWith({ firstPool }).node_config).toMatchObject({
      machine_type: "n2d-standard-2",
      disk_type: "pd-balanced",
      confidential_nodes: { enabled: true, confidential_instance_type: "SEV" },
      tags: ["nodes"],
      resource_labels: { team: "video" },
    });
    expect(clusterWith({ firstPool: { machineType: "c4-standard-2" } }).node_config.disk_type).toBe(
      "hyperdisk-balanced",
    );
    expect(
      clusterRefusal({
        firstPool: {
          machineType: "n4-standard-2",
          diskType: "pd-ssd",
          confidentialNodes: "SGX" as "SEV",
          networkTags: ["A"],
          resourceLabels: { A: "x" },
        },
      }),
    ).toEqual([
      'firstPool.diskType: got "pd-ssd", expected a Hyperdisk, such as "hyperdisk-balanced": n4-standard-2 takes no other',
      'firstPool.confidentialNodes: got "SGX", expected "SEV", "SEV_SNP" or "TDX"',
      'firstPool.networkTags: got ["A"], expected 1 to 63 lower-case letters, digits and hyphens each, a letter first and no hyphen last',
      'firstPool.resourceLabels.A: got "A", expected up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first',
    ]);
  });

  test("has nodes with an account of their own and the least roles", () => {
    const stack = synthesizeCluster({});
    expect(resourceOf(stack, "google_service_account")).toEqual({
      project: "acme-test",
      account_id: "test-nodes",
      display_name: "Nodes of test",
    });
    const roles = Object.values(resourcesOf(stack, "google_project_iam_member")).map(({ role }) => role);
    expect(roles).toEqual(["roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"]);
  });

  test.each<[keyof RegionalClusterOptions, RegionalClusterOptions, object]>([
    ["releaseChannel", { releaseChannel: "EXTENDED" }, { release_channel: { channel: "EXTENDED" } }],
    ["acceleratedPatches", { acceleratedPatches: true }, { gke_auto_upgrade_config: { patch_mode: "ACCELERATED" } }],
    ["deletionProtection", { deletionProtection: false }, { deletion_protection: false }],
    ["fleetProject", { fleetProject: "acme-fleet" }, { fleet: { project: "acme-fleet" } }],
    ["resourceLabels", { resourceLabels: { team: "video" } }, { resource_labels: { team: "video" } }],
  ])("takes %s as configured", (_, options, expected) => {
    expect(clusterWith(options)).toMatchObject(expected);
  });

  test.each<[keyof RegionalClusterOptions, string]>([
    ["nodeLocalDns", "dns_cache_config"],
    ["persistentDiskCsiDriver", "gce_persistent_disk_csi_driver_config"],
    ["filestoreCsiDriver", "gcp_filestore_csi_driver_config"],
    ["gcsFuseCsiDriver", "gcs_fuse_csi_driver_config"],
  ])("turns %s on and off, and writes what is off", (option, block) => {
    for (const enabled of [true, false]) {
      expect(clusterWith({ [option]: enabled }).addons_config[block]).toEqual({ enabled });
    }
  });

  test("has the metrics of GPUs from the first pool with some, and not before", () => {
    const components = (pools: object) => clusterWith({}, { web: POOL, ...pools }).monitoring_config.enable_components;
    const video = { ...POOL, machineType: "g2-standard-8", accelerator: Accelerator.L4 };
    expect(components({})).not.toContain("DCGM");
    expect(components({ video, more: video })).toEqual([...components({}), "DCGM"]);
  });

  test("names its problems all at once", () => {
    const problems = clusterRefusal({
      zones: ["us-east1-b"],
      releaseChannel: "SLOW" as "STABLE",
      resourceLabels: { Team: "video" },
    });
    expect(problems).toEqual([
      'zones: got "us-east1-b", expected a zone of europe-west4: "europe-west4-a"',
      'releaseChannel: got "SLOW", expected "RAPID", "REGULAR", "STABLE", "EXTENDED" or "UNSPECIFIED"',
      'resourceLabels.Team: got "Team", expected up to 63 lower-case letters, digits, hyphens and underscores, the key with a letter first',
    ]);
  });

  test("needs its zones in a region that this version does not know, and takes them there", () => {
    const network = GlobalNetwork.fromGlobalNetworkAttributes({ project: "acme-test", networkName: "test" });
    const subnet = network.subnet("europe-west99");
    const make = (zones?: string[]) =>
      synthesizeGoogle((stack) => new RegionalCluster(stack, "cluster", { ...CLUSTER, subnet, zones }));
    expect(refusalOf(make)).toEqual([
      "stack/cluster: zones: got nothing, expected the zones of europe-west99, which this version does not know",
    ]);
    const { node_locations } = resourceOf(make(["europe-west99-a"]), "google_container_cluster");
    expect(node_locations).toEqual(["europe-west99-a"]);
  });

  test("refuses a name that Google would", () => {
    const make = (clusterName: string) =>
      refusalOf(() => synthesizeGoogle((stack) => new RegionalCluster(stack, "cluster", { ...CLUSTER, clusterName })));
    const allowed = "1 to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last";
    expect(make("Big")).toEqual([`stack/cluster: clusterName: got "Big", expected ${allowed}`]);
    expect(make("a".repeat(41))).toEqual([
      `stack/cluster: clusterName: got "${"a".repeat(41)}", expected ${allowed} (this has 41)`,
    ]);
    expect(make(Token.asString(later("name")))).toEqual([
      "stack/cluster: clusterName: got a token, expected a value that is known at synthesis: it decides which resources there are",
    ]);
  });

  test("warns when it is in no release channel", () => {
    expect(warningsOf({ releaseChannel: "UNSPECIFIED" })).toEqual([
      "releaseChannel: outside a release channel it is not kept up to date",
    ]);
    expect(warningsOf({})).toEqual([]);
  });

  test("takes tokens for what only Terraform knows", () => {
    const cluster = clusterWith({
      fleetProject: Token.asString(later("fleet")),
      secretsKmsKeyName: Token.asString(later("key")),
      authenticatorGroupsDomain: Token.asString(later("domain")),
      defaultMaxPodsPerNode: Token.asNumber(later("pods")),
      additionalPodRanges: Token.asList(later("ranges")),
      notifications: { topic: Token.asString(later("topic")) },
      maintenance: { dailyWindowStart: Token.asString(later("start")) },
    });
    expect(cluster).toMatchObject({
      fleet: { project: variable("fleet") },
      database_encryption: { state: "ENCRYPTED", key_name: variable("key") },
      authenticator_groups_config: { security_group: `gke-security-groups@${variable("domain")}` },
      default_max_pods_per_node: variable("pods"),
      ip_allocation_policy: { additional_pod_ranges_config: { pod_range_names: variable("ranges") } },
      notification_config: { pubsub: { topic: variable("topic") } },
      maintenance_policy: { daily_maintenance_window: { start_time: variable("start") } },
    });
  });
});

describe("the addresses of a cluster", () => {
  const addresses = (...pools: string[]) =>
    addressesOf(
      synthesizeCluster({}, (cluster) => {
        for (const name of pools) cluster.addNodePool(name, POOL);
      }),
    );

  test("stay as they are when a pool comes, goes or moves in the list", () => {
    const [one, two] = [addresses("web", "batch"), addresses("batch", "video", "web")];
    expect(one).toHaveLength(6);
    expect(two).toEqual(expect.arrayContaining(one));
    expect(two).toHaveLength(7);
  });

  test("and the rest of the configuration do not change when a pool without GPUs is added", () => {
    const { resource: one } = synthesizeCluster({}, (cluster) => cluster.addNodePool("web", POOL));
    const { resource: two } = synthesizeCluster({}, (cluster) => {
      cluster.addNodePool("batch", POOL);
      cluster.addNodePool("web", POOL);
    });
    const without = (resource: Record<string, object>) => ({ ...resource, google_container_node_pool: undefined });
    expect(without(two)).toEqual(without(one));
    expect(two.google_container_node_pool).toMatchObject(one.google_container_node_pool);
  });
});

test("a label of a pool changes that label and nothing else", () => {
  const resources = (options: Partial<NodePoolOptions>) =>
    synthesizeCluster({}, (cluster) => cluster.addNodePool("web", { ...POOL, ...options })).resource;
  const [one, two] = [resources({}), resources({ nodeLabels: { team: "video" } })];
  expect(one).not.toEqual(two);
  for (const pool of Object.values<Block>(two.google_container_node_pool)) delete pool.node_config.labels;
  expect(one).toEqual(two);
});

describe("a cluster that is made elsewhere", () => {
  const cluster = RegionalCluster.fromRegionalClusterAttributes({
    project: "acme-old",
    region: REGION,
    zones: ["europe-west4-a"],
    clusterName: "old",
    nodeServiceAccountEmail: "nodes@acme-old.iam.gserviceaccount.com",
  });

  test("is known by names alone", () => {
    expect(cluster).toEqual({
      project: "acme-old",
      region: "europe-west4",
      zones: ["europe-west4-a"],
      clusterName: "old",
      clusterId: "projects/acme-old/locations/europe-west4/clusters/old",
      workloadPool: "acme-old.svc.id.goog",
      nodeServiceAccountEmail: "nodes@acme-old.iam.gserviceaccount.com",
      releaseChannel: "REGULAR",
      multiNetworking: false,
    });
  });

  test("takes further pools", () => {
    const stack = synthesizeGoogle((scope) => new NodePool(scope, "web", { ...POOL, poolName: "web", cluster }));
    expect(resourceOf(stack, "google_container_node_pool")).toMatchObject({
      name: "web",
      project: "acme-old",
      cluster: "projects/acme-old/locations/europe-west4/clusters/old",
      location: "europe-west4",
      node_locations: ["europe-west4-a"],
      node_config: { service_account: "nodes@acme-old.iam.gserviceaccount.com" },
    });
  });

  test("is zonal where its control plane is in a zone, which its nodes are in unless others are named", () => {
    const zonal = { project: "acme-old", region: REGION, location: "europe-west4-b", clusterName: "old" };
    const cluster = RegionalCluster.fromRegionalClusterAttributes(zonal);
    expect(cluster).toMatchObject({
      clusterId: "projects/acme-old/locations/europe-west4-b/clusters/old",
      zones: ["europe-west4-b"],
    });
    const { zones } = RegionalCluster.fromRegionalClusterAttributes({ ...zonal, zones: ["europe-west4-c"] });
    expect(zones).toEqual(["europe-west4-c"]);
    const refused = (location: string | undefined) =>
      refusalOf(() => RegionalCluster.fromRegionalClusterAttributes({ ...zonal, location }));
    const name = "RegionalCluster.fromRegionalClusterAttributes";
    expect(refused(undefined)).toEqual([
      `${name}: zones: got nothing, expected the zones of its nodes, unless location is the zone of a zonal cluster`,
    ]);
    expect(refused("us-east1")).toEqual([
      `${name}: location: got "us-east1", expected europe-west4, or for a zonal cluster a zone of it: "europe-west4-b"`,
    ]);
  });

  test("takes no pool without an account for its nodes: they would have Google's default one", () => {
    const zonal = { project: "acme-old", region: REGION, location: "europe-west4-b", clusterName: "old" };
    const cluster = RegionalCluster.fromRegionalClusterAttributes(zonal);
    const make = (options: Partial<NodePoolOptions>) =>
      synthesizeGoogle((scope) => new NodePool(scope, "web", { ...POOL, ...options, poolName: "web", cluster }));
    expect(refusalOf(() => make({}))).toEqual([
      "stack/web: serviceAccount: got nothing, expected the address of a service account, or nodeServiceAccountEmail at the cluster",
    ]);
    const serviceAccount = "web@acme-old.iam.gserviceaccount.com";
    expect(resourceOf(make({ serviceAccount }), "google_container_node_pool").node_config.service_account).toBe(
      serviceAccount,
    );
  });

  test("checks them as its own", () => {
    const poolName = "Web";
    const make = () =>
      synthesizeGoogle((scope) => new NodePool(scope, "web", { ...POOL, poolName, cluster, autoUpgrade: false }));
    expect(refusalOf(make)).toEqual([
      'stack/web: poolName: got "Web", expected 1 to 40 lower-case letters, digits and hyphens, a letter first and no hyphen last',
      'stack/web: autoUpgrade: got false, expected true in the release channel REGULAR; for false the cluster\'s is "UNSPECIFIED"',
    ]);
  });
});

describe("what others use of a cluster", () => {
  test("is the same as of one that is made elsewhere", () => {
    synthesizeCluster({}, (cluster) => {
      expect({ ...pick(cluster) }).toEqual({
        project: "acme-test",
        region: REGION,
        clusterName: "test",
        workloadPool: "acme-test.svc.id.goog",
      });
      expect(Token.isUnresolved(cluster.clusterId) && Token.isUnresolved(cluster.nodeServiceAccountEmail)).toBe(true);
    });
  });

  function pick({ project, region, clusterName, workloadPool }: RegionalCluster) {
    return { project, region, clusterName, workloadPool };
  }
});
