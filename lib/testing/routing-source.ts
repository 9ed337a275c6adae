import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformStack, Testing } from "cdktf";
import { Construct, type IConstruct } from "constructs";
import { readOutputFolder } from "../cli/output-folder";
import { resolvedIn } from "../core/resolved-in";
import { isUnknown } from "../core/tokens";
import { zoneOf } from "../route53/simulation/zone-names";

/**
 * Where the records are: an app, or any construct of it, a stack included; the folder that `cdktf synth` wrote; or the Terraform JSON
 * of one stack.
 */
export type RoutingSource = IConstruct | string | object;

/** The Terraform configurations that a source has, a stack each. */
export function configurationsOf(source: RoutingSource): readonly object[] {
  if (typeof source === "string") return readOutputFolder(source).map(({ configuration }) => configuration);
  return Construct.isConstruct(source) ? stacksOf(source).filter(hasRecords).map(synthesized) : [source];
}

/** The records of a construct in a stack, such as a routing, by their names in Terraform; `undefined` for any other source. */
export function ownRecordsOf(source: RoutingSource): ReadonlySet<string> | undefined {
  if (!Construct.isConstruct(source) || TerraformStack.isStack(source)) return undefined;
  if (!source.node.scopes.some((scope) => TerraformStack.isStack(scope))) return undefined;
  const records = source.node.findAll().filter((one) => one instanceof Route53Record);
  return new Set(records.map(({ friendlyUniqueId }) => `aws_route53_record.${friendlyUniqueId}`));
}

/** A zone as the records of a source name it: the id of a construct's is a token until its stack is synthesized. */
export function zoneIn(source: RoutingSource, zone: string): string {
  const [stack] = Construct.isConstruct(source) && isUnknown(zone) ? stacksOf(source).filter(hasRecords) : [];
  return zoneOf(stack === undefined ? zone : resolvedIn(stack, zone));
}

/** Those below a construct, else the one that it is in; a platform stands beside its stacks, in the same app. */
function stacksOf(construct: IConstruct): readonly TerraformStack[] {
  const [closest] = [...construct.node.scopes]
    .reverse()
    .map((scope) => (TerraformStack.isStack(scope) ? [scope] : scope.node.findAll().filter(TerraformStack.isStack)))
    .filter(({ length }) => length > 0);
  return closest ?? [];
}

/** Other stacks need not be synthesized, which takes time. One with overrides may have records that no construct made. */
function hasRecords(stack: TerraformStack): boolean {
  const isRecord = (one: IConstruct) =>
    "terraformResourceType" in one && one.terraformResourceType === "aws_route53_record";
  return stack.node.findAll().some(isRecord) || "rawOverrides" in stack;
}

/** As `cdktf synth` has it, aspects included. */
function synthesized(stack: TerraformStack): object {
  stack.prepareStack();
  return JSON.parse(Testing.synth(stack));
}
