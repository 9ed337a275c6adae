import { Token } from "cdktf";
import { Accelerator, type AutoProvisioningOptions } from "../../../index";
import { clusterRefusal, clusterWith, later, variable } from "../../support/cluster";

const LIMITS: AutoProvisioningOptions = { cpuCores: { max: 1000 }, memoryGb: { min: 10, max: 4000 } };

const autoscalingOf = (options: Partial<AutoProvisioningOptions>) =>
  clusterWith({ autoProvisioning: { ...LIMITS, ...options } }).cluster_autoscaling;

describe("auto-provisioning", () => {
  test("is off, and written as off, unless it is asked for", () => {
    expect(clusterWith({}).cluster_autoscaling).toEqual({ enabled: false, autoscaling_profile: "BALANCED" });
  });

  test("makes nodes as safe as those of other pools", () => {
    expect(autoscalingOf({})).toEqual({
      enabled: true,
      autoscaling_profile: "BALANCED",
      resource_limits: [
        { resource_type: "cpu", minimum: 0, maximum: 1000 },
        { resource_type: "memory", minimum: 10, maximum: 4000 },
      ],
      auto_provisioning_defaults: {
        service_account: expect.stringMatching(/^\$\{google_service_account\..*\.email\}$/),
        oauth_scopes: ["https://www.googleapis.com/auth/cloud-platform"],
        disk_type: "pd-balanced",
        disk_size: 100,
        image_type: "COS_CONTAINERD",
        management: { auto_repair: true, auto_upgrade: true },
        upgrade_settings: { strategy: "SURGE", max_surge: 1, max_unavailable: 0 },
        shielded_instance_config: { enable_secure_boot: true, enable_integrity_monitoring: true },
      },
    });
  });

  test("limits GPUs by their own names", () => {
    const gpus = [
      { accelerator: Accelerator.L4, max: 16 },
      { accelerator: Accelerator.H100, min: 8, max: 8 },
    ];
    expect(autoscalingOf({ gpus }).resource_limits.slice(2)).toEqual([
      { resource_type: "nvidia-l4", minimum: 0, maximum: 16 },
      { resource_type: "nvidia-h100-80gb", minimum: 8, maximum: 8 },
    ]);
  });

  test("takes every choice as configured", () => {
    const bootDiskKmsKeyName = "projects/acme-keys/locations/europe-west4/keyRings/gke/cryptoKeys/disks";
    const options: Partial<AutoProvisioningOptions> = {
      zones: ["europe-west4-a"],
      serviceAccount: "auto@acme-test.iam.gserviceaccount.com",
      diskType: "pd-ssd",
      diskSizeGb: 200,
      bootDiskKmsKeyName,
      imageType: "UBUNTU_CONTAINERD",
      upgrade: { strategy: "BLUE_GREEN", batchNodeCount: 2, nodePoolSoakSeconds: 60 },
    };
    expect(autoscalingOf(options)).toMatchObject({
      auto_provisioning_locations: ["europe-west4-a"],
      auto_provisioning_defaults: {
        service_account: "auto@acme-test.iam.gserviceaccount.com",
        disk_type: "pd-ssd",
        disk_size: 200,
        boot_disk_kms_key: bootDiskKmsKeyName,
        image_type: "UBUNTU_CONTAINERD",
        upgrade_settings: {
          strategy: "BLUE_GREEN",
          blue_green_settings: {
            node_pool_soak_duration: "60s",
            standard_rollout_policy: { batch_node_count: 2, batch_soak_duration: "0s" },
          },
        },
      },
    });
  });

  test("can be left out while the profile is chosen", () => {
    expect(clusterWith({ autoscalingProfile: "OPTIMIZE_UTILIZATION" }).cluster_autoscaling).toEqual({
      enabled: false,
      autoscaling_profile: "OPTIMIZE_UTILIZATION",
    });
  });

  test("refuses the name that pods use for GPUs", () => {
    const gpus = [{ accelerator: Accelerator.of("nvidia.com/gpu"), max: 8 }];
    expect(clusterRefusal({ autoProvisioning: { ...LIMITS, gpus } })).toEqual([
      'autoProvisioning.gpus: got "nvidia.com/gpu", expected a GPU by its own name, such as "nvidia-l4": nvidia.com/gpu is what pods ask for, and Google refuses it here',
    ]);
  });

  test("refuses limits, disks and zones that Google does", () => {
    const autoProvisioning: AutoProvisioningOptions = {
      cpuCores: { min: 20, max: 10 },
      memoryGb: { max: 0 },
      gpus: [
        { accelerator: Accelerator.L4, max: 1 },
        { accelerator: Accelerator.L4, max: 2 },
      ],
      zones: ["us-east1-b"],
      serviceAccount: "default",
      diskType: "hyperdisk-balanced" as "pd-ssd",
      diskSizeGb: 5,
      bootDiskKmsKeyName: "key",
      imageType: "WINDOWS_LTSC_CONTAINERD" as "COS_CONTAINERD",
      upgrade: { strategy: "SURGE", maxSurge: 0, maxUnavailable: 0 },
    };
    expect(clusterRefusal({ autoProvisioning, autoscalingProfile: "FAST" as "BALANCED" })).toEqual([
      'autoscalingProfile: got "FAST", expected "BALANCED" or "OPTIMIZE_UTILIZATION"',
      "autoProvisioning.cpuCores.min: got 20, expected at most max, which is 10",
      "autoProvisioning.memoryGb.max: got 0, expected a whole number, 1 or more",
      'autoProvisioning.gpus: got "nvidia-l4", expected each GPU once',
      'autoProvisioning.zones: got "us-east1-b", expected a zone of europe-west4: "europe-west4-a"',
      'autoProvisioning.serviceAccount: got "default", expected the address of a service account, not Google\'s default one: nodes@project.iam.gserviceaccount.com',
      'autoProvisioning.diskType: got "hyperdisk-balanced", expected "pd-balanced", "pd-ssd" or "pd-standard"',
      "autoProvisioning.diskSizeGb: got 5, expected a whole number, 10 or more",
      'autoProvisioning.bootDiskKmsKeyName: got "key", expected a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"',
      'autoProvisioning.imageType: got "WINDOWS_LTSC_CONTAINERD", expected "COS_CONTAINERD" or "UBUNTU_CONTAINERD"',
      "autoProvisioning.upgrade.maxUnavailable: got 0, expected 1 or more when maxSurge is 0",
    ]);
  });

  test("takes limits that only Terraform knows", () => {
    const max = Token.asNumber(later("cores"));
    expect(autoscalingOf({ cpuCores: { min: 5, max } }).resource_limits[0]).toEqual({
      resource_type: "cpu",
      minimum: 5,
      maximum: variable("cores"),
    });
  });
});
