import type { Block } from "../support/synthesize";

/** A change of a resource, on its Terraform configuration. It says whether there was anything to change. */
type Edit = (resource: Block) => boolean;
type Edits = Readonly<Record<string, Edit>>;

/** What somebody changes on an ordinary day, which must never replace anything. */
const IN_PLACE: Edits = {
  aws_route53_record: (record) => changeIn(record.weighted_routing_policy, "weight", oneMore),
  google_container_node_pool: (pool) => changeIn(pool.autoscaling, "total_max_node_count", oneMore),
};

/** What cannot be changed in what exists: it is built anew, and whoever reviews the plan must see that. */
const REPLACING: Edits = {
  google_container_cluster: (cluster) => changeIn(cluster, "location", () => "europe-north1"),
  google_compute_subnetwork: (subnetwork) => changeIn(subnetwork, "region", () => "europe-north1"),
  google_compute_global_address: (address) => changeIn(address, "name", (name) => `${name}-2`),
  aws_route53_health_check: (check) => changeIn(check, "request_interval", (seconds) => (seconds === 10 ? 30 : 10)),
};

/** Makes the ordinary changes in a stack, and says which addresses they are of. */
export function editInPlace(configuration: Block): string[] {
  return editAll(configuration, (type) => IN_PLACE[type]);
}

/** Gives everything of Google's one more label. */
export function addLabel({ provider }: Block): void {
  for (const google of provider.google ?? []) google.default_labels = { ...google.default_labels, reviewed: "yes" };
}

/** Makes the changes that replace, and says which addresses they are of. */
export function editToReplace(configuration: Block): string[] {
  return editAll(configuration, (type) => REPLACING[type]);
}

/** Takes away what keeps resources from being destroyed, as somebody does who means it. */
export function unprotect(configuration: Block): string[] {
  return editAll(configuration, () => (resource) => {
    const held = resource.deletion_protection === true;
    if (held) resource.deletion_protection = false;
    if (resource.lifecycle) delete resource.lifecycle.prevent_destroy;
    return held;
  });
}

function editAll(configuration: Block, editOf: (type: string) => Edit | undefined): string[] {
  return Object.entries<Record<string, Block>>(configuration.resource ?? {}).flatMap(([type, named]) =>
    Object.entries(named)
      .filter(([, resource]) => editOf(type)?.(resource))
      .map(([name]) => `${type}.${name}`),
  );
}

function changeIn(block: Block | undefined, argument: string, change: (value: unknown) => unknown): boolean {
  if (block?.[argument] === undefined) return false;
  block[argument] = change(block[argument]);
  return true;
}

const oneMore = (value: unknown) => Number(value) + 1;
