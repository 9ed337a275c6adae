import { BUILT_IN_LOCAL_SSDS } from "../../../lib/gke/nodes/machine-series";
import { isList, isObject, type Value, type ValueObject } from "./values";

/** What an API answers in place of what it was told. The provider writes the answer into the state. */
interface Habit {
  /** Where it was seen. */
  readonly source: string;
  readonly answer: (told: ValueObject) => ValueObject;
  /** What the provider plans of what is there already and of what it is told, where it suppresses a difference. */
  readonly plan?: (prior: ValueObject, planned: ValueObject) => ValueObject;
}

const PROVIDER = "https://github.com/hashicorp/terraform-provider-google";

export const HABITS: Readonly<Record<string, readonly Habit[]>> = {
  google_monitoring_dashboard: [
    {
      source: `${PROVIDER}/issues/16173: zeros are left out, as protocol buffers do`,
      answer: (told) => ({ ...told, dashboard_json: JSON.stringify(withoutZeros(String(told.dashboard_json))) }),
    },
  ],
  google_container_cluster: [
    {
      source: `${PROVIDER}/blob/v6.50.0/google/services/container/resource_container_cluster.go, flattenMasterAuth`,
      answer: (told) =>
        inBlock(
          told,
          "master_auth",
          ({ client_certificate_config: config = null }): ValueObject =>
            isList(config) && config.length > 0
              ? {}
              : { client_certificate: "", client_certificate_config: [{ issue_client_certificate: false }] },
        ),
    },
    {
      source: `${PROVIDER}/issues/26882: of GKE 1.35 and later`,
      answer: (told) =>
        inBlock(told, "database_encryption", ({ state }) => ({
          state: state === "ENCRYPTED" ? "ALL_OBJECTS_ENCRYPTION_ENABLED" : (state ?? null),
        })),
    },
  ],
  google_container_node_pool: [
    {
      source: `${PROVIDER}/blob/v6.50.0/google/services/container/resource_container_cluster.go, EmptyGuestAccelerator`,
      answer: (told) => inBlock(told, "node_config", (config) => ({ guest_accelerator: counted(config) })),
      plan: (prior, planned) =>
        counted(first(prior.node_config)).length > 0
          ? planned
          : inBlock(planned, "node_config", (config) => ({ guest_accelerator: counted(config) })),
    },
    {
      source:
        "https://github.com/crossplane-contrib/provider-upjet-gcp/issues/1028: upgrades of such pools are short-lived",
      answer: (told) => (isShortLived(told) ? { ...told, upgrade_settings: [SHORT_LIVED] } : told),
    },
    {
      source:
        "https://github.com/GoogleCloudPlatform/cluster-toolkit/pull/2968: disks that a machine always has are reported",
      answer: (told) =>
        inBlock(told, "node_config", (config): ValueObject => {
          const count = LOCAL_SSDS[String(config.machine_type)];
          const chosen = [config.ephemeral_storage_local_ssd_config, config.local_nvme_ssd_block_config];
          if (count === undefined || chosen.some((block) => isList(block) && block.length > 0)) return {};
          return { ephemeral_storage_local_ssd_config: [{ local_ssd_count: count, data_cache_count: 0 }] };
        }),
    },
  ],
};

/** Source: https://cloud.google.com/compute/docs/disks/local-ssd#choose_number_local_ssds */
const LOCAL_SSDS: Readonly<Record<string, number>> = {
  ...Object.fromEntries(BUILT_IN_LOCAL_SSDS),
  // Of these the library knows that they have some, and leaves the count to the API.
  "c3-standard-8-lssd": 2,
  "z3-highmem-88": 12,
};

const SHORT_LIVED = { strategy: "SHORT_LIVED", max_surge: 0, max_unavailable: 0, blue_green_settings: [] };

/** What the API holds once it was told to make or change a resource. */
export function answered(type: string, told: ValueObject): ValueObject {
  return (HABITS[type] ?? []).reduce((value, { answer }) => answer(value), told);
}

/** What the provider plans to change. */
export function unsuppressed(type: string, prior: ValueObject, planned: ValueObject): ValueObject {
  return (HABITS[type] ?? []).reduce((value, { plan }) => plan?.(prior, value) ?? value, planned);
}

/** The accelerators of a node, without those of which there are none. */
function counted(config: ValueObject | undefined): Value[] {
  const all = config?.guest_accelerator;
  return isList(all) ? all.filter((one) => isObject(one) && one.count !== 0) : [];
}

function isShortLived({ queued_provisioning: queued, node_config: config }: ValueObject): boolean {
  return first(queued)?.enabled === true || first(config)?.flex_start === true;
}

const first = (block: Value | undefined): ValueObject | undefined => {
  const [value] = isList(block) ? block : [];
  return isObject(value) ? value : undefined;
};

/** The same resource with other arguments in the one block of that name. */
function inBlock(told: ValueObject, name: string, changed: (block: ValueObject) => ValueObject): ValueObject {
  const block = first(told[name]);
  return block === undefined ? told : { ...told, [name]: [{ ...block, ...changed(block) }] };
}

function withoutZeros(json: string): unknown {
  return JSON.parse(json, (_, value) => (value === 0 || value === "" || value === false ? undefined : value));
}
