import { TerraformResource } from "cdktf";
import type { Construct } from "constructs";

/**
 * What is made when a stack is applied for the first time, and never changes.
 *
 * Terraform reads a data source while it plans, unless it depends on a resource that is still to be made. So what depends on
 * this is read by the first apply: the first plan needs nothing of it.
 */
export function firstApply(scope: Construct, id: string): TerraformResource {
  const existing = scope.node.tryFindChild(id) as TerraformResource | undefined;
  return existing ?? new TerraformResource(scope, id, { terraformResourceType: "terraform_data" });
}
