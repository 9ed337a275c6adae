import type { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { dependable, Lazy, TerraformStack } from "cdktf";

/** The records whose names in Terraform were asked for, to be moved or imported. */
const asked = new WeakSet<Route53Record>();

/** Notes that a record becomes what a simple record of its name was. */
export function noteTakenOver(record: Route53Record): void {
  asked.add(record);
}

/**
 * Has the record for everyone else made after all places; but before them where a simple record becomes it, for until it has, Route 53
 * refuses a place beside it. Which is so is known when the stack is synthesized.
 */
export function putLastUnlessTakenOver(everyoneElse: Route53Record, places: readonly Route53Record[]): void {
  if (places.length === 0) return;
  const own = everyoneElse.dependsOn ?? [];
  everyoneElse.dependsOn = either(everyoneElse, own, [...own, ...places.map(dependable)]);
  for (const place of places) {
    const others = place.dependsOn ?? [];
    place.dependsOn = either(everyoneElse, [...others, dependable(everyoneElse)], others);
  }
}

function either(record: Route53Record, ifTakenOver: readonly string[], ifNot: readonly string[]): string[] {
  return Lazy.listValue({ produce: () => [...(isTakenOver(record) ? ifTakenOver : ifNot)] }, { omitEmpty: true });
}

function isTakenOver(record: Route53Record): boolean {
  if (asked.has(record) || record.hasResourceMove()) return true;
  const address = `aws_route53_record.${record.friendlyUniqueId}`;
  // A stack has such blocks as overrides, which cdktf shows to no one else.
  const { rawOverrides } = TerraformStack.of(record) as unknown as { readonly rawOverrides: Blocks };
  return ["moved", "import"].flatMap((kind) => rawOverrides[kind] ?? []).some(({ to }) => to === address);
}

interface Blocks {
  readonly [kind: string]: readonly { readonly to?: unknown }[] | undefined;
}
