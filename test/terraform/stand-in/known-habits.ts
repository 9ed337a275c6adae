import { BUILT_IN_LOCAL_SSDS } from "../../../lib/gke/nodes/machine-series";

/**
 * What is known of how Google's APIs answer, each once: of it both the stand-in for the provider is made, `habits.ts`, and that for the
 * APIs, `test/acceptance/real-providers/google-api`.
 */

const PROVIDER = "https://github.com/hashicorp/terraform-provider-google";

export const SOURCES = {
  dashboardZeros: `${PROVIDER}/issues/16173: zeros are left out, as protocol buffers do`,
  encryptionState: `${PROVIDER}/issues/26882: of GKE 1.35 and later`,
  shortLived:
    "https://github.com/crossplane-contrib/provider-upjet-gcp/issues/1028: upgrades of such pools are short-lived",
  builtInDisks:
    "https://github.com/GoogleCloudPlatform/cluster-toolkit/pull/2968: disks that a machine always has are reported",
} as const;

/**
 * The local SSDs that machines always have.
 *
 * Source: https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds
 */
export const LOCAL_SSDS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(BUILT_IN_LOCAL_SSDS),
  // Of these the library knows that they have some, and leaves the count to the API.
  "c3-standard-8-lssd": 2,
  "z3-highmem-88": 12,
};

/** How pools are upgraded whose nodes come and go with their jobs. */
export const SHORT_LIVED = "SHORT_LIVED";

/** What GKE calls a cluster's own key that was asked for. */
export const encryptionState = (asked: string): string =>
  asked === "ENCRYPTED" ? "ALL_OBJECTS_ENCRYPTION_ENABLED" : asked;

/** A dashboard's JSON as Cloud Monitoring answers it. */
export function withoutZeros(json: string): unknown {
  return JSON.parse(json, (_, value) => (value === 0 || value === "" || value === false ? undefined : value));
}
