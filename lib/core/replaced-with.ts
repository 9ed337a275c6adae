import type { TerraformResource, TerraformResourceLifecycle } from "cdktf";

/**
 * Replaces a resource together with what it names: a name stays the same when what it names is replaced, so that Terraform sees no
 * change, and what belongs to the earlier one is gone with it.
 *
 * Only the id is looked at, which no change in place changes.
 */
export function replacedWith({
  terraformResourceType,
  friendlyUniqueId,
}: TerraformResource): TerraformResourceLifecycle {
  return { replaceTriggeredBy: [`${terraformResourceType}.${friendlyUniqueId}.id`] };
}
