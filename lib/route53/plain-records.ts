import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { TerraformStack } from "cdktf";
import type { IConstruct } from "constructs";
import { resolvedIn } from "../core/resolved-in";
import { isUnknown } from "../core/tokens";
import type { DnsRecord } from "./simulation/dns-record";
import { readPolicy } from "./simulation/read-policy";
import { wholeName } from "./simulation/zone-names";
import { zoneKey } from "./zone-key";

/** A record that an app makes by the provider's own construct: what of it decides whether Route 53 refuses it beside another. */
export interface PlainRecord extends Pick<DnsRecord, "name" | "type" | "setIdentifier" | "policy"> {
  /** The construct. */
  readonly path: string;
  readonly stack: TerraformStack;
}

/** A zone, and the name that it is known by. */
interface NamedZone {
  /** As `zoneKey` has it. */
  readonly key: string;
  readonly zoneName: string;
  /** Whether another zone may be this one. */
  readonly mayBe?: (record: Route53Record) => boolean;
}

/**
 * The records of a zone that an app makes by the provider's own construct; or of those that may be it, where `mayBe` tells them. What
 * only Terraform knows the name or the type of is none of them.
 *
 * @param owners the paths of what this library makes: all records there and below are its own
 */
export function plainRecordsOf(app: IConstruct, zone: NamedZone, owners: ReadonlySet<string>): readonly PlainRecord[] {
  const isOfZone = (one: Route53Record) => zoneKey(one, one.zoneIdInput ?? "") === zone.key;
  const { mayBe: isMeant = isOfZone } = zone;
  const beside: Route53Record[] = [];
  visitBeside(app, owners, (one) => beside.push(one));
  return beside.flatMap((one): readonly PlainRecord[] => {
    const { nameInput = "", typeInput = "" } = one;
    if (isUnknown(nameInput) || isUnknown(typeInput) || !isMeant(one)) return [];
    const stack = TerraformStack.of(one);
    const block = resolvedIn(stack, one.toTerraform()).resource.aws_route53_record[one.friendlyUniqueId];
    const name = wholeName({ zone_id: zone.key, name: nameInput }, new Map([[zone.key, zone.zoneName]]));
    const { set_identifier: setIdentifier = "" } = block;
    return [{ path: one.node.path, stack, name, type: typeInput, setIdentifier, policy: readPolicy(block, true) }];
  });
}

/** Without a look below an owner: that is where nearly all records of an app are. */
function visitBeside(app: IConstruct, owners: ReadonlySet<string>, visit: (one: Route53Record) => void): void {
  const look = (one: IConstruct, path: string): void => {
    if (owners.has(path)) return;
    if (one instanceof Route53Record) visit(one);
    for (const child of one.node.children) look(child, path === "" ? child.node.id : `${path}/${child.node.id}`);
  };
  look(app, app.node.path);
}
