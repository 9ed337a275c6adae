import type { GkeBackupBackupPlanConfig } from "@cdktf/provider-google/lib/gke-backup-backup-plan";
import { checkAbsent, checkWholeNumber } from "../../core/checks";
import type { Problems } from "../../core/problems";
import { isUnknown } from "../../core/tokens";
import { checkKmsKey } from "../../google/kms-key";

/** Backups of a cluster: what Kubernetes knows, and the volumes. */
export interface BackupOptions {
  /**
   * When backups are made, five fields in UTC: minute, hour, day of the month, month, day of the week.
   *
   * @default "0 2 * * *", each night, without targetRpoMinutes
   */
  readonly cronSchedule?: string;

  /**
   * How much may be lost at most, in minutes: 60 to 86,400 (60 days). Google decides when backups are made.
   *
   * @default - none: by cronSchedule
   */
  readonly targetRpoMinutes?: number;

  /**
   * How many days a backup is kept, 1 to 365.
   *
   * @default 30
   */
  readonly retainDays?: number;

  /**
   * For how many days nobody can delete a backup, 0 to 90, and not more than retainDays.
   *
   * @default 0
   */
  readonly deleteLockDays?: number;

  /**
   * The namespaces that are backed up.
   *
   * @default - all
   */
  readonly namespaces?: readonly string[];

  /**
   * Whether the content of volumes is backed up.
   *
   * @default true
   */
  readonly includeVolumeData?: boolean;

  /**
   * Whether Kubernetes secrets are backed up: a restored workload often cannot start without.
   *
   * @default true
   */
  readonly includeSecrets?: boolean;

  /**
   * The Cloud KMS key that encrypts the backups: `projects/P/locations/R/keyRings/K/cryptoKeys/C`.
   *
   * @default - a key of Google's
   */
  readonly kmsKeyName?: string;
}

/**
 * Validates backups against the limits of `google_gke_backup_backup_plan`.
 *
 * Source: https://cloud.google.com/kubernetes-engine/docs/add-on/backup-for-gke/reference/rest/v1/projects.locations.backupPlans
 */
export function checkBackup(problems: Problems, options: BackupOptions): void {
  const { cronSchedule, targetRpoMinutes, retainDays = DEFAULT_RETAIN_DAYS, deleteLockDays, namespaces } = options;
  if (targetRpoMinutes !== undefined) checkAbsent(problems, "cronSchedule", cronSchedule, "with targetRpoMinutes");
  const isCron = (schedule = DEFAULT_SCHEDULE) => /^([0-9*,/-]+ ){4}[0-9*,/-]+$/.test(schedule);
  problems.check(
    "cronSchedule",
    cronSchedule,
    isCron,
    'five fields of numbers, "*", ",", "-" and "/": "0 2 * * *"',
    "format",
  );
  checkWholeNumber(problems, "targetRpoMinutes", targetRpoMinutes, [60, 86_400]);
  const days =
    checkWholeNumber(problems, "retainDays", retainDays, [1, 365]) &&
    checkWholeNumber(problems, "deleteLockDays", deleteLockDays, [0, 90]);
  if (days && deleteLockDays !== undefined && !isUnknown(retainDays)) {
    const allowed = `at most retainDays, which is ${retainDays}`;
    problems.check("deleteLockDays", deleteLockDays, (days) => days <= retainDays, allowed);
  }
  if (namespaces !== undefined) {
    const expected = "at least one namespace, or nothing for all";
    problems.check("namespaces", namespaces, ({ length }) => length > 0, expected);
  }
  checkKmsKey(problems, "kmsKeyName", options.kmsKeyName);
}

/** The backup plan of a cluster, for the provider. */
export function backupPlanConfig(
  options: BackupOptions,
): Pick<GkeBackupBackupPlanConfig, "backupConfig" | "backupSchedule" | "retentionPolicy"> {
  const { cronSchedule, targetRpoMinutes, namespaces, kmsKeyName } = options;
  return {
    backupConfig: {
      allNamespaces: namespaces === undefined ? true : undefined,
      selectedNamespaces: namespaces && { namespaces: [...namespaces] },
      includeVolumeData: options.includeVolumeData ?? true,
      includeSecrets: options.includeSecrets ?? true,
      encryptionKey: kmsKeyName === undefined ? undefined : { gcpKmsEncryptionKey: kmsKeyName },
    },
    backupSchedule:
      targetRpoMinutes === undefined
        ? { cronSchedule: cronSchedule ?? DEFAULT_SCHEDULE }
        : { rpoConfig: { targetRpoMinutes } },
    retentionPolicy: {
      backupRetainDays: options.retainDays ?? DEFAULT_RETAIN_DAYS,
      backupDeleteLockDays: options.deleteLockDays ?? 0,
    },
  };
}

const DEFAULT_RETAIN_DAYS = 30;
const DEFAULT_SCHEDULE = "0 2 * * *";
