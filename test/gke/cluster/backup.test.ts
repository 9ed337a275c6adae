import { Token } from "cdktf";
import type { BackupOptions } from "../../../index";
import { clusterRefusal, later, synthesizeCluster, variable } from "../../support/cluster";
import { resourceOf, resourcesOf } from "../../support/synthesize";

const planOf = (backup: BackupOptions) => resourceOf(synthesizeCluster({ backup }), "google_gke_backup_backup_plan");

describe("backups", () => {
  test("are off, and so is the agent, by default", () => {
    const stack = synthesizeCluster({});
    expect(resourcesOf(stack, "google_gke_backup_backup_plan")).toEqual({});
    const { addons_config } = resourceOf(stack, "google_container_cluster");
    expect(addons_config.gke_backup_agent_config).toEqual({ enabled: false });
  });

  test("have the agent in the cluster and a plan: each night, everything, for thirty days", () => {
    const stack = synthesizeCluster({ backup: {} });
    const { addons_config } = resourceOf(stack, "google_container_cluster");
    expect(addons_config.gke_backup_agent_config).toEqual({ enabled: true });
    expect(resourceOf(stack, "google_gke_backup_backup_plan")).toEqual({
      name: "test",
      project: "acme-test",
      location: "europe-west4",
      cluster: expect.stringMatching(/^\$\{google_container_cluster\..*\.id\}$/),
      backup_config: { all_namespaces: true, include_volume_data: true, include_secrets: true },
      backup_schedule: { cron_schedule: "0 2 * * *" },
      retention_policy: { backup_retain_days: 30, backup_delete_lock_days: 0 },
    });
  });

  test("can be of some namespaces, with a key of your own, as often as a loss can be borne", () => {
    const kmsKeyName = "projects/acme-keys/locations/europe-west4/keyRings/gke/cryptoKeys/backups";
    const backup: BackupOptions = {
      namespaces: ["shop"],
      includeVolumeData: false,
      includeSecrets: false,
      kmsKeyName,
      targetRpoMinutes: 120,
      retainDays: 90,
      deleteLockDays: 30,
    };
    expect(planOf(backup)).toMatchObject({
      backup_config: {
        selected_namespaces: { namespaces: ["shop"] },
        include_volume_data: false,
        include_secrets: false,
        encryption_key: { gcp_kms_encryption_key: kmsKeyName },
      },
      backup_schedule: { rpo_config: { target_rpo_minutes: 120 } },
      retention_policy: { backup_retain_days: 90, backup_delete_lock_days: 30 },
    });
    expect(planOf(backup).backup_config).not.toHaveProperty("all_namespaces");
  });

  test("are refused beyond Google's limits", () => {
    const backup: BackupOptions = {
      cronSchedule: "nightly",
      targetRpoMinutes: 59,
      retainDays: 10,
      deleteLockDays: 20,
      namespaces: [],
      kmsKeyName: "key",
    };
    expect(clusterRefusal({ backup })).toEqual([
      'backup.cronSchedule: got "nightly", expected nothing with targetRpoMinutes',
      'backup.cronSchedule: got "nightly", expected five fields of numbers, "*", ",", "-" and "/": "0 2 * * *"',
      "backup.targetRpoMinutes: got 59, expected a whole number from 60 to 86400",
      "backup.deleteLockDays: got 20, expected at most retainDays, which is 10",
      "backup.namespaces: got [], expected at least one namespace, or nothing for all",
      'backup.kmsKeyName: got "key", expected a Cloud KMS key: "projects/P/locations/R/keyRings/K/cryptoKeys/C"',
    ]);
  });

  test("are refused once for an invalid number of days", () => {
    expect(clusterRefusal({ backup: { retainDays: 0, deleteLockDays: 5 } })).toEqual([
      "backup.retainDays: got 0, expected a whole number from 1 to 365",
    ]);
  });

  test("can be locked for as long as they are kept, and 90 days at most", () => {
    expect(clusterRefusal({ backup: { retainDays: 365, deleteLockDays: 91 } })).toEqual([
      "backup.deleteLockDays: got 91, expected a whole number from 0 to 90",
    ]);
    expect(planOf({ retainDays: 10, deleteLockDays: 10 }).retention_policy).toEqual({
      backup_retain_days: 10,
      backup_delete_lock_days: 10,
    });
  });

  test("take numbers that only Terraform knows", () => {
    const days = Token.asNumber(later("days"));
    expect(planOf({ retainDays: days, deleteLockDays: days }).retention_policy).toEqual({
      backup_retain_days: variable("days"),
      backup_delete_lock_days: variable("days"),
    });
  });
});
