import type { TerraformResource, TerraformResourceLifecycle } from "cdktf";

/**
 * Replaces a resource together with what it names: a name stays the same when what it names is replaced, so that Terraform sees no
 * change, and what belongs to the earlier one is gone with it.
 *
 * Only the id is looked at, which no change in place changes.
 */
export function replacedWith(...named: readonly TerraformResource[]): TerraformResourceLifecycle {
  const ids = named.map(
    ({ terraformResourceType, friendlyUniqueId }) => `${terraformResourceType}.${friendlyUniqueId}.id`,
  );
  return { replaceTriggeredBy: ids };
}
