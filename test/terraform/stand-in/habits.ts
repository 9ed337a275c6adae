import { encryptionState, LOCAL_SSDS, SHORT_LIVED, SOURCES, withoutZeros } from "./known-habits";
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
      source: SOURCES.dashboardZeros,
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
      source: SOURCES.encryptionState,
      answer: (told) =>
        inBlock(told, "database_encryption", ({ state }) => ({
          state: typeof state === "string" ? encryptionState(state) : (state ?? null),
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
      source: SOURCES.shortLived,
      answer: (told) => (isShortLived(told) ? { ...told, upgrade_settings: [UPGRADE] } : told),
    },
    {
      source: SOURCES.builtInDisks,
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

const UPGRADE = { strategy: SHORT_LIVED, max_surge: 0, max_unavailable: 0, blue_green_settings: [] };

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
